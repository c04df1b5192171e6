/** A file as plain data that remembers where each part stands. */
import { LineCounter } from 'yaml';
import type { Complaint } from './problem.ts';

/** `at` is an offset in the text. */
export type Tree =
  | { readonly kind: 'map'; readonly at: number; readonly entries: ReadonlyMap<string, Entry> }
  | { readonly kind: 'list'; readonly at: number; readonly items: readonly Tree[] }
  /** `whole`: what it may have been meant to be, where a # on its line made a comment of the rest. */
  | {
      readonly kind: 'scalar';
      readonly at: number;
      readonly value: Scalar;
      readonly source: string;
      readonly whole?: string;
    }
  /** Refused already (an alias, a tag, …): what it would have been does not matter. */
  | { readonly kind: 'refused'; readonly at: number };

type Scalar = string | number | boolean | null;
export type Entry = { readonly keyAt: number; readonly value: Tree };

/** A complaint and the offset that it is about. */
export type LocatedComplaint = Complaint & { readonly at: number };

/** The part of the tree at `path`; `keyAt` is where its key stands. Null if there is none. */
export function find(tree: Tree, path: readonly PropertyKey[]): Entry | null {
  let found: Entry = { keyAt: tree.at, value: tree };
  for (const step of path) {
    const { value } = found;
    if (value.kind === 'refused') return found;
    const next =
      value.kind === 'map'
        ? value.entries.get(String(step))
        : value.kind === 'list'
          ? value.items[Number(step)]
          : undefined;
    if (next === undefined) return null;
    found = 'keyAt' in next ? next : { keyAt: next.at, value: next };
  }
  return found;
}

/** Where a gate's key stands; where a preset says it, the preset; without `gates`, the roles. */
export function gateOffset(tree: Tree, gate: string, path: readonly PropertyKey[]): number {
  const own = find(tree, ['gates', gate, ...path]) ?? find(tree, ['gates', gate, 'preset']);
  return own?.value.at ?? find(tree, ['roles'])?.keyAt ?? tree.at;
}

/** Stands for what was refused: no schema takes it for anything else. */
const refused = Symbol('refused');

/** The tree's values as plain data. Maps have no prototype. */
export function plain(tree: Tree): unknown {
  switch (tree.kind) {
    case 'map': {
      const map = Object.create(null) as Record<string, unknown>;
      for (const [key, { value }] of tree.entries) map[key] = plain(value);
      return map;
    }
    case 'list':
      return tree.items.map(plain);
    case 'scalar':
      return tree.value;
    case 'refused':
      return refused;
    default:
      return tree satisfies never;
  }
}

/** Turns offsets into 1-based lines and columns. Lines end with `\n`. */
export function lineAndColumnOf(text: string): (at: number) => { line: number; column: number } {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) lines.addNewLine(i + 1);
  return (at) => {
    const { line, col } = lines.linePos(Math.min(Math.max(0, at), text.length));
    return { line, column: col };
  };
}

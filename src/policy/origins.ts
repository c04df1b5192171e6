/** Which file, or which preset, says what a policy says. */
import { openPolicy } from './open.ts';
import { presetKeys } from './resolve.ts';
import { find, lineAndColumnOf, type Tree } from './tree.ts';

export type Origin = {
  /** The key, from the top: `['gates', 'spec', 'label']`. */
  readonly path: readonly string[];
  readonly from:
    /** `file`: its place in the chain, 0 the policy's own. 1-based. */
    | { readonly kind: 'file'; readonly file: number; readonly line: number }
    /** What Baton itself says of one of the two default gates. */
    | { readonly kind: 'preset'; readonly preset: 'spec' | 'acceptance' };
};

/** Whose words open a gate is said as a whole; of groups of keys in several files, each key has its own. */
const isWhole = (path: readonly string[], values: readonly Tree[]): boolean =>
  (path[0] === 'gates' && path[2] === 'approve') || !values.slice(0, 2).every(({ kind }) => kind === 'map');

/**
 * For each key of a policy, who says it: the first file in which it stands.
 * @param texts the policy's own, and those that it builds on, one on the other; together they are good
 */
export function originsOf(texts: readonly string[]): readonly Origin[] {
  const files = texts.flatMap((text) => {
    const { tree, source } = openPolicy(text);
    return tree === null ? [] : [{ tree, lineOf: lineAndColumnOf(source) }];
  });
  const origins: Origin[] = [];
  const visit = (path: readonly string[]): void => {
    const holders = files.flatMap(({ tree, lineOf }, file) => {
      const found = find(tree, path);
      return found === null ? [] : [{ file, line: lineOf(found.keyAt).line, value: found.value }];
    });
    const [first] = holders;
    if (first === undefined) return;
    const values = holders.map(({ value }) => value);
    if (holders.length === 1 || isWhole(path, values))
      origins.push({ path, from: { kind: 'file', file: first.file, line: first.line } });
    else for (const key of keysOf(values)) visit([...path, key]);
  };
  for (const key of keysOf(files.map(({ tree }) => tree)))
    if (key !== 'extends' && key !== 'version') visit([key]);
  return [...origins, ...fromPresets(files.map(({ tree }) => tree))];
}

/** The keys of what stands at the same place in several files; only groups of keys are put together. */
function keysOf(trees: readonly Tree[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const tree of trees) {
    if (tree.kind !== 'map') break;
    for (const key of tree.entries.keys()) keys.add(key);
  }
  return keys;
}

function fromPresets(trees: readonly Tree[]): readonly Origin[] {
  const gates = trees.flatMap((tree) => find(tree, ['gates'])?.value ?? []);
  const names = gates.length === 0 ? (['spec', 'acceptance'] as const) : keysOf(gates);
  return [...names].flatMap((name) => {
    const preset = gates.length === 0 ? name : scalarAt(trees, ['gates', name, 'preset']);
    if (preset !== 'spec' && preset !== 'acceptance') return [];
    return presetKeys(preset)
      .map((key) => ['gates', name, key])
      .filter((path) => trees.every((tree) => find(tree, path) === null))
      .map((path): Origin => ({ path, from: { kind: 'preset', preset } }));
  });
}

function scalarAt(trees: readonly Tree[], path: readonly string[]): unknown {
  for (const tree of trees) {
    const value = find(tree, path)?.value;
    if (value?.kind === 'scalar') return value.value;
  }
  return null;
}

/** One policy over another: maps merge key by key, everything else replaces what was there. */
import { find, type Entry, type Tree } from './tree.ts';

/**
 * What `own` says, over what `base` says. What comes from the base stands where the own file would say it otherwise: in
 * the smallest group of keys around it that the own file has, or at its `extends`.
 */
export function inherit(base: Tree, own: Tree): Tree {
  const at = find(own, ['extends'])?.value.at ?? own.at;
  return over(base, own, at, []);
}

function over(base: Tree, own: Tree, at: number, path: readonly string[]): Tree {
  if (base.kind !== 'map' || own.kind !== 'map' || isRule(path)) return own;
  const entries = new Map<string, Entry>();
  for (const [key, { value }] of base.entries) {
    const mine = own.entries.get(key);
    entries.set(
      key,
      mine === undefined
        ? { keyAt: at, value: moved(value, at) }
        : { keyAt: mine.keyAt, value: over(value, mine.value, mine.keyAt, [...path, key]) },
    );
  }
  for (const [key, entry] of own.entries) if (!entries.has(key)) entries.set(key, entry);
  return { ...own, entries };
}

/** Whose words open a gate is said as a whole: half of one rule and half of another would be neither. */
function isRule(path: readonly string[]): boolean {
  return path[0] === 'gates' && path[2] === 'approve';
}

function moved(tree: Tree, at: number): Tree {
  switch (tree.kind) {
    case 'map': {
      const entries = [...tree.entries].map(([key, { value }]): [string, Entry] => [
        key,
        { keyAt: at, value: moved(value, at) },
      ]);
      return { kind: 'map', at, entries: new Map(entries) };
    }
    case 'list':
      return { kind: 'list', at, items: tree.items.map((item) => moved(item, at)) };
    case 'scalar':
    case 'refused':
      return { ...tree, at };
    default:
      return tree satisfies never;
  }
}

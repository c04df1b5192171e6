/** Keys of the language that come in later versions: refused as such, so that nobody relies on a rule that is not there. */
import { quoted } from './problem.ts';
import type { Entry, Placed, Tree } from './tree.ts';

/** By the kind of place that they would stand in. */
export const planned = {
  policy: ['jira'],
  role: ['jira'],
} as const satisfies Record<string, readonly string[]>;

/** The file without those keys, and a complaint about each. */
export function withoutPlanned(tree: Tree): { readonly tree: Tree; readonly wrong: readonly Placed[] } {
  const wrong: Placed[] = [];
  const each = (map: Tree, keys: readonly string[], within: (key: string, value: Tree) => Tree): Tree => {
    if (map.kind !== 'map') return map;
    const entries = new Map<string, Entry>();
    for (const [key, { keyAt, value }] of map.entries) {
      if (keys.includes(key)) {
        const message = `${quoted(key)} is not supported yet.`;
        wrong.push({ at: keyAt, message, hint: 'Delete it; it would have no effect.' });
      } else entries.set(key, { keyAt, value: within(key, value) });
    }
    return { ...map, entries };
  };
  const same = (_: string, value: Tree): Tree => value;
  const role = (_: string, value: Tree): Tree => each(value, planned.role, same);
  const left = each(tree, planned.policy, (key, value) => (key === 'roles' ? each(value, [], role) : value));
  return { tree: left, wrong };
}

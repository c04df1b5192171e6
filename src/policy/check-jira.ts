/** What a policy says of Jira, checked against the rest of the file. */
import { signOf } from './jira.ts';
import { didYouMean } from './nearest.ts';
import { listed, quoted, shown } from './problem.ts';
import type { FilledGates } from './resolve.ts';
import type { Readable } from './schema.ts';
import { find, type Placed, type Tree } from './tree.ts';

/** Whether the gates that are decided in Jira are there, and can be. */
export function checkJira(gates: FilledGates, { jira, roles = {} }: Readable, tree: Tree): readonly Placed[] {
  const at = (path: readonly PropertyKey[]): number => find(tree, path)?.keyAt ?? tree.at;
  if (jira === undefined)
    return find(tree, ['jira']) !== null
      ? []
      : Object.entries(roles)
          .filter(([, role]) => !Array.isArray(role) && role.jira !== undefined)
          .map(([name]) => ({
            at: at(['roles', name, 'jira']),
            message: `The role ${quoted(name)} has people in Jira, and the policy says nothing of Jira.`,
            hint: 'Write "jira:" with a site, its projects, and the gates that are decided there.',
          }));
  const known = new Map(gates);
  const seen = new Map<string, string>();
  return Object.entries(jira.gates ?? {}).flatMap(([name, sign]): readonly Placed[] => {
    const gate = known.get(name);
    const place = at(['jira', 'gates', name]);
    if (gate === undefined) {
      const all = [...known.keys()];
      const hint = didYouMean(name, all) ?? `Use ${listed(all.slice(0, 10).map(shown))}.`;
      return [{ at: place, message: `No gate is named ${quoted(name)}.`, hint }];
    }
    const wrong: Placed[] = [];
    const what = JSON.stringify(signOf(sign)).toLowerCase();
    const other = seen.get(what);
    if (other === undefined) seen.set(what, name);
    else
      wrong.push({
        at: place,
        message: `The same opens the gate ${quoted(other)} already.`,
        hint: 'Give each gate a status, a label or a value of its own.',
      });
    if ((gate.requires?.consent ?? []).length > 0)
      wrong.push({
        at: place,
        message: `The gate ${quoted(name)} requires consent, and nobody can say "/viable" in Jira.`,
        hint: 'Take "consent" out of the gate, or have it decided on GitHub.',
      });
    const before = gates.find(
      ([other, { blocks = [] }]) => blocks.includes(name) && !Object.hasOwn(jira.gates ?? {}, other),
    );
    if (before !== undefined)
      wrong.push({
        at: place,
        message: `The gate ${quoted(before[0])} blocks ${quoted(name)}, which is decided in Jira, and is not decided there itself.`,
        hint: 'Name it here, too, or take it out of "blocks".',
      });
    if (gate.requires?.['sub-issues'] !== undefined)
      wrong.push({
        at: place,
        message: `The gate ${quoted(name)} requires sub-issues, and these are not read in Jira.`,
        hint: 'Take "sub-issues" out of the gate, or have it decided on GitHub.',
      });
    return wrong;
  });
}

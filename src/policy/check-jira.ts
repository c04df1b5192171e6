/** What a policy says of Jira, checked against the rest of the file. */
import { signOf } from './jira.ts';
import { didYouMean } from './did-you-mean.ts';
import { listed, quoted, shown } from './problem.ts';
import type { FilledGates } from './resolve.ts';
import type { Readable } from './schema.ts';
import { find, type LocatedComplaint, type Tree } from './tree.ts';
import { textKey } from '../same-text.ts';

/** Whether the gates that are decided in Jira are there, and can be. */
export function checkJira(gates: FilledGates, written: Readable, tree: Tree): readonly LocatedComplaint[] {
  const { jira, roles = {} } = written;
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
  return [...gatesThere(gates, { ...written, jira }, at), ...acceptedBy(gates, jira, at)];
}

type At = (path: readonly PropertyKey[]) => number;
type WrittenJira = NonNullable<Readable['jira']>;

/** Whether anything can be accepted in Jira, where an issue is to move on once it is. */
function acceptedBy(gates: FilledGates, jira: WrittenJira, at: At): readonly LocatedComplaint[] {
  const holds = gates.some(
    ([name, { blocks = [] }]) => Object.hasOwn(jira.gates ?? {}, name) && blocks.includes('close'),
  );
  if (jira.transitions?.['on-accept'] === undefined || holds) return [];
  return [
    {
      at: at(['jira', 'transitions', 'on-accept']),
      message: 'No gate that blocks "close" is decided in Jira, so no issue there is ever accepted.',
      hint: 'Name one under "gates" of "jira", or take "on-accept" out.',
    },
  ];
}

/** True when the people that a rule asks for can be in Jira. */
function isPossible(rule: unknown, isThere: (role: string) => boolean): boolean {
  if (typeof rule === 'string') return isThere(rule);
  if (typeof rule !== 'object' || rule === null) return true;
  const { role, any, all } = rule as Readonly<Record<string, unknown>>;
  if (Array.isArray(any)) return any.some((each) => isPossible(each, isThere));
  if (Array.isArray(all)) return all.every((each) => isPossible(each, isThere));
  return typeof role !== 'string' || isThere(role);
}

/** Each gate that is decided there. */
function gatesThere(
  gates: FilledGates,
  { jira, roles = {}, people = [] }: Readable & { readonly jira: WrittenJira },
  at: At,
): readonly LocatedComplaint[] {
  // Whoever is known on both sides holds there what they hold on GitHub. A role that is not defined is told elsewhere.
  const isThere = (name: string): boolean => {
    const role = Object.hasOwn(roles, name) ? roles[name] : undefined;
    return people.length > 0 || role === undefined || (!Array.isArray(role) && role.jira !== undefined);
  };
  const known = new Map(gates);
  const seen = new Map<string, string>();
  return Object.entries(jira.gates ?? {}).flatMap(([name, sign]): readonly LocatedComplaint[] => {
    const gate = known.get(name);
    const place = at(['jira', 'gates', name]);
    if (gate === undefined) {
      const all = [...known.keys()];
      const hint = didYouMean(name, all) ?? `Use ${listed(all.slice(0, 10).map(shown))}.`;
      return [{ at: place, message: `No gate is named ${quoted(name)}.`, hint }];
    }
    const wrong: LocatedComplaint[] = [];
    const what = textKey(JSON.stringify(signOf(sign)));
    const other = seen.get(what);
    if (other === undefined) seen.set(what, name);
    else
      wrong.push({
        at: place,
        message: `This already approves the gate ${quoted(other)}.`,
        hint: 'Give each gate a status, a label or a value of its own.',
      });
    if (!isPossible(gate.approve, isThere))
      wrong.push({
        at: place,
        message: `Nobody in Jira can approve the gate ${quoted(name)}: nothing says who holds the roles there that approve it.`,
        hint: 'Give them "jira" with groups, accounts or project-roles, or say under "people" who is who.',
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

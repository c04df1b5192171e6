/** What of a simulation somebody wants to know before they propose the policy: the worst first. */
import { day } from '../durations.ts';
import type { Blocked, Outcome, PastItem } from '../reconcile/index.ts';
import type { Surprise } from './shape.ts';

/** The worst kind first. */
const ranks: readonly Surprise['kind'][] = [
  'nobody',
  'never-approved',
  'blocked',
  'no-issue',
  'reopened',
  'not-counted',
];

/** `fileName`: what the policy is called in sentences. */
export function surprisesOf(
  item: Pick<PastItem, 'number' | 'title' | 'url'>,
  outcome: Outcome,
  fileName: string,
): readonly Surprise[] {
  const { title, url } = item;
  const about = { item: `#${item.number}`, title, url };
  const { merge, closings, nobody, notCounted } = outcome;
  return [
    ...nobody.map(({ gate, roles }): Surprise => ({
      kind: 'nobody',
      ...about,
      at: null,
      gates: [gate],
      roles,
      days: null,
      sentence: `It waits for ${gate}, and nobody can approve it: ${list(roles)} has no one who may.`,
    })),
    ...(merge?.binds === true ? [mergeSurprise(about, merge, fileName)] : []),
    ...closings
      .filter(({ binds, isByMerge }) => binds && !isByMerge)
      .map(({ at, gates }): Surprise => ({
        kind: 'reopened',
        ...about,
        at: new Date(at).toISOString(),
        gates,
        roles: [],
        days: null,
        sentence: `It was closed on ${dayOf(at)} before ${list(gates)}: Baton would have reopened it.`,
      })),
    ...countedOut(about, notCounted),
  ];
}

type About = Pick<Surprise, 'item' | 'title' | 'url'>;

function mergeSurprise(about: About, merge: NonNullable<Outcome['merge']>, fileName: string): Surprise {
  const at = new Date(merge.at).toISOString();
  const gates = merge.blocked.filter((each) => each.kind === 'gate');
  if (gates.length === 0)
    return {
      kind: 'no-issue',
      ...about,
      at,
      gates: [],
      roles: [],
      days: null,
      sentence: `It was merged on ${dayOf(merge.at)} ${without(merge.blocked, fileName)}`,
    };
  const never = gates.filter(({ approvedAfter }) => approvedAfter === null);
  const told = never.length > 0 ? never : gates;
  const names = [...new Set(told.map(({ gate, issue }) => `${gate} in ${issue}`))];
  const roles = [...new Set(told.flatMap((each) => each.roles))];
  const longest = Math.max(...gates.map(({ approvedAfter }) => approvedAfter ?? 0));
  const what = `${list(names)}${roles.length === 0 ? '' : ` (${list(roles)})`}`;
  return {
    kind: never.length > 0 ? 'never-approved' : 'blocked',
    ...about,
    at,
    gates: [...new Set(told.map(({ gate }) => gate))],
    roles,
    days: never.length > 0 ? null : Math.round((longest / day) * 100) / 100,
    sentence:
      never.length > 0
        ? `It was merged on ${dayOf(merge.at)} without approval of ${what}, which never came.`
        : `It was merged on ${dayOf(merge.at)}. It would have waited ${lengthOf(longest)} for ${what}.`,
  };
}

function without(blocked: readonly Blocked[], fileName: string): string {
  if (blocked.some(({ kind }) => kind === 'unreadable'))
    return 'and links an issue that your token cannot read.';
  if (blocked.some(({ kind }) => kind === 'too-many')) return 'and links more issues than Baton judges.';
  return `without an issue, and ${fileName} requires one.`;
}

function countedOut(about: About, all: Outcome['notCounted']): readonly Surprise[] {
  const byGate = Map.groupBy(all, ({ gate, because }) => `${gate}\n${because}`);
  return [...byGate.values()].flatMap((those): Surprise[] => {
    const last = those.at(-1);
    if (last === undefined) return [];
    const { at, gate, because } = last;
    const many = those.length === 1 ? 'An approval' : `${those.length} approvals`;
    return [
      {
        kind: 'not-counted',
        ...about,
        at: new Date(at).toISOString(),
        gates: [gate],
        roles: [],
        days: null,
        sentence: `${many} of ${gate} would not have counted: ${reasonIn(because)}.`,
      },
    ];
  });
}

/** Why an approval does not count, by its kind. */
const reasons: Readonly<Record<string, string>> = {
  role: 'not by somebody who holds the role today',
  bot: 'by a bot',
  edited: 'somebody else edited the comment',
  hidden: 'somebody hid the comment',
  sections: 'sections of the text were missing',
  consent: 'others had to agree first',
  'no-criteria': 'there were no acceptance criteria',
  'sub-issues': 'sub-issues were not done',
  blocked: 'it came before another gate',
  independent: 'by somebody who had a part in it',
  'opened-with': 'it was there when the issue was opened',
};
export const reasonIn = (because: string): string => reasons[because] ?? because;

/** The worst first, and of one kind the longest, then the latest. */
export const worstFirst = (all: readonly Surprise[]): readonly Surprise[] =>
  all.toSorted(
    (one, other) =>
      ranks.indexOf(one.kind) - ranks.indexOf(other.kind) ||
      (other.days ?? 0) - (one.days ?? 0) ||
      (other.at ?? '').localeCompare(one.at ?? ''),
  );

const list = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

/** `2026-11-01`: whose day it is nobody knows, so it is that of UTC. */
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** `4 days`, `5 hours`, `10 minutes`. */
function lengthOf(milliseconds: number): string {
  const units = [
    [day, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
  ] as const;
  const [size, name] = units.find(([each]) => milliseconds >= each) ?? [60_000, 'minute'];
  const many = Math.max(1, Math.round(milliseconds / size));
  return `${many} ${name}${many === 1 ? '' : 's'}`;
}

/** The digest: one issue that lists what is overdue, instead of a reminder on each. */
import { code, list, plain, shorten } from '../phrases/index.ts';
import { roleNames } from './people.ts';
import { mentions, type Setting, clockOf } from './holders.ts';
import { timeIn } from './times.ts';

/** An issue past its deadline. */
export type Overdue = {
  readonly number: number;
  readonly title: string;
  /** The title of the gate that waits; an issue may have several. */
  readonly gate: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** It has waited as long again. */
  readonly isEscalated: boolean;
};

/** Issues that wait for one role, the one that has waited longest first. */
export type DigestPart = { readonly role: string; readonly issues: readonly Overdue[] };

/** How many issues of a role are listed. */
const mostListed = 50;
const longestTitle = 100;

function line(setting: Setting, { number, title, gate, since, isEscalated }: Overdue): string {
  const mark = isEscalated ? '⏰ ' : '';
  return `- ${mark}#${number} ${plain(shorten(title, longestTitle))}: “${plain(gate)}” since ${timeIn(since, clockOf(setting))}`;
}

function part(setting: Setting, { role, issues }: DigestPart): readonly string[] {
  const who = mentions(setting, [role]);
  const more = issues.length - mostListed;
  const count = new Set(issues.map(({ number }) => number)).size;
  return [
    '',
    `### ${code(role)}: ${count === 1 ? 'one issue' : `${count} issues`}`,
    ...(who === '' ? [] : [who, '']),
    ...issues.slice(0, mostListed).map((each) => line(setting, each)),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ];
}

const rolesMarker = /<!-- baton:digest-roles ([\w\s-]*) -->/;

/** The roles that a digest is about, by what it says. */
export function rolesInDigest(body: string): readonly string[] {
  return rolesMarker.exec(body)?.[1]?.split(' ') ?? [];
}

/** What the digest says. `escalateTo`: the role that is told of those that waited as long again. */
export function digestIssue(
  setting: Setting,
  parts: readonly DigestPart[],
  escalateTo: string | null,
): { readonly title: string; readonly body: string } {
  const isEscalated =
    escalateTo !== null && parts.some(({ issues }) => issues.some((each) => each.isEscalated));
  return {
    title: `Overdue: waiting for ${list(parts.map(({ role }) => role))}`,
    body: [
      `<!-- baton:digest-roles ${parts.map(({ role }) => role).join(' ')} -->`,
      `Too many issues are overdue to remind you of each, so here is one list. The card on each issue says what to do next. If one has to wait, comment ${code('/snooze 2 working days')} there. I keep this list up to date, and close this issue when nothing is overdue.`,
      ...parts.flatMap((each) => part(setting, each)),
      ...(isEscalated
        ? [
            '',
            `${mentions(setting, [escalateTo])} (${roleNames([escalateTo])}): issues marked with ⏰ have waited twice as long.`.trim(),
          ]
        : []),
    ].join('\n'),
  };
}

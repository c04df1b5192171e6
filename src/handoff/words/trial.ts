/** What the check `Baton policy` says of a policy that is tried on the issues that are there. */
import type { Change, Difference, StateUnderPolicy, Undoing } from '../judge/index.ts';
import { code, link, list, plain, shorten } from '../phrases/index.ts';
import { statusName } from './statuses.ts';
import { timeIn } from './times.ts';

/** Where the trial of a policy has come to. */
export type Trial =
  /** It means what the policy in force means. */
  | { readonly kind: 'same' }
  /** It comes from outside: whoever wrote it may not be somebody who is to see what it would come to. */
  | { readonly kind: 'from-fork' }
  | { readonly kind: 'underway' }
  /** It could not be done, for a reason that only whoever runs Baton can find. */
  | { readonly kind: 'failed' }
  | Tried;

/** An issue, and what would be decided differently on it; maybe nothing. */
export type TriedIssue = {
  /** `#1`, or a key of Jira. */
  readonly name: string;
  /** Where people see it, if its name alone does not lead there; null: it does. */
  readonly url: string | null;
  readonly title: string;
  readonly state: 'open' | 'closed';
  readonly differences: readonly Difference[];
};

export type Tried = {
  readonly kind: 'tried';
  /** When it was done (milliseconds since the epoch). */
  readonly at: number;
  /** Those on which anything would be different; those that changed last come first. */
  readonly issues: readonly TriedIssue[];
  /** On how many it was tried, and how many more could not be read. */
  readonly tried: number;
  readonly unread: number;
  /** How many there are that could be tried. */
  readonly total: number;
  /** How many of those are in Jira. */
  readonly inJira: number;
  /** How far back closed issues were tried. */
  readonly days: number;
  /** What stood in the way of knowing who would hold which role, in sentences. */
  readonly problems: readonly string[];
};

const mostRows = 50;
const longestTitle = 80;

export const counted = (count: number, noun = 'issue'): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** How many issues have a difference of that kind. */
const issuesWith = ({ issues }: Pick<Tried, 'issues'>, change: Change): number =>
  issues.filter(({ differences }) => differences.some((each) => each.change === change)).length;

/** For the check's title, behind "The policy is valid: …"; empty: there is nothing to say yet. */
export function trialTitle(trial: Trial): string {
  switch (trial.kind) {
    case 'from-fork':
    case 'underway':
    case 'failed':
      return '';
    case 'same':
      return '; nothing would change';
    case 'tried': {
      if (trial.tried + trial.unread === 0) return '; no issue to try it on';
      const [blocked, freed] = [issuesWith(trial, 'blocked'), issuesWith(trial, 'freed')];
      const parts = [
        ...(blocked === 0 ? [] : [`${counted(blocked)} newly blocked`]),
        ...(freed === 0 ? [] : [`${blocked === 0 ? counted(freed) : freed} newly free`]),
      ];
      if (parts.length > 0) return `; ${parts.join(', ')}`;
      const other = issuesWith(trial, 'other');
      return other > 0 ? `; ${counted(other)} would change, none newly blocked` : '; nothing would change';
    }
    default:
      return trial satisfies never;
  }
}

/**
 * Markdown for the top of the check's summary.
 * @param isShown false: what the policy says may not be shown there, so no gate and no role is named
 * @param timezone the proposed policy's, where that may be shown
 */
export function trialSection(trial: Trial, isShown = true, timezone = 'UTC'): string {
  switch (trial.kind) {
    case 'same':
      return 'This means the same as the policy in force, so nothing changes.';
    case 'from-fork':
      return 'Baton doesn’t try this on the issues here, because the pull request comes from a fork. Anyone who can write here can push the same file to a branch of this repository and open a pull request from that.';
    case 'underway':
      return '**The trial is running:** Baton tries this policy on the issues of this repository and will show here what would change. It writes nothing on any issue.';
    case 'failed':
      return '**Baton couldn’t try this on the issues here.** The operator of Baton finds the reason in the list of dead letters. Baton will retry when you push another change to the policy, or after an hour when something happens here.';
    case 'tried':
      return triedSection(isShown ? trial : { ...trial, problems: [] }, isShown, timezone);
    default:
      return trial satisfies never;
  }
}

function triedSection(tried: Tried, isShown: boolean, timezone: string): string {
  const { issues, problems } = tried;
  const isEmpty = tried.tried + tried.unread === 0;
  return [
    "## Tried on this repository's issues",
    result(tried),
    '',
    ...problems.flatMap((problem) => [`⚠️ ${plain(problem)}`, '']),
    ...(isEmpty ? [] : [scope(tried, timezone), '']),
    ...(isShown ? tables(issues) : []),
  ]
    .join('\n')
    .trimEnd();
}

/** What comes out, in one sentence. */
function result(tried: Tried): string {
  return tried.tried + tried.unread === 0
    ? `There is no issue to try it on: there are no open issues, and no closed one changed in the last ${tried.days} days.`
    : outcome(tried);
}

export function outcome(tried: Pick<Tried, 'issues'>): string {
  const [blocked, freed, other] = (['blocked', 'freed', 'other'] as const).map((change) =>
    issuesWith(tried, change),
  ) as [number, number, number];
  if (blocked + freed + other === 0) return '**Nothing would change** if this policy were in force now.';
  if (blocked + freed === 0)
    return `If this policy were in force now, no issue would be newly blocked or newly free. On ${counted(other)}, something else would change.`;
  return `If this policy were in force now, **${counted(blocked)} would be newly blocked** and ${freed} newly free.`;
}

function scope({ tried: read, unread, total, inJira, days, at }: Tried, timezone: string): string {
  const tried = read + unread;
  const named = inJira === 0 ? '' : `; ${inJira} of them in Jira, named by open pull requests`;
  const which = `open, or changed in the last ${days} days${named}`;
  const told =
    total > tried
      ? `Of ${counted(total)} (${which}), Baton tried the ${tried} that changed last`
      : `Baton tried ${counted(tried)} (${which})`;
  const failed = unread === 0 ? '' : ` ${unread} of them couldn’t be read.`;
  return `${told}, on ${timeIn(at, { timezone, now: at })}.${failed} It wrote nothing on any of them.`;
}

const headings: Readonly<Record<Change, string>> = {
  blocked: 'Newly blocked',
  freed: 'Newly free',
  other: 'Other changes',
};

export function tables(issues: readonly TriedIssue[]): readonly string[] {
  const lines: string[] = [];
  let room = mostRows;
  let left = 0;
  for (const change of ['blocked', 'freed', 'other'] as const) {
    const rows = issues.flatMap((issue) =>
      issue.differences.filter((each) => each.change === change).map((each) => row(issue, each)),
    );
    const shown = rows.slice(0, room);
    room -= shown.length;
    left += rows.length - shown.length;
    if (shown.length > 0)
      lines.push(
        `**${headings[change]}**`,
        '',
        '| Issue | Gate | Today | With this policy |',
        '| --- | --- | --- | --- |',
        ...shown,
        '',
      );
  }
  return left === 0 ? lines : [...lines, `and ${left} more`, ''];
}

function row(issue: TriedIssue, { title: gate, today, proposed }: Difference): string {
  const closed = issue.state === 'closed' ? ' (closed)' : '';
  const name = issue.url === null ? issue.name : link(issue.name, issue.url);
  const title = issue.title === '' ? '' : ` ${plain(shorten(issue.title, longestTitle))}`;
  return `| ${name}${title}${closed} | ${plain(gate)} | ${cell(today)} | ${cell(proposed)} |`;
}

const absent = {
  'no-policy': 'no policy',
  'no-gate': 'no such gate',
  'no-gates': 'the issue has no gates',
} as const;

const undone: Readonly<Record<Undoing, string>> = {
  assignment: 'the assignee is removed',
  'work-label': 'the work label is removed',
  close: 'the issue is reopened',
};

function cell(standing: StateUnderPolicy): string {
  if (standing.kind === 'absent') return absent[standing.why];
  const { status, blocks, turn, either, undoes } = standing;
  return [
    blocks ? `**blocked**, ${statusName(status)}` : statusName(status),
    ...(turn.length === 0 ? [] : [`next: ${list(turn.map(code), either ? 'or' : 'and')}`]),
    ...undoes.map((kind) => undone[kind]),
  ].join('; ');
}

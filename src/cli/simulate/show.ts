/** A simulation for a person at a terminal. */
import { printable } from '../printable.ts';
import { many } from '../../plural.ts';
import { reasonIn, type Simulated, type Sums } from '../../simulation/index.ts';

/** More surprises than this are in the JSON. */
const mostShown = 10;

export function linesOf({
  repository,
  policy,
  since,
  until,
  read,
  proposed,
  today,
  surprises,
  unknown,
}: Simulated): readonly string[] {
  const [from, to] = [since, until].map((at) => at.slice(0, 10));
  const nothing = read.issues + read.pullRequests + read.unread.length === 0;
  if (nothing) return [`${repository}: nothing happened from ${from} to ${to}.`];
  const lines = [
    `${repository} by ${policy}, ${from} to ${to}: ${many(read.issues, 'issue')} and ${many(read.pullRequests, 'pull request')}.`,
    '',
    ...whatItDoes(proposed),
    '',
    ...tableOf(['Gate', 'Its turn', 'Median', '90 %', 'Still', 'Blocked', 'Reopened'], gatesIn(proposed)),
    '',
    ...tableOf(
      ['Role', 'Its turn', 'Median', '90 %', 'Still'],
      proposed.roles.map(({ role, asked, median, p90, waiting }) => [
        role,
        `${asked}`,
        inDays(median),
        inDays(p90),
        `${waiting}`,
      ]),
    ),
  ];
  if (today === null) lines.push('', 'There is no policy in force to compare with.');
  else lines.push('', `The policy in force would have ${difference(today)}.`);
  if (surprises.length > 0) {
    lines.push(
      '',
      surprises.length > mostShown
        ? `The ${mostShown} worst surprises of ${surprises.length}:`
        : 'Surprises, the worst first:',
    );
    for (const { item, title, sentence } of surprises.slice(0, mostShown))
      lines.push(`  ${item} ${printable(title)}`, `      ${sentence}`);
  }
  if (read.unread.length > 0)
    lines.push('', `GitHub did not answer about ${read.unread.map((number) => `#${number}`).join(', ')}.`);
  return [...lines, '', 'What this cannot know:', ...unknown.map((each) => `  ${each}`)];
}

function whatItDoes({ merges, closings, started, gates }: Sums): readonly string[] {
  const notCounted = gates.flatMap(({ gate, notCounted: all }) =>
    all.map(({ because, count }) => `  ${count} of ${gate}: ${reasonIn(because)}`),
  );
  const noticed = merges.noticed + closings.noticed + started.noticed;
  return [
    `Blocked: ${merges.blocked} of ${many(merges.all, 'merge')}${merges.exempt === 0 ? '' : ` (${merges.exempt} exempt)`}.`,
    `Reopened: ${closings.reopened} of ${many(closings.all, 'closing')}; and ${closings.handedOn} that a merge closed, until they are accepted.`,
    `Taken back: ${started.undone} assignments or labels of work.`,
    ...(noticed === 0 ? [] : [`Only noticed, by gates that warn or observe: ${noticed}.`]),
    ...(notCounted.length === 0 ? [] : ['Approvals that would not have counted:', ...notCounted]),
  ];
}

const gatesIn = ({ gates }: Sums): readonly (readonly string[])[] =>
  gates.map(({ gate, asked, median, p90, waiting, blocked, reopened }) => [
    gate,
    `${asked}`,
    inDays(median),
    inDays(p90),
    `${waiting}`,
    `${blocked}`,
    `${reopened}`,
  ]);

const difference = ({ merges, closings }: Sums): string =>
  `blocked ${many(merges.blocked, 'merge')} and reopened ${many(closings.reopened, 'closing')}`;

const inDays = (days: number | null): string =>
  days === null
    ? '–'
    : days >= 1
      ? `${Math.round(days * 10) / 10} d`
      : `${Math.round(days * 24 * 10) / 10} h`;

/** Columns beside each other: the first to the left, the others to the right. */
function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const all = [head, ...rows.map((row) => row.map(printable))];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

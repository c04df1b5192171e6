/** A report for people, on a terminal or in a mail. */
import { styleText } from 'node:util';

import { durationText } from '../../durations.ts';
import type { Figures, Spread } from '../../figures/index.ts';
import { dayIn, eventsOf, minuteIn, peopleOf, type Report, type Reported } from '../../report/index.ts';
import { printable } from '../printable.ts';

/** So many of a list are named; JSON has all. */
const most = 10;

export function asText({ since, until, repositories }: Report, isTerminal: boolean): readonly string[] {
  const bold = (text: string): string => (isTerminal ? styleText('bold', text) : text);
  return repositories.flatMap((each, index) => [
    ...(index === 0 ? [] : ['']),
    ...repositoryText(each, { since, until, bold }),
  ]);
}

type How = { readonly since: number; readonly until: number; readonly bold: (text: string) => string };

function repositoryText(reported: Reported, { since, until, bold }: How): readonly string[] {
  const { repository, figures, unread, leftOut, problems, inForceSince } = reported;
  const { items, timezone } = figures;
  const part = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', bold(title), ...lines];
  const day = (at: number): string => dayIn(at, timezone);
  return [
    bold(`${repository}, ${day(since)} to ${day(until)} (${timezone})`),
    `${items.read} issues read, ${items.withGates} with gates, ${items.waiting} waiting now.`,
    ...(inForceSince !== null && inForceSince > since
      ? [`The policy is in force since ${day(inForceSince)}: nothing before that counts.`]
      : []),
    ...(unread.length === 0
      ? []
      : [`Could not be read, and is in no figure: ${unread.map((number) => `#${number}`).join(', ')}.`]),
    ...(leftOut === 0 ? [] : [`${leftOut} issues more were left out: those that changed longest ago.`]),
    ...problems.map(printable),
    ...(items.withGates === 0
      ? ['', 'No issue of that time has gates, so nothing waited.']
      : partsOf(figures, part)),
  ];
}

type Part = (title: string, lines: readonly string[]) => readonly string[];

function partsOf(figures: Figures, part: Part): readonly string[] {
  const { gates, roles, weeks, waiting, waivers, bypasses, timezone, period } = figures;
  const heads = ['median', '90 %', 'waits', 'still waiting'];
  const title = (gate: string): string => titleIn(figures, gate);
  return [
    ...part(
      'Waited at a gate',
      aligned([
        ['', ...heads],
        ...gates.map((each) => [`  ${printable(each.title)}`, ...waitCells(each.waits, each.waits.still)]),
      ]),
    ),
    ...part(
      'Waited for a role',
      aligned([
        ['', ...heads],
        ...roles.flatMap(({ role, waits, at }) => [
          [`  ${printable(role)}`, ...waitCells(waits, waits.still)],
          ...at.map((each) => [`    ${printable(each.title)}`, ...waitCells(each.waits, each.waits.still)]),
        ]),
      ]),
    ),
    ...part(
      'What happened',
      aligned([
        ['', ...eventsOf(null).map(({ title: name }) => name)],
        ...gates.map((each) => [
          `  ${printable(each.title)}`,
          ...eventsOf(each.counts).map(({ count }) => String(count)),
        ]),
      ]),
    ),
    `  Baton reopened ${figures.reopened} ${figures.reopened === 1 ? 'issue' : 'issues'}.`,
    ...part(
      'Median by week, of waits that ended in it',
      aligned([
        ['  Week from', ...gates.map((each) => printable(each.title))],
        ...weeks.map((week) => [`  ${week.week}`, ...week.gates.map(({ waits }) => weekCell(waits))]),
      ]),
    ),
    ...part('Waiting longest', [
      ...waiting
        .slice(0, most)
        .map(
          ({ item, gate, roles: who, since }) =>
            `  #${item.number} ${printable(shortened(item.title))}: ${title(gate)}, ${peopleOf(who)} for ${durationText(period.until - since)}`,
        ),
      ...more(waiting.length),
    ]),
    ...part('Waivers', [
      ...waivers
        .slice(0, most)
        .map(
          ({ item, gate, by, until, at, endedAt, words }) =>
            `  #${item.number} ${title(gate)}: by ${by ?? 'somebody'} on ${dayIn(at, timezone)}, ${until === null ? 'without an end' : `until ${until}`}${endedAt === null ? '' : `, ended ${dayIn(endedAt, timezone)}`}. ${printable(shortened(words))}`,
        ),
      ...more(waivers.length),
    ]),
    ...part('Bypasses', [
      ...bypasses
        .slice(0, most)
        .map(
          ({ item, gate, at, pullRequest }) =>
            `  #${item.number} ${title(gate)}: ${pullRequest === null ? 'a pull request' : `pull request #${pullRequest.number}`}, merged ${minuteIn(at, timezone)}`,
        ),
      ...more(bypasses.length),
    ]),
  ];
}

const titleIn = ({ gates }: Figures, gate: string): string =>
  printable(gates.find((each) => each.gate === gate)?.title ?? gate);

const more = (count: number): readonly string[] =>
  count > most ? [`  and ${count - most} more: see --json.`] : [];

const shortened = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 60 ? `${Array.from(line).slice(0, 59).join('')}…` : line;
};

const waitCells = ({ median, p90, count }: Spread, still: number): readonly string[] => [
  median === null ? '–' : durationText(median),
  p90 === null ? '–' : durationText(p90),
  String(count),
  String(still),
];

const weekCell = ({ median, count }: Spread): string =>
  median === null ? '–' : `${durationText(median)} (${count})`;

/** Columns, the first one to the left and the others to the right. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  return rows.map((row) =>
    row
      .map((text, column) =>
        column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** A report for spreadsheets: a row for each week, gate and role (RFC 4180, "Common Format and MIME Type for CSV Files"). */
import type { Published, PublishedRepository } from './report.ts';

const columns = [
  'repository',
  'week',
  'gate',
  'role',
  'waits',
  'still_waiting',
  'median_hours',
  'p90_hours',
  'approved',
  'sent_back',
  'questions',
  'changed',
  'waived',
  'bypassed',
] as const;

type Week = PublishedRepository['weeks'][number];
type Row = Partial<Record<(typeof columns)[number], string | number>>;

export function asRows({ repositories }: Published): readonly string[] {
  const rows = repositories.flatMap(({ repository, gates, roles, weeks }): readonly Row[] => [
    ...gates.map(({ gate, waits, counts }) => ({
      repository,
      week: 'all',
      gate,
      ...ofWaits(waits),
      still_waiting: waits.still,
      ...ofCounts(counts),
    })),
    ...roles.flatMap(({ role, waits, at }) => [
      { repository, week: 'all', role, ...ofWaits(waits), still_waiting: waits.still },
      ...at.map((each) => ({
        repository,
        week: 'all',
        gate: each.gate,
        role,
        ...ofWaits(each.waits),
        still_waiting: each.waits.still,
      })),
    ]),
    ...weeks.flatMap((each) => [
      ...each.gates.map(({ gate, waits, counts }) => ({
        repository,
        week: each.week,
        gate,
        ...ofWaits(waits),
        ...ofCounts(counts),
      })),
      ...each.roles.map(({ role, waits }) => ({ repository, week: each.week, role, ...ofWaits(waits) })),
    ]),
  ]);
  return [
    columns.join(','),
    ...rows.map((row) => columns.map((column) => cell(row[column] ?? '')).join(',')),
  ];
}

const ofWaits = ({ count, medianSeconds, p90Seconds }: Week['roles'][number]['waits']): Row => ({
  waits: count,
  median_hours: hours(medianSeconds),
  p90_hours: hours(p90Seconds),
});

const ofCounts = ({
  approved,
  sentBack,
  questions,
  changed,
  waived,
  bypassed,
}: Week['gates'][number]['counts']): Row => ({
  approved,
  sent_back: sentBack,
  questions,
  changed,
  waived,
  bypassed,
});

const hours = (seconds: number | null): string | number =>
  seconds === null ? '' : Math.round(seconds / 36) / 100;

/** A spreadsheet takes what begins like this for a formula. */
const formula = /^[=+\-@\t\r]/;

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A report for spreadsheets: a row for each week, gate and role (RFC 4180, "Common Format and MIME Type for CSV Files"). */
import type { Counts, Spread } from '../figures/index.ts';
import type { Report } from './report.ts';

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

type Row = Partial<Record<(typeof columns)[number], string | number>>;

export function asRows({ repositories }: Report): readonly string[] {
  const rows = repositories.flatMap(({ repository, figures: { gates, roles, weeks } }): readonly Row[] => [
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

const ofWaits = ({ count, median, p90 }: Spread): Row => ({
  waits: count,
  median_hours: hours(median),
  p90_hours: hours(p90),
});

const ofCounts = ({ approved, sentBack, questions, changed, waived, bypassed }: Counts): Row => ({
  approved,
  sent_back: sentBack,
  questions,
  changed,
  waived,
  bypassed,
});

const hours = (milliseconds: number | null): string | number =>
  milliseconds === null ? '' : Math.round(milliseconds / 36_000) / 100;

/** A spreadsheet takes what begins like this for a formula. */
const formula = /^[=+\-@\t\r]/;

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A report as a page with charts. */
import { durationText } from '../durations.ts';
import {
  html,
  linked,
  mostBars,
  named,
  pageOf,
  ranges,
  section,
  stackedBars,
  table,
  tiles,
  type Html,
} from '../pages/index.ts';
import { dayIn, eventsOf, minuteIn } from './shown.ts';
import type { Published, PublishedRepository } from './report.ts';

/** So many rows of a list are on the page; JSON has all. */
const most = 100;

/** @param now milliseconds since the epoch: when it is made */
export function asPage(report: Published, now: number): string {
  const { repositories, unread, requests } = report;
  const [only] = repositories.length === 1 ? repositories : [];
  const timezone = repositories[0]?.timezone ?? 'UTC';
  const [since, until] = [Date.parse(report.since), Date.parse(report.until)];
  return pageOf({
    title: `Where work waits: ${only?.repository ?? `${repositories.length} repositories`}`,
    lead: html`${dayIn(since, timezone)} to ${dayIn(until, timezone)}. How long items waited at each gate and for each role, and what happened to them on the way. The figures are about gates and roles, not about people.`,
    content: [
      unread.map(({ why }) => html`<p class="notice">${why}</p>`),
      repositories.map((each) =>
        only === undefined ? section(each.repository, partsOf(each, report)) : partsOf(each, report),
      ),
    ],
    foot: html`Made by Baton (<code>baton report</code>) on ${minuteIn(now, timezone)} (${timezone}), from GitHub’s own record, with ${requests} requests. What each figure means: docs/reference/figures.md.`,
  });
}

type Period = Pick<Published, 'since' | 'until'>;
type Spread = PublishedRepository['weeks'][number]['roles'][number]['waits'];

type Item = PublishedRepository['waiting'][number]['item'];
type ItemLink = (item: Item) => Html;

/** To the tracker. */
const onTracker: ItemLink = ({ number, url }) => linked(`#${number}`, url);

/**
 * What is told of one repository.
 * @param link where an item leads; default: to the tracker
 */
export function partsOf(figures: PublishedRepository, period: Period, link: ItemLink = onTracker): Html {
  const itemCell = (item: Item): Html => html`${link(item)} ${named(item.title, 80)}`;
  const { issues, policyInForceSince, problems, timezone } = figures;
  const { unread, leftOut } = issues;
  const inForceSince = policyInForceSince === null ? null : Date.parse(policyInForceSince);
  const notes = [
    ...(inForceSince !== null && inForceSince > Date.parse(period.since)
      ? [`The policy is in force since ${dayIn(inForceSince, timezone)}: nothing before that counts.`]
      : []),
    ...(inForceSince === null
      ? ['Judged by another policy than the one in the repository, as if it had always been in force.']
      : []),
    ...(leftOut === 0 ? [] : [`${leftOut} issues more were left out: those that changed longest ago.`]),
    ...problems,
  ];
  const parts = [
    overview(figures),
    unread.length > 0 &&
      html`<p class="notice">Could not be read, and is in no figure: ${unread.map((number) => `#${number}`).join(', ')}.</p>`,
    notes.map((note) => html`<p class="quiet">${note}</p>`),
    issues.withGates === 0
      ? html`<p>No issue of that time has gates, so nothing waited.</p>`
      : [
          waits(figures),
          weeks(figures),
          events(figures),
          waitingNow(figures, period, itemCell),
          waivers(figures, itemCell),
          bypasses(figures, itemCell),
        ],
  ];
  return html`${parts}`;
}

const overview = ({ issues, gates, bypasses, waivers }: PublishedRepository) => {
  const sentBack = gates.reduce((sum, { counts }) => sum + counts.sentBack, 0);
  return tiles([
    { value: String(issues.waiting), label: 'waiting now', note: `of ${issues.withGates} issues with gates` },
    ...gates
      .filter(({ waits: { count } }) => count > 0)
      .slice(0, 3)
      .map(({ title, waits: { medianSeconds, count } }) => ({
        value: lengthText(medianSeconds),
        label: title,
        note: `median of ${count} ${count === 1 ? 'wait' : 'waits'}`,
      })),
    { value: String(sentBack), label: 'sent back' },
    { value: String(waivers.length), label: waivers.length === 1 ? 'waiver' : 'waivers' },
    { value: String(bypasses.length), label: bypasses.length === 1 ? 'bypass' : 'bypasses' },
  ]);
};

const lengthText = (seconds: number | null): string =>
  seconds === null ? '–' : durationText(seconds * 1000);

const rangeRow = (label: string, { medianSeconds, p90Seconds, count }: Spread) =>
  medianSeconds === null || p90Seconds === null
    ? []
    : [{ label, median: medianSeconds * 1000, p90: p90Seconds * 1000, count }];

function waits({ gates, roles }: PublishedRepository) {
  const described =
    'The filled dot is the median, the hollow one the 90th percentile. Items that still wait count with their time so far.';
  const still = gates.filter(({ waits: { still: count } }) => count > 0);
  const chart = { description: described, unit: { kind: 'duration' }, counted: 'Waits' } as const;
  return section('How long items waited', [
    ranges({
      ...chart,
      title: 'At each gate, for its approval',
      of: 'Gate',
      rows: gates.flatMap((each) => rangeRow(each.title, each.waits)),
    }),
    still.length > 0 &&
      html`<p class="quiet">Still waiting: ${still.map(({ title, waits: { still: count } }) => `${title} ${count}`).join(', ')}.</p>`,
    ranges({
      ...chart,
      title: 'For each role that had the baton',
      of: 'Role and gate',
      rows: roles.flatMap(({ role, at }) =>
        at.flatMap((each) => rangeRow(`${role} · ${each.title}`, each.waits)),
      ),
    }),
  ]);
}

function weeks({ gates, weeks: all }: PublishedRepository) {
  const shown = all.slice(-mostBars);
  const series = gates.map(({ title }) => title);
  const label = (monday: string): string =>
    dayIn(Date.parse(`${monday}T12:00Z`), 'UTC').replace(/ \d{4}$/, '');
  return section('By week', [
    stackedBars({
      title: 'Waits that ended, by gate',
      description: 'How many waits for an approval ended in each week.',
      unit: { kind: 'count', one: 'wait', many: 'waits' },
      along: 'Week from',
      series,
      bars: shown.map((week) => ({
        label: label(week.week),
        values: week.gates.map((each) => each.waits.count),
      })),
    }),
    table({
      caption: 'Median and 90th percentile of the waits that ended in each week.',
      columns: [{ title: 'Week from' }, ...series.map((title) => ({ title, isNumber: true }) as const)],
      rows: shown.map((week) => [week.week, ...week.gates.map(({ waits: each }) => spreadCell(each))]),
    }),
  ]);
}

const spreadCell = ({ medianSeconds, p90Seconds }: Spread): string =>
  medianSeconds === null ? '–' : `${lengthText(medianSeconds)} · ${lengthText(p90Seconds)}`;

const events = ({ gates, reopened }: PublishedRepository) =>
  section('What happened', [
    table({
      caption: 'How often, by gate.',
      columns: [
        { title: 'Gate' },
        ...eventsOf(null).map(({ title }) => ({ title, isNumber: true }) as const),
      ],
      rows: gates.map(({ title, counts }) => [named(title), ...eventsOf(counts).map(({ count }) => count)]),
    }),
    html`<p class="quiet">Baton reopened ${reopened} ${reopened === 1 ? 'issue' : 'issues'}.</p>`,
  ]);

const titleIn = ({ gates }: PublishedRepository, gate: string) =>
  named(gates.find((each) => each.gate === gate)?.title ?? gate);

const cut = (count: number): string => (count > most ? ` The first ${most} of ${count}.` : '');

const waitingNow = (figures: PublishedRepository, { until }: Period, itemCell: ItemLink) =>
  figures.waiting.length > 0 &&
  section(
    'Waiting now',
    table({
      caption: `Longest first.${cut(figures.waiting.length)}`,
      columns: [
        { title: 'Item' },
        { title: 'Gate' },
        { title: 'Waits for' },
        { title: 'So far', isNumber: true },
      ],
      rows: figures.waiting
        .slice(0, most)
        .map(({ item, gate, roles, since }) => [
          itemCell(item),
          titleIn(figures, gate),
          roles.join(', '),
          durationText(Date.parse(until) - Date.parse(since)),
        ]),
    }),
  );

const waivers = (figures: PublishedRepository, itemCell: ItemLink) =>
  figures.waivers.length > 0 &&
  section(
    'Waivers',
    table({
      caption: `Gates let open without an approval.${cut(figures.waivers.length)}`,
      columns: [
        { title: 'Item' },
        { title: 'Gate' },
        { title: 'By' },
        { title: 'Given' },
        { title: 'Until' },
        { title: 'Reason' },
      ],
      rows: figures.waivers
        .slice(0, most)
        .map(({ item, gate, by, at, until, endedAt, reason }) => [
          itemCell(item),
          titleIn(figures, gate),
          named(by ?? 'somebody'),
          dayIn(Date.parse(at), figures.timezone),
          `${until ?? 'without an end'}${endedAt === null ? '' : ` (ended ${dayIn(Date.parse(endedAt), figures.timezone)})`}`,
          named(reason),
        ]),
    }),
  );

const bypasses = (figures: PublishedRepository, itemCell: ItemLink) =>
  figures.bypasses.length > 0 &&
  section(
    'Bypasses',
    table({
      caption: `Pull requests merged past a gate that blocks merging.${cut(figures.bypasses.length)}`,
      columns: [{ title: 'Item' }, { title: 'Gate' }, { title: 'Pull request' }, { title: 'Merged' }],
      rows: figures.bypasses
        .slice(0, most)
        .map(({ item, gate, pullRequest, at }) => [
          itemCell(item),
          titleIn(figures, gate),
          pullRequest === null ? 'elsewhere' : linked(`#${pullRequest.number}`, pullRequest.url),
          minuteIn(Date.parse(at), figures.timezone),
        ]),
    }),
  );

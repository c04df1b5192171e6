/** A simulation as a page with charts. */
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
} from '../pages/index.ts';
import { day, durationText } from '../durations.ts';
import type { Simulated, Sums } from './shape.ts';
import { many } from '../plural.ts';
import { reasonIn } from './surprises.ts';

/** So many surprises are on the page; JSON has more. */
const most = 50;

/** @param now milliseconds since the epoch: when it is made */
export function asPage(simulated: Simulated, now: number): string {
  const { repository, policy, since, until, read } = simulated;
  const isEmpty = read.issues + read.pullRequests === 0;
  return pageOf({
    title: `What ${policy} would have done in ${repository}`,
    lead: html`${dayOf(since)} to ${dayOf(until)}, ${many(read.issues, 'issue')} and ${many(read.pullRequests, 'pull request')}: what the policy would have blocked, reopened and asked for, had it been in force.`,
    content: [
      read.unread.length > 0 &&
        html`<p class="notice">GitHub did not answer about ${read.unread.map((number) => `#${number}`).join(', ')}: they are in no figure.</p>`,
      isEmpty
        ? html`<p>Nothing happened in that time.</p>`
        : [
            overview(simulated.proposed),
            surprises(simulated),
            comparison(simulated),
            blocked(simulated),
            asked(simulated),
            waits(simulated.proposed),
            notCounted(simulated.proposed),
          ],
      section(
        'What this cannot know',
        html`<ul>${simulated.unknown.map((each) => html`<li>${each}</li>`)}</ul>`,
      ),
    ],
    foot: html`Made by Baton (<code>baton simulate</code>) on ${dayOf(new Date(now).toISOString())}, from GitHub’s own record, with ${many(read.requests, 'request')}. Days and weeks are those of UTC.`,
  });
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `3 Nov 2026`, of an instant or a day */
const dayOf = (instant: string): string => `${dayInYear(instant)} ${instant.slice(0, 4)}`;
const dayInYear = (instant: string): string =>
  `${Number(instant.slice(8, 10))} ${months[Number(instant.slice(5, 7)) - 1] ?? ''}`;

const overview = ({ merges, closings, started, roles }: Sums) =>
  tiles([
    { value: String(merges.blocked), label: 'merges blocked', note: `of ${merges.all}` },
    { value: String(closings.reopened), label: 'closings reopened', note: `of ${closings.all}` },
    {
      value: String(closings.handedOn),
      label: 'kept open after a merge',
      note: 'until they are accepted',
    },
    { value: String(started.undone), label: 'starts taken back', note: 'assignments and labels of work' },
    ...roles.slice(0, 2).map(({ role, asked: times, median }) => ({
      value: String(times),
      label: `turns of ${role}`,
      ...(median === null ? {} : { note: `median ${durationText(median * day)}` }),
    })),
    ...noticedIn({ merges, closings, started }),
  ]);

/** What gates saw that only warn or observe. */
function noticedIn({ merges, closings, started }: Pick<Sums, 'merges' | 'closings' | 'started'>) {
  const noticed = merges.noticed + closings.noticed + started.noticed;
  return noticed === 0
    ? []
    : [{ value: String(noticed), label: 'only noticed', note: 'by gates that warn or observe' }];
}

function surprises({ surprises: all }: Simulated) {
  if (all.length === 0) return section('Surprises', html`<p>None: the policy would have stopped nobody.</p>`);
  return section('Surprises', [
    html`<p>The worst first.${all.length > most && ` The first ${most} of ${all.length}.`}</p>`,
    html`<ol>
${all.slice(0, most).map(
  ({ item, title, url, sentence }) =>
    html`<li>${linked(item, url)} ${named(title, 80)}<br>${named(sentence, 600)}</li>
`,
)}</ol>
`,
  ]);
}

function comparison({ proposed, today, policy }: Simulated) {
  if (today === null)
    return section(
      'Compared with the policy in force',
      html`<p>There is no policy in force to compare with.</p>`,
    );
  const rows: readonly (readonly [string, (sums: Sums) => number])[] = [
    ['Merges blocked', ({ merges }) => merges.blocked],
    ['Closings reopened', ({ closings }) => closings.reopened],
    ['Kept open after a merge', ({ closings }) => closings.handedOn],
    ['Starts taken back', ({ started }) => started.undone],
    ['Only noticed', ({ merges, closings, started }) => merges.noticed + closings.noticed + started.noticed],
    ['Turns of all roles', ({ roles }) => roles.reduce((sum, { asked: times }) => sum + times, 0)],
  ];
  return section(
    'Compared with the policy in force',
    table({
      caption: 'Both were played over the same history.',
      columns: [
        { title: 'How often' },
        { title: policy, isNumber: true },
        { title: 'in force', isNumber: true },
        { title: 'Change', isNumber: true },
      ],
      rows: rows.map(([what, count]) => [
        what,
        count(proposed),
        count(today),
        signed(count(proposed) - count(today)),
      ]),
    }),
  );
}

const signed = (count: number): string => (count > 0 ? `+${count}` : count < 0 ? `−${-count}` : '0');

type Week = Simulated['weeks'][number];

/** Bars for each week; nothing where there is nothing to see. A gate has the same colour in each. */
function byWeek(
  weeks: readonly Week[],
  about: {
    readonly title: string;
    readonly description: string;
    readonly one: string;
    readonly many: string;
  },
  all: readonly { readonly name: string; readonly count: (week: Week) => number }[],
) {
  const { title, description, ...named } = about;
  const shown = weeks.slice(-mostBars);
  const isSeen = all.some(({ count }) => shown.some((week) => count(week) > 0));
  return (
    isSeen &&
    stackedBars({
      title,
      description: `${description}${weeks.length > mostBars ? ` The last ${mostBars} weeks.` : ''}`,
      unit: { kind: 'count', ...named },
      along: 'Week from',
      series: all.map(({ name }) => name),
      bars: shown.map((week) => ({
        label: dayInYear(week.week),
        values: all.map(({ count }) => count(week)),
      })),
    })
  );
}

function blocked({ weeks, proposed }: Simulated) {
  const ofGate = (what: 'blocked' | 'reopened' | 'asked') =>
    proposed.gates.map(({ gate }) => ({
      name: gate,
      count: (week: Week) => week.gates.find((each) => each.gate === gate)?.[what] ?? 0,
    }));
  const merges = byWeek(
    weeks,
    {
      title: 'Merges blocked, by gate',
      description: 'A merge that several gates block counts at each of them.',
      one: 'merge',
      many: 'merges',
    },
    [...ofGate('blocked'), { name: 'no issue', count: ({ withoutIssue }) => withoutIssue }],
  );
  const closings = byWeek(
    weeks,
    {
      title: 'Closings reopened, by gate',
      description: 'Closed by a person or a commit while the gate still waited.',
      one: 'closing',
      many: 'closings',
    },
    ofGate('reopened'),
  );
  return section('What it would have stopped', [
    merges,
    closings,
    merges === false && closings === false && html`<p>No merge and no closing.</p>`,
    table({
      caption: 'In all, by gate.',
      columns: [
        { title: 'Gate' },
        ...['Its turn', 'Still', 'Blocked', 'Reopened', 'Taken back'].map(
          (title) => ({ title, isNumber: true }) as const,
        ),
      ],
      rows: proposed.gates.map(({ gate, asked: times, waiting, blocked: merged, reopened, undone }) => [
        named(gate),
        times,
        waiting,
        merged,
        reopened,
        undone,
      ]),
    }),
  ]);
}

function asked({ weeks, proposed }: Simulated) {
  const what = {
    description: 'By the week in which it began; what had begun earlier counts in the first week.',
    one: 'turn',
    many: 'turns',
  };
  const bars = [
    byWeek(
      weeks,
      { ...what, title: 'Turns, by role' },
      proposed.roles.map(({ role }) => ({
        name: role,
        count: (week) => week.roles.find((each) => each.role === role)?.asked ?? 0,
      })),
    ),
    byWeek(
      weeks,
      { ...what, title: 'Turns, by gate' },
      proposed.gates.map(({ gate }) => ({
        name: gate,
        count: (week) => week.gates.find((each) => each.gate === gate)?.asked ?? 0,
      })),
    ),
  ];
  return bars.some((each) => each !== false) && section('What it would have asked for', bars);
}

type Waited = Pick<Sums['roles'][number], 'asked' | 'waiting' | 'median' | 'p90'>;

function waits({ gates, roles }: Sums) {
  const rowsOf = (all: readonly (readonly [string, Waited])[]) =>
    all.flatMap(([label, { asked: times, waiting, median, p90 }]) =>
      median === null || p90 === null
        ? []
        : [{ label, median: median * day, p90: p90 * day, count: times - waiting }],
    );
  const chart = (title: string, of: string, rows: ReturnType<typeof rowsOf>) =>
    rows.length > 0 &&
    ranges({
      title,
      description:
        'The filled dot is the median, the hollow one the 90th percentile, of the turns that ended.',
      unit: { kind: 'duration' },
      of,
      counted: 'Turns',
      rows,
    });
  const charts = [
    chart('At each gate', 'Gate', rowsOf(gates.map((each) => [each.gate, each]))),
    chart('For each role', 'Role', rowsOf(roles.map((each) => [each.role, each]))),
  ];
  const still = roles.filter(({ waiting }) => waiting > 0);
  return (
    (charts.some((each) => each !== false) || still.length > 0) &&
    section('How long they took', [
      charts,
      still.length > 0 &&
        html`<p class="quiet">Still had it at the end: ${still.map(({ role, waiting }) => `${role} ${waiting}`).join(', ')}.</p>`,
    ])
  );
}

function notCounted({ gates }: Sums) {
  const rows = gates.flatMap(({ gate, notCounted: all }) =>
    all.map(({ because, count }) => [named(gate), reasonIn(because), count]),
  );
  return (
    rows.length > 0 &&
    section(
      'Approvals that would not have counted',
      table({
        caption: 'By gate, with the reason.',
        columns: [{ title: 'Gate' }, { title: 'Because' }, { title: 'How often', isNumber: true }],
        rows,
      }),
    )
  );
}

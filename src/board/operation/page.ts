/** The page Operation: whether Baton is well, what waits and why, and what somebody has to do. */
import { durationText } from '../../durations.ts';
import { html, section, table, tiles, type Content, type Html } from '../../pages/index.ts';
import { many } from '../../plural.ts';
import { instant, since, type BoardPage, type PageClock } from '../site/index.ts';
import { mostShown, type Now } from './now.ts';

export function operationPage(now: Now): BoardPage {
  const clock: PageClock = { timezone: 'UTC', now: now.at };
  return {
    title: 'Operation',
    lead: leadOf(now),
    place: 'operation',
    isWide: true,
    content: [
      figures(now),
      outages(now, clock),
      deadLetters(now, clock),
      retries(now, clock),
      pauses(now, clock),
      limits(now, clock),
      catchUp(now, clock),
      troubles(now, clock),
      section(
        'Versions',
        table({
          caption: 'What runs',
          columns: [{ title: 'Part' }, { title: 'Version' }],
          rows: now.versions,
        }),
      ),
    ],
  };
}

function leadOf({ outages: out, queue }: Now): string {
  if (out.length > 0)
    return 'Something that Baton needs can’t be used now. It goes on by itself once that works.';
  if (queue.dead > 0)
    return `Baton works. It gave up on ${many(queue.dead, 'item')}: read why below, and have ${queue.dead === 1 ? 'it' : 'them'} evaluated again.`;
  if (queue.retrying > 0) return `Baton works. It is retrying ${many(queue.retrying, 'item')}.`;
  return 'Baton works, and nothing needs you.';
}

function figures({ queue, sessions }: Now): Html {
  return tiles([
    {
      value: String(queue.waiting),
      label: 'waiting',
      note: queue.waiting === 0 ? 'nothing is due' : `the oldest for ${durationText(queue.oldest)}`,
    },
    { value: String(queue.running), label: 'being evaluated' },
    { value: String(queue.scheduled), label: 'due later', note: 'deadlines, sweeps and rounds' },
    { value: String(queue.retrying), label: 'retried' },
    { value: String(queue.dead), label: 'given up' },
    {
      value: String(sessions.people),
      label: sessions.people === 1 ? 'person signed in' : 'people signed in',
      note: `in ${many(sessions.sessions, 'browser')}`,
    },
  ]);
}

const names = { github: 'GitHub', database: 'The database' } as const;

function outages({ outages: all }: Now, clock: PageClock): Content {
  if (all.length === 0) return null;
  return section(
    'What can’t be used now',
    table({
      caption: 'Outages that this process sees',
      columns: [{ title: 'What' }, { title: 'Cause' }, { title: 'Since' }],
      rows: all.map(({ source, cause, since: from }) => [
        source.kind === 'jira' ? `Jira (${source.site})` : names[source.kind],
        cause,
        instant(from, clock),
      ]),
    }),
  );
}

function deadLetters({ dead }: Now, clock: PageClock): Html {
  if (dead.length === 0)
    return section(
      'Given up',
      html`<p>Nothing. Baton gives up on an item after it failed ten times in a row.</p>`,
    );
  const again = (key: string): Html =>
    html`<form method="post" action="/operation/again"><input type="hidden" name="key" value="${key}"><button aria-label="Evaluate ${key} again">Again</button></form>`;
  return section(
    'Given up',
    html`<p>Each failed ten times in a row. Do what its error says, and have it evaluated again; the next event there does it, too.</p>
<form method="post" action="/operation/again"><input type="hidden" name="all" value="yes"><button>All again</button></form>
${table({
  caption: shownOf(dead.length, 'Items that Baton gave up on'),
  columns: [
    { title: 'Item' },
    { title: 'Since' },
    { title: 'Failed', isNumber: true },
    { title: 'Error' },
    { title: 'What you can do' },
  ],
  rows: dead
    .slice(0, mostShown)
    .map(({ key, at, failures, error, item }) => [
      html`<code>${key}</code>`,
      instant(at, clock),
      failures,
      error,
      item === null ? 'It can’t be read; the next event there makes Baton evaluate it again.' : again(key),
    ]),
})}`,
  );
}

function retries({ retries: all, queue }: Now, clock: PageClock): Content {
  if (all.length === 0) return null;
  return section(
    'Retried',
    table({
      caption: shownOf(queue.retrying, 'Items whose last evaluation failed'),
      columns: [
        { title: 'Item' },
        { title: 'Failed', isNumber: true },
        { title: 'Waits for' },
        { title: 'Next try' },
      ],
      rows: all.map(({ key, failures, since: from, next }) => [
        html`<code>${key}</code>`,
        failures,
        from === null ? '' : since(from, clock),
        next === null ? 'now' : instant(next, clock),
      ]),
    }),
  );
}

function pauses({ queue: { paused, paced }, owners }: Now, clock: PageClock): Content {
  if (paused.size === 0 && paced.length === 0) return null;
  const whose = (group: string): string => ownerOf(owners, Number(group));
  return section(
    'Waiting for GitHub’s limits',
    table({
      caption: 'Installations that are asked nothing, or less, until then',
      columns: [{ title: 'Installation' }, { title: 'What waits' }, { title: 'Until' }],
      rows: [
        ...Array.from(paused, ([group, until]) => [
          whose(group),
          'everything: the limit is used up',
          instant(until, clock),
        ]),
        ...paced.map(({ group, waiting, until }) => [
          whose(group),
          `${many(waiting, 'item')} that nobody waits for, so that events go first`,
          instant(until, clock),
        ]),
      ],
    }),
  );
}

function limits({ limits: all, owners }: Now, clock: PageClock): Content {
  if (all.length === 0) return null;
  return section(
    'GitHub’s limits',
    table({
      caption: 'Points that are left, as GitHub said last to this process',
      columns: [
        { title: 'Installation' },
        { title: 'Left', isNumber: true },
        { title: 'Of', isNumber: true },
        { title: 'Begins anew' },
      ],
      rows: all.map(({ installation, remaining, limit, until }) => [
        ownerOf(owners, installation),
        remaining,
        limit,
        instant(until, clock),
      ]),
    }),
  );
}

function catchUp({ missed, round }: Now, clock: PageClock): Html {
  const never = 'not yet';
  return section(
    'Catching up',
    table({
      caption: 'What Baton does without being told',
      columns: [{ title: 'What' }, { title: 'How far' }],
      rows: [
        [
          'GitHub’s list of deliveries, read up to',
          missed === null ? never : instant(missed.readUpTo, clock),
        ],
        ['Deliveries that did not arrive, and are asked for', missed === null ? never : missed.open],
        ['Deliveries that were given up', missed === null ? never : missed.givenUp],
        ['The last round of all installations', round === null ? never : instant(round, clock)],
      ],
    }),
  );
}

function troubles({ troubles: all }: Now, clock: PageClock): Html {
  if (all.length === 0)
    return section('Last warnings and errors', html`<p>None since this process started.</p>`);
  return section(
    'Last warnings and errors',
    table({
      caption: 'Of this process, the newest first. The log has all of them.',
      columns: [{ title: 'When' }, { title: 'Level' }, { title: 'What' }, { title: 'About' }],
      rows: all.map(({ at, level, message, detail }) => [instant(at, clock), level, message, detail]),
    }),
  );
}

const ownerOf = (owners: Now['owners'], installation: number): string => {
  if (installation === 0) return 'the App itself';
  const owner = owners.get(installation);
  return owner === undefined ? `installation ${installation}` : `${owner} (installation ${installation})`;
};

const shownOf = (all: number, what: string): string =>
  all > mostShown ? `${what}: ${mostShown} of ${all}` : what;

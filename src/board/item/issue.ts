/** The parts of an issue's page: what to do, who had the baton when, what happened, and how the text changed. */
import { durationText } from '../../durations.ts';
import type { GateStory, IssueStory, Past, PullOfStory } from '../../handoff/index.ts';
import {
  html,
  linked,
  markdown,
  named,
  section,
  table,
  timeline,
  type Content,
  type Html,
} from '../../pages/index.ts';
import { many } from '../../plural.ts';
import { icon, instant, seenAs, since, type PageClock, type Sight } from '../site/index.ts';
import { difference } from './difference.ts';

/** What can be done now, and where. */
export function nextBox(
  { next }: IssueStory,
  { url, clock }: { readonly url: string; readonly clock: PageClock },
): Content {
  if (next.length === 0) return null;
  return html`<section class="todo" aria-labelledby="todo"><h2 id="todo">What to do next</h2>
${next.map(
  (each) => html`<div><h3>${named(each.gate)}</h3>
${markdown(each.line)}
${each.since !== null && html`<p class="quiet">Waiting since ${instant(each.since, clock)} (${since(each.since, clock)}).</p>`}</div>
`,
)}<p>${linked(html`${icon('link-external')} Do it on GitHub`, url)}</p>
</section>`;
}

export function issueParts(
  story: IssueStory,
  { name, clock, sight }: { readonly name: string; readonly clock: PageClock; readonly sight: Sight },
): Content {
  const { past, gates } = story;
  const pulls = pullsOf(story, sight);
  if (past === null)
    return [
      pulls,
      section('What happened', html`<p>Too much has happened here to list it on this page.</p>`),
    ];
  return [
    pulls,
    gates.length > 0 && section('How long it took', courseOf({ ...past, gates }, name, clock)),
    past.redrawn.length > 0 && section('How the text changed between approvals', redrawn(past, clock)),
    section('What happened', happened(past, clock)),
  ];
}

const stateOf = { open: 'open', merged: 'merged', closed: 'closed without merging' } as const;

/** Pull requests for it: each leads to its page here, where the visitor sees its repository, or to GitHub. */
function pullsOf({ pulls, hiddenPulls }: IssueStory, sight: Sight): Content {
  if (pulls.length + hiddenPulls === 0) return null;
  const others = hiddenPulls === 1 ? 'One pull request is' : `${hiddenPulls} pull requests are`;
  return section(
    'Pull requests',
    html`<ul>${pulls.map(
      ({ repository, number, title, url, state, author }) =>
        html`<li>${leadsTo(`${repository}#${number} ${title}`, { repository, number, url }, sight)} by ${named(author)}, ${stateOf[state]}</li>`,
    )}</ul>${hiddenPulls > 0 && html`<p class="quiet">${others} in repositories that fewer people can read.</p>`}`,
  );
}

function leadsTo(
  text: string,
  { repository, number, url }: Pick<PullOfStory, 'repository' | 'number' | 'url'>,
  sight: Sight,
): Html {
  return seenAs(sight, repository) === null
    ? linked(named(text), url)
    : html`<a href="${`/${repository}/${number}`}">${named(text)}</a>`;
}

/** What a gate can be, in the order of colours. */
const kinds = ['Approved', 'Waiting', 'Not ready yet', 'Changed since', 'Sent back', 'Question'] as const;
const kindOf: Readonly<Record<GateStory['status'], (typeof kinds)[number] | null>> = {
  satisfied: 'Approved',
  waived: 'Approved',
  waiting: 'Waiting',
  preparing: 'Not ready yet',
  stale: 'Changed since',
  returned: 'Sent back',
  questioned: 'Question',
  'not applicable': null,
};
/** Lanes that a picture can have and still be read. */
const mostLanes = 12;

function courseOf(
  { gates, openedAt, batons }: Past & Pick<IssueStory, 'gates'>,
  name: string,
  clock: PageClock,
): Html {
  const until = Math.max(clock.now, openedAt + 1);
  const lanes = gates.slice(0, mostLanes).map(({ title, times }) => ({
    label: title,
    spans: times.flatMap(({ from, to, status }) => {
      const kind = kindOf[status];
      return kind === null ? [] : [{ from, to: to ?? until, kind: kinds.indexOf(kind) }];
    }),
  }));
  const chart = timeline({
    title: `The gates of ${name} over time`,
    description: 'Each line is a gate, from when the issue was opened until now.',
    timezone: clock.timezone,
    from: openedAt,
    to: until,
    kinds,
    lanes,
    marks: [],
  });
  return html`${chart}${
    batons.length > 0 &&
    table({
      caption: 'Who had the baton',
      columns: [
        { title: 'Who, for what' },
        { title: 'From' },
        { title: 'Until' },
        { title: 'How long', isNumber: true },
      ],
      rows: batons
        .toReversed()
        .map(({ line, from, to }) => [
          markdown(line),
          instant(from, clock),
          to === null ? 'now' : instant(to, clock),
          durationText(Math.max(1, (to ?? clock.now) - from)),
        ]),
    })
  }`;
}

const redrawn = (story: Past, clock: PageClock): Content =>
  story.redrawn.map(
    ({
      gate,
      before,
      after,
      patch,
    }) => html`<h3>${named(gate)}: ${instant(before, clock)} to ${instant(after, clock)}</h3>
${difference(patch)}`,
  );

function happened(story: Past, clock: PageClock): Html {
  return html`<ol class="happened" reversed>
${story.happened.map(
  ({
    at,
    line,
    url,
  }) => html`<li><span class="quiet">${instant(at, clock)}</span> ${markdown(line)}${url !== null && html` ${linked('Read it', url)}`}</li>
`,
)}<li><span class="quiet">${instant(story.openedAt, clock)}</span> <p>The issue was opened.</p></li>
</ol>
${story.earlier > 0 && html`<p class="quiet">${many(story.earlier, 'more thing')} happened before that, and ${story.earlier === 1 ? 'isn’t' : 'aren’t'} listed here.</p>`}`;
}

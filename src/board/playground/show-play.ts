/** An example as it stands: what happened, what Baton shows, and what can be done next. */
import type { Cast, Watched } from '../../examples/index.ts';
import { html, markdown, named, ours, whole, type Html } from '../../pages/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Offer, Offers } from './offers.ts';

export type Playing = {
  readonly policy: Policy;
  readonly cast: Cast;
  /** Who acts. */
  readonly login: string;
  readonly watched: Watched;
  readonly offers: Offers;
  /** Why the last step was not played; null: it was. */
  readonly refused: string | null;
  /** What was played, as a file; null: nothing was. */
  readonly example: string | null;
  readonly steps: readonly object[];
};

/** What was played stays in the form while the text has a problem. */
export const nothingPlayed = (steps: readonly object[]): Html => html`${stepsField(steps)}
<p class="quiet">Once the text has no problems, you can play an issue here.</p>`;

const stepsField = (steps: readonly object[]): Html =>
  html`<input type="hidden" name="steps" value="${whole(JSON.stringify(steps))}">`;

export function played(playing: Playing): Html {
  const { watched, offers, refused, example, steps } = playing;
  return html`${stepsField(steps)}
${people(playing)}
${refused !== null && html`<p class="notice">${refused}</p>`}
<div class="things">
${watched.things.map((thing) => shown(thing, offers.on.get(thing.name) ?? []))}
</div>
<div class="acts" role="group" aria-label="${steps.length === 0 ? 'Begin' : 'Elsewhere'}">${offers.elsewhere.map(button)}</div>
${
  steps.length > 0 &&
  html`<h3>What happened</h3>
<ol class="story">
${watched.story.map(
  (
    lines,
  ) => html`<li>${lines.map(({ by, what, clock }) => html`<div class="by-${by}"><span class="quiet">${clock.slice(5)}</span> ${named(what, 400)}</div>`)}</li>
`,
)}</ol>
<div class="acts"><button name="do" value="undo">Take back the last step</button> <button name="do" value="restart">Start again</button></div>`
}
${
  example !== null &&
  html`<details class="copy"><summary>Keep this as an example for .github/roles.test.yml</summary>
<p class="quiet">It plays these steps again, and expects what you see now. <code>baton test</code> plays it, and the check <code>Baton policy</code> does on each pull request that changes the policy.</p>
<textarea id="example" class="code" readonly rows="12" aria-label="The example as YAML" spellcheck="false">
${whole(example)}</textarea></details>`
}`;
}

/** So many people can act. */
const mostPeople = 14;

function people({ cast, login }: Playing): Html {
  const all = Object.entries(cast)
    .filter(([name]) => !name.endsWith('[bot]'))
    .slice(0, mostPeople);
  return html`<fieldset class="people"><legend>You act as</legend>
${all.map(
  ([name, roles]) =>
    html`<label><input type="radio" name="who" value="${name}"${name === login && ours(' checked')}> ${named(name, 40)} <span class="quiet">${roles.length === 0 ? 'no role' : named(roles.join(', '), 60)}</span></label>
`,
)}</fieldset>`;
}

const button = ({ says, step }: Offer): Html =>
  html`<button name="do" value="${whole(JSON.stringify(step))}">${named(says, 90)}</button> `;

type Thing = Watched['things'][number];

function shown(thing: Thing, offers: readonly Offer[]): Html {
  const { number, title, author, state, labels, assignees, kind, next, card, verdict, body } = thing;
  const what = kind === 'issue' ? 'Issue' : 'Pull request';
  return html`<section class="thing" aria-label="${what} #${number}">
<h3>${what} #${number}: ${named(title, 120)} <span class="chip">${state}</span></h3>
<p class="quiet">Opened by ${named(author, 40)}${assignees.length > 0 && html`, assigned to ${named(assignees.join(', '), 120)}`} ${labels.map((label) => html`<span class="chip">${named(label, 50)}</span> `)}</p>
${next !== null && kind === 'issue' && html`<p class="next">${named(next, 600)}</p>`}
${
  verdict !== null &&
  html`<p class="check"><span class="chip ${good(verdict.conclusion)}">${verdict.conclusion}</span> <strong>${named(verdict.title, 300)}</strong></p>
<details><summary>The check</summary>${markdown(verdict.summary)}</details>`
}
${card !== null && html`<div class="card"><p class="quiet">Baton’s card</p>${markdown(card)}</div>`}
${body !== '' && html`<details><summary>The text</summary>${markdown(body)}</details>`}
${comments(thing)}
<div class="acts" role="group" aria-label="What you can do with #${number}">${offers.map(button)}
<span class="say"><label class="hidden" for="say-${number}">A comment on #${number}</label><input id="say-${number}" name="say-${number}" maxlength="300" placeholder="A comment, like /why"> <button name="do" value="${whole(JSON.stringify({ say: number, on: thing.name }))}">Comment</button></span></div>
</section>
`;
}

const good = (conclusion: string): string =>
  conclusion === 'success' ? 'good' : conclusion === 'failure' ? 'late' : '';

/** So many comments are shown, the last ones. */
const mostComments = 12;

function comments({ comments: all }: Thing): Html | false {
  return (
    all.length > 0 &&
    html`<details><summary>${all.length === 1 ? 'One comment' : `${all.length} comments`}</summary>
${all.slice(-mostComments).map(({ by, isBaton, text }) => html`<div class="card"><p class="quiet">${isBaton ? 'Baton' : named(by, 40)}</p>${markdown(text)}</div>`)}</details>`
  );
}

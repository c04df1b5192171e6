/** What happened on an issue or a pull request, in its order. */
import type { Comment, Item } from '@baton/sandbox';

import { html, named, type Content, type Html } from '../../pages/index.ts';
import { bot, isCard } from './deeds.ts';
import { rendered } from './markdown.ts';
import { leadIn, person, when, type View } from './view.ts';

type Entry = Item['timeline'][number];
type Event = Extract<Entry, { kind: 'Event' }>;

export function timeline(view: View, { number, timeline: entries }: Item): Html {
  const [latest] = view.past;
  const known = latest === undefined ? entries.length : (latest.entries.get(number) ?? 0);
  const shown = entries.flatMap((entry, at) => {
    const isNew = at >= known ? ' new' : '';
    if (entry.kind === 'IssueComment') return entry.deleted ? [] : [commented(view, entry, isNew)];
    return entry.kind === 'Event' ? [happened(entry, isNew)] : [];
  });
  return html`<h2 class="sr">What happened</h2>
<ol class="timeline">
${shown}</ol>
`;
}

/** How GitHub names an account: Apps are bots. */
const writer = (login: string): Content =>
  login === bot ? html`<b class="person">baton</b> <span class="bot">bot</span>` : person(login);

function commented(view: View, comment: Comment, isNew: string): Html {
  const { id, author, body, createdAt, edits, reactions } = comment;
  const kind = author.login === bot && isCard(comment) ? ' card' : '';
  const marks = reactions.map(({ content, by }) => `${emoji[content] ?? content} ${by.login}`);
  return html`<li class="comment${kind}${isNew}" id="issuecomment-${id}"><h3>${writer(author.login)} <span class="quiet">${isCard(comment) ? 'keeps this card' : 'commented'}, ${when(createdAt)}${edits.length > 1 && ', edited since'}</span></h3>
<div class="text">${rendered(body, leadIn(view))}</div>
${marks.length > 0 && html`<p class="quiet reactions">${marks.join(' · ')}</p>`}</li>
`;
}

const emoji: Readonly<Record<string, string>> = {
  '+1': '👍',
  '-1': '👎',
  THUMBS_UP: '👍',
  THUMBS_DOWN: '👎',
  confused: '😕',
  CONFUSED: '😕',
  eyes: '👀',
  EYES: '👀',
};

const happened = (event: Event, isNew: string): Html =>
  html`<li class="event${isNew}">${writer(event.actor.login)} ${what(event)} <span class="quiet">${when(event.at)}</span></li>
`;

const itemLink = ({ number, title }: Item): Html =>
  html`<a href="/${number}">#${number} ${named(title, 80)}</a>`;
const label = ({ name, color }: { readonly name: string; readonly color: string }): Html =>
  html`<span class="label">${dot(color)}${named(name, 60)}</span>`;

/** The colour of a label, which somebody chose. */
export const dot = (color: string): Html =>
  html`<svg class="dot" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" focusable="false"><circle cx="5" cy="5" r="5" fill="${/^[\da-f]{6}$/i.test(color) ? `#${color}` : 'gray'}"/></svg>`;

/** Those that can come about here, in words; others by GitHub's name of them. */
const words: { readonly [T in Event['type']]?: (event: Extract<Event, { type: T }>) => Html } = {
  labeled: ({ placed }) => html`added the label ${label(placed)}`,
  unlabeled: ({ placed }) => html`removed the label ${label(placed)}`,
  assigned: ({ actor, assignee }) => html`assigned ${whom(actor, assignee)}`,
  unassigned: ({ actor, assignee }) => html`unassigned ${whom(actor, assignee)}`,
  closed: ({ stateReason, closer }) =>
    html`closed this${stateReason === 'not_planned' && ' as not planned'}${
      closer?.kind === 'PullRequest' && html` by merging ${itemLink(closer)}`
    }`,
  reopened: () => html`reopened this`,
  renamed: ({ from, to }) =>
    html`changed the title from <del>${named(from)}</del> to <ins>${named(to)}</ins>`,
  'cross-referenced': ({ source }) => html`mentioned this in ${itemLink(source)}`,
  connected: ({ source }) => html`linked ${itemLink(source)}`,
  merged: () => html`merged this`,
  committed: ({ commit }) => html`pushed <code>${commit.oid.slice(0, 7)}</code> ${named(commit.message, 80)}`,
  referenced: ({ commit }) => html`referenced this in <code>${commit.oid.slice(0, 7)}</code>`,
};

function what(event: Event): Html {
  // The words of a type are for its events.
  const say = words[event.type] as ((of: Event) => Html) | undefined;
  return say === undefined ? html`did this: ${event.type.replaceAll(/[-_]/g, ' ')}` : say(event);
}

const whom = (actor: { readonly login: string }, other: { readonly login: string }): Content =>
  actor.login === other.login ? 'themselves' : person(other.login);

/** The board: what waits for whoever looks, and then every item by what it waits for. */
import { html, named, type Content, type Html } from '../../pages/index.ts';
import type { BoardPage } from '../site/index.ts';
import { addressOf, everything, isFiltered, onAPage, type Asked } from './asked.ts';
import { card } from './card.ts';
import { filters } from './filters.ts';
import { glyphs } from './glyphs.ts';
import type { Column, Overview } from './read.ts';

export type Looking = {
  readonly asked: Asked;
  readonly isSignedIn: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

export function overviewPage(overview: Overview, looking: Looking): BoardPage {
  const { asked, isSignedIn } = looking;
  const { roles, repositories, columns } = overview;
  const isBare = !isFiltered(asked) && asked.column === '' && columns.length === 0;
  return {
    title: 'Board',
    place: 'board',
    isWide: true,
    lead: 'Who has the baton, since when, and what comes next.',
    scripts: ['live.js'],
    content: [
      glyphs(),
      live('live-mine', !isBare && waitingForYou(overview, looking)),
      !isBare && filters(asked, { roles, repositories, isSignedIn }),
      live('live-items', isBare ? nothingYet(looking, repositories.length) : items(overview, looking)),
      html`<p id="live-state" class="quiet" role="status" data-since="${looking.now}"></p>
`,
    ],
  };
}

/** A part of the page that is replaced when something changed. */
const live = (id: string, content: Content): Html => html`<div id="${id}" class="live">
${content}</div>
`;

/** Before anything: what is the visitor's turn. */
function waitingForYou({ mine }: Overview, { asked, now }: Looking): Content {
  if (mine === null) return null;
  const { items: shown, count } = mine;
  if (count === 0)
    return html`<section class="mine" aria-labelledby="mine"><h2 id="mine">Waiting for you</h2>
<p class="quiet">Nothing waits for you. When it’s your turn, you’ll find it here first.</p></section>
`;
  const all = addressOf({ ...asked, isMine: true });
  return html`<section class="mine" aria-labelledby="mine"><h2 id="mine">Waiting for you <span class="count">${count}</span></h2>
<ol class="row">
${shown.map((item) => card(item, now))}</ol>
${count > shown.length && html`<p><a href="${all}">Show all ${count} that wait for you</a></p>`}</section>
`;
}

function items({ columns }: Overview, looking: Looking): Content {
  const { asked } = looking;
  if (columns.length === 0) return noMatch(looking);
  if (asked.column !== '') return columns.map((column) => oneColumn(column, looking));
  return html`<nav class="jump" aria-label="Columns"><ul>${columns.map(
    ({ title, count }, index) =>
      html`<li><a href="#c${index}">${named(title)} <span class="count">${count}</span></a></li>`,
  )}</ul></nav>
<div class="columns">
${columns.map((column, index) => shortColumn(column, index, looking))}</div>
`;
}

/** What a column says of itself. */
const heading = ({ title, count, overdue, stage }: Column, id: string): Html =>
  html`<h2 id="${id}">${named(title)} <span class="count">${count}<span class="hidden"> ${count === 1 ? 'item' : 'items'}</span></span></h2>
${overdue > 0 && stage !== 'done' && html`<p class="overdue">${overdue} overdue</p>`}`;

function shortColumn(column: Column, index: number, { asked, now }: Looking): Html {
  const { items: shown, count, title, stage } = column;
  const all = addressOf({ ...asked, column: stage, page: 1 });
  const id = `c${index}`;
  return html`<section class="column" aria-labelledby="${id}">
${heading(column, id)}
<ol>
${shown.map((item) => card(item, now))}</ol>
${count > shown.length && html`<p class="more"><a href="${all}">Show all ${count}<span class="hidden"> in ${named(title)}</span></a></p>`}</section>
`;
}

/** One column alone, page by page. */
function oneColumn(column: Column, { asked, now }: Looking): Html {
  const { items: shown, count } = column;
  const pages = Math.max(1, Math.ceil(count / onAPage));
  const to = (page: number): string => addressOf({ ...asked, page });
  const back = addressOf({ ...asked, column: '', page: 1 });
  const { page } = asked;
  return html`<section aria-labelledby="c0">
<p><a href="${back}">All columns</a></p>
${heading(column, 'c0')}
${shown.length === 0 && html`<p class="quiet">There’s nothing on this page any more. <a href="${to(1)}">Go to the first page</a></p>`}
<ol class="row">
${shown.map((item) => card(item, now))}</ol>
${pages > 1 && html`<nav aria-label="Pages of this column" class="pager">${page > 1 && html`<a class="button" rel="prev" href="${to(page - 1)}">Previous</a> `}<span>Page ${page} of ${pages}</span>${page < pages && html` <a class="button" rel="next" href="${to(page + 1)}">Next</a>`}</nav>`}
</section>
`;
}

function noMatch({ asked }: Looking): Html {
  if (
    asked.isMine &&
    addressOf({ ...everything, isMine: true }) === addressOf({ ...asked, column: '', page: 1 })
  )
    return html`<h2>Nothing waits for you</h2>
<p>When it’s your turn, you’ll find it here. <a href="/">See who has the baton now</a></p>
`;
  return html`<h2>Nothing matches</h2>
<p>${asked.repo !== '' && 'The repository may have no items, or you can’t see it on GitHub. '}Try fewer filters, or <a href="/">clear all of them</a>.</p>
`;
}

/** There is nothing at all that the visitor could see. */
function nothingYet({ isSignedIn }: Looking, repositories: number): Html {
  if (!isSignedIn && repositories === 0)
    return html`<h2>Sign in to see your board</h2>
<p>The board shows what you can see on GitHub, so Baton has to know who you are.</p>
<p><a class="button main" href="/sign-in?to=%2F">Sign in with GitHub</a></p>
<p>Or try it out first: the <a href="/playground">playground</a> needs no account.</p>
`;
  return html`<h2>There’s nothing here yet</h2>
<p>The board fills with issues and pull requests of repositories that have a policy. Right after the board is turned on, that can take some minutes.</p>
<ul>
<li>No policy yet? Add <code>.github/roles.yml</code> to a repository. The <a href="/playground">playground</a> shows what it does.</li>
<li>Is the policy there? Open an issue, or comment on one. Policies that only observe show nothing here.</li>
<li>Can’t you see a repository that you know? Ask its administrators for access, then come back in five minutes.</li>
</ul>
`;
}

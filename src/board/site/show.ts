/** A page in its frame: the ways to the others, who is signed in, and where it ends. */
import type { ContentfulStatusCode } from 'hono/utils/http-status';

import { batonMark, html, named, ours, type Content, type Html } from '../../pages/index.ts';
import { icon } from './icons.ts';
import type { Here } from './here.ts';

const places = [
  { id: 'board', title: 'Board', at: '/', icon: 'home' },
  { id: 'report', title: 'Reports', at: '/report', icon: 'graph' },
  { id: 'policy', title: 'Policies', at: '/policy', icon: 'law' },
  { id: 'playground', title: 'Playground', at: '/playground', icon: 'play' },
] as const;

export type BoardPage = {
  /** At the top, and in the browser's tab. */
  readonly title: string;
  /** What the page says, in a sentence or two. */
  readonly lead?: Content;
  readonly content: Content;
  /** Which of the ways leads here; absent: none. */
  readonly place?: (typeof places)[number]['id'] | 'operation';
  /** As wide as the screen, for what stands side by side. */
  readonly isWide?: true;
  /** Names of scripts (`src/board/browser`) that the page needs. */
  readonly scripts?: readonly string[];
  readonly status?: ContentfulStatusCode;
  /** Seconds after which the page is asked for again, with and without scripts; absent: never. */
  readonly refresh?: number;
};

/** Answers with a page. */
export function show(here: Here, page: BoardPage): Response {
  return here.html(frame(here, page).toString(), page.status ?? 200);
}

function frame(here: Here, { title, lead, content, place, isWide, scripts = [], refresh }: BoardPage): Html {
  const assets = here.get('assets');
  const { isAdmin } = here.get('visitor');
  const ways = isAdmin
    ? [...places, { id: 'operation', title: 'Operation', at: '/operation', icon: 'gear' } as const]
    : places;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Baton">
${refresh !== undefined && html`<noscript><meta http-equiv="refresh" content="${refresh}"></noscript>`}
<title>${`${title.slice(0, 120)} · Baton`}</title>
<link rel="stylesheet" href="${assets.at('board.css')}">
<link rel="preload" href="${assets.at('inter-latin.woff2')}" as="font" type="font/woff2" crossorigin>
<link rel="icon" href="${assets.at('baton.svg')}" type="image/svg+xml">
${['frame.js', ...scripts].map(
  (name) => html`<script type="module" src="${assets.at(name)}"></script>
`,
)}</head>
<body${isWide === true && ours(' class="broad"')}${refresh !== undefined && html` data-refresh="${refresh}"`}>
<a class="skip" href="#content">Skip to the content</a>
<header class="top"><div>
<a class="home" href="/">${batonMark} Baton</a>
<nav aria-label="Pages"><ul>${ways.map(
    (way) =>
      html`<li><a href="${way.at}"${way.id === place && ours(' aria-current="page"')}>${icon(way.icon)} ${way.title}</a></li>`,
  )}</ul></nav>
${who(here)}
</div></header>
<main id="content" tabindex="-1">
<div class="head">
<h1>${named(title)}</h1>
${lead !== undefined && html`<p class="lead">${lead}</p>`}
</div>
${withheldNotes(here)}${content}
</main>
<footer><p>Baton shows what GitHub and Jira recorded. What you do, you do there.</p></footer>
</body>
</html>
`;
}

function who(here: Here): Content {
  const { person } = here.get('visitor');
  if (!here.get('isOn')) return null;
  if (person === null) {
    const { pathname, search } = new URL(here.req.url);
    // What GitHub sends along is for nobody else.
    const isHere = !/^\/sign-(?:in|out)/.test(pathname);
    const to = isHere ? `?${new URLSearchParams({ to: `${pathname}${search}` }).toString()}` : '';
    return html`<p class="who"><a class="button" href="/sign-in${to}">Sign in</a></p>`;
  }
  return html`<details class="who"><summary>${icon('person')} ${named(person.login, 40)}</summary>
<form method="post" action="/sign-out"><button>Sign out</button></form>
<form method="post" action="/sign-out/everywhere"><button>Sign out everywhere</button></form>
</details>`;
}

/** Why somebody may miss what they see on GitHub. */
function withheldNotes(here: Here): Content {
  const withheld = here.get('visitor').withheld?.() ?? [];
  return [
    withheld.includes('sign-on') &&
      html`<p class="note">One of your organizations shows its repositories only after its single sign-on. Open <code>github.com/orgs/ORGANIZATION/sso</code>, revoke Baton in your settings on GitHub (“Authorized GitHub Apps”), then sign out here and in again.</p>
`,
    withheld.includes('addresses') &&
      html`<p class="note">One of your organizations allows only certain addresses, and this server’s is not among them. Its owners can add it, under “IP allow list”.</p>
`,
  ];
}

const wantsPage = (here: Here): boolean => here.req.header('accept')?.includes('text/html') === true;

/** There is nothing, or nothing for this visitor: one answer for both. */
export function showNothing(here: Here, status: 404 | 413): Response {
  if (here.get('assets') === undefined || !wantsPage(here))
    return here.json(
      { error: status === 404 ? 'There is nothing here.' : 'That is too much at once.' },
      status,
    );
  return show(here, {
    status,
    title: status === 404 ? 'There is nothing here' : 'That is too much at once',
    content: html`<p>The address may be wrong, or it leads into a repository that you can’t see on GitHub. Repositories without a valid policy have no pages here, either.</p>
<p><a href="/">Go to the board</a></p>`,
  });
}

export function showCannotTell(here: Here, why: string): Response {
  here.header('retry-after', '60');
  if (!wantsPage(here)) return here.json({ error: why }, 503);
  return show(here, {
    status: 503,
    title: 'Baton can’t check what you can see',
    content: html`<p>${why}</p>
<p>Until then, nothing is shown. ${tryAgain(here)} in a minute.</p>`,
  });
}

/** Slashes at the beginning would lead to another host. */
const tryAgain = (here: Here): Html => html`<a href="${here.req.path.replace(/^\/+/, '/')}">Try again</a>`;

/** Somebody asked for more than Baton asks GitHub for one of its visitors. */
export function showTooMuch(here: Here): Response {
  here.header('retry-after', '30');
  if (!wantsPage(here)) return here.json({ error: 'That was a lot at once.' }, 429);
  return show(here, {
    status: 429,
    title: 'That was a lot at once',
    content: html`<p>Baton reads each of these pages from GitHub, and you opened many of them. ${tryAgain(here)} in half a minute.</p>`,
  });
}

/** Baton's own database cannot be used. */
export function showAway(here: Here): Response {
  here.header('retry-after', '60');
  if (here.get('assets') === undefined || !wantsPage(here))
    return here.json({ error: 'Baton’s database can’t be reached.' }, 503);
  return show(here, {
    status: 503,
    title: 'Baton’s database can’t be reached',
    content: html`<p>Until then, nothing is shown. ${tryAgain(here)} in a minute; if that doesn’t help, tell the people who run Baton.</p>`,
  });
}

export function showFailure(here: Here): Response {
  if (here.get('assets') === undefined || !wantsPage(here))
    return here.json({ error: 'Baton couldn’t answer this; the log says why.' }, 500);
  return show(here, {
    status: 500,
    title: 'Baton couldn’t make this page',
    content: html`<p>The log says why. ${tryAgain(here)}, or tell the people who run Baton.</p>`,
  });
}

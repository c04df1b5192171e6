/** A page: one file with all that it needs, which can be kept, sent on and printed. */
import { html, named, ours, type Content } from './html.ts';
import { contentSecurityPolicy, seriesColours, style } from './style.ts';

export type Page = {
  /** At the top, and in the browser's tab. */
  readonly title: string;
  /** What the page says, in a sentence or two. */
  readonly lead: Content;
  readonly content: Content;
  /** From what the page was made, and when. */
  readonly foot: Content;
};

/** Baton's mark, beside its name. */
export const batonMark = ours(
  '<svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" focusable="false"><g transform="rotate(-35 11 11)"><rect class="s0" x="1" y="8.5" width="9" height="5" rx="2.5"/><rect class="s1" x="12" y="8.5" width="9" height="5" rx="2.5"/></g></svg>',
);

/** The same as a file, which knows no stylesheet. */
export const batonIcon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22"><g transform="rotate(-35 11 11)"><rect x="1" y="8.5" width="9" height="5" rx="2.5" fill="${seriesColours.light[0]}"/><rect x="12" y="8.5" width="9" height="5" rx="2.5" fill="${seriesColours.light[1]}"/></g></svg>`;

/** The whole page. It loads nothing, runs nothing, and follows the reader's choice of light and dark. */
export function pageOf({ title, lead, content, foot }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Baton">
<title>${shortTitle(title)}</title>
<style>${ours(style)}</style>
</head>
<body>
<header>
<p class="brand">${batonMark} Baton</p>
<h1>${named(title)}</h1>
<p class="lead">${lead}</p>
</header>
<main>
${content}
</main>
<footer>
<p>${foot}</p>
</footer>
</body>
</html>
`.toString();
}

const shortTitle = (title: string): string => (title.length > 120 ? `${title.slice(0, 119)}…` : title);

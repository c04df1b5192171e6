/** What Baton writes on GitHub and in Jira, as people see it there. */
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

const style = `
  * { box-sizing: border-box; }
  body { margin: 0; padding: 20px; background: #fff; color: #1f2328;
    font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", Helvetica, Arial, "Noto Color Emoji", sans-serif; }
  .comment { width: 820px; border: 1px solid #d1d9e0; border-radius: 6px; margin-bottom: 16px; }
  .who { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; border-radius: 6px 6px 0 0; padding: 8px 16px; color: #59636e; }
  .who b { color: #1f2328; } .who i { border: 1px solid #d1d9e0; border-radius: 1em; padding: 0 7px; font-size: 12px; font-style: normal; }
  .body { padding: 16px; }
  h3 { font-size: 1.25em; margin: 0 0 12px; } p { margin: 0 0 12px; } ul { margin: 0 0 12px; padding-left: 24px; }
  code { background: #818b981f; border-radius: 6px; padding: .2em .4em; font: 85% ui-monospace, "DejaVu Sans Mono", monospace; }
  table { border-collapse: collapse; margin: 0 0 14px; } th, td { border: 1px solid #d1d9e0; padding: 6px 13px; text-align: left; }
  th { font-weight: 600; } a { color: #0969da; } blockquote { margin: 0 0 12px; padding: 0 1em; color: #59636e; border-left: .25em solid #d1d9e0; }
  pre { background: #f6f8fa; border-radius: 6px; padding: 12px; margin: 8px 0; } pre code { background: none; padding: 0; }
  .add { background: #dafbe1; display: block; } .del { background: #ffebe9; display: block; }
  sub { vertical-align: baseline; font-size: 12px; color: #59636e; } details { margin-bottom: 12px; }
`;

/** A page with these parts. */
export const pageWith = (...parts: readonly string[]): string =>
  `<!doctype html><meta charset="utf-8"><style>${style}</style>${parts.join('')}`;

/** Markdown as a comment shows it. The texts are Baton's own, so their HTML may pass. */
function rendered(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  })
    .replaceAll(/^(\+.*)$/gm, '<span class="add">$1</span>')
    .replaceAll(/^(-[^-].*)$/gm, '<span class="del">$1</span>')
    .replaceAll('</span>\n<span', '</span><span')
    .replaceAll('<details><summary>What', '<details open><summary>What');
}

/** A comment on GitHub. */
export const comment = (body: string): string =>
  `<div class="comment"><div class="who"><b>baton</b> <i>bot</i> commented</div><div class="body">${rendered(body)}</div></div>`;

/** What a check's page shows: its title and what it says. */
export const check = (title: string, summary: string): string =>
  `<div class="comment"><div class="who"><b>Baton</b> · check on the pull request</div><div class="body"><h3>${escaped(title)}</h3>${rendered(summary)}</div></div>`;

/** A comment as Jira shows it, in plain paragraphs. */
export function inJira(key: string, text: string): string {
  const paragraphs = text.split('\n\n').map((each) => `<p>${escaped(each)}</p>`);
  return `<div class="comment"><div class="who"><b>Baton</b> commented on ${key} in Jira</div><div class="body">${paragraphs.join('')}</div></div>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

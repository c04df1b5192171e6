/** GitHub's Markdown as a page shows it: what Baton writes on GitHub, and what others wrote there. */
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

import { html, ours, shortened, type Html } from './html.ts';

/** So much of it is read: what is longer is cut where a line ends. */
const longest = 70_000;

/** Tags that Baton writes itself; of the others, their text is shown. */
const tags = /^<\/?(?:details|summary|sub|sup|code|kbd)>$|^<br ?\/?>$/;
/** What a reader would not see, and the widthless sign by which Baton keeps names from being mentions. */
const unseen = /(?![\n\t\u200C\u200D])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

type Compile = {
  sliceSerialize(token: never): string;
  raw(markup: string): void;
  encode(text: string): string;
};

const onlyTheseTags = {
  exit: { htmlFlowData: passed, htmlTextData: passed },
};

function passed(this: unknown, token: unknown): undefined {
  const compile = this as Compile;
  const text = compile.sliceSerialize(token as never);
  const parts = text.split(/(<[^<>]*>)/);
  compile.raw(parts.map((part) => (tags.test(part) ? part : compile.encode(part))).join(''));
}

/** Pictures would be loaded from where they are, and footnotes would need names on the page that nothing else has. */
const without = { disable: { null: ['labelStartImage', 'gfmFootnoteCall', 'gfmFootnoteDefinition'] } };

/** For what nests deeper than people write, or has more of what is looked for in pairs, the parser takes half a minute. */
function isEntangled(text: string): boolean {
  const count = (mark: RegExp): number => text.match(mark)?.length ?? 0;
  return (
    count(/\[/g) > 3000 ||
    count(/~/g) > 4000 ||
    /(?:>[ \t]{0,3}|[*+-][ \t]{1,3}|\d[.)][ \t]{1,3}){50}/.test(text)
  );
}

/** A text as HTML. Whatever is in it loads nothing, runs nothing and looks like nothing else on the page. */
export function markdown(text: string): Html {
  const visible = uncommented(cut(text)).replaceAll(unseen, '');
  if (isEntangled(visible)) return html`<div class="markdown" dir="auto"><pre>${visible}</pre></div>`;
  const made = micromark(visible, {
    extensions: [gfm(), without],
    htmlExtensions: [gfmHtml(), onlyTheseTags],
  });
  return html`<div class="markdown" dir="auto">${ours(balanced(made.replaceAll(task, boxOf)))}</div>`;
}

/** Without HTML's comments; each part is searched once. */
function uncommented(text: string): string {
  const shown: string[] = [];
  let from = 0;
  for (;;) {
    const begin = text.indexOf('<!--', from);
    const end = begin === -1 ? -1 : text.indexOf('-->', begin + 4);
    if (end === -1) break;
    shown.push(text.slice(from, begin));
    from = end + 3;
  }
  return [...shown, text.slice(from)].join('');
}

/** Nobody can tick it here, and a field would need a name. */
const task = /<input type="checkbox" disabled="" (checked="" )?\/>/g;
const boxOf = (_: string, isDone?: string): string => (isDone === undefined ? '☐' : '☑');

/** Each tag that was let through is closed here, and closes nothing that was opened elsewhere. */
function balanced(made: string): string {
  const open: string[] = [];
  const closed = made.replaceAll(
    // Code in a language has that as its class.
    /<(\/?)(details|summary|sub|sup|code|kbd)(?: class="[^"]*")?>/g,
    (tag, end: string, name: string) => {
      if (end === '') open.push(name);
      else if (open.at(-1) === name) open.pop();
      else return '';
      return tag;
    },
  );
  return (
    closed +
    open
      .toReversed()
      .map((name) => `</${name}>`)
      .join('')
  );
}

function cut(text: string): string {
  if (text.length <= longest) return text;
  const end = text.lastIndexOf('\n', longest);
  return shortened(text.slice(0, end === -1 ? longest : end), longest);
}

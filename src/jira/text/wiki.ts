/**
 * Jira's wiki text, as Markdown.
 * Atlassian: "Text Formatting Notation" (`WikiRendererHelpAction.jspa`).
 */
import { memoizedPortions } from '../../handoff/index.ts';
import { isPortion, newPace, type Pace, type Portions } from '../../portions.ts';
import * as markdown from './markdown.ts';

/** A part of the text: what is between {code} or {noformat}, or anything else. */
type Part = { readonly kind: 'code' | 'text'; readonly text: string; readonly language: string };

/**
 * The text as Markdown, in which headings, lists, quotes, tables and code are what they are in Jira. Bold and the
 * like stay as they are written. Never throws. An issue's history has a text for each edit, of which each is asked for
 * whenever the issue is read.
 */
export const wikiToMarkdown = memoizedPortions(8_000_000, function* (text: string): Portions<string> {
  const parts = partsOf(text.replaceAll(/\r\n?/g, '\n').replaceAll(/[\u{F0000}\u{F0001}]/gu, ''));
  const pace = newPace();
  const found: string[] = [];
  for (const part of parts) {
    if (isPortion(pace)) yield;
    found.push(
      part.kind === 'code' ? markdown.fenced(part.text, part.language) : yield* quotes(part.text, pace),
    );
  }
  return markdown
    .joined(found.map((each) => each.replaceAll(/^\n+|(?<!\s)\s+$/g, '')))
    .replaceAll(/(?<![ \t])[ \t]+$/gm, '')
    .trim();
});

/** Cuts code out. What opens and is never closed is text. */
function partsOf(text: string): readonly Part[] {
  const found: Part[] = [];
  const opening = /\{(code|noformat)(?::([^{}\n]{0,500}))?\}/g;
  const last = { code: text.lastIndexOf('{code}'), noformat: text.lastIndexOf('{noformat}') };
  let at = 0;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const kind = match[1] === 'code' ? 'code' : 'noformat';
    const start = opening.lastIndex;
    if (last[kind] < start || text[match.index - 1] === '\\') continue;
    const end = text.indexOf(`{${kind}}`, start);
    // Its title is seen in Jira, so it counts.
    const title = titleIn(match[2]);
    found.push({ kind: 'text', text: `${text.slice(at, match.index)}\n\n${title}`, language: '' });
    const language = (match[2] ?? '').split('|').find((each) => !each.includes('=')) ?? '';
    found.push({ kind: 'code', text: text.slice(start, end).replace(/^\n/, ''), language });
    at = end + kind.length + 2;
    opening.lastIndex = at;
  }
  return [...found, { kind: 'text', text: text.slice(at), language: '' }];
}

function titleIn(options: string | undefined): string {
  return /(?:^|\|)title=([^|]*)/.exec(options ?? '')?.[1] ?? '';
}

/** Text in which {quote} opens and closes quotes. */
function* quotes(text: string, pace: Pace): Portions<string> {
  const parts = text.split('{quote}');
  // The last one that opens is not closed: then it quotes nothing.
  const closed = parts.length % 2 === 1 ? parts.length : parts.length - 1;
  const found: string[] = [];
  for (const [index, part] of parts.entries()) {
    if (isPortion(pace)) yield;
    const written = yield* blocks(part, pace);
    found.push(index % 2 === 1 && index < closed ? yield* markdown.quotedBlock(written) : written);
  }
  return markdown.joined(found);
}

type Line =
  | { readonly kind: 'blank' }
  | { readonly kind: 'block'; readonly text: string }
  | { readonly kind: 'quote'; readonly text: string }
  | { readonly kind: 'item'; readonly bullets: string; readonly text: string }
  | { readonly kind: 'row'; readonly cells: readonly string[]; readonly headed: boolean }
  | { readonly kind: 'text'; readonly text: string };

function lineOf(line: string): Line {
  const bare = line.trim();
  if (bare === '') return { kind: 'blank' };
  const [, level, title] = /^h([1-6])\.\s+(.*)$/.exec(bare) ?? [];
  if (title !== undefined) return { kind: 'block', text: markdown.heading(Number(level), inline(title)) };
  if (/^-{4,}$/.test(bare)) return { kind: 'block', text: '---' };
  const quoted = /^bq\.\s+(.*)$/.exec(bare)?.[1];
  if (quoted !== undefined) return { kind: 'quote', text: quoted };
  const [, bullets, words] = /^([*#]{1,20}|-)\s+(.*)$/.exec(bare) ?? [];
  if (bullets !== undefined && words !== undefined) return { kind: 'item', bullets, text: words };
  if (bare.length > 1 && bare.startsWith('|')) {
    const headed = bare.startsWith('||');
    const cells = bare.replace(/^\|+/, '').replace(/(?<!\|)\|+$/, '');
    return { kind: 'row', cells: headed ? cells.split('||') : cellsIn(cells), headed };
  }
  return { kind: 'text', text: bare };
}

/** As far back as a link's name, or what a backslash stands before, is looked for. */
const far = 300;

/** Cut at each pipe that stands in no link, and behind no backslash. */
function cellsIn(row: string): readonly string[] {
  const cells: string[] = [];
  let [from, stop, opening] = [0, -1, -1];
  for (let at = 0; at < row.length; at += 1) {
    const sign = row.charAt(at);
    if (sign === '\\' || sign === '[') opening = at;
    else if (sign === ']') stop = at;
    else if (sign === '|') {
      if (opening <= stop || opening < at - 1 - far) {
        cells.push(row.slice(from, at));
        from = at + 1;
      }
      stop = at;
    }
  }
  return [...cells, row.slice(from)];
}

/** Lines, put together to blocks. */
function* blocks(text: string, pace: Pace): Portions<string> {
  const found: string[] = [];
  let open: Line[] = [];
  function* end(): Portions<void> {
    if (open.length > 0) found.push(yield* together(open, pace));
    open = [];
  }
  for (const each of withoutMacros(text).split('\n')) {
    if (isPortion(pace)) yield;
    const line = lineOf(each);
    const [first] = open;
    // A line of text below an item goes on with it, as in Markdown.
    const goesOn =
      first !== undefined && (line.kind === first.kind || (first.kind === 'item' && line.kind === 'text'));
    if (!goesOn) yield* end();
    if (line.kind === 'block') found.push(line.text);
    else if (line.kind === 'quote') found.push(yield* markdown.quotedBlock(yield* literalWith(line.text)));
    else if (line.kind !== 'blank') open.push(line);
  }
  yield* end();
  return markdown.joined(found);
}

/** Panels and colours go; a panel's title stays. */
function withoutMacros(text: string): string {
  return text
    .replaceAll(/(?<!\\)\{panel(?::([^{}\n]{0,500}))?\}/g, (_, options: string | undefined) => {
      const title = titleIn(options);
      return title === '' ? '\n' : `\n${title}\n\n`;
    })
    .replaceAll(/(?<!\\)\{(?:color(?::[^{}\n]{0,500})?|anchor:[^{}\n]{0,500})\}/g, '');
}

function* together(lines: readonly Line[], pace: Pace): Portions<string> {
  const [first] = lines;
  if (first?.kind === 'row') return yield* tableOf(lines, pace);
  if (first?.kind === 'item') return yield* listOf(lines, pace);
  return yield* literalWith(lines.map((line) => (line.kind === 'text' ? line.text : '')).join('\n'));
}

/** `*`, `-`: bullets; `#`: numbers; several: nested, each level as far in as the text of the one above. */
function* listOf(lines: readonly Line[], pace: Pace): Portions<string> {
  const found: string[] = [];
  let indent = '';
  for (const line of lines) {
    if (isPortion(pace)) yield;
    if (line.kind === 'item') {
      const bullets = Array.from(line.bullets, (bullet) => (bullet === '#' ? '1. ' : '- '));
      indent = bullets
        .slice(0, -1)
        .map((marker) => ' '.repeat(marker.length))
        .join('');
      found.push(indent + (yield* markdown.item(bullets.at(-1) ?? '- ', yield* literalWith(line.text))));
    } else if (line.kind === 'text') {
      found.push(`${indent}  ${yield* literalWith(line.text)}`);
    }
  }
  return found.join('\n');
}

function* tableOf(lines: readonly Line[], pace: Pace): Portions<string> {
  const rows = lines.flatMap((line) => (line.kind === 'row' ? [line] : []));
  const written: string[][] = [];
  let columns = 0;
  for (const { cells } of rows) {
    const row: string[] = [];
    for (const cell of cells) {
      if (isPortion(pace)) yield;
      row.push(markdown.cell(inline(cell)));
    }
    written.push(row);
    columns = Math.max(columns, row.length);
  }
  const [first = [], ...others] =
    rows[0]?.headed === true ? written : [Array<string>(columns).fill(''), ...written];
  const made = [markdown.row(first), markdown.rule(columns)];
  for (const cells of others) {
    if (isPortion(pace)) yield;
    made.push(markdown.row(cells));
  }
  return made.join('\n');
}

/** Atlassian: "Text Formatting Notation", "Misc": a backslash before one of these makes it mean itself. */
const escaped = /\\([-#*_+?^~|%{}[\]()!@])/;
const tokens = new RegExp(
  [
    escaped.source,
    String.raw`(\\\\)`,
    String.raw`\{\{([^{}\n]{1,500})\}\}`,
    String.raw`\[([^[\]|\n]{1,1000})\|([^[\]|\n]{1,1000})(?:\|[^[\]|\n]{0,300})?\]`,
    String.raw`\[~([^[\]|\n]{1,300})\]`,
    String.raw`\[([a-z]{2,10}:[^[\]|\s]{1,2000})\]`,
    String.raw`&(?:#(\d{1,7})|(amp|lt|gt|quot));`,
  ].join('|'),
  'g',
);

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** Words on one line, with their links and code. */
function inline(text: string): string {
  const { plain, put } = apart(text);
  return put(markdown.literalLine(plain));
}

/** The same, on as many lines as they are. */
function* literalWith(text: string): Portions<string> {
  const { plain, put } = apart(text);
  return put(yield* markdown.literal(plain));
}

/** Words as plain text, in which signs stand for links and code; `put` puts these in. */
function apart(text: string): { readonly plain: string; readonly put: (text: string) => string } {
  const kept: string[] = [];
  const keep = (markdown: string): string => `\u{F0000}${kept.push(markdown) - 1}\u{F0001}`;
  const plain = text.replaceAll(tokens, (whole: string, ...groups: readonly (string | undefined)[]) => {
    const [sign, broken, code, shown, href, user, bare, number, entity] = groups;
    if (sign !== undefined) return sign;
    if (broken !== undefined) return '\n';
    if (code !== undefined) return keep(markdown.inCode(code));
    if (shown !== undefined && href !== undefined)
      return keep(markdown.link(markdown.literalLine(unescaped(shown)), href.trim()));
    if (user !== undefined) return `@${user}`;
    if (bare !== undefined) return bare;
    if (number !== undefined) return charOf(Number(number)) ?? whole;
    return entities[entity ?? ''] ?? whole;
  });
  return {
    plain,
    put: (written) =>
      kept.length === 0
        ? written
        : written.replaceAll(/\u{F0000}(\d+)\u{F0001}/gu, (_, index: string) => kept[Number(index)] ?? ''),
  };
}

function unescaped(text: string): string {
  return text
    .replaceAll(new RegExp(escaped.source, 'g'), '$1')
    .replaceAll(/&(?:#(\d{1,7})|(amp|lt|gt|quot));/g, (whole, number?: string, entity?: string) =>
      number === undefined ? (entities[entity ?? ''] ?? whole) : (charOf(Number(number)) ?? whole),
    );
}

function charOf(code: number): string | null {
  const isText = code >= 32 && code < 0xf_00_00 && !(code >= 0xd8_00 && code <= 0xdf_ff);
  return isText ? String.fromCodePoint(code) : null;
}

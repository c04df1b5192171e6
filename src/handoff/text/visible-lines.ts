/**
 * The lines of a comment as somebody sees them who reads it on GitHub: where each stands, and whether it is said in the
 * writer's own voice. In paragraphs each line is one; within HTML the tags break lines, and the ends of lines do not.
 */
import {
  endOfComment,
  endOfTag,
  spansOf,
  type Block,
  type HtmlReader,
  type Leaf,
  type Span,
} from '../markdown/index.ts';
import { read, readHtml } from './text.ts';

/**
 * Why it is not certain that a line is said. `quoted`: it stands right below a quote, and is shown as a part of it. `joined`:
 * it is shown in one line with what is around it. `unclear`: nobody can tell what is shown.
 */
export type LineDoubt = 'quoted' | 'heading' | 'joined' | 'unclear';

export type VisibleLine = {
  readonly text: string;
  /** null: it is said. */
  readonly doubt: LineDoubt | null;
  /** The line of the source that it begins, with everything before it; null: it begins within one, or within HTML. */
  readonly source: string | null;
  /** It is written in HTML, where signs of Markdown are shown as they are. */
  readonly isHtml: boolean;
};

/** Tags that begin a new line. */
const breaking = new Set(
  `address article aside blockquote br center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li
  main nav ol p pre section summary table tbody td tfoot th thead tr ul`.split(/\s+/),
);
const headings = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
/** Attributes that may hide what is in an element, or turn it round. */
const odd = /\s(?:hidden|style|dir)(?=[\s=/>])/i;

type Open = { text: string; doubt: LineDoubt | null; isSaid: boolean; source: string | null };

type Reading = {
  readonly source: string;
  readonly html: HtmlReader;
  readonly lines: VisibleLine[];
  line: Open;
  isHtml: boolean;
  /** Nothing that follows is shown: a comment does not end. */
  isHidden: boolean;
  /** Nobody can tell what follows: of anything, or of what is read just now. */
  isOdd: boolean;
  isOddHere: boolean;
  /** How many headings are open. */
  heads: number;
};

const fresh = (source: string | null = null): Open => ({ text: '', doubt: null, isSaid: true, source });

/** The lines of a text whose lines end with `\n`. */
export function visibleLines(source: string): readonly VisibleLine[] {
  const { blocks, html } = read(source);
  const reading: Reading = {
    source,
    html,
    lines: [],
    line: fresh(),
    isHtml: false,
    isHidden: false,
    isOdd: false,
    isOddHere: false,
    heads: 0,
  };
  for (const block of blocks) visit(reading, block, null);
  return reading.lines;
}

function visit(reading: Reading, block: Block, within: 'quote' | 'footnote' | null): void {
  if ('children' in block) {
    const inner = block.kind === 'quote' || block.kind === 'footnote' ? block.kind : within;
    for (const child of block.children) visit(reading, child, within === 'footnote' ? within : inner);
    return;
  }
  const { html } = reading;
  if (within !== null) {
    if (within === 'quote' && block.kind === 'paragraph') lazyLines(reading, block);
    readHtml([block], html);
    return;
  }
  switch (block.kind) {
    case 'paragraph':
      paragraph(reading, block);
      break;
    case 'heading':
      reading.heads += 1;
      paragraph(reading, block);
      reading.heads -= 1;
      break;
    case 'html':
      // What begins here for one reader does not for another.
      if (block.isDoubtful && block.lines.slice(1).some((line) => /^[ \t>]*(?:`{3}|~{3}|<)/.test(line)))
        reading.isOdd = true;
      doubtfully(reading, block.isDoubtful, () => htmlBlock(reading, block.lines.join('\n')));
      break;
    case 'unread':
      reading.isOdd = true;
      for (const line of block.lines.join('\n').split('\n')) {
        say(reading, line);
        end(reading, null);
      }
      break;
    case 'table':
    case 'code':
    case 'rule':
      readHtml([block], html);
      break;
    default:
      block satisfies never;
  }
  end(reading, null);
}

/** Reads something; `isOdd`: nobody can tell what is shown of it. */
function doubtfully(reading: Reading, isOdd: boolean, read: () => void): void {
  const before = reading.isOddHere;
  reading.isOddHere ||= isOdd;
  read();
  reading.isOddHere = before;
}

/** Below a quote, lines without its sign are still a part of it. */
function lazyLines({ source, lines }: Reading, { lines: own, starts }: Leaf): void {
  for (const [index, text] of own.entries()) {
    const line = lineAt(source, starts[index] ?? 0);
    if (!line.slice(0, line.length - text.length).includes('>'))
      lines.push({ text, doubt: 'quoted', source: null, isHtml: false });
  }
}

function lineAt(source: string, from: number): string {
  const to = source.indexOf('\n', from);
  return source.slice(from, to < 0 ? source.length : to);
}

/** Ends a line, and begins another. */
function end(reading: Reading, next: string | null): void {
  const { text, doubt, isSaid } = reading.line;
  if (isSaid && text.trim() !== '') {
    const { lines, line, isHtml } = reading;
    lines.push({ text: text.trim(), doubt, source: line.source, isHtml });
  }
  reading.line = fresh(next);
}

/** Adds to a line what is shown in it; how its first sign stands is how it stands. */
function say(reading: Reading, text: string): void {
  const { line, html } = reading;
  if (line.text.trim() === '' && text.trim() !== '') {
    const isLost = reading.isOdd || reading.isOddHere || html.isLost();
    line.isSaid = !reading.isHidden && !html.isApart() && (isLost || !html.isQuoting());
    line.doubt ??= isLost ? 'unclear' : reading.heads > 0 ? 'heading' : null;
  }
  line.text += text;
}

function tag(reading: Reading, whole: string, name: string): void {
  const isClosing = whole[1] === '/';
  if (odd.test(whole)) reading.isOdd = true;
  if (breaking.has(name)) end(reading, null);
  reading.html.tag(name, isClosing);
  if (reading.isOdd || reading.isOddHere || reading.html.isLost()) reading.line.doubt ??= 'unclear';
  const by = isClosing ? -1 : 1;
  if (headings.has(name)) reading.heads = Math.max(0, reading.heads + by);
}

const definition = /^\[[^[\]]*\]:[ \t]*[^ \t]+[ \t]*$/;

/** Which lines of a paragraph begin within the text of an image or the label of a link, which nobody sees; null: none can. */
function unseenLines(text: string, spans: readonly Span[]): readonly number[] | null {
  if (!(text.includes('![') || text.includes('][')) || !text.includes('\n')) return null;
  /** By how many of them more, or fewer, each line begins in than the one before. */
  const change: number[] = Array.from({ length: text.split('\n').length + 1 }, () => 0);
  const open: { readonly isUnseen: boolean; readonly line: number }[] = [];
  let [line, next] = [0, 0];
  for (const { 0: sign, index } of text.matchAll(/\\.|[[\]\n]/g)) {
    while ((spans[next]?.to ?? Number.POSITIVE_INFINITY) <= index) next += 1;
    const span = spans[next];
    if (sign === '\n') line += 1;
    else if (sign.length > 1 || (span !== undefined && span.from < index && span.kind !== 'doubt')) continue;
    else if (sign === '[') open.push({ isUnseen: /[!\]]/.test(text[index - 1] ?? ''), line });
    else {
      const from = open.pop();
      if (from?.isUnseen !== true || from.line === line) continue;
      change[from.line + 1] = (change[from.line + 1] ?? 0) + 1;
      change[line + 1] = (change[line + 1] ?? 0) - 1;
    }
  }
  let depth = 0;
  return change.map((by) => (depth += by));
}

/** What stands between two of the same may be crossed out, or shown as a formula. */
const pairs = [/(?<![~\\])~{1,2}(?!~)/g, /(?<!\\)\${2}/g];

/** A paragraph, or a heading. */
function paragraph(reading: Reading, { lines, starts, defines }: Leaf): void {
  const { source, html } = reading;
  const defined = defines ? lines.findIndex((each) => !definition.test(each)) : 0;
  // What follows a definition may be the title of its link, and what looks like one may be none.
  if (defined < 0 || /^["'([]/.test(defines ? (lines[defined] ?? '') : '')) {
    html.maybe(lines.join('\n'));
    return;
  }
  if (defined > 0) html.maybe(lines.slice(0, defined).join('\n'));
  const text = lines.slice(defined).join('\n');
  let index = defined;
  const sourceOf = (): string | null => {
    const start = starts[index];
    return start === undefined ? null : lineAt(source, start);
  };
  reading.line = fresh(sourceOf());
  const paired = pairs.map((sign) => ({ sign, all: text.match(sign)?.length ?? 0, passed: 0 }));
  const plain = (from: number, to: number): void => {
    for (const [nth, piece] of text.slice(from, to).split('\n').entries()) {
      if (nth > 0) {
        index += 1;
        end(reading, sourceOf());
        const isUnseen = (unseen?.[index - defined] ?? 0) > 0;
        if (isUnseen || paired.some(({ all, passed }) => passed % 2 === 1 && passed < all))
          reading.line.doubt = 'unclear';
      }
      say(reading, piece);
      for (const each of paired) each.passed += piece.match(each.sign)?.length ?? 0;
    }
  };
  const spans = spansOf(text);
  const unseen = unseenLines(text, spans);
  let at = 0;
  for (const { from, to, kind, name } of spans) {
    plain(at, from);
    const whole = text.slice(from, to);
    at = to;
    if (kind === 'doubt') {
      html.maybe(whole);
      // How this line goes on is as doubtful as what comes below it.
      reading.line.doubt ??= 'unclear';
      doubtfully(reading, true, () => plain(from, to));
      continue;
    }
    index += whole.split('\n').length - 1;
    if (kind === 'comment') continue;
    if (kind === 'tag') tag(reading, whole, name);
    else say(reading, whole.replaceAll('\n', ' '));
  }
  plain(at, text.length);
}

/** Where a command may begin. */
const slash = /^\s*[/\uFF0F]/;

/** What is written in HTML: the end of a line is a space there. */
function words(reading: Reading, text: string): void {
  for (const [at, piece] of text.split('\n').entries()) {
    if (at > 0) {
      const before = reading.line.text;
      if (slash.test(piece) && before.trim() !== '' && reading.line.isSaid) {
        // Whoever wrote it sees a line of its own, and everybody else does not.
        if (slash.test(before)) reading.line.doubt ??= 'joined';
        end(reading, null);
        reading.line.doubt = 'joined';
      } else reading.line.text += ' ';
    }
    say(reading, piece);
  }
}

function htmlBlock(reading: Reading, html: string): void {
  reading.isHtml = true;
  htmlLines(reading, html);
  end(reading, null);
  reading.isHtml = false;
}

function htmlLines(reading: Reading, html: string): void {
  reading.line = fresh();
  let from = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at)) {
    const next = html[at + (html[at + 1] === '/' ? 2 : 1)] ?? '';
    if (html.startsWith('<!--', at)) {
      words(reading, html.slice(from, at));
      const ended = endOfComment(html, at);
      if (ended === null) {
        end(reading, null);
        reading.isHidden = true;
        return;
      }
      if (!ended.isPlain) reading.isOdd = true;
      from = ended.at;
    } else if (/[a-z]/i.test(next)) {
      words(reading, html.slice(from, at));
      const to = endOfTag(html, at);
      if (to < 0) {
        end(reading, null);
        reading.isOdd = true;
        return;
      }
      const whole = html.slice(at, to);
      tag(reading, whole, /^<\/?([^\s/>]{1,30})/.exec(whole)?.[1]?.toLowerCase() ?? '');
      from = to;
    } else if (/[!?/]/.test(html[at + 1] ?? '')) {
      words(reading, html.slice(from, at));
      const to = html.indexOf('>', at);
      if (to < 0 || html.startsWith('<![CDATA[', at)) {
        end(reading, null);
        reading.isOdd = true;
        return;
      }
      from = to + 1;
    } else {
      at += 1;
      continue;
    }
    at = from;
  }
  words(reading, html.slice(from));
}

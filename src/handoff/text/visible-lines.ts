/**
 * The lines of a comment as somebody sees them who reads it on GitHub: where each stands, and whether it is said in the
 * writer's own voice. In paragraphs each line is one; within HTML the tags break lines, and the ends of lines do not.
 */
import { nameOfTag, spansIn, type Block, type Leaf } from '../markdown/index.ts';
import { htmlBlock } from './html-lines.ts';
import {
  breaking,
  doubtfully,
  end,
  fresh,
  push,
  say,
  tag,
  type Asked,
  type Reading,
  type VisibleLine,
} from './said-lines.ts';
import { read, readHtml } from './text.ts';
import { atOnce, isPortion, newPace, type Pace, type Portions } from '../../portions.ts';
import { pairsIn } from './pairs.ts';
import { definedLines } from './defined-lines.ts';
import { unseenLines } from './unseen-lines.ts';

/** All lines of a text whose lines end with `\n`. */
export function visibleLines(source: string): readonly VisibleLine[] {
  const lines: VisibleLine[] = [];
  atOnce(readLines(source, { isWanted: () => true, take: (line) => lines.push(line) }));
  return lines;
}

/** Gives the lines that are asked for, in their order, and passes over what holds none. */
export function* readLines(source: string, asked: Asked): Portions<void> {
  const { blocks, html } = yield* read(source);
  const reading: Reading = {
    source,
    html,
    asked,
    text: '',
    isBlank: true,
    doubt: null,
    isSaid: true,
    from: null,
    isHtml: false,
    isAtStart: false,
    isHidden: false,
    isOdd: false,
    isOddHere: false,
    heads: 0,
  };
  yield* visitAll({ reading, pace: newPace() }, blocks, null);
}

type Visit = { readonly reading: Reading; readonly pace: Pace };

function* visitAll(
  visiting: Visit,
  blocks: readonly Block[],
  within: 'quote' | 'footnote' | null,
): Portions<void> {
  for (const block of blocks) {
    if (isPortion(visiting.pace)) yield;
    if ('children' in block) {
      const inner = block.kind === 'quote' || block.kind === 'footnote' ? block.kind : within;
      const visits = visitAll(visiting, block.children, within === 'footnote' ? within : inner);
      yield* visiting.reading.html.element(visits);
    } else if (within === null) yield* visit(visiting.reading, block);
    else {
      if (within === 'quote' && block.kind === 'paragraph') yield* lazyLines(visiting.reading, block);
      yield* readHtml([block], visiting.reading.html);
    }
  }
}

function* visit(reading: Reading, block: Leaf): Portions<void> {
  const { html } = reading;
  switch (block.kind) {
    case 'paragraph':
      yield* html.element(paragraph(reading, block));
      break;
    case 'heading':
      reading.heads += 1;
      yield* html.element(paragraph(reading, block));
      reading.heads -= 1;
      break;
    case 'html':
      // What begins here for one reader does not for another.
      if (block.isDoubtful && block.lines.slice(1).some((line) => /^[ \t>]*(?:`{3}|~{3}|<)/.test(line)))
        reading.isOdd = true;
      yield* block.isDoubtful ? eitherWay(reading, block) : htmlBlock(reading, block);
      break;
    case 'unread':
      reading.isOdd = true;
      yield* unclearLines(reading, block.lines.join('\n').split('\n'));
      break;
    case 'table':
    case 'code':
    case 'rule':
      yield* readHtml([block], html);
      break;
    default:
      block.kind satisfies never;
  }
  end(reading, null);
}

/** Below a quote, lines without its sign are still a part of it. */
function* lazyLines(reading: Reading, { lines, starts }: Leaf): Portions<void> {
  const pace = newPace();
  for (const [index, text] of lines.entries()) {
    if (isPortion(pace)) yield;
    if (!reading.asked.isWanted(text)) continue;
    const line = lineAt(reading.source, starts[index] ?? 0);
    if (!line.slice(0, line.length - text.length).includes('>'))
      push(reading, { text, doubt: 'quoted', from: null, isHtml: false });
  }
}

/** What may stand before the words of an item. */
const marker = /^[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+/;
const tags = /<\/?[a-z][^<>]{0,100}>/gi;

/** What is HTML for one reader, and Markdown for another: where Markdown goes on, its lines are lines. */
function* eitherWay(reading: Reading, block: Leaf): Portions<void> {
  const { asked } = reading;
  const said = new Set<string>();
  reading.asked = {
    ...asked,
    take(line) {
      said.add(line.text);
      asked.take(line);
    },
  };
  yield* doubtfully(reading, true, htmlBlock(reading, block));
  reading.asked = asked;
  yield* unclearLines(reading, block.lines, said);
}

const none: ReadonlySet<string> = new Set();

/** Lines as they are written, of which nobody knows what they are; without what was `said` already. */
function* unclearLines(
  reading: Reading,
  lines: readonly string[],
  said: ReadonlySet<string> = none,
): Portions<void> {
  const pace = newPace();
  for (const line of lines) {
    if (isPortion(pace)) yield;
    const broken = line
      .replace(marker, '')
      .replaceAll(tags, (whole) => (breaking.has(nameOfTag(whole, 0)) ? '\n' : ''));
    for (const each of broken.split('\n')) {
      const text = each.trim();
      if (!said.has(text)) push(reading, { text, doubt: 'unclear', from: null, isHtml: false });
    }
  }
}

/** The line of the source that begins there. */
export function lineAt(source: string, from: number): string {
  const to = source.indexOf('\n', from);
  return source.slice(from, to < 0 ? source.length : to);
}

/** A line without the backslash that breaks it, which is not shown. */
function withoutBreak(line: string): string {
  let from = line.length;
  while (line[from - 1] === '\\') from -= 1;
  return (line.length - from) % 2 === 1 ? line.slice(0, -1) : line;
}

/** A paragraph, or a heading. */
function* paragraph(reading: Reading, { lines, starts, defines }: Leaf): Portions<void> {
  const { html } = reading;
  const { many: defined, isSure } = defines ? definedLines(lines) : { many: 0, isSure: true };
  if (!isSure) {
    yield* html.maybe(lines.join('\n'));
    yield* unclearLines(reading, lines.slice(defined));
    return;
  }
  if (defined > 0) yield* html.maybe(lines.slice(0, defined).join('\n'));
  const text = lines.slice(defined).join('\n');
  if (!text.includes('<') && !reading.asked.isWanted(text)) return;
  let index = defined;
  fresh(reading, starts[index] ?? null);
  const paired = pairsIn(text);
  const pace = newPace();
  function* plain(from: number, to: number): Portions<void> {
    const pieces = text.slice(from, to).split('\n');
    for (const [nth, whole] of pieces.entries()) {
      if (isPortion(pace)) yield;
      const piece = nth < pieces.length - 1 ? withoutBreak(whole) : whole;
      if (nth > 0) {
        index += 1;
        end(reading, starts[index] ?? null);
        const isUnseen = (unseen?.[index - defined] ?? 0) > 0;
        if (isUnseen || paired.some(({ all, passed }) => passed % 2 === 1 && passed < all))
          reading.doubt = 'unclear';
      }
      say(reading, piece);
      for (const each of paired) each.passed += each.timesIn(piece);
    }
  }
  const spans = yield* spansIn(text);
  const unseen = unseenLines(text, spans);
  let at = 0;
  for (const { from, to, kind, name } of spans) {
    if (at < from) yield* plain(at, from);
    const whole = text.slice(from, to);
    at = to;
    if (kind === 'doubt') {
      yield* html.maybe(whole);
      // How this line goes on is as doubtful as what comes below it.
      reading.doubt ??= 'unclear';
      yield* doubtfully(reading, true, plain(from, to));
      continue;
    }
    const isLong = whole.includes('\n');
    if (isLong) index += whole.split('\n').length - 1;
    if (kind === 'comment') continue;
    if (kind === 'tag') tag(reading, whole, name);
    else say(reading, isLong ? whole.replaceAll('\n', ' ') : whole);
  }
  if (at < text.length) yield* plain(at, text.length);
}

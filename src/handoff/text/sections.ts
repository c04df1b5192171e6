/** The parts of a body under its headings, as they are shown: what is in a comment, in code or in a quote heads nothing. */
import { hashOf } from '../../hash.ts';
import { atOnce, isPortion, newPace, type Pace, type Portions } from '../../portions.ts';
import {
  createHtmlReader,
  type Block,
  type Container,
  type HtmlReader,
  type Leaf,
} from '../markdown/index.ts';
import {
  everyBlock,
  hasBox,
  inDoubt,
  leafText,
  meaningOfBlocks,
  memoizedPortions,
  read,
  readHtml,
  sourceOf,
  unticked,
} from './text.ts';

/** A heading as it is compared: without links, emphasis and case, and without a colon at its end. */
const plainHeading = (text: string): string =>
  text
    .slice(0, 500)
    .replaceAll(/\[([^[\]]*)\]\([^()[\]]*\)/g, '$1')
    .replaceAll(/[*_~`]|\\(?=[!-/:-@[-`{-~])/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/:$/, '')
    .toLowerCase();

/** Signs that nobody sees, also where they are written as entities. */
const unseen =
  /[\s\p{Cf}\u2800\u3164\uFFA0]|&(?:nbsp|ensp|emsp|thinsp|zwnj|zwj|shy|lrm|rlm|#\d{1,7}|#x[\da-f]{1,6});/giu;
const emptyItem = /^\[[ xX]?\]$/;
/** Tags that show something. */
const shows = /<(?:img|picture|video|audio|svg|hr|input)\b/i;

/** True when a reader finds text in a block: more than comments, empty boxes and the marks of a list. */
function* hasText(block: Block, html: HtmlReader): Portions<boolean> {
  const pace = newPace();
  let found = false;
  // All of it is read, for what its HTML does to what comes after it.
  for (const each of everyBlock([block])) {
    if (!('children' in each)) found = (yield* isText(each, html)) || found;
    if (isPortion(pace)) yield;
  }
  return found;
}

function* isText(block: Leaf, html: HtmlReader): Portions<boolean> {
  const text = yield* leafText(block, html);
  if (block.kind === 'heading' || block.kind === 'rule' || block.defines) return false;
  if (block.kind === 'html' && !shows.test(text)) return hasVisibleText(text.replaceAll(/<[^<>]*>/g, ''));
  return !emptyItem.test(text.trim()) && hasVisibleText(text);
}

/** A sign that somebody sees, where no entity stands. */
const seen = /[^\s\p{Cf}\u2800\u3164\uFFA0]/u;

const hasVisibleText = (text: string): boolean =>
  text.includes('&') ? text.replaceAll(unseen, '') !== '' : seen.test(text);

type Section = { readonly title: string; readonly depth: number };
/** A block of a body: whether it is shown as what it is, and the headings that it is under, from the highest. */
type Part<T> = {
  readonly block: Block;
  readonly isSeen: boolean;
  readonly under: readonly Section[];
  /** What was asked about it. */
  readonly found: T;
};

/** A body's blocks; `ask` is asked about each, in their order, and reads its HTML. */
function* partsOf<T>(
  body: string,
  ask: (block: Block, html: HtmlReader) => Portions<T>,
): Portions<readonly Part<T>[]> {
  const { blocks, html } = yield* read(body);
  const parts: Part<T>[] = [];
  const pace = newPace();
  let open: readonly Section[] = [];
  for (const block of blocks) {
    if (isPortion(pace)) yield;
    const isSeen = !html.isQuoting();
    if (block.kind === 'heading' && isSeen) {
      const title = plainHeading(yield* leafText(block, createHtmlReader()));
      open = [...open.filter(({ depth }) => depth < block.depth), { title, depth: block.depth }];
    }
    parts.push({ block, isSeen, under: open, found: yield* ask(block, html) });
  }
  return parts;
}

/** Reads a block's HTML alone. */
const reading = (block: Block, html: HtmlReader): Portions<void> => readHtml([block], html);

const saidOf = (block: Block, html: HtmlReader): Portions<string> => meaningOfBlocks([block], html);

/**
 * Which of the wanted headings are missing from a body, or have no text below them.
 * A section goes on to the next heading of its own rank or a higher one; case does not matter.
 */
export function missingSections(body: string, wanted: readonly string[]): readonly string[] {
  if (wanted.length === 0) return [];
  const there = new Set(sectionsWithText(body));
  const titles = titlesOf(wanted);
  return wanted.filter((_, index) => !there.has(titles[index]!));
}

const titlesByWanted = new WeakMap<readonly string[], readonly string[]>();

/** Headings as they are compared; a policy asks for the same ones again and again. */
function titlesOf(wanted: readonly string[]): readonly string[] {
  const known = titlesByWanted.get(wanted);
  if (known !== undefined) return known;
  const titles = wanted.map(plainHeading);
  titlesByWanted.set(wanted, titles);
  return titles;
}

/** Reads which sections have text, so that `missingSections` finds it read. */
export const readSections = (body: string): Portions<unknown> => sectionsWithText.ahead(body);

/** The titles of all sections that have text, as they are compared. */
const sectionsWithText = memoizedPortions(8_000_000, function* (body: string): Portions<readonly string[]> {
  const found = new Set<Section>();
  for (const part of yield* partsOf(body, hasText))
    if (part.isSeen && part.found) for (const section of part.under) found.add(section);
  return [...new Set([...found].map(({ title }) => title))];
});

/** The parts below each of the wanted headings, as far as their sections go; a heading may be there twice. */
function partsUnder<T>(parts: readonly Part<T>[], heading: string): readonly (readonly Part<T>[])[] {
  const wanted = plainHeading(heading);
  const found = new Map<Section, Part<T>[]>();
  for (const part of parts) {
    const section = part.isSeen ? part.under.find(({ title }) => title === wanted) : undefined;
    if (section === undefined) continue;
    const known = found.get(section);
    // The first of them is the heading.
    if (known === undefined) found.set(section, []);
    else known.push(part);
  }
  return [...found.values()];
}

/** What can change how a text is shown that stands elsewhere: definitions of links, footnotes. */
const reachesOut = (block: Block): boolean =>
  'children' in block ? block.kind === 'footnote' || block.children.some(reachesOut) : block.defines;

/** What a body says under the headings, for comparing. */
export const coveredText = memoizedPortions(
  16_000_000,
  function* (body: string, headings: readonly string[]): Portions<string> {
    const parts = yield* partsOf(body, saidOf);
    const said = headings.map((heading) => [
      heading,
      partsUnder(parts, heading).map((under) => under.map((part) => part.found)),
    ]);
    const elsewhere = parts.filter(({ block }) => reachesOut(block)).map((part) => part.found);
    // Where headings may be hidden, or cannot be read, all of it counts.
    const isSure = parts.every((part) => part.isSeen && part.block.kind !== 'unread');
    const rest = isSure
      ? inDoubt(
          body,
          parts.map(({ block }) => block),
        )
      : sourceOf(body);
    return hashOf(JSON.stringify([said, elsewhere, rest]));
  },
);

/** What a reader sees under the headings, the headings with it. */
export function coveredSource(body: string, headings: readonly string[]): string {
  const source = sourceOf(body);
  const parts = atOnce(partsOf(body, reading));
  return headings
    .flatMap((heading) =>
      partsUnder(parts, heading).map((under) => `## ${heading}\n\n${sourceOfParts(source, under)}`),
    )
    .join('\n\n');
}

function sourceOfParts(source: string, parts: readonly Part<void>[]): string {
  return source.slice(parts[0]?.block.from ?? 0, parts.at(-1)?.block.to ?? 0);
}

/** One thing to accept: its number from 1, what it says, and what tells it from the others. */
export type Criterion = { readonly number: number; readonly text: string; readonly key: string };

/**
 * The tasks under a heading: the items of its task lists and numbered lists. What is nested in one belongs to it.
 * Two that say the same are told apart by their order.
 */
export const criteriaIn = memoizedPortions(16_000_000, function* (body: string, heading: string): Portions<
  readonly Criterion[]
> {
  const times = new Map<string, number>();
  const parts = yield* partsOf(body, reading);
  const items = partsUnder(parts, heading)
    .flat()
    .flatMap(({ block }) => ('children' in block && block.kind === 'list' ? [block] : []))
    .flatMap((list) => itemsOf(list).filter((item) => list.start !== null || hasBox(item)));
  const found: Criterion[] = [];
  const pace = newPace();
  for (const item of items) {
    const blocks = unticked(item, '');
    const text = yield* textOf(blocks, pace);
    if (!hasVisibleText(text)) continue;
    const said = yield* meaningOfBlocks(blocks, createHtmlReader());
    const time = (times.get(said) ?? 0) + 1;
    times.set(said, time);
    const isPlain = said === JSON.stringify(['paragraph', 0, '', text]);
    const key = isPlain ? text : `${text}\n${hashOf(said)}`;
    found.push({ number: found.length + 1, text, key: time === 1 ? key : `${key}\n${time}` });
  }
  return found;
});

const itemsOf = (list: Container): readonly Container[] =>
  list.children.flatMap((item) => ('children' in item ? [item] : []));

/** The words of blocks, in one line. */
function* textOf(blocks: readonly Block[], pace: Pace): Portions<string> {
  const html = createHtmlReader();
  const found: string[] = [];
  for (const block of blocks) {
    if (isPortion(pace)) yield;
    if (!('children' in block)) found.push(yield* leafText(block, html));
    else if (block.kind !== 'list') found.push(yield* textOf(block.children, pace));
    else {
      const { start } = block;
      for (const [index, item] of itemsOf(block).entries())
        found.push(`${start === null ? '-' : `${start + index}.`} ${yield* textOf(unticked(item), pace)}`);
    }
  }
  return found.join(' ').replaceAll(/\s+/g, ' ').trim();
}

/**
 * Atlassian Document Format, as Markdown.
 * Atlassian: "Atlassian Document Format" ("Document structure" and the pages of its nodes).
 */
import { atOnce, isPortion, newPace, type Pace, type Portions } from '../../portions.ts';
import * as markdown from './markdown.ts';

type Node = {
  readonly type: string;
  readonly text: string;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly marks: readonly Node[];
  readonly content: readonly Node[];
};

/** Deeper is no document of a person's; what is there counts as text. */
const deepest = 40;

/**
 * The document as Markdown, in which headings, lists, tasks, quotes, tables and code are what they are in Jira.
 * Nodes that are not known count by the text in them. Never throws, whatever it is given.
 */
export function* readAdf(document: unknown): Portions<string> {
  if (typeof document === 'string') return yield* markdown.literal(document);
  const pace = newPace();
  return (yield* blocks([yield* nodeOf(document, 0, pace)], pace))
    .replaceAll(/(?<![ \t])[ \t]+$/gm, '')
    .trim();
}

const nothing: Node = { type: '', text: '', attrs: {}, marks: [], content: [] };

/** What is well-formed of a node. */
function* nodeOf(value: unknown, depth: number, pace: Pace): Portions<Node> {
  if (isPortion(pace)) yield;
  if (typeof value !== 'object' || value === null) return nothing;
  const own = (key: string): unknown => (Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined);
  function* list(key: string): Portions<readonly Node[]> {
    const found: unknown = own(key);
    if (!Array.isArray(found) || found.length === 0) return [];
    if (depth >= deepest) return [{ ...nothing, type: 'text', text: yield* textWithin(found, pace) }];
    const nodes: Node[] = [];
    for (const each of found as readonly unknown[]) nodes.push(yield* nodeOf(each, depth + 1, pace));
    return nodes;
  }
  const [type, text, attrs] = [own('type'), own('text'), own('attrs')];
  return {
    type: typeof type === 'string' ? type : '',
    text: typeof text === 'string' ? text : '',
    attrs: typeof attrs === 'object' && attrs !== null ? { ...attrs } : {},
    marks: depth >= deepest ? [] : yield* list('marks'),
    content: yield* list('content'),
  };
}

/** All text in there, without recursion. */
function* textWithin(values: readonly unknown[], pace: Pace): Portions<string> {
  const found: string[] = [];
  const open: unknown[] = values.toReversed();
  while (open.length > 0) {
    if (isPortion(pace)) yield;
    const value = open.pop();
    if (Array.isArray(value)) for (const each of (value as readonly unknown[]).toReversed()) open.push(each);
    else if (typeof value === 'object' && value !== null) {
      if ('text' in value && typeof value.text === 'string') found.push(value.text);
      if ('content' in value) open.push(value.content);
    }
  }
  return found.join(' ');
}

function attr(node: Node, name: string): string {
  const value = Object.hasOwn(node.attrs, name) ? node.attrs[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const inlineTypes = new Set([
  'text',
  'hardBreak',
  'mention',
  'emoji',
  'date',
  'status',
  'inlineCard',
  'placeholder',
  'mediaInline',
  'inlineExtension',
]);

/** Blocks, one after the other; what is inline among them makes a paragraph. */
function* blocks(nodes: readonly Node[], pace: Pace): Portions<string> {
  const found: string[] = [];
  let words: Node[] = [];
  function* endWords(): Portions<void> {
    if (words.length > 0) found.push(yield* literalBut(words, pace));
    words = [];
  }
  for (const node of nodes) {
    if (inlineTypes.has(node.type)) {
      words.push(node);
      continue;
    }
    yield* endWords();
    found.push(yield* block(node, pace));
  }
  yield* endWords();
  return markdown.joined(found);
}

function* block(node: Node, pace: Pace): Portions<string> {
  if (isPortion(pace)) yield;
  switch (node.type) {
    case 'heading':
      return markdown.heading(Number(attr(node, 'level')), yield* inline(node.content, pace, oneLine));
    case 'codeBlock':
      return markdown.fenced(node.content.map(({ text }) => text).join(''), attr(node, 'language'));
    case 'blockquote':
      return yield* markdown.quotedBlock(yield* blocks(node.content, pace));
    case 'rule':
      return '---';
    case 'bulletList':
    case 'decisionList':
      return yield* listOf(node, pace, () => '- ');
    case 'orderedList':
      return yield* listOf(node, pace, (index) => `${Math.min(startOf(node) + index, 999_999_999)}. `);
    case 'taskList':
      return yield* listOf(node, pace, (_, each) => (attr(each, 'state') === 'DONE' ? '- [x] ' : '- [ ] '));
    case 'table':
      return yield* tableOf(node, pace);
    case 'expand':
    case 'nestedExpand':
      return markdown.joined([
        yield* markdown.literal(attr(node, 'title')),
        yield* blocks(node.content, pace),
      ]);
    case 'media':
      return yield* mediaBlock(node);
    case 'blockCard':
    case 'embedCard':
      return yield* markdown.literal(attr(node, 'url'));
    case 'extension':
    case 'bodiedExtension':
      return markdown.joined([
        yield* markdown.literal(attr(node, 'text')),
        yield* blocks(node.content, pace),
      ]);
    default:
      return markdown.joined([yield* markdown.literal(node.text), yield* blocks(node.content, pace)]);
  }
}

function startOf(node: Node): number {
  const order = Number(attr(node, 'order') || 1);
  return Number.isSafeInteger(order) && order >= 0 ? order : 1;
}

function* listOf(node: Node, pace: Pace, markerOf: (index: number, item: Node) => string): Portions<string> {
  const lines: string[] = [];
  let index = 0;
  for (const each of node.content) {
    // A list in a task list stands beside the item that it belongs to.
    if (each.type.endsWith('List')) {
      lines.push(prefixLines(yield* block(each, pace), '  '));
      continue;
    }
    const marker = markerOf(index, each);
    index += 1;
    // Continued lines stand below the text, not below a box.
    const [bullet = marker, box = ''] = marker.split(/(?<=- )(?=\[)/);
    lines.push(yield* markdown.item(bullet, box + (yield* tight(each.content, pace))));
  }
  return lines.filter((line) => line.trim() !== '').join('\n');
}

/** An item's blocks: a list right below its text. */
function* tight(nodes: readonly Node[], pace: Pace): Portions<string> {
  const [first, second] = nodes;
  if (first?.type === 'paragraph' && second !== undefined && second.type.endsWith('List')) {
    return `${yield* block(first, pace)}\n${yield* blocks(nodes.slice(1), pace)}`;
  }
  return yield* blocks(nodes, pace);
}

function prefixLines(text: string, prefix: string): string {
  return text.replaceAll(/^(?=.)/gm, prefix);
}

function* tableOf(node: Node, pace: Pace): Portions<string> {
  const rows: string[][] = [];
  let columns = 0;
  for (const { content } of node.content) {
    const cells: string[] = [];
    for (const cell of content) cells.push(markdown.cell(yield* blocks(cell.content, pace)));
    rows.push(cells);
    columns = Math.max(columns, cells.length);
  }
  if (columns === 0) return '';
  const isHeaded = node.content[0]?.content.some(({ type }) => type === 'tableHeader') === true;
  const [first = [], ...others] = isHeaded ? rows : [Array<string>(columns).fill(''), ...rows];
  const written = [markdown.row(first), markdown.rule(columns)];
  for (const cells of others) {
    if (isPortion(pace)) yield;
    written.push(markdown.row(cells));
  }
  return written.join('\n');
}

const mediaTarget = (node: Node): string => attr(node, 'id') || attr(node, 'url');

const mediaLink = (node: Node): string =>
  `!${markdown.link(markdown.literalLine(attr(node, 'alt')) || ' ', mediaTarget(node))}`;

function* mediaBlock(node: Node): Portions<string> {
  return mediaTarget(node) === '' ? yield* markdown.literal(attr(node, 'alt')) : mediaLink(node);
}

const mediaInText = (node: Node): string =>
  mediaTarget(node) === '' ? atOnce(markdown.literal(attr(node, 'alt'))) : mediaLink(node);

const literalBut = (nodes: readonly Node[], pace: Pace): Portions<string> =>
  inline(nodes, pace, markdown.literal);

function* oneLine(text: string): Portions<string> {
  yield;
  return markdown.literalLine(text);
}

/** Inline nodes; `write` makes plain text of what is text in Jira. Code and links are put in afterwards. */
function* inline(
  nodes: readonly Node[],
  pace: Pace,
  write: (text: string) => Portions<string>,
): Portions<string> {
  const kept: string[] = [];
  // A sign that no text of a document has, so that what begins a line is seen as it will stand.
  const keep = (markdown: string): string => `\u{F0000}${kept.push(markdown) - 1}\u{F0001}`;
  const found: string[] = [];
  for (const node of nodes) found.push(yield* words(node, pace, keep));
  return (yield* write(found.join(''))).replaceAll(
    /\u{F0000}(\d+)\u{F0001}/gu,
    (_, index: string) => kept[Number(index)] ?? '',
  );
}

function* words(node: Node, pace: Pace, keep: (markdown: string) => string): Portions<string> {
  if (isPortion(pace)) yield;
  switch (node.type) {
    case 'text':
      return marked(node, keep);
    case 'hardBreak':
      return '\n';
    case 'mention':
      return plain(attr(node, 'text') || `@${attr(node, 'id')}`);
    case 'emoji':
      return plain(attr(node, 'text') || attr(node, 'shortName'));
    case 'date':
      return dateOf(attr(node, 'timestamp'));
    case 'inlineCard':
      return plain(attr(node, 'url'));
    case 'mediaInline':
      return keep(mediaInText(node));
    case 'status':
    case 'placeholder':
    case 'inlineExtension':
      return plain(attr(node, 'text'));
    default: {
      const found = [plain(node.text)];
      for (const each of node.content) found.push(yield* words(each, pace, keep));
      return found.join('');
    }
  }
}

/** Without the signs that `keep` uses. */
const plain = (text: string): string => text.replaceAll(/[\u{F0000}\u{F0001}]/gu, '');

/** Emphasis says nothing that matters; that something is struck out, is code, or leads elsewhere, does. */
function marked(node: Node, keep: (markdown: string) => string): string {
  const has = (type: string): Node | undefined => node.marks.find((mark) => mark.type === type);
  if (has('code') !== undefined) return keep(markdown.inCode(plain(node.text)));
  const href = attr(has('link') ?? nothing, 'href');
  const text = plain(node.text);
  const shown = has('strike') === undefined || text.trim() === '' ? text : `~~${text}~~`;
  return href === '' ? shown : keep(markdown.link(markdown.literalLine(shown), href));
}

/** The day, as `YYYY-MM-DD`; a time stamp that is none stays as it is. */
function dateOf(timestamp: string): string {
  const date = new Date(Number(timestamp));
  return timestamp === '' || Number.isNaN(date.getTime())
    ? plain(timestamp)
    : date.toISOString().replace(/T.*/, '');
}

/**
 * Atlassian Document Format, as Markdown.
 * Atlassian: "Atlassian Document Format" ("Document structure" and the pages of its nodes).
 */
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
export function adfToMarkdown(document: unknown): string {
  if (typeof document === 'string') return markdown.literal(document);
  return blocks([nodeOf(document, 0)])
    .replaceAll(/(?<![ \t])[ \t]+$/gm, '')
    .trim();
}

const nothing: Node = { type: '', text: '', attrs: {}, marks: [], content: [] };

/** What is well-formed of a node. */
function nodeOf(value: unknown, depth: number): Node {
  if (typeof value !== 'object' || value === null) return nothing;
  const own = (key: string): unknown => (Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined);
  const list = (key: string): readonly Node[] => {
    const found = own(key);
    if (!Array.isArray(found)) return [];
    if (depth >= deepest) return [{ ...nothing, type: 'text', text: textWithin(found) }];
    return found.map((each) => nodeOf(each, depth + 1));
  };
  const [type, text, attrs] = [own('type'), own('text'), own('attrs')];
  return {
    type: typeof type === 'string' ? type : '',
    text: typeof text === 'string' ? text : '',
    attrs: typeof attrs === 'object' && attrs !== null ? { ...attrs } : {},
    marks: depth >= deepest ? [] : list('marks'),
    content: list('content'),
  };
}

/** All text in there, without recursion. */
function textWithin(values: readonly unknown[]): string {
  const found: string[] = [];
  const open: unknown[] = values.toReversed();
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) open.push(...(value as readonly unknown[]).toReversed());
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
function blocks(nodes: readonly Node[]): string {
  const found: string[] = [];
  let words: Node[] = [];
  const endWords = (): void => {
    if (words.length > 0) found.push(literalBut(words));
    words = [];
  };
  for (const node of nodes) {
    if (inlineTypes.has(node.type)) {
      words.push(node);
      continue;
    }
    endWords();
    found.push(block(node));
  }
  endWords();
  return markdown.joined(found);
}

function block(node: Node): string {
  switch (node.type) {
    case 'heading':
      return markdown.heading(Number(attr(node, 'level')), inline(node.content, markdown.literalLine));
    case 'codeBlock':
      return markdown.fenced(node.content.map(({ text }) => text).join(''), attr(node, 'language'));
    case 'blockquote':
      return markdown.quotedBlock(blocks(node.content));
    case 'rule':
      return '---';
    case 'bulletList':
    case 'decisionList':
      return listOf(node, () => '- ');
    case 'orderedList':
      return listOf(node, (index) => `${Math.min(startOf(node) + index, 999_999_999)}. `);
    case 'taskList':
      return listOf(node, (_, each) => (attr(each, 'state') === 'DONE' ? '- [x] ' : '- [ ] '));
    case 'table':
      return tableOf(node);
    case 'expand':
    case 'nestedExpand':
      return markdown.joined([markdown.literal(attr(node, 'title')), blocks(node.content)]);
    case 'media':
      return mediaOf(node);
    case 'blockCard':
    case 'embedCard':
      return markdown.literal(attr(node, 'url'));
    case 'extension':
    case 'bodiedExtension':
      return markdown.joined([markdown.literal(attr(node, 'text')), blocks(node.content)]);
    default:
      return markdown.joined([markdown.literal(node.text), blocks(node.content)]);
  }
}

function startOf(node: Node): number {
  const order = Number(attr(node, 'order') || 1);
  return Number.isSafeInteger(order) && order >= 0 ? order : 1;
}

function listOf(node: Node, markerOf: (index: number, item: Node) => string): string {
  const lines: string[] = [];
  let index = 0;
  for (const each of node.content) {
    // A list in a task list stands beside the item that it belongs to.
    if (each.type.endsWith('List')) {
      lines.push(prefixLines(block(each), '  '));
      continue;
    }
    const marker = markerOf(index, each);
    index += 1;
    // Continued lines stand below the text, not below a box.
    const [bullet = marker, box = ''] = marker.split(/(?<=- )(?=\[)/);
    lines.push(markdown.item(bullet, box + tight(each.content)));
  }
  return lines.filter((line) => line.trim() !== '').join('\n');
}

/** An item's blocks: a list right below its text. */
function tight(nodes: readonly Node[]): string {
  const [first, second] = nodes;
  if (first?.type === 'paragraph' && second !== undefined && second.type.endsWith('List')) {
    return `${block(first)}\n${blocks(nodes.slice(1))}`;
  }
  return blocks(nodes);
}

function prefixLines(text: string, prefix: string): string {
  return text.replaceAll(/^(?=.)/gm, prefix);
}

function tableOf(node: Node): string {
  const rows = node.content.map(({ content }) => content.map((cell) => cellText(cell)));
  const columns = Math.max(0, ...rows.map((cells) => cells.length));
  if (columns === 0) return '';
  const isHeaded = node.content[0]?.content.some(({ type }) => type === 'tableHeader') === true;
  const [first = [], ...others] = isHeaded ? rows : [Array.from({ length: columns }, () => ''), ...rows];
  return [markdown.row(first), markdown.rule(columns), ...others.map((cells) => markdown.row(cells))].join(
    '\n',
  );
}

const cellText = (cell: Node): string => blocks(cell.content);

function mediaOf(node: Node): string {
  const target = attr(node, 'id') || attr(node, 'url');
  return target === ''
    ? markdown.literal(attr(node, 'alt'))
    : `!${markdown.link(markdown.literalLine(attr(node, 'alt')) || ' ', target)}`;
}

function literalBut(nodes: readonly Node[]): string {
  return inline(nodes, markdown.literal);
}

/** Inline nodes; `write` makes plain text of what is text in Jira. Code and links are put in afterwards. */
function inline(nodes: readonly Node[], write: (text: string) => string): string {
  const kept: string[] = [];
  // A sign that no text of a document has, so that what begins a line is seen as it will stand.
  const keep = (markdown: string): string => `\u{F0000}${kept.push(markdown) - 1}\u{F0001}`;
  const text = nodes.map((node) => words(node, keep)).join('');
  return write(text).replaceAll(/\u{F0000}(\d+)\u{F0001}/gu, (_, index: string) => kept[Number(index)] ?? '');
}

function words(node: Node, keep: (markdown: string) => string): string {
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
      return keep(mediaOf(node));
    case 'status':
    case 'placeholder':
    case 'inlineExtension':
      return plain(attr(node, 'text'));
    default:
      return plain(node.text) + node.content.map((each) => words(each, keep)).join('');
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

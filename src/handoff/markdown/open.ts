/** What is open while a text's blocks are read: the containers that a line may go on with, and the leaf. */
import type { Block, Container, Leaf } from './block.ts';
import type { Fence, HtmlEnd } from './starts.ts';
import { textKey } from '../../same-text.ts';

export type Open = { -readonly [Key in keyof Omit<Container, 'children'>]: Container[Key] } & {
  children: Made[];
  /** Of items: the columns that their text is in. */
  readonly offset: number;
  /** Of lists: the sign of their items. */
  readonly sort: string;
};
export type OpenLeaf = { -readonly [Key in keyof Omit<Leaf, 'lines' | 'starts'>]: Leaf[Key] } & {
  readonly lines: string[];
  starts: number[];
  /** Whether a definition's label is still open in it. */
  isLabel: boolean;
  /** How a block of code or HTML goes on. */
  goesOn: Fence | { readonly end: HtmlEnd } | 'indented' | null;
  /** Columns that a block of code is in. */
  offset: number;
  /** A line of it is there without the signs of the quote or list that it is in. */
  isLazy: boolean;
  /** Its last line is in as far as code. */
  isDeep: boolean;
};
type Made = Open | OpenLeaf;

export type Reading = {
  readonly root: Open;
  /** The quotes, items and footnotes that are open, from the outermost: so many of these, and what was open before. */
  readonly open: Open[];
  depth: number;
  leaf: OpenLeaf | null;
  /** How many blocks there were: lists left out, HTML counted twice. */
  count: number;
};

/** What is nested deeper was not meant by anybody, nor are more blocks in one text: GitHub takes 65,536 characters. */
const deepest = 16;
const mostBlocks = 10_000;

/** What has no elements yet: nothing is ever put into it. */
const none: never[] = [];

/** Written out: thousands of them may be in a text. */
export const openOf = (
  kind: Open['kind'],
  from: number,
  { start = null, label = '', isFirst = false, offset = 0, sort = '' }: Partial<Open> = {},
): Open => ({ kind, from, to: from, start, label, isFirst, children: none, offset, sort });

export const leafOf = (kind: Leaf['kind'], from: number, to: number, lines: string[]): OpenLeaf => ({
  kind,
  from,
  to,
  depth: 0,
  info: '',
  lines,
  starts: none,
  defines: false,
  isDoubtful: false,
  isLabel: false,
  goesOn: null,
  offset: 0,
  isLazy: false,
  isDeep: false,
});

export const newReading = (): Reading => ({
  root: openOf('quote', 0),
  open: [],
  depth: 0,
  leaf: null,
  count: 0,
});

export const blocksRead = ({ root }: Reading): readonly Block[] => root.children;

export const isOpen = (made: Made): made is Open => 'children' in made;

/** The innermost container. */
export const tip = ({ root, open, depth }: Reading): Open => (depth === 0 ? root : (open[depth - 1] ?? root));

/** Puts a block behind the others; most containers have one, and an array that grows takes room for seventeen. */
export function put(open: Open, made: Made): void {
  if (open.children.length === 0) open.children = [made];
  else open.children.push(made);
}

/** Ends the containers beyond so many, and the leaf. */
export function close(reading: Reading, many: number): void {
  if (reading.depth > many) reading.depth = many;
  reading.leaf = null;
}

/** Goes into a container; false: it is nested too deep, or there are too many. */
export function enter(reading: Reading, made: Open): boolean {
  reading.open[reading.depth] = made;
  reading.depth += 1;
  reading.count += 1;
  return reading.depth <= deepest && hasRoom(reading);
}

/** False: there are as many blocks as are read. */
export const hasRoom = ({ count }: Reading): boolean => count < mostBlocks;

export function add(reading: Reading, leaf: OpenLeaf): void {
  // Reading HTML takes about as long again.
  reading.count += leaf.kind === 'html' ? 2 : 1;
  put(tip(reading), leaf);
  reachTo(reading, leaf.to);
  reading.leaf = leaf;
}

export function addLine(reading: Reading, leaf: OpenLeaf, line: string, to: number): void {
  leaf.lines.push(line);
  leaf.to = to;
  reachTo(reading, to);
}

function reachTo({ open, depth }: Reading, to: number): void {
  for (let at = 0; at < depth; at += 1) {
    const each = open[at];
    if (each !== undefined) each.to = to;
  }
}

/** Adds a line to HTML, that may end it. */
export function addHtml(reading: Reading, leaf: OpenLeaf, line: string, to: number): void {
  addLine(reading, leaf, line, to);
  const { goesOn } = leaf;
  const end = goesOn !== null && typeof goesOn === 'object' && 'end' in goesOn ? goesOn.end : null;
  if (end !== null && line.includes('>') && endsHtml(line, end)) reading.leaf = null;
}

function endsHtml(line: string, ends: readonly string[]): boolean {
  const key = textKey(line);
  return ends.some((each) => key.includes(textKey(each)));
}

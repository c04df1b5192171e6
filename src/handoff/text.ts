/**
 * What a spec says, apart from how it is written down: approvals are bound to this.
 * White space, ticked boxes and HTML comments are no part of it; an issue form's `_No response_` is empty.
 */
import type { Nodes, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTaskListItemFromMarkdown } from 'mdast-util-gfm-task-list-item';
import { toString } from 'mdast-util-to-string';
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item';

/** A part of a source text: from the first offset up to, and without, the second. */
export type Range = readonly [from: number, to: number];

/** Parses Markdown with GitHub's task lists. */
export function parseMarkdown(source: string): Root {
  return fromMarkdown(source, {
    extensions: [gfmTaskListItem()],
    mdastExtensions: [gfmTaskListItemFromMarkdown()],
  });
}

/** The source range of a parsed node. */
export function rangeOf(node: Nodes): Range {
  return [node.position?.start.offset ?? 0, node.position?.end.offset ?? 0];
}

/** Calls `visit` with each node in document order; where it gives back false, the node's children are left out. */
export function walk(node: Nodes, visit: (node: Nodes) => boolean | void): void {
  if (visit(node) === false || !('children' in node)) return;
  for (const child of node.children) walk(child, visit);
}

const htmlComment = /<!--[\s\S]*?(?:-->|$)/g;
const noResponse = /^_No response_$/;

/** The ranges that a reader does not see (HTML comments, `_No response_`) and those of ticks in task lists. */
function withoutMeaning(source: string, tree: Root): { hidden: Range[]; ticks: number[] } {
  const hidden: Range[] = [];
  const ticks: number[] = [];
  walk(tree, (node) => {
    const [from, to] = rangeOf(node);
    const raw = source.slice(from, to);
    if (node.type === 'html') {
      for (const match of raw.matchAll(htmlComment))
        hidden.push([from + match.index, from + match.index + match[0].length]);
    } else if (node.type === 'paragraph' && noResponse.test(raw.trim())) {
      hidden.push([from, to]);
    } else if (node.type === 'listItem' && typeof node.checked === 'boolean') {
      const tick = raw.indexOf('[');
      if (tick >= 0) ticks.push(from + tick + 1);
    }
  });
  return { hidden, ticks };
}

function cut(source: string, ranges: readonly Range[]): string {
  let kept = '';
  let at = 0;
  for (const [from, to] of ranges.toSorted((one, other) => one[0] - other[0])) {
    if (from < at) continue;
    kept += `${source.slice(at, from)} `;
    at = to;
  }
  return kept + source.slice(at);
}

function meaningOf(source: string): string {
  const text = source.replaceAll('\r\n', '\n');
  const { hidden, ticks } = withoutMeaning(text, parseMarkdown(text));
  let plain = text;
  for (const at of ticks) plain = `${plain.slice(0, at)} ${plain.slice(at + 1)}`;
  return cut(plain, hidden).replaceAll(/\s+/g, ' ').trim().normalize('NFC');
}

/** Keeps the results of the last few calls: the same bodies are compared at every look. */
function remembering<T>(size: number, make: (source: string) => T): (source: string) => T {
  const kept = new Map<string, T>();
  return (source) => {
    const known = kept.get(source);
    if (known !== undefined) return known;
    const made = make(source);
    if (kept.size >= size) kept.delete(kept.keys().next().value ?? '');
    kept.set(source, made);
    return made;
  };
}

const meaning = remembering(500, meaningOf);

/** The spec text of a title and a body, normalised: two specs say the same exactly if these strings are equal. */
export function specText(title: string, body: string): string {
  return `${title.replaceAll(/\s+/g, ' ').trim().normalize('NFC')}\n${meaning(body)}`;
}

function sameHeading(one: string, other: string): boolean {
  const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().replace(/:$/, '').toLowerCase();
  return plain(one) === plain(other);
}

function hasText(source: string, nodes: readonly RootContent[]): boolean {
  return nodes.some((node) => {
    if (node.type === 'heading' || node.type === 'thematicBreak' || node.type === 'definition') return false;
    const [from, to] = rangeOf(node);
    const bare = meaning(source.slice(from, to)).replaceAll(/^(?:[-*+>]|\d+[.)]|\[ ?\])+$/g, '');
    return bare.replaceAll(/(?:^|\s)(?:[-*+]|\d+[.)])?\s*(?:\[ ?\])?(?=\s|$)/g, '').trim() !== '';
  });
}

/**
 * Which of the wanted headings are missing from a body, or have no text below them.
 * A section goes on to the next heading of its own rank or a higher one; case does not matter.
 */
export function missingSections(body: string, wanted: readonly string[]): readonly string[] {
  if (wanted.length === 0) return [];
  const source = body.replaceAll('\r\n', '\n');
  const nodes = parseMarkdown(source).children;
  return wanted.filter((name) => {
    return !nodes.some((node, index) => {
      if (node.type !== 'heading' || !sameHeading(toString(node), name)) return false;
      const rest = nodes.slice(index + 1);
      const end = rest.findIndex((next) => next.type === 'heading' && next.depth <= node.depth);
      return hasText(source, end < 0 ? rest : rest.slice(0, end));
    });
  });
}

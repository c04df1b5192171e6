/** The parts of a body under its headings. */
import type { RootContent } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { meaningOf, parseMarkdown, rangeOf, remembering } from './text.ts';

function sameHeading(one: string, other: string): boolean {
  const plain = (text: string): string =>
    text
      .replaceAll(/\[([^[\]]*)\]\([^()]*\)/g, '$1')
      .replaceAll(/[*_~]/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim()
      .replace(/:$/, '')
      .toLowerCase();
  return plain(one) === plain(other);
}

/** True when a reader finds text in a block: more than comments, empty boxes and the marks of a list. */
function hasText(source: string, node: RootContent): boolean {
  if (node.type === 'heading' || node.type === 'thematicBreak' || node.type === 'definition') return false;
  const [from, to] = rangeOf(node);
  const bare = meaningOf(source.slice(from, to)).replaceAll(/^(?:[-*+>]|\d+[.)]|\[ ?\])+$/g, '');
  return bare.replaceAll(/(?:^|\s)(?:[-*+]|\d+[.)])?\s*(?:\[ ?\])?(?=\s|$)/g, '').trim() !== '';
}

/**
 * Which of the wanted headings are missing from a body, or have no text below them.
 * A section goes on to the next heading of its own rank or a higher one; case does not matter.
 */
export function missingSections(body: string, wanted: readonly string[]): readonly string[] {
  if (wanted.length === 0) return [];
  const there = sectionsWithText(body);
  return wanted.filter((name) => !there.some((title) => sameHeading(title, name)));
}

/** The titles of all sections that have text. */
const sectionsWithText = remembering(500, (body: string): readonly string[] => {
  const source = body.replaceAll('\r\n', '\n');
  const nodes = parseMarkdown(source).children;
  const found: string[] = [];
  // A heading is open until one of its rank or a higher one; text gives it, and those around it, their text.
  const open: { readonly title: string; readonly depth: number }[] = [];
  for (const node of nodes) {
    if (node.type === 'heading') {
      while ((open.at(-1)?.depth ?? 0) >= node.depth) open.pop();
      open.push({ title: toString(node), depth: node.depth });
    } else if (open.length > 0 && hasText(source, node)) {
      found.push(...open.splice(0).map((each) => each.title));
    }
  }
  return found;
});

/** The nodes below each of the wanted headings, as far as their sections go; a heading may be there twice. */
function nodesUnder(source: string, wanted: string): readonly (readonly RootContent[])[] {
  const found: RootContent[][] = [];
  let open: { readonly depth: number; readonly nodes: RootContent[] } | null = null;
  for (const node of parseMarkdown(source).children) {
    if (node.type === 'heading' && open !== null && node.depth <= open.depth) open = null;
    if (node.type === 'heading' && open === null && sameHeading(toString(node), wanted)) {
      open = { depth: node.depth, nodes: [] };
      found.push(open.nodes);
    } else open?.nodes.push(node);
  }
  return found;
}

/** What a body says under the headings, normalised. */
export function coveredText(body: string, headings: readonly string[]): string {
  const source = body.replaceAll('\r\n', '\n');
  return headings
    .map((heading) => {
      const texts = nodesUnder(source, heading).map((nodes) => meaningOf(sourceOf(source, nodes)));
      return `${heading}\n${texts.join('\n')}`;
    })
    .join('\n');
}

/** What a reader sees under the headings, the headings with it. */
export function coveredSource(body: string, headings: readonly string[]): string {
  const source = body.replaceAll('\r\n', '\n');
  return headings
    .flatMap((heading) =>
      nodesUnder(source, heading).map((nodes) => `## ${heading}\n\n${sourceOf(source, nodes)}`),
    )
    .join('\n\n');
}

function sourceOf(source: string, nodes: readonly RootContent[]): string {
  const [first] = nodes;
  const last = nodes.at(-1);
  return first === undefined || last === undefined ? '' : source.slice(rangeOf(first)[0], rangeOf(last)[1]);
}

/** One thing to accept: its number from 1, what it says, and what tells it from the others. */
export type Criterion = { readonly number: number; readonly text: string; readonly key: string };

/**
 * The tasks under a heading: the items of its task lists and numbered lists. What is nested in one belongs to it.
 * Two that say the same are told apart by their order.
 */
export function criteriaIn(body: string, heading: string): readonly Criterion[] {
  const source = body.replaceAll('\r\n', '\n');
  const times = new Map<string, number>();
  const lists = nodesUnder(source, heading)
    .flat()
    .flatMap((node) => (node.type === 'list' ? [node] : []));
  const items = lists.flatMap((list) =>
    list.children.filter((item) => list.ordered === true || typeof item.checked === 'boolean'),
  );
  return items
    .map((item) => meaningOf(sourceOf(source, item.children).replace(/^\[[ xX]\]\s+/, '')))
    .filter((text) => text !== '')
    .map((text, index) => {
      const time = (times.get(text) ?? 0) + 1;
      times.set(text, time);
      return { number: index + 1, text, key: time === 1 ? text : `${text}\n${time}` };
    });
}

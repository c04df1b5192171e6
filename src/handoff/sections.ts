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

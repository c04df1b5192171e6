/**
 * What a spec says, apart from how it is written down: approvals are bound to this.
 * White space, ticked boxes and HTML comments are no part of it; an issue form's `_No response_` is empty.
 */
import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTaskListItemFromMarkdown } from 'mdast-util-gfm-task-list-item';
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item';

/** A part of a source text: from the first offset up to, and without, the second. */
export type Range = readonly [from: number, to: number];

/** Emphasis, links and images say nothing that matters here, and make a parser slow that is fed with them. */
const ignored = { disable: { null: ['attention', 'labelStartImage', 'labelStartLink', 'labelEnd'] } };

/** How far into a line quotes and lists may begin: deeper nesting is somebody's attack, and read as text. */
const deepest = 24;
const containers = new RegExp(String.raw`^[ \t>*+.)\d-]{${deepest + 1},}`, 'gm');
const rule = /^[ \t]*([-*])(?:[ \t]*\1)*[ \t]*$/;

/** The source, with the same length, but without nesting that is too deep to be meant. */
function shallow(source: string): string {
  return source.replaceAll(containers, (start) =>
    rule.test(start) ? start : `${start.slice(0, deepest)}${'x'.repeat(start.length - deepest)}`,
  );
}

/** Parses Markdown's blocks, code, HTML and GitHub's task lists. Offsets are those of the source. */
export function parseMarkdown(source: string): Root {
  return fromMarkdown(shallow(source), {
    extensions: [gfmTaskListItem(), ignored],
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

/**
 * The ranges of comments in HTML, as a browser sees them (HTML Standard, "Comment start state" and those after it):
 * `<!-->` is a whole one, `--!>` ends one too, and within a tag there is none.
 */
function commentsIn(html: string): readonly Range[] {
  const found: Range[] = [];
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at)) {
    if (html.startsWith('<!--', at)) {
      comment.lastIndex = at;
      const end = at + (comment.exec(html)?.[0].length ?? 4);
      found.push([at, end]);
      at = end;
    } else if (/^<[a-z/]/i.test(html.slice(at, at + 2))) {
      tag.lastIndex = at;
      const length = tag.exec(html)?.[0].length;
      // What follows a tag without an end may be seen or not: it counts.
      if (length === undefined) break;
      at += length;
    } else at += 1;
  }
  return found;
}

const comment = /<!--(?:-?>|[\s\S]*?(?:--!?>|$))/y;
const tag = /<(?:"[^"]*"|'[^']*'|[^"'>])*>/y;
const noResponse = /^_No response_$/;

/** What stands in for a range that is not what it says. */
type Stand = readonly [from: number, to: number, instead: string];

/** What a reader does not see (HTML comments, `_No response_`), and the ticks in task lists. */
function withoutMeaning(source: string, tree: Root): readonly Stand[] {
  const found: Stand[] = [];
  walk(tree, (node) => {
    const [from, to] = rangeOf(node);
    if (node.type === 'html') {
      for (const [start, end] of commentsIn(source.slice(from, to)))
        found.push([from + start, from + end, '']);
    } else if (
      node.type === 'paragraph' &&
      to - from < 100 &&
      noResponse.test(source.slice(from, to).trim())
    ) {
      found.push([from, to, '']);
    } else if (node.type === 'listItem' && typeof node.checked === 'boolean') {
      const tick = source.indexOf('[', from);
      if (tick >= 0 && tick < to) found.push([tick + 1, tick + 2, ' ']);
    }
  });
  return found;
}

function replaced(source: string, stands: readonly Stand[]): string {
  const kept: string[] = [];
  let at = 0;
  for (const [from, to, instead] of stands.toSorted((one, other) => one[0] - other[0])) {
    if (from < at) continue;
    kept.push(source.slice(at, from), instead);
    at = to;
  }
  return kept.join('') + source.slice(at);
}

/** What a text says, normalised. */
export function meaningOf(source: string): string {
  const text = source.replaceAll('\r\n', '\n');
  const plain = replaced(text, withoutMeaning(text, parseMarkdown(text)));
  return plain.replaceAll(/\s+/g, ' ').trim().normalize('NFC');
}

/** Keeps the results of the last few calls: the same bodies are compared at every look. */
export function remembering<T>(size: number, make: (source: string) => T): (source: string) => T {
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

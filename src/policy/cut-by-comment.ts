/** Texts that YAML cut off: what comes after a space and a # is a comment, unless the text is in quotes. */
import { quoted } from './problem.ts';
import type { LocatedComplaint, Tree } from './tree.ts';

/**
 * Complaints about all of them. A # with a space after it begins what people mean as a comment.
 * @param keys under which text with a # in it makes sense
 */
export function textCutByComment(
  tree: Tree,
  keys: ReadonlySet<string>,
  isMeant = false,
): readonly LocatedComplaint[] {
  switch (tree.kind) {
    case 'map':
      return [...tree.entries].flatMap(([key, { value }]) =>
        textCutByComment(value, keys, isMeant || keys.has(key)),
      );
    case 'list':
      return tree.items.flatMap((item) => textCutByComment(item, keys, isMeant));
    case 'scalar': {
      const { at, whole } = tree;
      if (!isMeant || whole === undefined) return [];
      const kept = tree.source === '' ? 'nothing is left' : `only ${quoted(tree.source)} is left`;
      const message = `A # after a space begins a comment, so ${kept} here.`;
      const hint = `Put the text in quotes: ${quoted(whole)}. If it is a comment, write a space after the #.`;
      return [{ at, message, hint }];
    }
    case 'refused':
      return [];
    default:
      return tree satisfies never;
  }
}

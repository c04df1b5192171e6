/** What a request asks for. */

/** Characters that a request target may have; the longest that anybody needs is `/probot/setup` with its query. */
const mostCharacters = 2048;

/**
 * The path without its query and the slashes at its end; null: the target is longer than we read.
 * Counted by hand: a regular expression for slashes at the end takes a second for fifteen thousand of them.
 */
export function pathOf(target: string): string | null {
  if (target.length > mostCharacters) return null;
  const query = target.indexOf('?');
  let end = query === -1 ? target.length : query;
  while (end > 1 && target[end - 1] === '/') end -= 1;
  return target.slice(0, end);
}

/** Where somebody goes on once they are signed in: a page of ours, and nothing else. */

/** Characters that a path with its query may have. */
const longest = 600;

/** Where nobody is led back to: they would sign in for ever, or be signed out. */
const notThere = /^\/(?:sign-in|sign-out)(?:[/?]|$)/;

/** The path with its query, as we would write it; `/` for whatever is none of ours. */
export function pathOfOurs(asked: string | null | undefined): string {
  // What a browser would take out, or take for a slash, could make an address of another host of it.
  if (asked == null || asked.length > longest || !/^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(asked)) return '/';
  const base = 'https://ours.invalid';
  const url = URL.parse(asked, base);
  if (url === null || url.origin !== base) return '/';
  const path = `${url.pathname}${url.search}`;
  // Dots in it may have led to another path.
  return path.startsWith('//') || notThere.test(path) ? '/' : path;
}

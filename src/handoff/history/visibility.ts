/**
 * Who gets to read what: no text is shown to more people than where it comes from. Every text that goes from one
 * repository to another asks `mayShow`, and nothing else decides it.
 */
import { sameText } from '../../same-text.ts';

/** Who can read a repository: everybody, whoever belongs to the enterprise, or whom it was shown to. */
export type Visibility = 'public' | 'internal' | 'private';

/** The people who can read what is in a repository. `visibility`: absent where it is not known. */
export type Audience = { readonly repository: string; readonly visibility?: Visibility | undefined };

/**
 * True when everybody who can read `place` can read `source` as well: it is public, or the same repository. Of any other
 * two nobody knows who can read both: two private repositories have different readers, and an internal one may be shown
 * to people from outside. What is not known is private.
 */
export function mayShow(source: Audience, place: Pick<Audience, 'repository'>): boolean {
  return source.visibility === 'public' || sameText(source.repository, place.repository);
}

/** What stands for an issue, or what is named instead, where it may not be named. */
export function placeholderFor({ visibility }: Pick<Audience, 'visibility'>, what = 'issue'): string {
  const who = visibility === 'internal' ? 'an internal' : visibility === 'public' ? 'another' : 'a private';
  return `${/^[aeiou]/.test(what) ? 'an' : 'a'} ${what} in ${who} repository`;
}

/** What GitHub calls it; anything else is private. */
export function visibilityOf(word: string): Visibility {
  const known = word.toLowerCase();
  return known === 'public' || known === 'internal' ? known : 'private';
}

/**
 * Who looks at a page, and what they may see. From a name in an address to a repository there is one way, and it leads
 * through what the visitor sees: what is not there and what is hidden from them are the same to it.
 */
import type { Permission } from '../../policy/index.ts';
import { sameText } from '../../same-text.ts';

/** A repository that somebody sees, as GitHub names it now. `id` is the tracker's own. */
export type SeenRepository = {
  readonly id: string;
  /** `owner/name`. */
  readonly name: string;
  readonly installation: number;
  readonly visibility: 'public' | 'internal' | 'private';
  /** What they may do there; null: they are not signed in. */
  readonly permission: Permission | null;
};

export type Person = { readonly id: number; readonly login: string };

/** What somebody sees, by the repositories' ids. */
export type Sight = ReadonlyMap<string, SeenRepository>;

export type Visitor = {
  /** null: they are not signed in. */
  readonly person: Person | null;
  /** Whether they may see how Baton itself does. */
  readonly isAdmin: boolean;
  /**
   * What they see. Asked of GitHub in their name at most once in some minutes.
   * @throws {CannotTell} when GitHub does not say now; {SessionOver} when they are not signed in any more
   */
  readonly sees: () => Promise<Sight>;
  /** Whether what `sees` gave counts still, and they are signed in still. GitHub is not asked. Absent: it does, and they are. */
  readonly isStill?: () => Promise<boolean>;
  /** What kept GitHub from showing more, when `sees` was asked last; absent: nothing. */
  readonly withheld?: () => Withheld;
};

/** What an organization wants first: a single sign-on of its own, or that it allows this server's address. */
export type Withheld = readonly ('sign-on' | 'addresses')[];

/** GitHub does not say what somebody sees. The message is a sentence for them. */
export class CannotTell extends Error {
  override readonly name = 'CannotTell';
}

/** Somebody was signed in, and is not any more: they signed out elsewhere, or GitHub does not take their token. */
export class SessionOver extends Error {
  override readonly name = 'SessionOver';
}

/** The repository that is called so (`owner/name`), if it is among those that somebody sees; null: it is not. */
export function seenAs(sight: Sight, asked: string): SeenRepository | null {
  for (const repository of sight.values()) if (sameText(repository.name, asked)) return repository;
  return null;
}

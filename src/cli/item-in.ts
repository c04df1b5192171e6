/** Which item somebody means by a word. */

export type Named = { readonly repository: string; readonly number: number };

const short = /^(?:([\w.-]+\/[\w.-]+))?#?(\d{1,9})$/;
const address = /^https?:\/\/[^/\s]+\/([\w.-]+\/[\w.-]+)\/(?:issues|pull)\/(\d{1,9})(?:[/?#].*)?$/;

/**
 * `acme/shop#12`, `#12`, `12`, or the address of its page.
 * @param home the repository where none is named; null: that is not known
 * @returns null: it names nothing
 */
export function itemIn(word: string, home: string | null): Named | null {
  const [, named, number] = short.exec(word) ?? address.exec(word) ?? [];
  // `acme/shop12` is a repository.
  if (number === undefined || (named !== undefined && !/[#/]\d+/.test(word))) return null;
  const repository = named ?? home;
  return repository === null ? null : { repository, number: Number(number) };
}

/** An issue of Jira. */
export type NamedInJira = {
  /** `SHOP-12` */
  readonly key: string;
  /** The address of its page, where that was given. */
  readonly page: string | null;
};

const key = /^[A-Z][A-Z0-9_]+-[1-9]\d{0,9}$/;
const page = /^https?:\/\/\S+\/browse\/([^/?#\s]+)\/?(?:[?#].*)?$/;

/** `SHOP-12`, or the address of its page. @returns null: it names nothing in Jira */
export function inJiraIn(word: string): NamedInJira | null {
  const onPage = page.exec(word)?.[1];
  const named = onPage ?? word;
  return key.test(named) ? { key: named, page: onPage === undefined ? null : word } : null;
}

/** The key that somebody probably meant, who did not write it in capitals; null: it is none in capitals either. */
export function keyMeant(word: string): string | null {
  const named = (page.exec(word)?.[1] ?? word).toUpperCase();
  return key.test(named) ? named : null;
}

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

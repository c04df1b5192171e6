/** Names whose case does not matter: logins, labels, repositories, gates. */

/** True when two names are the same; the case does not matter. */
export const sameText = (one: string, other: string): boolean => textKey(one) === textKey(other);

/** True when a name is among others; the case does not matter. */
export const includesText = (names: readonly string[], wanted: string): boolean =>
  names.some((name) => sameText(name, wanted));

/** What to keep a name under in a map or a set: the same for names that are the same. */
export const textKey = (name: string): string => name.toLowerCase();

/** True when two names are the same; the case does not matter. */
export const sameText = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

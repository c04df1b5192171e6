/** What is remembered between two looks, bounded in bytes. */

export type Sized<T> = {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  readonly forget: (match: (key: string) => boolean) => void;
  /** Bytes that are kept now, as far as they are counted. */
  readonly size: () => number;
};

/** What an entry takes beside its key and its value. */
const perEntry = 100;

/**
 * Keeps the values that were used last, as many as fit.
 * @param most bytes for all of them; a value that alone takes more is not kept
 * @param sizeOf about how many bytes a value takes
 */
export function createSized<T>(most: number, sizeOf: (value: T) => number): Sized<T> {
  const values = new Map<string, { readonly value: T; readonly size: number }>();
  let total = 0;
  const drop = (key: string): void => {
    total -= values.get(key)?.size ?? 0;
    values.delete(key);
  };
  return {
    get(key) {
      const found = values.get(key);
      if (found === undefined) return undefined;
      values.delete(key);
      values.set(key, found);
      return found.value;
    },
    set(key, value) {
      drop(key);
      const size = perEntry + 2 * key.length + sizeOf(value);
      if (size > most) return;
      values.set(key, { value, size });
      total += size;
      for (const oldest of values.keys()) {
        if (total <= most) return;
        drop(oldest);
      }
    },
    forget(match) {
      for (const key of values.keys()) if (match(key)) drop(key);
    },
    size: () => total,
  };
}

/** What is kept in memory between two looks, bounded in number and in bytes: what was not used for longest goes first. */

/** Keeps the `limit` values that were used last, as far as they take no more than so many bytes. */
export type LruCache<T> = {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  readonly delete: (key: string) => void;
  readonly deleteWhere: (match: (key: string) => boolean) => void;
  /** The one used last comes last. */
  readonly keys: () => readonly string[];
  /** About how many bytes are kept now. */
  readonly size: () => number;
};

/** Bytes that one cache may take, unless told otherwise. */
export const usualBytes = 8_000_000;
/** What an entry takes beside its key and its value. */
const perEntry = 100;

/**
 * @param limit how many values
 * @param most bytes for all of them together; a value that alone takes more is not kept
 * @param weigh about how many bytes a value takes
 */
export function createLruCache<T>(
  limit: number,
  most = usualBytes,
  weigh: (value: T) => number = sizeOf,
): LruCache<T> {
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
      const size = perEntry + 2 * key.length + weigh(value);
      if (size > most) return;
      values.set(key, { value, size });
      total += size;
      for (const oldest of values.keys()) {
        if (total <= most && values.size <= limit) return;
        drop(oldest);
      }
    },
    delete: drop,
    deleteWhere(match) {
      for (const key of values.keys()) if (match(key)) drop(key);
    },
    keys: () => [...values.keys()],
    size: () => total,
  };
}

/** About how many bytes a value takes that is made of texts, lists, maps and plain objects. */
export function sizeOf(value: unknown): number {
  const seen = new Set<object>();
  const open: unknown[] = [value];
  let size = 0;
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one === 'string') size += 2 * one.length + 16;
    else if (typeof one !== 'object' || one === null) size += 8;
    else if (!seen.has(one)) {
      seen.add(one);
      size += 48;
      if (one instanceof Map) open.push(...one.keys(), ...one.values());
      else if (one instanceof Set) open.push(...one);
      else open.push(...Object.values(one));
    }
  }
  return size;
}

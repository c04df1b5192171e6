/** What is remembered between two looks, bounded in number, in bytes and, where told, in time. */

/** Keeps the `limit` values that were used last, as far as they take no more than so many bytes. */
export type Kept<T> = {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  readonly forget: (match: (key: string) => boolean) => void;
  /** About how many bytes are kept now. */
  readonly size: () => number;
};

/** Bytes that one cache may take, unless told otherwise. */
const usual = 8_000_000;
/** What an entry takes beside its key and its value. */
const perEntry = 100;

/**
 * @param limit how many values
 * @param most bytes for all of them together; a value that alone takes more is not kept
 * @param weigh about how many bytes a value takes
 */
export function createKept<T>(limit: number, most = usual, weigh: (value: T) => number = sizeOf): Kept<T> {
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
    forget(match) {
      for (const key of values.keys()) if (match(key)) drop(key);
    },
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

/** Reads a value at most once in a while: callers at the same time share one reading, a failed one is not kept. */
export type Remembered<T> = {
  /** @param since what began to be read before this instant (milliseconds since the epoch) is read anew */
  read(key: string, read: () => Promise<T>, since?: number): Promise<T>;
  forget(match: (key: string) => boolean): void;
};

/** @param lasts milliseconds after which a value is read anew */
export function createRemembered<T>(limit: number, lasts: number, now: () => number): Remembered<T> {
  type Entry = { readonly value: Promise<T>; readonly began: number; size: number };
  const kept = createKept<Entry>(limit, usual, ({ size }) => size);
  return {
    read(key, read, since = Number.NEGATIVE_INFINITY) {
      const known = kept.get(key);
      const isGood = known !== undefined && now() - known.began < lasts && known.began >= since;
      if (isGood) return known.value;
      const entry: Entry = { value: read(), began: now(), size: 0 };
      kept.set(key, entry);
      const weigh = async (): Promise<void> => {
        try {
          // What it takes is known only now.
          entry.size = sizeOf(await entry.value);
          if (kept.get(key) === entry) kept.set(key, entry);
        } catch {
          // Told to those who asked for it; the next one asks anew.
          if (kept.get(key) === entry) kept.forget((each) => each === key);
        }
      };
      void weigh();
      return entry.value;
    },
    forget: kept.forget,
  };
}

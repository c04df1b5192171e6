/** What is remembered between two looks, bounded in number and, where told, in time. */

/** Keeps the `limit` values that were used last. */
export type Kept<T> = {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  readonly forget: (match: (key: string) => boolean) => void;
};

export function createKept<T>(limit: number): Kept<T> {
  const values = new Map<string, T>();
  return {
    get(key) {
      const value = values.get(key);
      if (value === undefined) return undefined;
      values.delete(key);
      values.set(key, value);
      return value;
    },
    set(key, value) {
      values.delete(key);
      values.set(key, value);
      if (values.size <= limit) return;
      for (const oldest of values.keys()) {
        values.delete(oldest);
        return;
      }
    },
    forget(match) {
      for (const key of values.keys()) if (match(key)) values.delete(key);
    },
  };
}

/** Reads a value at most once in a while: callers at the same time share one reading, a failed one is not kept. */
export type Remembered<T> = {
  read(key: string, read: () => Promise<T>): Promise<T>;
  forget(match: (key: string) => boolean): void;
};

/** @param lasts milliseconds after which a value is read anew */
export function createRemembered<T>(limit: number, lasts: number, now: () => number): Remembered<T> {
  const kept = createKept<{ readonly value: Promise<T>; readonly until: number }>(limit);
  return {
    read(key, read) {
      const known = kept.get(key);
      if (known !== undefined && known.until > now()) return known.value;
      const entry = { value: read(), until: now() + lasts };
      kept.set(key, entry);
      entry.value.catch(() => {
        if (kept.get(key) === entry) kept.forget((each) => each === key);
      });
      return entry.value;
    },
    forget: kept.forget,
  };
}

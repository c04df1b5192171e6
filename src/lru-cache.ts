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

type Node<T> = {
  readonly key: string;
  readonly value: T;
  readonly size: number;
  older: Node<T>;
  newer: Node<T>;
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
  const nodes = new Map<string, Node<T>>();
  // Before the one that was not used for longest, and behind the one used last. A map's own order would be slow to begin
  // with: what was deleted at its front is passed over each time.
  const ends = {} as Node<T>;
  Object.assign(ends, { older: ends, newer: ends });
  let total = 0;
  const unlink = ({ older, newer }: Node<T>): void => {
    older.newer = newer;
    newer.older = older;
  };
  const append = (node: Node<T>): void => {
    node.older = ends.older;
    node.newer = ends;
    node.older.newer = node;
    ends.older = node;
  };
  const drop = (key: string): void => {
    const node = nodes.get(key);
    if (node === undefined) return;
    total -= node.size;
    nodes.delete(key);
    unlink(node);
  };
  const isFull = (): boolean => total > most || nodes.size > limit;
  return {
    get(key) {
      const found = nodes.get(key);
      if (found === undefined) return undefined;
      unlink(found);
      append(found);
      return found.value;
    },
    set(key, value) {
      drop(key);
      const size = perEntry + 2 * key.length + weigh(value);
      if (size > most) return;
      const node: Node<T> = { key, value, size, older: ends, newer: ends };
      nodes.set(key, node);
      append(node);
      total += size;
      while (isFull()) drop(ends.newer.key);
    },
    delete: drop,
    deleteWhere(match) {
      for (const key of nodes.keys()) if (match(key)) drop(key);
    },
    keys() {
      const keys: string[] = [];
      for (let node = ends.newer; node !== ends; node = node.newer) keys.push(node.key);
      return keys;
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

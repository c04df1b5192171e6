/**
 * Items that are wanted already. Another wish for one of them changes nothing that must outlive the process: the look
 * that is to come answers it as well. Writing it costs more than all else that a delivery leads to.
 * For a database that one process has alone. Whatever takes a wish away says so here within its transaction, where no
 * delivery comes between.
 */
import { causesKept, noted, type Row } from './row.ts';
import type { Want } from './work-set.ts';

/** How many items are remembered; wishes for others are written. */
const most = 2_000;

type Wanted<T> = {
  readonly group: string;
  readonly item: string;
  readonly priority: number;
  readonly due: number;
  /** What is not written. */
  readonly wishes: Want<T>[];
};

export type WantedAlready<T> = {
  /**
   * Keeps those that need not be written, since they are for what is wanted as soon and as urgently already.
   * @returns what is to be written: the others, each after all that came before it; and whether something is wanted that
   *   was not
   */
  readonly toWrite: (
    wants: readonly Want<T>[],
    now: number,
  ) => { readonly wants: readonly Want<T>[]; readonly areNews: boolean };
  /** To be called when they were written, before anything else can happen to them. */
  readonly written: (wants: readonly Want<T>[], now: number) => void;
  /** The row as if all had been written: it is claimed, and wishes are written again. */
  readonly complete: <R extends Row<unknown>>(row: R) => R;
  /** Nothing of the group is wanted any more. */
  readonly forget: (group: string) => void;
};

export function createWantedAlready<T>(): WantedAlready<T> {
  const items = new Map<string, Wanted<T>>();

  /** Whether the row stays as it is, but for how often it was wanted and why. */
  function isWanted(wanted: Wanted<T>, { item, priority = 0, notBefore }: Want<T>, now: number): boolean {
    if (priority < wanted.priority || (notBefore ?? now) < wanted.due) return false;
    return JSON.stringify(item) === wanted.item;
  }

  return {
    toWrite(wants, now) {
      const all: Want<T>[] = [];
      const keys = new Set<string>();
      let areNews = false;
      for (const want of wants) {
        const wanted = items.get(want.key);
        const isNews = wanted === undefined || !isWanted(wanted, want, now);
        areNews ||= isNews;
        if (!isNews && !keys.has(want.key) && wanted.wishes.length < causesKept) {
          wanted.wishes.push(want);
          continue;
        }
        all.push(...(wanted?.wishes.splice(0) ?? []), want);
        keys.add(want.key);
      }
      return { wants: all, areNews };
    },
    written(wants, now) {
      for (const { key, group, item, priority = 0, notBefore = now } of wants) {
        const before = items.get(key);
        if (before === undefined && items.size >= most) continue;
        items.set(key, {
          group,
          item: JSON.stringify(item),
          priority: Math.min(priority, before?.priority ?? priority),
          due: Math.min(notBefore, before?.due ?? notBefore),
          wishes: [],
        });
      }
    },
    complete(row) {
      const wishes = items.get(row.key)?.wishes ?? [];
      items.delete(row.key);
      if (wishes.length === 0) return row;
      const causes = [...row.causes, ...wishes.flatMap((wish) => noted(wish) ?? [])].slice(-causesKept);
      return { ...row, wanted: row.wanted + wishes.length, causes };
    },
    forget(group) {
      for (const [key, wanted] of items) if (wanted.group === group) items.delete(key);
    },
  };
}

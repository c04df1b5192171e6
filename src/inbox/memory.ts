/** The work set in this process's memory. What is waiting is lost with the process. */
import type { Claim, DeadLetter, Want, WorkSet, WorkSetMetrics } from './work-set.ts';

type Row<T> = {
  readonly key: string;
  readonly group: string;
  item: T;
  priority: number;
  wanted: number;
  taken: number;
  /** When the next look is due; null: none is, as long as nothing more is wanted. */
  due: number | null;
  since: number | null;
  causes: readonly string[];
  tries: number;
  failures: number;
  held: { readonly by: string; readonly claim: Claim<T>; until: number } | null;
  grave: { readonly error: string; readonly at: number } | null;
  /** Its group was forgotten during the look. */
  forgotten: boolean;
};

/** How many causes of a look are kept. */
const causesKept = 20;

export type MemoryWorkSetOptions = {
  /** Milliseconds that a claim lasts unless it is renewed. */
  readonly lease?: number;
  /** How many items of one group may be held at once: one installation must not hold up the others. */
  readonly perGroup?: number;
};

/** Claiming reads all rows; that is well below a millisecond for the few thousand that are ever there. */
export function createMemoryWorkSet<T>({
  lease = 60_000,
  perGroup = Number.POSITIVE_INFINITY,
}: MemoryWorkSetOptions = {}): WorkSet<T> {
  const rows = new Map<string, Row<T>>();
  const paused = new Map<string, number>();

  const pausedUntil = (group: string): number => paused.get(group) ?? 0;
  let fences = 0;

  function heldByGroup(): (group: string) => number {
    const counts = new Map<string, number>();
    for (const { group, held } of rows.values()) {
      if (held !== null) counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    return (group) => counts.get(group) ?? 0;
  }
  /** From when the row can be claimed by that holder; null: not before something else happens. */
  function freeFrom(row: Row<T>, holder: string | null): number | null {
    if (row.grave !== null) return null;
    if (row.held !== null) return row.held.by === holder ? null : row.held.until;
    return row.due === null ? null : Math.max(row.due, pausedUntil(row.group));
  }
  function want(wish: Want<T>, now: number): void {
    const { key, group, item, priority = 0, notBefore = now, cause } = wish;
    const row = rows.get(key) ?? newRow(key, group, item);
    rows.set(key, row);
    if (row.grave !== null) Object.assign(row, { grave: null, since: null, tries: 0, failures: 0 });
    row.item = item;
    row.forgotten = false;
    row.wanted += 1;
    row.priority = Math.min(row.priority, priority);
    row.due = Math.min(row.due ?? Number.POSITIVE_INFINITY, notBefore);
    row.since ??= now;
    if (cause !== undefined) row.causes = [...row.causes, cause].slice(-causesKept);
  }
  function take(row: Row<T>, holder: string, now: number): Claim<T> {
    const lost = row.held?.claim;
    if (lost !== undefined) giveBack(row, lost);
    fences += 1;
    const { key, group, item, priority, wanted, taken, tries, failures, causes } = row;
    const claim: Claim<T> = {
      key,
      group,
      item,
      priority,
      wanted,
      wishes: wanted - taken,
      tries,
      failures,
      since: row.since ?? row.due ?? now,
      causes,
      fence: fences,
    };
    row.held = { by: holder, claim, until: now + lease };
    Object.assign(row, { due: null, since: null, causes: [], priority: Number.POSITIVE_INFINITY });
    return claim;
  }
  /** Undoes `take` as far as the next look needs it. */
  function giveBack(row: Row<T>, claim: Claim<T>): void {
    row.held = null;
    row.tries += 1;
    row.since = claim.since;
    row.causes = [...claim.causes, ...row.causes].slice(-causesKept);
    row.priority = Math.min(row.priority, claim.priority);
  }
  /** The row if the claim is still the one that holds it. */
  function heldRow(claim: Claim<T>): Row<T> | null {
    const row = rows.get(claim.key);
    return row?.held?.claim.fence === claim.fence ? row : null;
  }

  return {
    async want(wants, now) {
      for (const wish of wants) want(wish, now);
    },
    async claim(holder, now) {
      let best: Row<T> | null = null;
      const heldIn = heldByGroup();
      const before = (one: Row<T>, other: Row<T>): boolean => {
        if (one.priority !== other.priority) return one.priority < other.priority;
        const more = heldIn(one.group) - heldIn(other.group);
        return more !== 0 ? more < 0 : (one.due ?? 0) < (other.due ?? 0);
      };
      for (const row of rows.values()) {
        const from = freeFrom(row, holder);
        if (from === null || from > now) continue;
        if (row.held === null && heldIn(row.group) >= perGroup) continue;
        if (best === null || before(row, best)) best = row;
      }
      return best === null ? null : take(best, holder, now);
    },
    async renew(claim, now) {
      const row = heldRow(claim);
      if (row?.held == null) return false;
      row.held.until = now + lease;
      return true;
    },
    async done(claim, again) {
      const row = heldRow(claim);
      if (row === null) return false;
      Object.assign(row, { held: null, taken: claim.wanted, tries: 0, failures: 0 });
      if (again !== null && !row.forgotten) {
        row.due = Math.min(row.due ?? Number.POSITIVE_INFINITY, again);
        row.priority = Math.min(row.priority, claim.priority);
      }
      if (row.due === null) rows.delete(claim.key);
      return true;
    },
    async failed(claim, due, counts) {
      const row = heldRow(claim);
      if (row === null) return false;
      giveBack(row, claim);
      if (counts) row.failures += 1;
      if (row.forgotten) rows.delete(claim.key);
      else row.due = Math.min(row.due ?? Number.POSITIVE_INFINITY, due);
      return true;
    },
    async bury(claim, error, now) {
      const row = heldRow(claim);
      if (row === null) return false;
      giveBack(row, claim);
      row.failures += 1;
      // Somebody asked again meanwhile: that is a new wish already.
      if (row.forgotten) rows.delete(claim.key);
      else if (row.wanted > claim.wanted) Object.assign(row, { tries: 0, failures: 0 });
      else Object.assign(row, { grave: { error, at: now }, due: null });
      return true;
    },
    async pause(group, until) {
      paused.set(group, Math.max(pausedUntil(group), until));
    },
    async forget(group) {
      paused.delete(group);
      for (const row of rows.values()) {
        if (row.group !== group) continue;
        // A row in use stays until the look is over: a new one would allow a second look beside it.
        if (row.held === null) rows.delete(row.key);
        else Object.assign(row, { due: null, wanted: row.held.claim.wanted, forgotten: true });
      }
    },
    async nextDue(now) {
      let next: number | null = null;
      const heldIn = heldByGroup();
      for (const row of rows.values()) {
        const from = freeFrom(row, null);
        if (from === null || (row.held === null && from <= now && heldIn(row.group) >= perGroup)) continue;
        next = Math.min(next ?? from, from);
      }
      return next;
    },
    async settled(now) {
      return [...rows.values()].every(
        (row) =>
          row.held === null &&
          (row.grave !== null || (row.tries === 0 && (row.due === null || row.due > now))),
      );
    },
    async dead() {
      return [...rows.values()].flatMap(({ key, group, item, failures, grave }): DeadLetter<T>[] =>
        grave === null ? [] : [{ key, group, item, failures, ...grave }],
      );
    },
    async metrics(now): Promise<WorkSetMetrics> {
      const all = [...rows.values()].filter((row) => row.grave === null);
      const free = all.filter((row) => row.held === null);
      const waiting = free.filter((row) => row.due !== null && row.due <= now);
      return {
        waiting: waiting.length,
        running: all.length - free.length,
        scheduled: free.length - waiting.length,
        dead: rows.size - all.length,
        oldest: Math.max(0, ...waiting.map((row) => now - (row.since ?? row.due ?? now))),
        paused: new Map([...paused].filter(([, until]) => until > now)),
      };
    },
  };
}

function newRow<T>(key: string, group: string, item: T): Row<T> {
  return {
    key,
    group,
    item,
    priority: Number.POSITIVE_INFINITY,
    wanted: 0,
    taken: 0,
    due: null,
    since: null,
    causes: [],
    tries: 0,
    failures: 0,
    held: null,
    grave: null,
    forgotten: false,
  };
}

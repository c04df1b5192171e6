/** The work set in this process's memory, by the same rules as the kept ones: for tests of what stands above it. */
import {
  aside,
  buried,
  claimed,
  deadLetter,
  failed,
  forgotten,
  inPlaceOf,
  looked,
  newRow,
  postponed,
  wished,
  type Row,
} from '../../src/inbox/row.ts';
import { placesFor } from '../../src/inbox/work-set.ts';
import type { Claim, WorkSet, WorkSetOptions } from '../../src/inbox/index.ts';
import { urgencies, urgencyOf } from '../../src/urgency.ts';

/** Claiming passes all rows, most of them with a look at when they are due. */
export function createMemoryWorkSet<T>({
  lease = 45_000,
  perGroup = Number.POSITIVE_INFINITY,
}: WorkSetOptions = {}): WorkSet<T> {
  const rows = new Map<string, Row<T>>();
  /** Those of them that somebody holds. */
  const holding = new Map<string, Row<T>>();
  function put(row: Row<T>): void {
    rows.set(row.key, row);
    if (row.held === null) holding.delete(row.key);
    else holding.set(row.key, row);
  }
  const paused = new Map<string, number>();

  /** By urgency and group. */
  const paced = new Map<string, number>();

  const pausedUntil = (group: string): number => paused.get(group) ?? 0;
  const pacedUntil = ({ group, priority }: Row<T>): number =>
    paced.size === 0 ? 0 : (paced.get(`${urgencyOf(priority)} ${group}`) ?? 0);

  function heldByGroup(): (group: string) => number {
    const counts = new Map<string, number>();
    const places = Map.groupBy(holding.values(), ({ key, held }) => held?.with ?? key);
    for (const [first, ...others] of places.values())
      if (first !== undefined && ![first, ...others].some(({ held }) => held?.aside === true))
        counts.set(first.group, (counts.get(first.group) ?? 0) + 1);
    return (group) => counts.get(group) ?? 0;
  }
  /** From when the row can be claimed by that holder; null: not before something else happens. */
  function freeFrom(row: Row<T>, holder: string | null): number | null {
    if (row.grave !== null) return null;
    if (row.held !== null) return row.held.by === holder ? null : row.held.until;
    return row.due === null ? null : Math.max(row.due, pausedUntil(row.group), pacedUntil(row));
  }
  /** Since when a delivery waits for this row's look; nothing where none does, or its group is paused. */
  function unansweredSince(row: Row<T>, now: number): readonly number[] {
    const { group, held, since, causes, due, tries } = row;
    if (pausedUntil(group) > now) return [];
    const isLater = pacedUntil(row) > now || due === null || (due > now && tries === 0);
    return [
      ...(held !== null && held.causes.length > 0 ? [held.since ?? now] : []),
      ...(since !== null && causes.length > 0 && !isLater ? [since] : []),
    ];
  }
  const isFull = ({ group, priority }: Row<T>, heldIn: (group: string) => number): boolean =>
    heldIn(group) >= placesFor(priority, perGroup);
  function keep(key: string, row: Row<T> | null): void {
    if (row !== null) return put(row);
    rows.delete(key);
    holding.delete(key);
  }
  /** Changes the row if the claim is still the one that holds it. */
  function change({ key, fence }: Claim<T>, by: (row: Row<T>) => Row<T> | null): boolean {
    const row = rows.get(key);
    if (row === undefined || row.held === null || row.fence !== fence) return false;
    keep(key, by(row));
    return true;
  }

  return {
    async want(wants, now) {
      for (const wish of wants) put(wished(rows.get(wish.key) ?? newRow(wish, now), wish, now));
    },
    async claim(holder, now, least = Number.POSITIVE_INFINITY) {
      let best: Row<T> | null = null;
      const heldIn = heldByGroup();
      const before = (one: Row<T>, other: Row<T>): boolean => {
        if (one.priority !== other.priority) return one.priority < other.priority;
        const more = heldIn(one.group) - heldIn(other.group);
        return more !== 0 ? more < 0 : (one.due ?? 0) < (other.due ?? 0);
      };
      /** No group holds less than that of the best: only what is more urgent, or waits longer, comes before it. */
      let isFirst = false;
      for (const row of rows.values()) {
        const isFree = row.held === null && row.due !== null;
        if (
          isFirst &&
          best !== null &&
          isFree &&
          row.priority >= best.priority &&
          (row.due ?? 0) >= (best.due ?? 0)
        )
          continue;
        const from = freeFrom(row, holder);
        if (from === null || from > now) continue;
        if (row.held === null && (row.priority > least || isFull(row, heldIn))) continue;
        if (best !== null && !before(row, best)) continue;
        best = row;
        isFirst = heldIn(row.group) === 0;
      }
      if (best === null) return null;
      const { row, claim } = claimed(best, holder, now, lease);
      put(row);
      return claim;
    },
    async claimBesides(holder, { key, group, priority, keys, most }, now) {
      if (pausedUntil(group) > now) return [];
      const found = [...rows.values()]
        .filter((row) => row.held === null && row.group === group && row.priority === priority)
        .filter((row) => row.key.startsWith(keys) && (freeFrom(row, holder) ?? now + 1) <= now)
        .toSorted((one, other) => (one.due ?? 0) - (other.due ?? 0) || (one.key < other.key ? -1 : 1))
        .slice(0, most);
      return found.map((each) => {
        const { row, claim } = claimed(each, holder, now, lease);
        put(inPlaceOf(row, key));
        return claim;
      });
    },
    async renew(claim, now) {
      const until = now + lease;
      return change(claim, (row) => ({ ...row, held: row.held && { ...row.held, until } })) ? until : null;
    },
    aside: async (claim, isAside) => change(claim, (row) => aside(row, isAside)),
    done: async (claim, again) => change(claim, (row) => looked(row, again)),
    failed: async (claim, due, counts) => change(claim, (row) => failed(row, due, counts)),
    wantedAgain: async (claims, least) =>
      claims.flatMap(({ key }) => {
        const row = rows.get(key);
        return row !== undefined && row.due !== null && row.priority <= least ? key : [];
      }),
    postponed: async (claim, due) => change(claim, (row) => postponed(row, due)),
    bury: async (claim, error, now) => change(claim, (row) => buried(row, error, now)),
    async pause(group, until) {
      paused.set(group, Math.max(pausedUntil(group), until));
    },
    async pace(group, urgency, until) {
      const key = `${urgency} ${group}`;
      paced.set(key, Math.max(paced.get(key) ?? 0, until));
    },
    async forget(group) {
      paused.delete(group);
      for (const urgency of urgencies) paced.delete(`${urgency} ${group}`);
      for (const row of rows.values()) if (row.group === group) keep(row.key, forgotten(row));
    },
    async nextDue(now, least = Number.POSITIVE_INFINITY) {
      let next: number | null = null;
      const heldIn = heldByGroup();
      for (const row of rows.values()) {
        const from = freeFrom(row, null);
        if (from === null) continue;
        if (row.held === null && from <= now && (row.priority > least || isFull(row, heldIn))) continue;
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
    dead: async () => [...rows.values()].flatMap(deadLetter),
    async pruneDead(before) {
      for (const { key, grave } of rows.values()) if (grave !== null && grave.at < before) rows.delete(key);
    },
    async metrics(now) {
      const all = [...rows.values()].filter((row) => row.grave === null);
      const free = all.filter((row) => row.held === null);
      const waiting = free.filter((row) => row.due !== null && row.due <= now);
      return {
        waiting: waiting.length,
        running: all.length - free.length,
        inRounds: waiting.filter(({ priority }) => urgencyOf(priority) === 'round').length,
        scheduled:
          free.filter((row) => row.tries === 0).length - waiting.filter((row) => row.tries === 0).length,
        retrying: all.filter((row) => row.tries > 0).length,
        dead: rows.size - all.length,
        oldest: Math.max(0, ...waiting.map((row) => now - (row.since ?? row.due ?? now))),
        unanswered: Math.max(
          0,
          ...all.flatMap((row) => unansweredSince(row, now)).map((since) => now - since),
        ),
        paused: new Map([...paused].filter(([, until]) => until > now)),
        paced: [...paced]
          .filter(([, until]) => until > now)
          .map(([key, until]) => {
            const [urgency = '', group = ''] = key.split(/ (.*)/s);
            const of = waiting.filter((row) => row.group === group && urgencyOf(row.priority) === urgency);
            return { group, urgency: urgencyOf(of[0]?.priority ?? 0), until, waiting: of.length };
          })
          .filter((pace) => pace.waiting > 0)
          .toSorted((one, other) =>
            `${one.group} ${one.urgency}` < `${other.group} ${other.urgency}` ? -1 : 1,
          ),
      };
    },
  };
}

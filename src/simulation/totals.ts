/** What a policy came to on many items, added up item by item. It is plain data: a file of it can be gone on from. */
import * as z from 'zod';

import { day } from '../durations.ts';
import { spreadOf, weeksOf } from '../figures/index.ts';
import type { Outcome } from '../reconcile/index.ts';
import type { Simulated, Sums } from './shape.ts';

const waitsShape = z.object({
  /** Milliseconds, of those that ended. */
  ended: z.array(z.number()),
  waiting: z.number(),
});
type Waits = z.output<typeof waitsShape>;

const gateShape = z.object({
  blocked: z.number(),
  reopened: z.number(),
  undone: z.number(),
  waits: waitsShape,
  notCounted: z.record(z.string(), z.number()),
});

/** By a name of a gate or a role. */
const countsShape = z.record(z.string(), z.number());
type Counts = z.output<typeof countsShape>;

const weekShape = z.object({
  /** Merges, by each gate that blocked them. */
  blocked: countsShape,
  /** Merges that no gate blocked, but that no issue could be found for. */
  withoutIssue: z.number(),
  reopened: countsShape,
  /** Times that began to be somebody's turn. */
  gates: countsShape,
  roles: countsShape,
});
type Week = z.output<typeof weekShape>;

export const totalsShape = z.object({
  merges: z.object({ all: z.number(), blocked: z.number(), noticed: z.number(), exempt: z.number() }),
  closings: z.object({
    all: z.number(),
    reopened: z.number(),
    noticed: z.number(),
    handedOn: z.number(),
  }),
  started: z.object({ undone: z.number(), noticed: z.number() }),
  gates: z.record(z.string(), gateShape),
  roles: z.record(z.string(), waitsShape),
  /** By the Monday of each, in UTC. */
  weeks: z.record(z.string(), weekShape),
});
export type Totals = z.output<typeof totalsShape>;

/** @param gates of the policy, in its order: each has a row */
export const noTotals = (gates: readonly string[]): Totals => ({
  merges: { all: 0, blocked: 0, noticed: 0, exempt: 0 },
  closings: { all: 0, reopened: 0, noticed: 0, handedOn: 0 },
  started: { undone: 0, noticed: 0 },
  gates: Object.fromEntries(gates.map((gate) => [gate, noGate()])),
  roles: {},
  weeks: {},
});

const noWeek = (): Week => ({ blocked: {}, withoutIssue: 0, reopened: {}, gates: {}, roles: {} });
const noWaits = (): Waits => ({ ended: [], waiting: 0 });
const noGate = (): z.output<typeof gateShape> => ({
  blocked: 0,
  reopened: 0,
  undone: 0,
  waits: noWaits(),
  notCounted: {},
});

/**
 * Adds what a policy came to on one item.
 * @param since milliseconds since the epoch: what had begun by then counts in the week of it
 */
export function add(totals: Totals, outcome: Outcome, since: number): void {
  const gateOf = (name: string) => (totals.gates[name] ??= noGate());
  const weekOf = (at: number) => (totals.weeks[mondayOf(Math.max(at, since))] ??= noWeek());
  const { merge } = outcome;
  if (merge !== null) {
    totals.merges.all += 1;
    if (merge.isExempt) totals.merges.exempt += 1;
    if (merge.blocked.length > 0) totals.merges[merge.binds ? 'blocked' : 'noticed'] += 1;
    const gates = merge.blocked.flatMap((each) => (each.kind === 'gate' ? [each.gate] : []));
    if (merge.binds && merge.blocked.length > 0 && gates.length === 0) weekOf(merge.at).withoutIssue += 1;
    if (merge.binds)
      for (const gate of new Set(gates)) {
        gateOf(gate).blocked += 1;
        count(weekOf(merge.at).blocked, gate);
      }
  }
  for (const { at, isByMerge, binds, gates } of outcome.closings) {
    totals.closings.all += 1;
    if (gates.length === 0) continue;
    totals.closings[!binds ? 'noticed' : isByMerge ? 'handedOn' : 'reopened'] += 1;
    if (!binds || isByMerge) continue;
    for (const gate of gates) {
      gateOf(gate).reopened += 1;
      count(weekOf(at).reopened, gate);
    }
  }
  for (const { binds, gates } of outcome.started) {
    totals.started[binds ? 'undone' : 'noticed'] += 1;
    if (binds) for (const gate of gates) gateOf(gate).undone += 1;
  }
  for (const { gate, roles, from, to } of outcome.asked) {
    const week = weekOf(from);
    count(week.gates, gate);
    for (const role of roles) count(week.roles, role);
    const all = [gateOf(gate).waits, ...roles.map((role) => (totals.roles[role] ??= noWaits()))];
    for (const waits of all)
      if (to === null) waits.waiting += 1;
      else waits.ended.push(to - from);
  }
  for (const { gate, because } of outcome.notCounted) {
    const { notCounted } = gateOf(gate);
    notCounted[because] = (notCounted[because] ?? 0) + 1;
  }
}

function count(counts: Counts, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** `2026-11-02`: the Monday of that week, in UTC. */
function mondayOf(at: number): string {
  const days = Math.floor(at / day);
  // The epoch was a Thursday.
  return new Date((days - ((days + 3) % 7)) * day).toISOString().slice(0, 10);
}

/** The weeks of a time, oldest first, those in which nothing happened as well. */
export const weeksIn = (
  { gates, roles, weeks }: Totals,
  { since, until }: { readonly since: number; readonly until: number },
): Simulated['weeks'] =>
  weeksOf(since, until, 'UTC').map(({ monday }) => {
    const week = weeks[monday] ?? noWeek();
    return {
      week: monday,
      withoutIssue: week.withoutIssue,
      gates: Object.keys(gates).map((gate) => ({
        gate,
        blocked: week.blocked[gate] ?? 0,
        reopened: week.reopened[gate] ?? 0,
        asked: week.gates[gate] ?? 0,
      })),
      roles: Object.keys(roles).map((role) => ({ role, asked: week.roles[role] ?? 0 })),
    };
  });

/** The figures that people and programs read. */
export function sumsOf({ merges, closings, started, gates, roles }: Totals): Sums {
  return {
    merges,
    closings,
    started,
    gates: Object.entries(gates).map(([gate, { blocked, reopened, undone, waits, notCounted }]) => ({
      gate,
      blocked,
      reopened,
      undone,
      ...figures(waits),
      notCounted: Object.entries(notCounted).map(([because, count]) => ({ because, count })),
    })),
    roles: Object.entries(roles).map(([role, waits]) => ({ role, ...figures(waits) })),
  };
}

function figures({
  ended,
  waiting,
}: Waits): Pick<Sums['roles'][number], 'asked' | 'median' | 'p90' | 'waiting'> {
  const { median, p90 } = spreadOf(ended);
  const inDays = (length: number | null): number | null =>
    length === null ? null : Math.round((length / day) * 100) / 100;
  return { asked: ended.length + waiting, median: inDays(median), p90: inDays(p90), waiting };
}

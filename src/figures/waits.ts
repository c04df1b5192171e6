/**
 * What a wait is: one definition for the report, the ledger and whoever else tells of it. It is made from how an item stood
 * over time, wherever that is known from.
 */
import type { Status } from '../handoff/index.ts';

/** How an item stood from an instant on (milliseconds since the epoch), until the next one. */
export type Stand = {
  readonly at: number;
  readonly gates: readonly { readonly gate: string; readonly status: Status }[];
  /** Who had the baton of which gate. */
  readonly batons: readonly { readonly gate: string; readonly roles: readonly string[] }[];
};

/** `to` null: it goes on. */
type Stretch = { readonly from: number; readonly to: number | null };

/** It was a gate's turn, all that it needs was there, and its approval was missing. */
export type GateWait = Stretch & { readonly kind: 'gate'; readonly gate: string };

/** A role had the baton of a gate, whatever was to be done with it. */
export type RoleWait = Stretch & { readonly kind: 'role'; readonly gate: string; readonly role: string };

export type Wait = GateWait | RoleWait;

/** Approval is what is missing: the gate was not approved yet, or it was changed since. */
const asked: ReadonlySet<Status> = new Set(['waiting', 'stale']);

/**
 * All waits of an item, by when they began. One that took no time at all is none.
 * @param stands oldest first
 */
export function waitsIn(stands: readonly Stand[]): readonly Wait[] {
  const found: Wait[] = [];
  const going = new Map<string, Wait>();
  for (const stand of stands) {
    const now = new Map(waitingIn(stand).map((wait) => [keyOf(wait), wait]));
    for (const [key, wait] of going) {
      if (now.has(key)) continue;
      going.delete(key);
      if (wait.from < stand.at) found.push({ ...wait, to: stand.at });
    }
    for (const [key, wait] of now) if (!going.has(key)) going.set(key, wait);
  }
  return [...found, ...going.values()].toSorted((one, other) => one.from - other.from);
}

const keyOf = (wait: Wait): string =>
  wait.kind === 'gate' ? JSON.stringify([wait.gate]) : JSON.stringify([wait.gate, wait.role]);

function waitingIn({ at, gates, batons }: Stand): readonly Wait[] {
  const stretch = { from: at, to: null };
  return batons.flatMap(({ gate, roles }): readonly Wait[] => {
    const status = gates.find((each) => each.gate === gate)?.status;
    const isAsked = status !== undefined && asked.has(status);
    return [
      ...(isAsked ? [{ ...stretch, kind: 'gate' as const, gate }] : []),
      ...roles.map((role) => ({ ...stretch, kind: 'role' as const, gate, role })),
    ];
  });
}

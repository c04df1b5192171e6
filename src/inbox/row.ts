/** An item's row, and what becomes of it: the rules of every work set, wherever it keeps its rows. */
import type { Claim, DeadLetter, Want } from './work-set.ts';

export type Row<T> = {
  readonly key: string;
  readonly group: string;
  readonly item: T;
  readonly priority: number;
  /** How often a look was wanted, and how many of these wishes were answered. */
  readonly wanted: number;
  readonly taken: number;
  /** When the next look is due; null: none is, as long as nothing more is wanted. */
  readonly due: number | null;
  readonly since: number | null;
  readonly causes: readonly string[];
  readonly tries: number;
  readonly failures: number;
  /** Rises with each claim. */
  readonly fence: number;
  readonly held: Held | null;
  readonly grave: { readonly error: string; readonly at: number } | null;
  /** Its group was forgotten during the look. */
  readonly forgotten: boolean;
};

/** Who looks, until when that is believed, and what the look is to answer. */
type Held = Pick<Claim<unknown>, 'wanted' | 'since' | 'causes' | 'priority'> & {
  readonly by: string;
  readonly until: number;
  /** It waits for something outside, and others may have its place. */
  readonly aside?: boolean;
  /** The key of what it was claimed with, whose place it has; absent: it has one of its own. */
  readonly with?: string;
};

/** How many causes of a look are kept. */
export const causesKept = 20;
/** The priority of a row that nobody wants: comes after all others, and fits a column. */
const none = 2_147_483_647;

/** A row that nothing was wanted of yet. Its fence begins above all that a row of this key had before. */
export function newRow<T>({ key, group, item }: Want<T>, now: number): Row<T> {
  return {
    key,
    group,
    item,
    priority: none,
    wanted: 0,
    taken: 0,
    due: null,
    since: null,
    causes: [],
    tries: 0,
    failures: 0,
    fence: now * 1000,
    held: null,
    grave: null,
    forgotten: false,
  };
}

export function wished<T>(row: Row<T>, wish: Want<T>, now: number): Row<T> {
  const { item, priority = 0, notBefore = now } = wish;
  const cause = noted(wish);
  const revived = row.grave === null ? row : { ...row, grave: null, since: null, tries: 0, failures: 0 };
  return {
    ...revived,
    item,
    forgotten: false,
    wanted: row.wanted + 1,
    priority: Math.min(row.priority, priority),
    due: Math.min(row.due ?? Number.POSITIVE_INFINITY, notBefore),
    since: revived.since ?? now,
    causes: cause === undefined ? row.causes : [...row.causes, cause].slice(-causesKept),
  };
}

/** The row in the holder's hands, and the claim that says so. */
export function claimed<T>(
  before: Row<T>,
  holder: string,
  now: number,
  lease: number,
): { readonly row: Row<T>; readonly claim: Claim<T> } {
  const row = before.held === null ? before : givenBack(before, before.held);
  const { key, group, item, priority, wanted, taken, tries, failures } = row;
  const fence = row.fence + 1;
  const since = row.since ?? row.due ?? now;
  const wishes = wanted - taken;
  const until = now + lease;
  const { causes, only } = told(row.causes, wishes);
  return {
    row: {
      ...row,
      fence,
      held: { by: holder, until, wanted, since, causes: row.causes, priority },
      due: null,
      since: null,
      causes: [],
      priority: none,
    },
    claim: { key, group, item, priority, wanted, wishes, tries, failures, since, causes, only, fence, until },
  };
}

/** A cause as the row keeps it, with what of the item alone may be otherwise. */
export function noted<T>({ cause, only }: Want<T>): string | undefined {
  return only === undefined ? cause : `only ${only}: ${cause ?? ''}`;
}

/** What led to a look, and what alone may be otherwise where every wish for it is there to say so. */
function told(
  causes: readonly string[],
  wishes: number,
): { readonly causes: readonly string[]; readonly only: string | null } {
  const all = causes.map((cause) => {
    const [, only, id] = /^only (\S+): (.*)$/.exec(cause) ?? [];
    return only === undefined || id === undefined ? { only: null, id: cause } : { only, id };
  });
  const first = all[0]?.only ?? null;
  const isAll = all.length === wishes && all.every(({ only }) => only === first);
  return { causes: all.flatMap(({ id }) => (id === '' ? [] : [id])), only: isAll ? first : null };
}

/** A row that was just claimed, in the place of another. */
export const inPlaceOf = <T>(row: Row<T>, key: string): Row<T> => ({
  ...row,
  held: row.held && { ...row.held, with: key },
});

/** It waits for something outside, or is back. */
export function aside<T>(row: Row<T>, isAside: boolean): Row<T> {
  return { ...row, held: row.held && { ...row.held, aside: isAside } };
}

/** Undoes `claimed` as far as the next look needs it. */
function givenBack<T>(row: Row<T>, held: Held): Row<T> {
  return {
    ...row,
    held: null,
    tries: row.tries + 1,
    since: held.since,
    causes: [...held.causes, ...row.causes].slice(-causesKept),
    priority: Math.min(row.priority, held.priority),
  };
}

/** The look is over. null: there is nothing left to keep. */
export function looked<T>(row: Row<T>, again: number | null): Row<T> | null {
  const { held } = row;
  if (held === null) return row;
  const over = { ...row, held: null, taken: held.wanted, tries: 0, failures: 0 };
  const next = row.forgotten ? null : again;
  if (next === null) return row.due === null ? null : over;
  return {
    ...over,
    due: Math.min(row.due ?? Number.POSITIVE_INFINITY, next),
    priority: Math.min(row.priority, held.priority),
  };
}

/** The look was not begun. */
export function postponed<T>(row: Row<T>, due: number): Row<T> | null {
  if (row.held === null) return row;
  if (row.forgotten) return null;
  return {
    ...givenBack(row, row.held),
    tries: row.tries,
    due: Math.min(row.due ?? Number.POSITIVE_INFINITY, due),
  };
}

/** The look failed; another is due at `due`. */
export function failed<T>(row: Row<T>, due: number, counts: boolean): Row<T> | null {
  if (row.held === null) return row;
  if (row.forgotten) return null;
  return {
    ...givenBack(row, row.held),
    failures: row.failures + (counts ? 1 : 0),
    due: Math.min(row.due ?? Number.POSITIVE_INFINITY, due),
  };
}

/** The look failed for good. */
export function buried<T>(row: Row<T>, error: string, now: number): Row<T> | null {
  if (row.held === null) return row;
  if (row.forgotten) return null;
  const back = givenBack(row, row.held);
  // Somebody asked again meanwhile: that is a new wish already.
  if (row.wanted > row.held.wanted) return { ...back, tries: 0, failures: 0 };
  return { ...back, failures: row.failures + 1, grave: { error, at: now }, due: null };
}

/** What is kept of it cannot be read: it waits for a new wish, which says anew what is to be looked at. */
export function unreadable<T>(row: Row<T>, now: number): Row<T> | null {
  if (row.forgotten) return null;
  const back = row.held === null ? row : givenBack(row, row.held);
  const grave = { error: 'What the database keeps of it cannot be read.', at: now };
  return { ...back, failures: row.failures + 1, grave, due: null };
}

/** Nothing of its group is wanted any more. */
export function forgotten<T>(row: Row<T>): Row<T> | null {
  // A row in use stays until the look is over: a new one would allow a second look beside it.
  return row.held === null ? null : { ...row, due: null, wanted: row.held.wanted, forgotten: true };
}

export function deadLetter<T>({ key, group, item, failures, grave }: Row<T>): DeadLetter<T>[] {
  return grave === null ? [] : [{ key, group, item, failures, ...grave }];
}

/** The looks that a server's workers take, in an example's time: what is wanted or due is looked at, in order. */
import type { Look, Turn, Want } from '../inbox/index.ts';
import { keyOf } from '../items.ts';
import { TryLater, type Item } from '../tracker.ts';
import type { Clock } from './things.ts';

type Due = {
  readonly item: Item;
  at: number;
  /** Whether something that happened led to it. */
  hasCause: boolean;
  tries: number;
};

export type Looks = {
  readonly want: (wants: readonly Want<Item>[]) => Promise<void>;
  /** Something happened there. */
  readonly happened: (item: Item) => void;
  /** Everything that is due until an instant (milliseconds since the epoch) is looked at; then it is that time. */
  readonly until: (at: number) => Promise<void>;
  /** When something is due next; null: nothing is. */
  readonly next: () => number | null;
};

/** So many looks at once mean that it goes in circles. */
const most = 500;
/** So often is tried again what cannot be done yet. */
const mostTries = 10;

/** @param look absent items of other kinds than these have nothing to do with an example */
export function createLooks(clock: Clock, look: () => Look<Item>): Looks {
  const due = new Map<string, Due>();
  const add = (item: Item, at: number, hasCause: boolean): void => {
    if (item.kind !== 'issue' && item.kind !== 'pull-request' && item.kind !== 'sub-issues') return;
    const key = keyOf(item);
    const known = due.get(key);
    due.delete(key);
    due.set(key, {
      item,
      at: Math.min(known?.at ?? at, at),
      hasCause: hasCause || known?.hasCause === true,
      tries: known?.tries ?? 0,
    });
  };
  const first = (): [string, Due] | undefined => {
    let found: [string, Due] | undefined;
    for (const each of due) if (found === undefined || each[1].at < found[1].at) found = each;
    return found;
  };

  async function one(key: string, { item, hasCause, tries }: Due): Promise<void> {
    due.delete(key);
    try {
      const { again } = (await look()(item, turnOf(key, { hasCause, tries, now: clock.now }))) ?? {
        again: null,
      };
      if (again !== null) add(item, again, false);
    } catch (error) {
      if (!(error instanceof TryLater) || tries >= mostTries) throw error;
      add(item, Math.max(clock.now, error.until ?? clock.now), hasCause);
      const failed = due.get(key);
      if (failed !== undefined) failed.tries = tries + 1;
    }
  }

  return {
    want: async (wants) => {
      for (const { item, notBefore } of wants) add(item, notBefore ?? clock.now, false);
    },
    happened: (item) => add(item, clock.now, true),
    async until(at) {
      for (let count = 0; ; count += 1) {
        const [key, next] = first() ?? [];
        if (key === undefined || next === undefined || next.at > Math.max(at, clock.now)) break;
        if (count > most) throw new Error('The example does not settle: looks lead to looks.');
        clock.now = Math.max(clock.now, next.at);
        await one(key, next);
      }
      clock.now = Math.max(clock.now, at);
    },
    next: () => first()?.[1].at ?? null,
  };
}

const turnOf = (
  key: string,
  { hasCause, tries, now }: { readonly hasCause: boolean; readonly tries: number; readonly now: number },
): Turn => ({
  key,
  group: '0',
  urgency: 'event',
  causes: hasCause ? ['example'] : [],
  only: null,
  wish: `${now}`,
  since: now,
  tries,
  failures: 0,
  attempts: mostTries,
  stillMine: () => true,
  aside: (_, work) => work(),
  crowded: () => new Map(),
  together: null,
});

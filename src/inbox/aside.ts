/**
 * Looks that wait for something outside: they give their place to others meanwhile, and so many of them wait for the same
 * thing at most. A site that hangs holds up nothing but what needs it.
 */
import { TryLater } from '../tracker.ts';
import type { Clock } from './clock.ts';
import type { Claim, WorkSet } from './work-set.ts';

/** Milliseconds that a look keeps its place while it waits: most waits are shorter, and cost no write. */
const patience = 250;
/** How many looks of one process may wait for the same thing: each keeps in memory what it has read. */
const mostInLane = 24;
/** Milliseconds after which a look that found too many waiting comes again. */
const crowdedAgain = 3000;

export type Aside = {
  /** The looks that have given their place away. */
  readonly away: () => ReadonlySet<Claim<unknown>>;
  /** What so many looks wait for that no more should begin, and when to come again (milliseconds since the epoch). */
  readonly crowded: () => ReadonlyMap<string, number>;
  /**
   * What one look waits by.
   * @returns `wait`, which runs some work under a name for what is waited for. It throws TryLater where too many wait for
   *   it, and what the work throws
   */
  readonly of: (claim: Claim<unknown>) => Waiting;
};

export type Waiting = <R>(lane: string, work: () => Promise<R>) => Promise<R>;

export type AsideParts<T> = {
  readonly set: Pick<WorkSet<T>, 'aside'>;
  readonly clock: Clock;
  readonly random: () => number;
  /** A place is free. */
  readonly freed: () => void;
  readonly warn: (fields: object, message: string) => void;
};

export function createAside<T>({ set, clock, random, freed, warn }: AsideParts<T>): Aside {
  const lanes = new Map<string, number>();
  const away = new Set<Claim<unknown>>();

  const again = (): number => clock.now() + Math.round(crowdedAgain * (0.5 + random()));
  const isFull = (lane: string): boolean => (lanes.get(lane) ?? 0) >= mostInLane;
  const move = (lane: string, by: number): void => {
    const next = (lanes.get(lane) ?? 0) + by;
    if (next === 0) lanes.delete(lane);
    else lanes.set(lane, next);
  };

  function of(claim: Claim<unknown>): Waiting {
    /** Its own waits at once, by lane. */
    const own = new Map<string, number>();
    let waits = 0;
    let isAside = false;
    let cancel = (): void => {};
    let noting: Promise<void> = Promise.resolve();
    // In the order of what happened: a look that is back must not be noted as waiting.
    async function noteAfter(before: Promise<void>, aside: boolean): Promise<void> {
      await before;
      try {
        await set.aside(claim as Claim<T>, aside);
      } catch (error) {
        warn({ err: error, key: claim.key }, 'What an evaluation waits for could not be noted.');
      }
    }
    const note = (aside: boolean): Promise<void> => (noting = noteAfter(noting, aside));
    const leave = (): void => {
      isAside = true;
      away.add(claim);
      void note(true).then(freed);
    };
    const back = async (): Promise<void> => {
      cancel();
      if (!isAside) return;
      isAside = false;
      away.delete(claim);
      await note(false);
    };
    return async (lane, work) => {
      const mine = own.get(lane) ?? 0;
      if (mine === 0) {
        if (isFull(lane)) {
          throw new TryLater(`Too many wait for ${lane} already.`, { until: again() });
        }
        move(lane, 1);
      }
      own.set(lane, mine + 1);
      if (waits === 0) cancel = clock.later(patience, leave);
      waits += 1;
      try {
        return await work();
      } finally {
        waits -= 1;
        const left = (own.get(lane) ?? 1) - 1;
        own.set(lane, left);
        if (left === 0) move(lane, -1);
        if (waits === 0) await back();
      }
    };
  }

  return {
    away: () => away,
    crowded: () => new Map([...lanes.keys()].filter(isFull).map((lane) => [lane, again()])),
    of,
  };
}

/** Workers on a work set: each item is looked at by one of them at a time, and again as long as it is wanted. */
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { troubleOf } from '../store/index.ts';
import { Paced, TryLater } from '../tracker.ts';
import { isLive, later, urgencyOf, type Urgency } from '../urgency.ts';
import { createAside, type Waiting } from './aside.ts';
import { backoff, type Backoff } from './backoff.ts';
import { systemClock, type Clock } from './clock.ts';
import { hold, type Hold } from './hold.ts';
import type { Claim, DeadLetter, Want, WorkSet, WorkSetMetrics } from './work-set.ts';

/** What a look knows of why it happens. */
export type Turn = {
  readonly key: string;
  readonly group: string;
  readonly urgency: Urgency;
  /** The ids of the deliveries that led to it (the latest of them). */
  readonly causes: readonly string[];
  /** What of the item alone may be otherwise; null: anything. */
  readonly only: string | null;
  /** Tells it from other turns of the item; the same when it is tried again, as long as nobody asks anew meanwhile. */
  readonly wish: string;
  /** Since when somebody waits for it (milliseconds since the epoch). */
  readonly since: number;
  /** How often it was tried in vain before. */
  readonly tries: number;
  /** How often it failed by itself before, and at how many such failures it is given up. */
  readonly failures: number;
  readonly attempts: number;
  /** To be asked before each write. False: another worker may be looking, and nothing is written any more. */
  readonly stillMine: () => boolean;
  /**
   * Waits for something outside that may take long: the look gives its place to others meanwhile.
   * @throws TryLater where too many wait for the same thing, by its name; what the work throws
   */
  readonly aside: Waiting;
  /** What too many looks of this process wait for, by name, and when a look that needs it may come again. */
  readonly crowded: () => ReadonlyMap<string, number>;
  /** The items that were claimed with it, itself among them, the same list for each; null: it was claimed alone. */
  readonly together: readonly unknown[] | null;
};

/**
 * Looks at an item. `again`: when to look the next time without being asked (milliseconds since the epoch).
 * @throws TryLater when it cannot be done now; anything else is a failure, tried again a number of times
 */
export type Look<T> = (item: T, turn: Turn) => Promise<{ readonly again: number | null } | void>;

export type InboxMetrics = WorkSetMetrics & {
  /** Since the start: looks that ended well, wishes they answered, tries in vain (that were not paced). */
  readonly looks: number;
  readonly answered: number;
  readonly vain: number;
};

export type Inbox<T> = {
  /** Notes that these items are to be looked at; resolves once that is kept. */
  want(wants: readonly Want<T>[]): Promise<void>;
  /** Looks whether something is due: wishes were noted in the set itself. */
  wake(): void;
  /** Begins to look. */
  start(): void;
  /** Begins no more looks; resolves when those under way are over. */
  stop(): Promise<void>;
  /** Nothing of the group is begun before `until`. */
  pause(group: string, until: number): Promise<void>;
  /** Forgets what the group wants. */
  forget(group: string): Promise<void>;
  /** Resolves when every wish that is due has been answered (or is a dead letter). For tests. */
  settled(): Promise<void>;
  /** The `item` is null where it cannot be read. */
  dead(): Promise<readonly DeadLetter<T | null>[]>;
  metrics(): Promise<InboxMetrics>;
};

export type InboxOptions<T> = {
  readonly set: WorkSet<T>;
  readonly look: Look<T>;
  /** How many looks may be under way at once; three quarters of them of rounds and sweeps. */
  readonly concurrency?: number;
  /** Until when nothing so urgent of a group is to be begun (milliseconds since the epoch); null: it may be. Default: always. */
  readonly pace?: (group: string, urgency: Urgency) => number | null;
  /** After how many failures of its own an item becomes a dead letter. */
  readonly attempts?: number;
  readonly backoff?: Backoff;
  /**
   * What is claimed together with an item, so that all of it can be read at once: items of its group that are as urgent and
   * have keys that begin so, `most` of them. null: nothing is. They are looked at one after the other, in its place.
   */
  readonly besides?: (item: T, priority: number) => { readonly keys: string; readonly most: number } | null;
  /** Milliseconds between two renewals of a claim; below the set's lease. */
  readonly renewal?: number;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** Waited for before each look: something else may be more urgent. */
  readonly giveWay?: () => Promise<void>;
  readonly log?: InboxLog;
};

/** The part of pino that is used here. */
type InboxLog = Record<'debug' | 'warn' | 'error', (fields: object, message: string) => void>;

/** Without a wake-up, the set is read this often: another process may have wished something. */
const poll = 10_000;
/** Milliseconds until what the work set could not note is tried again, and what another holds is asked for. */
const soonAgain = 1000;
/** What was claimed and not begun was the first of those that wait, and is again. */
const firstAgain = 0;
const shortly = 20;

export function createInbox<T>(options: InboxOptions<T>): Inbox<T> {
  const { set, look, concurrency = 8, attempts = 10, clock = systemClock, random = Math.random } = options;
  const {
    backoff: waits = { first: 500, most: 300_000 },
    renewal = 15_000,
    giveWay = async () => {},
    pace = () => null,
    besides = () => null,
    log,
  } = options;
  const holder = randomUUID();
  const running = new Map<Claim<T>, Promise<void>>();
  /** How many looks that follow from no event may be under way: an event must not wait for them. */
  const mostRounds = Math.max(1, concurrency - Math.floor(concurrency / 4));
  /** What was claimed besides something, and is not begun yet. */
  const besideOthers = new Map<Claim<T>, Hold<T>>();
  const counts = { looks: 0, answered: 0, vain: 0 };
  let state: 'new' | 'working' | 'stopped' = 'new';
  let pumping: Promise<void> | null = null;
  let pumpAgain = false;
  let cancelWake = (): void => {};
  let waiters: (() => void)[] = [];

  const asides = createAside<T>({
    set,
    clock,
    random,
    freed: pump,
    warn: (fields, message) => log?.warn(fields, message),
  });
  const places = (which: (claim: Claim<T>) => boolean = () => true): number =>
    [...running.keys()].filter((claim) => !asides.away().has(claim) && which(claim)).length;
  const isFull = (): boolean => places() >= concurrency;
  /** The highest number of a priority that there is a place for. */
  const least = (): number =>
    places(({ priority }) => !isLive(urgencyOf(priority))) >= mostRounds
      ? later - 1
      : Number.POSITIVE_INFINITY;
  const working = (): boolean => state === 'working';

  /** Where the database as a whole fails, that is told as one outage, and not again by everybody who meets it. */
  function tell(level: 'warn' | 'error', error: unknown, fields: object, message: string): void {
    log?.[troubleOf(error) === null ? level : 'debug']({ err: error, ...fields }, message);
  }

  /** Begins looks until there is no more room or nothing is due, then sleeps until something may be. */
  function pump(): void {
    pumpAgain = true;
    if (!working()) return;
    pumping ??= fill()
      .catch((error: unknown) => {
        tell('error', error, {}, 'The work set cannot be read; Baton will retry in a second.');
        wakeIn(soonAgain);
      })
      .finally(() => {
        pumping = null;
        if (pumpAgain && working()) pump();
      });
  }
  async function fill(): Promise<void> {
    while (pumpAgain && working()) {
      pumpAgain = false;
      await release();
      while (working() && !isFull()) {
        // Embedded, the store answers at once: without this, looks that follow each other keep webhooks waiting.
        await nextTurn();
        await giveWay();
        const claim = await set.claim(holder, clock.now(), least());
        if (claim === null) break;
        if (!working()) {
          // Stopped while it was claimed: whoever comes next looks.
          await set.failed(claim, clock.now(), false);
          break;
        }
        if (await isPaced(claim)) continue;
        const run = takeAll([claim, ...(await claimBesides(claim))]).finally(() => {
          running.delete(claim);
          pump();
        });
        running.set(claim, run);
      }
      if (!isFull()) {
        const due = await set.nextDue(clock.now(), least());
        const wait = due === null ? poll : due - clock.now();
        wakeIn(wait > 0 ? Math.min(poll, wait) : shortly);
      }
      await wakeWaiters();
    }
  }
  function wakeIn(milliseconds: number): void {
    cancelWake();
    cancelWake = clock.later(milliseconds, pump);
  }
  async function wakeWaiters(): Promise<void> {
    if (waiters.length === 0 || !(await set.settled(clock.now()))) return;
    const settled = waiters;
    waiters = [];
    for (const resolve of settled) resolve();
  }

  /** Gives back what is not to be begun yet, and what is as urgent with it. */
  async function isPaced(claim: Claim<T>): Promise<boolean> {
    const { group, priority } = claim;
    const urgency = urgencyOf(priority);
    const until = pace(group, urgency);
    if (until === null || until <= clock.now()) return false;
    await set.pace(group, urgency, until);
    await set.postponed(claim, firstAgain);
    return true;
  }

  /** More to look at with what was just claimed; what cannot be claimed now is claimed later. */
  async function claimBesides({ item, priority, group, key }: Claim<T>): Promise<readonly Claim<T>[]> {
    const found = besides(item, priority);
    if (found === null) return [];
    try {
      return await set.claimBesides(holder, { ...found, key, priority, group }, clock.now());
    } catch (error) {
      tell('warn', error, { key }, 'What could be evaluated together could not be claimed.');
      return [];
    }
  }
  function holding(claim: Claim<T>): Hold<T> {
    return hold(claim, {
      set,
      clock,
      renewal,
      onLost: (key) =>
        log?.warn({ key }, 'Another worker took over an evaluation; this one writes nothing more.'),
      onFailed: (key, error) => tell('warn', error, { key }, 'A claim could not be renewed.'),
    });
  }
  /** What somebody waits for by now does not wait for what was claimed with it. */
  async function release(): Promise<void> {
    if (besideOthers.size === 0) return;
    const wanted = new Set(await set.wantedAgain([...besideOthers.keys()], later - 1));
    for (const [claim, { end }] of besideOthers)
      if (wanted.has(claim.key) && besideOthers.delete(claim))
        await noted(claim, () => set.postponed(claim, firstAgain)).finally(end);
  }
  /** Looks at what was claimed together, one after the other; what is not begun when all is to end is given back. */
  async function takeAll(claims: readonly Claim<T>[]): Promise<void> {
    const together = claims.length === 1 ? null : claims.map(({ item }) => item);
    const holds = claims.map(holding);
    for (const each of holds.slice(1)) besideOthers.set(each.claim, each);
    for (const [index, each] of holds.entries()) {
      if (index > 0) await nextTurn();
      // It was given back meanwhile.
      if (index > 0 && !besideOthers.delete(each.claim)) continue;
      if (index > 0 && (await isPaced(each.claim))) {
        each.end();
        continue;
      }
      if (working() || index === 0) await take(each, together);
      else await noted(each.claim, () => set.postponed(each.claim, firstAgain)).finally(each.end);
    }
  }
  async function take({ claim, stillMine, end }: Hold<T>, together: Turn['together']): Promise<void> {
    const { key, group, causes, only, since, tries, failures, item } = claim;
    try {
      const { crowded } = asides;
      const aside = asides.of(claim);
      const turn: Turn = {
        key,
        group,
        urgency: urgencyOf(claim.priority),
        causes,
        only,
        wish: `${since} ${claim.wanted}`,
        since,
        tries,
        failures,
        attempts,
        stillMine,
        aside,
        crowded,
        together,
      };
      const looked = await look(item, turn).then(
        (result) => ({ kind: 'over', again: result?.again ?? null }) as const,
        (error: unknown) => ({ kind: 'failed', error }) as const,
      );
      if (looked.kind === 'failed' && looked.error instanceof Paced) {
        const { error } = looked;
        await noted(claim, () => paced(claim, error));
      } else if (looked.kind === 'failed') {
        counts.vain += 1;
        await noted(claim, () => failed(claim, looked.error));
      } else {
        counts.looks += 1;
        counts.answered += claim.wishes;
        await noted(claim, () => set.done(claim, looked.again));
      }
    } finally {
      end();
    }
  }
  /** Notes how a look ended, until that is kept; a process that stops before gives the item back by its lease. */
  async function noted(claim: Claim<T>, note: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await note();
        return;
      } catch (error) {
        tell(
          'error',
          error,
          { key: claim.key },
          'The end of an evaluation cannot be noted; Baton will retry.',
        );
        if (!working()) return;
        await new Promise<void>((resolve) => void clock.later(soonAgain, resolve));
      }
    }
  }
  /** A look made way for what is more urgent; or it shared a request with one that did, and goes on at once. */
  async function paced(claim: Claim<T>, { urgency, until, message }: Paced): Promise<boolean> {
    const { key, group, priority } = claim;
    const now = clock.now();
    const isOwn = urgency === urgencyOf(priority);
    log?.debug({ key, group, until, why: message }, 'An evaluation makes way for what is more urgent.');
    if (isOwn) await set.pace(group, urgency, until ?? now + soonAgain);
    return set.postponed(claim, firstAgain);
  }
  async function failed(claim: Claim<T>, error: unknown): Promise<void> {
    const { key, group, tries, causes: deliveries } = claim;
    const about = { key, group, deliveries };
    const now = clock.now();
    const later = now + backoff(waits, tries, random());
    if (error instanceof TryLater || troubleOf(error) !== null) {
      const { until, message, scope } = whenToRetry(error, later);
      log?.debug({ ...about, until, why: message }, 'An evaluation will be retried later.');
      if (scope === 'installation') await set.pause(group, until);
      await set.failed(claim, until, false);
    } else if (claim.failures + 1 >= attempts) {
      log?.error(
        { err: error, ...about },
        `An evaluation failed ${attempts} times; Baton will not retry it by itself (baton dead-letters).`,
      );
      await set.bury(claim, error instanceof Error ? error.message : String(error), now);
    } else {
      // Once: what it is does not change from try to try.
      const level = claim.failures === 0 ? 'warn' : 'debug';
      log?.[level]({ err: error, ...about, until: later }, 'An evaluation failed; Baton will retry it.');
      await set.failed(claim, later, true);
    }
  }

  return {
    async want(wants) {
      await set.want(wants, clock.now());
      pump();
    },
    wake: pump,
    start() {
      if (state !== 'new') return;
      state = 'working';
      pump();
    },
    async stop() {
      state = 'stopped';
      cancelWake();
      await pumping;
      while (running.size > 0) await Promise.all(running.values());
      cancelWake();
    },
    async pause(group, until) {
      await set.pause(group, until);
    },
    forget: (group) => set.forget(group),
    settled() {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiters.push(resolve);
      pump();
      return promise;
    },
    dead: () => set.dead(),
    async metrics() {
      return { ...(await set.metrics(clock.now())), ...counts };
    },
  };
}

/** When a look that met an outage is tried again. */
function whenToRetry(
  error: unknown,
  later: number,
): { readonly until: number; readonly message: string; readonly scope: TryLater['scope'] | null } {
  if (!(error instanceof TryLater)) {
    return { until: later, message: error instanceof Error ? error.message : String(error), scope: null };
  }
  return { until: error.until ?? later, message: error.message, scope: error.scope };
}

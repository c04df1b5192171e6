import { setImmediate as nextTurn } from 'node:timers/promises';

import * as fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';

import { backoff } from '../../src/inbox/backoff.ts';
import {
  createInbox,
  type Clock,
  type Inbox,
  type InboxOptions,
  type Look,
  type Turn,
  type Want,
  type WorkSet,
} from '../../src/inbox/index.ts';
import { createMemoryWorkSet } from './memory-set.ts';
import { Paced, TryLater } from '../../src/tracker.ts';

/** A clock that stands still until it is moved. */
function stillClock(): Clock & { move(milliseconds: number): void } {
  let now = 0;
  const timers = new Set<{ at: number; callback: () => void }>();
  return {
    now: () => now,
    later(milliseconds, callback) {
      const timer = { at: now + milliseconds, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    move(milliseconds) {
      now += milliseconds;
      for (const timer of timers) {
        if (timer.at > now) continue;
        timers.delete(timer);
        timer.callback();
      }
    },
  };
}

/** Lets everything that is ready run: each claim waits for a turn of the event loop. */
async function breathe(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await nextTurn();
}
const wish = (key: string, more: Partial<Want<string>> = {}): Want<string> => ({
  key,
  group: 'acme',
  item: key,
  ...more,
});
function inboxOf(look: Look<string>, more: Partial<InboxOptions<string>> = {}): Inbox<string> {
  const inbox = createInbox({ set: createMemoryWorkSet<string>(), look, random: () => 1, ...more });
  inbox.start();
  return inbox;
}

describe('a look', () => {
  test('begins at once when idle', async () => {
    const began = performance.now();
    const { promise, resolve } = Promise.withResolvers<number>();
    const inbox = inboxOf(async () => resolve(performance.now() - began));
    await inbox.want([wish('a')]);
    // Not only when it next asks by itself, after ten seconds.
    expect(await promise).toBeLessThan(5_000);
    await inbox.stop();
  });

  test('waits for the start', async () => {
    const looks: string[] = [];
    const inbox = createInbox<string>({
      set: createMemoryWorkSet(),
      look: async (item) => void looks.push(item),
    });
    await inbox.want([wish('a')]);
    await breathe();
    expect(looks).toEqual([]);
    inbox.start();
    await inbox.settled();
    expect(looks).toEqual(['a']);
  });

  test('knows what led to it; a burst leads to two at the most', async () => {
    const turns: Turn[] = [];
    const clock = stillClock();
    const inbox = inboxOf(
      async (_item, turn) => {
        turns.push(turn);
        await breathe();
      },
      { clock },
    );
    await inbox.want([wish('a', { cause: 'd-0' })]);
    while (turns.length === 0) await breathe();
    for (let n = 1; n < 50; n += 1) await inbox.want([wish('a', { cause: `d-${n}` })]);
    await inbox.settled();
    expect(turns).toHaveLength(2);
    expect(turns[0]).toMatchObject({ key: 'a', group: 'acme', causes: ['d-0'], since: 0, tries: 0 });
    expect(turns[1]?.causes.at(-1)).toBe('d-49');
    expect(await inbox.metrics()).toMatchObject({ looks: 2, answered: 50, vain: 0 });
  });

  test('takes others along: one after the other, each with the same list', async () => {
    const seen: (readonly unknown[] | null)[] = [];
    const log: string[] = [];
    const inbox = createInbox<string>({
      set: createMemoryWorkSet(),
      besides: (item) => (item.startsWith('x') ? { keys: 'x', most: 2 } : null),
      async look(item, { together }) {
        log.push(`${item} begins`);
        if (item !== 'alone') seen.push(together);
        await breathe();
        log.push(`${item} ends`);
        if (item === 'x2') throw new TryLater('not now', { until: Number.MAX_SAFE_INTEGER });
      },
    });
    await inbox.want(['x1', 'x2', 'x3'].map((key) => wish(key)));
    inbox.start();
    while (log.length < 6) await breathe();
    expect(log).toEqual(['x1', 'x2', 'x3'].flatMap((item) => [`${item} begins`, `${item} ends`]));
    expect(seen[0]).toEqual(['x1', 'x2', 'x3']);
    expect(new Set(seen).size).toBe(1);
    await breathe();
    expect(await inbox.metrics()).toMatchObject({ looks: 2, vain: 1, running: 0 });
    await inbox.stop();
  });

  test('that was taken along and is not begun at the end is given back', async () => {
    const set = createMemoryWorkSet<string>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    const looks: string[] = [];
    const inbox = createInbox<string>({
      set,
      besides: () => ({ keys: 'x', most: 9 }),
      async look(item) {
        looks.push(item);
        begin();
        await over;
      },
    });
    await inbox.want(['x1', 'x2', 'x3'].map((key) => wish(key)));
    inbox.start();
    await begun;
    const stopped = inbox.stop();
    end();
    await stopped;
    expect(looks).toEqual(['x1']);
    expect(await set.metrics(Date.now())).toMatchObject({ running: 0, waiting: 2 });
  });

  test('that was taken along is given back when somebody waits for it, and looked at beside the rest', async () => {
    const set = createMemoryWorkSet<string>();
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    const looks: string[] = [];
    const inbox = createInbox<string>({
      set,
      besides: (_, priority) => (priority > 0 ? { keys: 'x', most: 9 } : null),
      async look(item) {
        looks.push(item);
        if (item === 'x1') await over;
      },
    });
    await inbox.want(['x1', 'x2', 'x3'].map((key) => wish(key, { priority: 10 })));
    inbox.start();
    while (looks.length === 0) await breathe();
    await inbox.want([wish('x3', { priority: -10 })]);
    while (looks.length < 2) await breathe();
    expect(looks).toEqual(['x1', 'x3']);
    end();
    await inbox.settled();
    expect(looks).toEqual(['x1', 'x3', 'x2']);
    await inbox.stop();
  });

  test('of a round is not begun while that is paced, also of what was taken along; an event is', async () => {
    const set = createMemoryWorkSet<string>();
    const looks: string[] = [];
    let left = 2;
    const inbox = createInbox<string>({
      set,
      besides: (_, priority) => (priority > 0 ? { keys: 'x', most: 9 } : null),
      pace: (_, urgency) => (urgency === 'event' || left > 0 ? null : Date.now() + 60_000),
      async look(item) {
        if (item !== 'event') left -= 1;
        looks.push(item);
      },
    });
    await inbox.want(['x1', 'x2', 'x3', 'x4'].map((key) => wish(key, { priority: 10 })));
    inbox.start();
    while ((await set.metrics(Date.now())).paced.length === 0) await breathe();
    await inbox.want([wish('event')]);
    while (looks.length < 3) await breathe();
    expect(looks).toEqual(['x1', 'x2', 'event']);
    const { paced, retrying } = await inbox.metrics();
    expect([paced.map(({ urgency, waiting }) => [urgency, waiting]), retrying]).toEqual([[['round', 2]], 0]);
    await inbox.stop();
  });

  test('that makes way for what is more urgent was not tried in vain, and is begun when it may be', async () => {
    const set = createMemoryWorkSet<string>();
    const tries: (readonly [string, number])[] = [];
    const inbox = createInbox<string>({
      set,
      async look(item, { tries: before }) {
        tries.push([item, before]);
        if (item === 'round' && tries.length === 1) throw new Paced('round', 'kept', Date.now() + 30);
        // It shared a request with a round.
        if (item === 'event' && tries.filter(([name]) => name === 'event').length === 1)
          throw new Paced('round', 'kept', Number.MAX_SAFE_INTEGER);
      },
    });
    await inbox.want([wish('round', { priority: 10 })]);
    inbox.start();
    await inbox.settled();
    await inbox.want([wish('event')]);
    await inbox.settled();
    expect(tries).toEqual([
      ['round', 0],
      ['round', 0],
      ['event', 0],
      ['event', 0],
    ]);
    expect(await inbox.metrics()).toMatchObject({ vain: 0, looks: 2 });
    await inbox.stop();
  });

  test('of a slow item holds up no other', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const looks: string[] = [];
    const inbox = inboxOf(async (item) => {
      if (item === 'slow') await promise;
      looks.push(item);
    });
    await inbox.want([wish('slow'), wish('a'), wish('b')]);
    while (looks.length < 2) await breathe();
    expect(looks).toEqual(['a', 'b']);
    resolve();
    await inbox.settled();
    expect(looks).toEqual(['a', 'b', 'slow']);
  });

  test('that waits for something outside gives its place away, until so many wait that others come later', async () => {
    const clock = stillClock();
    const gate = Promise.withResolvers<void>();
    const seen: string[] = [];
    const look: Look<string> = async (item, { aside, crowded }) => {
      if (item.startsWith('slow') && crowded().size > 0) seen.push(`${item} finds a crowd`);
      if (item.startsWith('slow')) await aside('site', () => gate.promise);
      seen.push(item);
    };
    const inbox = inboxOf(look, { clock, concurrency: 2 });
    const slow = Array.from({ length: 26 }, (_, at) => `slow-${at}`);
    await inbox.want(slow.map((key) => wish(key)));
    await breathe();
    await inbox.want([wish('quick')]);
    await breathe();
    expect(seen).toEqual([]);
    // Two begin, and make room for two more when they have waited for a while.
    for (let time = 0; time < 15; time += 1) {
      clock.move(300);
      await breathe();
    }
    expect(seen.slice(0, 3)).toEqual(['slow-24 finds a crowd', 'slow-25 finds a crowd', 'quick']);
    expect((await inbox.metrics()).running).toBe(24);
    gate.resolve();
    await breathe();
    for (let time = 0; time < 5; time += 1) {
      clock.move(10_000);
      await breathe();
    }
    expect((await inbox.metrics()).running).toBe(0);
    expect(new Set(seen.filter((each) => !each.includes(' ')))).toEqual(new Set(['quick', ...slow]));
  });

  test('may ask for the next one at a time', async () => {
    const clock = stillClock();
    const at: number[] = [];
    const inbox = inboxOf(
      async () => {
        at.push(clock.now());
        return { again: clock.now() === 0 ? 3_600_000 : null };
      },
      { clock },
    );
    await inbox.want([wish('a')]);
    await inbox.settled();
    for (let minute = 0; minute < 70; minute += 1) {
      clock.move(60_000);
      await breathe();
    }
    expect(at).toEqual([0, 3_600_000]);
  });
});

describe('a failure', () => {
  test('is tried again after longer and longer waits, and becomes a dead letter; a new wish revives it', async () => {
    const clock = stillClock();
    const at: number[] = [];
    let broken = true;
    const inbox = inboxOf(
      async () => {
        at.push(clock.now());
        if (broken) throw new Error('It never works.');
      },
      { clock, attempts: 4, backoff: { first: 1000, most: 3000 } },
    );
    await inbox.want([wish('a')]);
    const settled = inbox.settled();
    for (let second = 0; second < 20; second += 1) {
      await breathe();
      clock.move(1000);
    }
    await settled;
    expect(at).toEqual([0, 1000, 3000, 6000]);
    expect(await inbox.dead()).toEqual([
      { key: 'a', group: 'acme', item: 'a', failures: 4, error: 'It never works.', at: 6000 },
    ]);
    broken = false;
    await inbox.want([wish('a')]);
    await inbox.settled();
    expect(await inbox.dead()).toEqual([]);
    expect(await inbox.metrics()).toMatchObject({ looks: 1, vain: 4, dead: 0 });
  });

  test('that failed is told in the log with the deliveries that led to it', async () => {
    const lines: object[] = [];
    const log = pino(
      { level: 'debug', base: null },
      { write: (line: string) => void lines.push(JSON.parse(line) as object) },
    );
    const clock = stillClock();
    const fail = [new TryLater('Later.', { until: 5 }), new Error('No.'), new Error('No.')];
    const look: Look<string> = async () => {
      throw fail.shift() ?? new Error('It was asked too often.');
    };
    const inbox = inboxOf(look, { clock, attempts: 2, log });
    await inbox.want([wish('a', { cause: 'delivery-1' })]);
    for (let turn = 0; turn < 3; turn += 1) {
      await breathe();
      clock.move(60_000);
    }
    await inbox.stop();
    const about = { key: 'a', group: 'acme', deliveries: ['delivery-1'] };
    expect(lines).toMatchObject([
      { ...about, msg: 'An evaluation will be retried later.', why: 'Later.' },
      { ...about, msg: 'An evaluation failed; Baton will retry it.' },
      {
        ...about,
        msg: 'An evaluation failed 2 times; Baton will not retry it by itself (baton dead-letters).',
      },
    ]);
  });

  test('that only says "later" never becomes a dead letter', async () => {
    const clock = stillClock();
    let tries = 0;
    const inbox = inboxOf(
      async () => {
        tries += 1;
        throw new TryLater('GitHub answered 502');
      },
      { clock, attempts: 2, backoff: { first: 1000, most: 1000 } },
    );
    await inbox.want([wish('a')]);
    for (let second = 0; second < 9; second += 1) {
      await breathe();
      clock.move(1000);
    }
    await breathe();
    expect(tries).toBe(10);
    expect(await inbox.dead()).toEqual([]);
  });

  test('by a limit holds the whole installation until its end, and no other', async () => {
    const clock = stillClock();
    const looks: string[] = [];
    const inbox = inboxOf(
      async (item) => {
        looks.push(`${item} at ${clock.now()}`);
        if (item === 'a1' && clock.now() < 9000) {
          throw new TryLater('limit', { until: 9000, scope: 'installation' });
        }
      },
      { clock, concurrency: 1 },
    );
    await inbox.want([wish('a1'), wish('a2'), wish('b', { group: 'initech' })]);
    await breathe();
    expect(looks).toEqual(['a1 at 0', 'b at 0']);
    await inbox.want([wish('a1'), wish('a3')]);
    clock.move(8999);
    await breathe();
    expect(looks).toHaveLength(2);
    clock.move(1);
    await inbox.settled();
    expect(looks.slice(2).toSorted()).toEqual(['a1 at 9000', 'a2 at 9000', 'a3 at 9000']);
  });

  test('waits twice as long each time, up to a limit, a little apart', () => {
    const waits = [0, 1, 2, 3, 50].map((tries) => backoff({ first: 500, most: 3000 }, tries, 1));
    expect(waits).toEqual([500, 1000, 2000, 3000, 3000]);
    expect(backoff({ first: 500, most: 3000 }, 0, 0)).toBe(250);
  });
});

describe('a claim', () => {
  /** Begins a look, which waits; a claim lasts a second, and is renewed each 300 milliseconds. */
  async function begin(change: (set: WorkSet<string>) => Partial<WorkSet<string>> = () => ({})) {
    const clock = stillClock();
    const set = createMemoryWorkSet<string>({ lease: 1000 });
    const begun = Promise.withResolvers<Turn>();
    const end = Promise.withResolvers<void>();
    const look: Look<string> = async (_, turn) => {
      begun.resolve(turn);
      await end.promise;
      if (!turn.stillMine()) throw new TryLater('It is not mine any more.');
    };
    const inbox = inboxOf(look, { set: { ...set, ...change(set) }, renewal: 300, clock });
    await inbox.want([wish('a', { cause: 'd-1' })]);
    const { stillMine } = await begun.promise;
    const move = async (milliseconds: number): Promise<void> => {
      clock.move(milliseconds);
      await breathe();
    };
    return { set, inbox, stillMine, move, end: () => end.resolve() };
  }

  test('is renewed during the look, however long that takes', async () => {
    const { inbox, stillMine, move, end } = await begin();
    for (let n = 0; n < 10; n += 1) await move(300);
    expect(stillMine()).toBe(true);
    end();
    await inbox.settled();
    expect(await inbox.metrics()).toMatchObject({ looks: 1, vain: 0 });
  });

  test('that another worker has is found out at its renewal; the look ends, and is no failure', async () => {
    const { set, inbox, stillMine, move, end } = await begin();
    const other = await set.claim('another', 5000);
    expect(other).toMatchObject({ key: 'a', failures: 0, causes: ['d-1'] });
    expect(stillMine()).toBe(true);
    await move(300);
    expect(stillMine()).toBe(false);
    end();
    await inbox.stop();
    expect(other !== null && (await set.renew(other, 5000))).toBe(6000);
  });

  test('that cannot be renewed is lost when its lease is over, and is looked at again', async () => {
    const { set, inbox, stillMine, move, end } = await begin(() => ({
      renew: async () => Promise.reject(new Error('The database is gone.')),
    }));
    await move(999);
    expect(stillMine()).toBe(true);
    await move(1);
    expect(stillMine()).toBe(false);
    end();
    await inbox.stop();
    expect(await set.claim('another', 9000)).toMatchObject({ key: 'a', tries: 1, failures: 0 });
  });
});

describe('stopping', () => {
  test('finishes what is under way and begins nothing more', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const looks: string[] = [];
    const inbox = inboxOf(
      async (item) => {
        await promise;
        looks.push(item);
      },
      { concurrency: 1 },
    );
    await inbox.want([wish('a'), wish('b')]);
    await breathe();
    const stopped = inbox.stop();
    await inbox.want([wish('c')]);
    let over = false;
    const watch = (async () => {
      await stopped;
      over = true;
    })();
    await breathe();
    expect(over).toBe(false);
    resolve();
    await watch;
    expect(looks).toEqual(['a']);
    expect(await inbox.metrics()).toMatchObject({ running: 0, waiting: 2 });
  });
});

describe('whatever is wished when', () => {
  const steps = fc.array(
    fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      group: fc.constant('acme'),
      pause: fc.nat({ max: 3 }),
    }),
    { minLength: 1, maxLength: 60 },
  );

  test('no key is looked at twice at once, and every wish is followed by a look that began after it', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.integer({ min: 1, max: 5 }),
        fc.nat({ max: 4 }),
        async (script, concurrency, failing) => {
          let tick = 0;
          let looks = 0;
          const running = new Set<string>();
          const begun = new Map<string, number>();
          const wished = new Map<string, number>();
          const inbox = inboxOf(
            async (item) => {
              expect(running.has(item)).toBe(false);
              expect(running.size).toBeLessThan(concurrency);
              running.add(item);
              const began = (tick += 1);
              looks += 1;
              const fails = failing > 0 && looks % (failing + 1) === 0;
              for (let n = 0; n < script.length % 4; n += 1) await Promise.resolve();
              if (looks % 3 === 0) await new Promise(setImmediate);
              running.delete(item);
              if (fails) throw looks % 2 === 0 ? new TryLater('later') : new Error('no');
              begun.set(item, began);
            },
            { concurrency, attempts: 1000, backoff: { first: 0, most: 0 } },
          );
          for (const { key, group, pause } of script) {
            wished.set(key, (tick += 1));
            await inbox.want([{ key, group, item: key }]);
            for (let n = 0; n < pause; n += 1) await new Promise(setImmediate);
          }
          await inbox.settled();
          for (const [key, at] of wished) expect(begun.get(key)).toBeGreaterThan(at);
          await inbox.stop();
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('ten thousand items are each looked at once', async () => {
  let looks = 0;
  const inbox = inboxOf(async () => {
    looks += 1;
  });
  await inbox.want(Array.from({ length: 10_000 }, (_, n) => wish(`k${n}`, { group: `g${n % 50}` })));
  await inbox.settled();
  expect(looks).toBe(10_000);
});

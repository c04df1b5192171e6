/** What every work set promises, wherever it keeps its rows. */
import { beforeEach, describe, expect, test } from 'vitest';

import type { Claim, Want, WorkSet } from '../../src/inbox/index.ts';

/** The same rows as one process sees them, and as another does. */
export type MakeWorkSet = (options: {
  lease: number;
  perGroup: number;
}) => Promise<readonly [WorkSet<string>, WorkSet<string>]>;

export function contract(name: string, make: MakeWorkSet): void {
  describe(name, () => {
    let set: WorkSet<string>;
    let other: WorkSet<string>;
    beforeEach(async () => {
      [set, other] = await make({ lease: 1000, perGroup: 2 });
    });
    const wish = (key: string, more: Partial<Want<string>> = {}): Want<string> => ({
      key,
      group: 'acme',
      item: `look at ${key}`,
      ...more,
    });
    async function claimed(now: number, holder = 'one'): Promise<Claim<string>> {
      const claim = await set.claim(holder, now);
      if (claim === null) throw new Error('There was nothing to claim.');
      return claim;
    }

    test('a wish is claimed once, with what led to it', async () => {
      await set.want([wish('a', { cause: 'd-1' })], 10);
      expect(await claimed(20)).toMatchObject({
        key: 'a',
        group: 'acme',
        item: 'look at a',
        priority: 0,
        wishes: 1,
        tries: 0,
        failures: 0,
        since: 10,
        causes: ['d-1'],
        until: 1020,
      });
      expect(await set.claim('one', 20)).toBeNull();
      expect(await set.claim('two', 20)).toBeNull();
    });

    test('a burst folds into one look, at the latest item', async () => {
      await set.want(
        Array.from({ length: 50 }, (_, n) => wish('a', { item: `v${n}`, cause: `d-${n}` })),
        10,
      );
      const claim = await claimed(20);
      expect(claim).toMatchObject({ wishes: 50, item: 'v49' });
      expect(claim.causes).toEqual(Array.from({ length: 20 }, (_, n) => `d-${n + 30}`));
      expect(await set.done(claim, null)).toBe(true);
      expect(await set.nextDue(30)).toBeNull();
    });

    test('a look is told what alone may be otherwise, where every wish for it says so', async () => {
      await set.want([wish('a', { cause: 'd-1', only: 'policy' }), wish('a', { only: 'policy' })], 10);
      const first = await claimed(10);
      expect(first).toMatchObject({ causes: ['d-1'], only: 'policy' });
      // Tried again, it is the same; with another wish, anything may be.
      await set.failed(first, 20, true);
      expect(await claimed(20)).toMatchObject({ causes: ['d-1'], only: 'policy', tries: 1 });
      await set.want([wish('b', { cause: 'd-2' }), wish('b', { cause: 'd-3', only: 'policy' })], 30);
      expect(await claimed(30)).toMatchObject({ causes: ['d-2', 'd-3'], only: null });
    });

    test('of more wishes than causes are kept of, nobody knows what alone may be otherwise', async () => {
      const many = Array.from({ length: 21 }, (_, n) => wish('a', { cause: `d-${n}`, only: 'policy' }));
      await set.want([wish('a'), ...many.slice(1)], 10);
      expect(await claimed(10)).toMatchObject({ only: null });
    });

    test('what is wanted during a look is looked at after it', async () => {
      await set.want([wish('a')], 10);
      const first = await claimed(10);
      await set.want([wish('a', { cause: 'd-2' }), wish('a', { cause: 'd-3' })], 20);
      expect(await set.claim('one', 20)).toBeNull();
      expect(await set.settled(20)).toBe(false);
      await set.done(first, null);
      const second = await claimed(30);
      expect(second).toMatchObject({ wishes: 2, since: 20, causes: ['d-2', 'd-3'] });
      await set.done(second, null);
      expect(await set.settled(30)).toBe(true);
      expect(await set.metrics(30)).toEqual({
        waiting: 0,
        inRounds: 0,
        retrying: 0,
        unanswered: 0,
        running: 0,
        scheduled: 0,
        dead: 0,
        oldest: 0,
        paused: new Map(),
        paced: [],
      });
    });

    test('the more urgent first, then the group with less under way, then the one due longer', async () => {
      await set.want([wish('slow', { priority: 10 })], 1);
      await set.want([wish('a1')], 2);
      await set.want([wish('a2')], 3);
      await set.want([wish('b1', { group: 'initech' })], 4);
      const order = [await claimed(5), await claimed(5), await claimed(5)].map(({ key }) => key);
      expect(order).toEqual(['a1', 'b1', 'a2']);
    });

    test('a group with less under way comes first, however many items of the others have waited longer', async () => {
      await set.want(
        Array.from({ length: 250 }, (_, n) => wish(`a${n}`)),
        1,
      );
      await set.want([wish('b1', { group: 'initech' })], 2);
      await set.want([wish('c1', { group: 'umbrella' })], 3);
      const order = [await claimed(5), await claimed(5), await claimed(5), await claimed(5)];
      expect(order.map(({ group }) => group)).toEqual(['acme', 'initech', 'umbrella', 'acme']);
    });

    test('what is more urgent, but paused, full, or not due yet, holds up nothing', async () => {
      await set.want([wish('later', { notBefore: 100 }), wish('full-1'), wish('full-2'), wish('full-3')], 1);
      await set.want([wish('paused', { group: 'initech' })], 1);
      await set.pause('initech', 100);
      await claimed(2);
      await claimed(2);
      await set.want([wish('b', { group: 'umbrella', priority: 10 }), wish('c', { priority: 20 })], 2);
      expect(await set.nextDue(3)).toBeLessThanOrEqual(3);
      expect(await claimed(3)).toMatchObject({ key: 'b' });
      expect(await set.claim('one', 3)).toBeNull();
      expect(await set.nextDue(3)).toBe(100);
    });

    test('a more urgent wish makes the item more urgent', async () => {
      await set.want([wish('a', { priority: 10 }), wish('b', { priority: 5 })], 1);
      await set.want([wish('a', { priority: 0 })], 2);
      expect(await claimed(3)).toMatchObject({ key: 'a', priority: 0, since: 1 });
    });

    test('a group has no more than its share under way', async () => {
      await set.want([wish('a1'), wish('a2'), wish('a3')], 1);
      const first = await claimed(1);
      await claimed(1);
      expect(await set.claim('one', 1)).toBeNull();
      await set.want([wish('b1', { group: 'initech' })], 2);
      expect(await claimed(2)).toMatchObject({ key: 'b1' });
      await set.done(first, null);
      expect(await claimed(3)).toMatchObject({ key: 'a3' });
    });

    test('what waits for something outside leaves its share to others, and takes it up again', async () => {
      await set.want([wish('a1'), wish('a2'), wish('a3'), wish('a4')], 1);
      const first = await claimed(1);
      const second = await claimed(1);
      expect(await set.claim('one', 1)).toBeNull();
      expect(await set.aside(first, true)).toBe(true);
      // It is looked at all the same: nobody else gets it, and it is not over.
      expect(await claimed(2)).toMatchObject({ key: 'a3' });
      expect(await set.claim('two', 2)).toBeNull();
      expect(await set.metrics(2)).toMatchObject({ running: 3, waiting: 1 });
      expect(await set.renew(first, 3)).not.toBeNull();
      expect(await set.aside(second, true)).toBe(true);
      expect(await set.aside(first, false)).toBe(true);
      expect(await set.claim('one', 4)).toBeNull();
      await set.done(second, null);
      expect(await set.aside(second, true)).toBe(false);
      await set.done(first, null);
      expect(await claimed(5)).toMatchObject({ key: 'a4' });
    });

    test('not before its time, and at its deadline', async () => {
      await set.want([wish('a', { notBefore: 100 })], 1);
      expect(await set.claim('one', 99)).toBeNull();
      expect(await set.nextDue(1)).toBe(100);
      expect(await set.settled(1)).toBe(true);
      await set.done(await claimed(100), 500);
      expect(await set.claim('one', 499)).toBeNull();
      expect(await set.metrics(499)).toMatchObject({ waiting: 0, scheduled: 1 });
      expect(await claimed(500)).toMatchObject({ key: 'a', wishes: 0, since: 500 });
    });

    test('an instant between two milliseconds is one, too', async () => {
      await set.want([wish('a', { notBefore: 1.4 }), wish('b', { group: 'initech' })], 1);
      await set.pause('initech', 1.6);
      expect(await set.claim('one', 1)).toBeNull();
      const keys = [await claimed(2), await claimed(2)].map(({ key }) => key);
      expect(keys.toSorted()).toEqual(['a', 'b']);
    });

    test('a wish comes before a deadline, and the look it leads to sets the deadline anew', async () => {
      await set.want([wish('a')], 1);
      await set.done(await claimed(1), 500);
      await set.want([wish('a')], 2);
      await set.done(await claimed(2), null);
      expect(await set.nextDue(3)).toBeNull();
    });

    test('a failed look keeps its wishes, its place and its causes', async () => {
      await set.want([wish('a', { cause: 'd-1' })], 1);
      expect(await set.failed(await claimed(2), 100, true)).toBe(true);
      await set.want([wish('b')], 3);
      expect(await set.settled(3)).toBe(false);
      expect(await claimed(99)).toMatchObject({ key: 'b' });
      const again = await claimed(100);
      expect(again).toMatchObject({ key: 'a', wishes: 1, tries: 1, failures: 1, since: 1, causes: ['d-1'] });
      await set.failed(again, 200, false);
      const third = await claimed(200);
      expect(third).toMatchObject({ tries: 2, failures: 1 });
      await set.done(third, 300);
      expect(await claimed(300)).toMatchObject({ tries: 0, failures: 0 });
    });

    test('the oldest delivery without an answer counts, not what is due at its time, nor what a limit holds up', async () => {
      const told = async (now: number) => {
        const { retrying, unanswered, scheduled } = await set.metrics(now);
        return { retrying, unanswered, scheduled };
      };
      // A deadline, and what Baton does by itself: nobody waits for them.
      await set.want([wish('later', { notBefore: 90_000, cause: 'x' }), wish('own', { priority: 1 })], 0);
      expect(await told(500)).toEqual({ retrying: 0, unanswered: 0, scheduled: 1 });
      await set.want([wish('event', { cause: 'a delivery' })], 1000);
      expect(await told(1500)).toEqual({ retrying: 0, unanswered: 500, scheduled: 1 });
      const claim = await claimed(2000);
      expect(claim.key).toBe('event');
      expect(await told(2000)).toEqual({ retrying: 0, unanswered: 1000, scheduled: 1 });
      await set.failed(claim, 8000, false);
      expect(await told(3000)).toEqual({ retrying: 1, unanswered: 2000, scheduled: 1 });
      await set.pause('acme', 4000);
      expect(await told(3500)).toMatchObject({ retrying: 1, unanswered: 0 });
      const again = await claimed(8000);
      expect(again.key).toBe('event');
      await set.done(again, null);
      expect(await told(8500)).toEqual({ retrying: 0, unanswered: 0, scheduled: 1 });
    });

    test('a new wish does not wait for the next try', async () => {
      await set.want([wish('a')], 1);
      await set.failed(await claimed(1), 1000, true);
      await set.want([wish('a')], 2);
      expect(await claimed(2)).toMatchObject({ wishes: 2, tries: 1 });
    });

    test('a paused group waits; others do not', async () => {
      await set.want([wish('a'), wish('b', { group: 'initech' })], 1);
      await set.pause('acme', 100);
      await set.pause('acme', 50);
      expect(await claimed(2)).toMatchObject({ key: 'b' });
      expect(await set.claim('one', 99)).toBeNull();
      expect(await set.nextDue(2)).not.toBe(1);
      expect(await set.metrics(2)).toMatchObject({ waiting: 1, oldest: 1, paused: new Map([['acme', 100]]) });
      expect(await claimed(100)).toMatchObject({ key: 'a' });
    });

    test('what is paced waits; what is more urgent does not, nor what is less, nor another group', async () => {
      await set.want(
        [
          wish('sweep', { priority: 20 }),
          wish('round-1', { priority: 10, cause: 'a membership' }),
          wish('round-2', { priority: 15 }),
          wish('other', { group: 'initech', priority: 10 }),
        ],
        1,
      );
      await set.pace('acme', 'round', 100);
      await set.pace('acme', 'round', 50);
      expect(await set.metrics(2)).toMatchObject({
        waiting: 4,
        unanswered: 0,
        paused: new Map(),
        paced: [{ group: 'acme', urgency: 'round', until: 100, waiting: 2 }],
      });
      await set.want([wish('event')], 3);
      expect(await claimed(3)).toMatchObject({ key: 'event' });
      expect(await claimed(3)).toMatchObject({ key: 'other' });
      await set.want([wish('round-2', { priority: 0 })], 4);
      const second = await claimed(4);
      expect(second).toMatchObject({ key: 'round-2', priority: 0 });
      await set.done(second, null);
      await set.want([wish('round-1', { priority: -10 })], 5);
      await set.done(await claimed(5), null);
      await set.want([wish('round-3', { priority: 10 })], 6);
      // The first of those under way takes the one place that there is for what is not live.
      expect(await set.claim('one', 7)).toBeNull();
      expect(await set.nextDue(7)).toBe(100);
      expect(await other.claim('two', 99)).toBeNull();
    });

    test('what is paced comes in its turn when that is over, and a group that is forgotten is not paced any more', async () => {
      await set.want([wish('sweep', { priority: 20 }), wish('round', { priority: 10 })], 1);
      await set.pace('acme', 'round', 100);
      const first = await claimed(2);
      expect(first).toMatchObject({ key: 'sweep' });
      await set.done(first, null);
      expect(await set.nextDue(3)).toBe(100);
      expect(await claimed(100)).toMatchObject({ key: 'round' });
      await set.pace('acme', 'round', 500);
      await set.forget('acme');
      await set.want([wish('new', { group: 'acme', priority: 10 })], 101);
      expect((await set.metrics(102)).paced).toEqual([]);
    });

    test('a look that was not begun keeps everything, and nothing was tried', async () => {
      await set.want([wish('a', { priority: 10, cause: 'd-1' })], 1);
      const first = await claimed(2);
      await set.want([wish('a', { priority: 12, cause: 'd-2' })], 3);
      expect(await set.postponed(first, 50)).toBe(true);
      expect(await set.done(first, null)).toBe(false);
      expect(await claimed(3)).toMatchObject({
        priority: 10,
        wishes: 2,
        tries: 0,
        failures: 0,
        since: 1,
        causes: ['d-1', 'd-2'],
      });
    });

    test('of what is held, what is wanted again and more urgently can be told', async () => {
      await set.want([wish('a', { priority: 10 }), wish('b', { group: 'initech', priority: 10 })], 1);
      const claims = [await claimed(2), await claimed(2)];
      expect(await other.wantedAgain(claims, 9)).toEqual([]);
      await set.want([wish('a', { priority: 10 }), wish('b', { group: 'initech', priority: -10 })], 3);
      expect(await other.wantedAgain(claims, 9)).toEqual(['b']);
      for (const claim of claims) await set.postponed(claim, 4);
      expect(await claimed(4)).toMatchObject({ key: 'b', priority: -10, wishes: 2 });
    });

    test('rounds leave a place to events, and events one to what is to be undone', async () => {
      const names = ['1', '2', '3'];
      await set.want(
        names.flatMap((n) => [
          wish(`round-${n}`, { priority: 10 }),
          wish(`event-${n}`, { priority: 0 }),
          wish(`violation-${n}`, { priority: -10 }),
        ]),
        1,
      );
      // Rounds alone: one of two places.
      for (const n of names) await set.want([wish(`alone-${n}`, { group: 'initech', priority: 10 })], 1);
      const keys: string[] = [];
      for (;;) {
        const claim = await set.claim('one', 2);
        if (claim === null) break;
        keys.push(claim.key);
      }
      expect(keys).toEqual(['violation-1', 'violation-2', 'violation-3', 'alone-1']);
    });

    test('nothing of less urgency is claimed where only what is more urgent is asked for', async () => {
      await set.want([wish('event'), wish('round', { priority: 10 })], 1);
      expect(await set.claim('one', 2, 0)).toMatchObject({ key: 'event' });
      expect(await set.claim('one', 2, 0)).toBeNull();
      expect(await set.nextDue(2, 0)).not.toBe(1);
      await set.want([wish('other', { group: 'initech', priority: 10 })], 3);
      expect(await set.claim('one', 3)).toMatchObject({ key: 'other' });
    });

    test('a lost lease goes to another holder; the first is not heard any more', async () => {
      await set.want([wish('a', { cause: 'd-1' })], 1);
      const first = await claimed(1, 'one');
      expect(await set.claim('two', 1000)).toBeNull();
      expect(await set.nextDue(2)).toBe(1001);
      expect(await set.claim('one', 5000)).toBeNull();
      const second = await claimed(5000, 'two');
      expect(second).toMatchObject({ key: 'a', tries: 1, causes: ['d-1'] });
      expect(await set.renew(first, 5001)).toBeNull();
      expect(await set.done(first, null)).toBe(false);
      expect(await set.failed(first, 9, true)).toBe(false);
      expect(await set.bury(first, 'no', 9)).toBe(false);
      expect(await set.done(second, null)).toBe(true);
      await set.want([wish('a')], 6000);
      const third = await claimed(6000, 'two');
      expect(await set.done(first, null)).toBe(false);
      expect(await set.done(third, null)).toBe(true);
    });

    test('a renewed lease stays', async () => {
      await set.want([wish('a')], 1);
      const claim = await claimed(1, 'one');
      expect(await set.renew(claim, 900)).toBe(1900);
      expect(await set.claim('two', 1500)).toBeNull();
      expect(await set.claim('two', 1900)).not.toBeNull();
    });

    test('a dead letter is kept, and revived by a new wish', async () => {
      await set.want([wish('a')], 1);
      await set.bury(await claimed(2), 'It never works.', 3);
      expect(await set.claim('one', 1e9)).toBeNull();
      expect(await set.settled(4)).toBe(true);
      expect(await set.dead()).toEqual([
        { key: 'a', group: 'acme', item: 'look at a', failures: 1, error: 'It never works.', at: 3 },
      ]);
      expect(await set.metrics(4)).toMatchObject({ dead: 1, waiting: 0, scheduled: 0 });
      await set.want([wish('a', { item: 'now' })], 5);
      expect(await set.dead()).toEqual([]);
      expect(await claimed(5)).toMatchObject({ item: 'now', tries: 0, failures: 0 });
    });

    test('a dead letter is forgotten when it is old; what lives is not', async () => {
      await set.want([wish('a')], 1);
      await set.bury(await claimed(2), 'It never works.', 3);
      await set.want([wish('b')], 1);
      await set.bury(await claimed(2), 'Nor does this.', 4);
      await set.want([wish('c')], 1);
      await set.pruneDead(4);
      expect((await set.dead()).map(({ key }) => key)).toEqual(['b']);
      expect(await claimed(5)).toMatchObject({ key: 'c' });
      await set.want([wish('a')], 6);
      expect(await claimed(6)).toMatchObject({ key: 'a', wishes: 1, tries: 0 });
    });

    test('what was wanted while a look failed for good is looked at', async () => {
      await set.want([wish('a')], 1);
      const claim = await claimed(1);
      await set.want([wish('a')], 2);
      await set.bury(claim, 'It never works.', 3);
      expect(await set.dead()).toEqual([]);
      expect(await claimed(3)).toMatchObject({ tries: 0, failures: 0 });
    });

    test('a forgotten group wants nothing any more, and is never looked at twice at once', async () => {
      await set.want([wish('a'), wish('c'), wish('b', { group: 'initech' })], 1);
      const a = await claimed(1);
      expect(a.key).toBe('a');
      await set.forget('acme');
      await set.want([wish('a')], 2);
      expect(await claimed(3)).toMatchObject({ key: 'b' });
      expect(await set.claim('one', 3)).toBeNull();
      await set.done(a, 500);
      const again = await claimed(4);
      expect(again.key).toBe('a');
      await set.forget('acme');
      await set.failed(again, 5, true);
      expect(await set.nextDue(6)).not.toBe(5);
      expect(await set.claim('one', 6)).toBeNull();
    });

    describe('what is claimed besides', () => {
      const besides = { key: 'x 1', group: 'acme', priority: 10, keys: 'x ', most: 2 } as const;
      const wished = (key: string, more: Partial<Want<string>> = {}): Want<string> =>
        wish(key, { priority: 10, ...more });

      test('is due, as urgent, of the group, and has such a key; what is due longest comes first', async () => {
        await set.want([wished('x 1')], 1);
        await set.want([wished('x 4')], 4);
        await set.want(
          [
            wished('x 2'),
            wished('x 3', { notBefore: 2 }),
            wished('y 5'),
            wished('x 6', { priority: 0 }),
            wished('x 7', { notBefore: 100 }),
            wished('x 8', { group: 'initech' }),
          ],
          3,
        );
        await set.want([wish('x 6', { priority: 11 })], 3);
        const urgent = await claimed(9);
        expect(urgent.key).toBe('x 6');
        expect((await claimed(9)).key).toBe('x 8');
        await set.done(urgent, null);
        expect((await claimed(9)).key).toBe('x 1');
        const more = await set.claimBesides('one', besides, 10);
        expect(more.map(({ key }) => key)).toEqual(['x 3', 'x 2']);
        expect(await other.claimBesides('two', { ...besides, most: 9 }, 10)).toMatchObject([{ key: 'x 4' }]);
      });

      test('has one place with what was claimed first, until all of it is over', async () => {
        const keys = Array.from({ length: 7 }, (_, n) => `x ${n + 1}`);
        await set.want(
          keys.map((key, n) => wish(key, { notBefore: n })),
          0,
        );
        const first = await claimed(10);
        const [second, third] = await set.claimBesides('one', { ...besides, priority: 0 }, 10);
        const alone = await claimed(10);
        expect(alone.key).toBe('x 4');
        // Two are the most.
        expect(await set.claim('one', 10)).toBeNull();
        if (second === undefined || third === undefined) throw new Error('They were claimed.');
        await set.done(first, null);
        expect(await set.claim('one', 10)).toBeNull();
        await set.done(second, null);
        expect(await set.claim('one', 10)).toBeNull();
        await set.done(third, null);
        expect((await claimed(10)).key).toBe('x 5');
      });

      test('gives its place away while any of it waits for something outside', async () => {
        await set.want(
          ['x 1', 'x 2', 'x 3', 'x 4', 'x 5'].map((key, n) => wish(key, { notBefore: n })),
          0,
        );
        await claimed(10);
        const [second] = await set.claimBesides('one', { ...besides, priority: 0 }, 10);
        await claimed(10);
        if (second === undefined) throw new Error('It was claimed.');
        await set.aside(second, true);
        expect((await claimed(10)).key).toBe('x 5');
        await set.aside(second, false);
        expect(await set.claim('one', 10)).toBeNull();
      });

      test('is nothing while the group is paused', async () => {
        await set.want([wished('x 1'), wished('x 2')], 1);
        await claimed(2);
        await set.pause('acme', 50);
        expect(await set.claimBesides('one', besides, 10)).toEqual([]);
        expect(await set.claimBesides('one', besides, 60)).toHaveLength(1);
      });

      test('is wanted again, free when its lease is over, and given back, as anything that is claimed', async () => {
        await set.want([wished('x 1'), wished('x 2', { cause: 'd-1' })], 1);
        const first = await claimed(2);
        const [second] = await set.claimBesides('one', besides, 2);
        expect(second).toMatchObject({ key: 'x 2', causes: ['d-1'], wishes: 1 });
        await set.want([wished('x 2', { cause: 'd-2' })], 3);
        await set.done(first, null);
        if (second === undefined) throw new Error('It was claimed.');
        expect(await set.done(second, null)).toBe(true);
        const again = await claimed(4);
        expect(again).toMatchObject({ key: 'x 2', causes: ['d-2'], wishes: 1 });
        expect(await other.claim('two', 4 + 1000)).toMatchObject({ key: 'x 2' });
        expect(await set.done(again, null)).toBe(false);
      });
    });

    test('of several workers who claim at once, no two get the same item, and together they get all', async () => {
      const keys = Array.from({ length: 40 }, (_, n) => `k${n}`);
      await set.want(
        keys.map((key) => wish(key, { group: key })),
        1,
      );
      const worker = async (from: WorkSet<string>, holder: string): Promise<readonly string[]> => {
        const mine: string[] = [];
        for (;;) {
          const claim = await from.claim(holder, 2);
          if (claim !== null) mine.push(claim.key);
          else if ((await from.metrics(2)).waiting === 0) return mine;
        }
      };
      const got = await Promise.all(
        Array.from({ length: 8 }, (_, n) => worker(n % 2 === 0 ? set : other, `w${n}`)),
      );
      expect(got.flat().toSorted()).toEqual(keys.toSorted());
      expect(await set.metrics(3)).toMatchObject({ running: 40, waiting: 0 });
    });

    test('of wishes that are noted at once, none is lost, in whatever order they name their items', async () => {
      const keys = ['a', 'b', 'c', 'd', 'e'];
      const rounds = Array.from({ length: 30 }, (_, n) => n);
      await Promise.all(
        rounds.map((n) =>
          (n % 2 === 0 ? set : other).want(
            (n % 3 === 0 ? keys : keys.toReversed()).map((key) => wish(key, { group: key, cause: `d-${n}` })),
            1,
          ),
        ),
      );
      for (const _ of keys) expect(await claimed(2)).toMatchObject({ wishes: 30 });
      expect(await set.claim('one', 2)).toBeNull();
    });

    test('a wish that comes as a look ends is not lost: that look is followed by another', async () => {
      let wished = 0;
      let answered = 0;
      let over = false;
      const wishing = (async () => {
        for (; wished < 60; wished += 1) await set.want([wish('a')], 1);
        over = true;
      })();
      for (;;) {
        const last = over;
        const claim = await other.claim('two', 2);
        if (claim !== null) {
          answered += claim.wishes;
          expect(await other.done(claim, null)).toBe(true);
        } else if (last) break;
        await new Promise(setImmediate);
      }
      await wishing;
      expect(answered).toBe(60);
    });

    test('groups that are forgotten while their items are wished and looked at: nothing is torn', async () => {
      const jobs = Array.from({ length: 20 }, async (_, n) => {
        const mine = n % 2 === 0 ? set : other;
        await mine.want([wish('b'), wish('a')], 1);
        if (n % 4 === 0) await mine.forget('acme');
        const claim = await mine.claim(`w${n}`, 2);
        await mine.pause('acme', 0);
        if (claim !== null) expect(await mine.done(claim, null)).toBe(true);
      });
      await Promise.all(jobs);
      expect(await set.metrics(2)).toMatchObject({ running: 0, scheduled: 0, dead: 0 });
    });

    test('what a process held that was killed comes back when its lease is over', async () => {
      await set.want([wish('a', { cause: 'd-1' })], 1);
      await claimed(1, 'killed');
      expect(await other.claim('alive', 1000)).toBeNull();
      const nexts = await Promise.all([other.claim('alive', 1001), set.claim('well', 1001)]);
      expect(nexts.filter((claim) => claim !== null)).toMatchObject([
        { key: 'a', tries: 1, causes: ['d-1'] },
      ]);
    });
  });
}

/** What every work set promises, wherever it keeps its rows. */
import { beforeEach, describe, expect, test } from 'vitest';

import type { Claim, Want, WorkSet } from '../../src/inbox/index.ts';

export type MakeWorkSet = (options: { lease: number; perGroup: number }) => Promise<WorkSet<string>>;

export function contract(name: string, make: MakeWorkSet): void {
  describe(name, () => {
    let set: WorkSet<string>;
    beforeEach(async () => {
      set = await make({ lease: 1000, perGroup: 2 });
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
        running: 0,
        scheduled: 0,
        dead: 0,
        oldest: 0,
        paused: new Map(),
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

    test('a lost lease goes to another holder; the first is not heard any more', async () => {
      await set.want([wish('a', { cause: 'd-1' })], 1);
      const first = await claimed(1, 'one');
      expect(await set.claim('two', 1000)).toBeNull();
      expect(await set.nextDue(2)).toBe(1001);
      expect(await set.claim('one', 5000)).toBeNull();
      const second = await claimed(5000, 'two');
      expect(second).toMatchObject({ key: 'a', tries: 1, causes: ['d-1'] });
      expect(await set.renew(first, 5001)).toBe(false);
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
      expect(await set.renew(claim, 900)).toBe(true);
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
  });
}

/** What every work set in a database promises of rows that an older or a newer Baton wrote, or a hand. */
import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';

import { createKeptWorkSet, type WorkSet } from '../../src/inbox/index.ts';
import type { Store } from '../../src/store/index.ts';

const garbage = [
  '',
  '{',
  'null',
  '7',
  '[]',
  '{"look":1}',
  '{"v":1}',
  '{"v":1,"is":null}',
  '{"v":999,"is":{"look":"a"}}',
];
const shape = z.object({ look: z.string() });
type Item = z.infer<typeof shape>;

export function unreadableRows(name: string, open: () => Promise<Store>): void {
  describe(name, () => {
    let store: Store;
    let set: WorkSet<Item>;
    let told: object[];
    beforeEach(async () => {
      store = await open();
      told = [];
      const log = { error: (fields: object) => void told.push(fields) };
      set = createKeptWorkSet<Item>(store.db, { lease: 1000, shape, log });
    });
    const wish = (key: string) => ({ key, group: 'acme', item: { look: key }, cause: `d-${key}` });
    const spoil = (key: string, columns: { item?: string; causes?: string; held?: string }) =>
      store.db.updateTable('items').set(columns).where('key', '=', key).execute();
    async function claimed(now: number, holder = 'one') {
      const claim = await set.claim(holder, now);
      if (claim === null) throw new Error('There was nothing to claim.');
      return claim;
    }

    describe.each(garbage)('where %s is kept', (text) => {
      test('as an item, it is set aside and told once, and the others go on', async () => {
        await set.want([wish('a'), wish('b')], 1);
        await spoil('a', { item: text });
        expect(await claimed(2)).toMatchObject({ key: 'b', item: { look: 'b' } });
        expect(await set.claim('one', 3)).toBeNull();
        expect(told).toEqual([{ key: 'a', group: 'acme' }]);
        expect(await set.dead()).toEqual([
          {
            key: 'a',
            group: 'acme',
            item: null,
            failures: 1,
            error: 'What the database keeps of it cannot be read.',
            at: 2,
          },
        ]);
        expect(await set.metrics(3)).toMatchObject({ dead: 1, waiting: 0, running: 1 });
        const kept = store.db.selectFrom('items').select('item').where('key', '=', 'a');
        expect(await kept.executeTakeFirst()).toEqual({ item: text });
        await set.want([wish('a')], 4);
        expect(await set.dead()).toEqual([]);
        expect(await claimed(5)).toMatchObject({ key: 'a', item: { look: 'a' }, wishes: 2, tries: 0 });
      });

      test('as an item that somebody holds, whoever looks ends the look well', async () => {
        await set.want([wish('a')], 1);
        const claim = await claimed(1);
        await spoil('a', { item: text });
        expect(await set.renew(claim, 2)).toBe(1002);
        expect(await set.done(claim, 500)).toBe(true);
        expect(await claimed(500)).toMatchObject({ item: { look: 'a' } });
        expect(told).toEqual([]);
      });

      test('as an item whose holder is gone, it is set aside', async () => {
        await set.want([wish('a')], 1);
        await claimed(1, 'killed');
        await spoil('a', { item: text });
        expect(await set.claim('alive', 5000)).toBeNull();
        expect(await set.dead()).toMatchObject([{ key: 'a', item: null }]);
        expect(await set.settled(5000)).toBe(true);
      });

      test('as what led to a look, the look happens all the same', async () => {
        await set.want([wish('a')], 1);
        await spoil('a', { causes: text });
        await set.want([wish('a')], 2);
        expect(await claimed(3)).toMatchObject({ key: 'a', wishes: 2, causes: ['d-a'] });
      });

      test('as what a look is to answer, others go on, and it ends or comes back', async () => {
        await set.want([wish('a'), wish('b')], 1);
        const a = await claimed(1);
        await spoil('a', { held: text });
        const b = await claimed(2);
        expect(b.key).toBe('b');
        expect(await set.metrics(3)).toMatchObject({ running: 2 });
        expect(await set.nextDue(3)).toBe(1001);
        expect(await set.done(a, null)).toBe(true);
        await spoil('b', { held: text });
        expect(await claimed(5000, 'two')).toMatchObject({ key: 'b', tries: 1 });
      });

      test('as anything, its group can be forgotten', async () => {
        await set.want([wish('a'), wish('b')], 1);
        await claimed(1);
        await spoil('a', { item: text, causes: text, held: text });
        await spoil('b', { item: text, causes: text });
        await set.forget('acme');
        expect(await set.claim('two', 5000)).toBeNull();
        expect(await set.metrics(5000)).toMatchObject({ running: 0, dead: 0, waiting: 0, scheduled: 0 });
      });
    });
  });
}

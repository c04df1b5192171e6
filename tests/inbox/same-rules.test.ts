/** The database changes rows in statements of its own: they do what the rules of a row say, whatever happens in which order. */
import { randomUUID } from 'node:crypto';

import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';

import {
  createDeliveries,
  createKeptWorkSet,
  createWantedAlready,
  type Claim,
  type Want,
  type WorkSet,
} from '../../src/inbox/index.ts';
import { raiseAtOnce } from '../../src/inbox/raise.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { runs } from '../night.ts';
import '../seed.ts';
import { createMemoryWorkSet } from './memory-set.ts';

let store: Store;
beforeEach(async () => {
  store = await openStore(':memory:');
});
afterEach(() => store.close());

const wish = fc.record(
  {
    key: fc.constant('a'),
    group: fc.constant('acme'),
    item: fc.string({ maxLength: 5 }),
    priority: fc.constantFrom(0, 1, 2),
    notBefore: fc.nat({ max: 300 }),
    cause: fc.constantFrom('d-1', 'with "quotes"', "it's", ',', '[]', '"]', '\\', 'ü'),
  },
  { requiredKeys: ['key', 'group', 'item'] },
);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('want' as const), wishes: fc.array(wish, { maxLength: 30 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('claim', 'fail', 'count', 'bury', 'forget'),
      wishes: fc.constant([]),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('done', 'again'), wishes: fc.constant([]) }) },
);

async function play(
  set: WorkSet<string>,
  what: string,
  wishes: readonly Want<string>[],
  claim: Claim<string> | null,
  now: number,
): Promise<Claim<string> | null | boolean> {
  if (what === 'want') await set.want(wishes, now);
  if (what === 'claim') return set.claim('one', now);
  if (what === 'forget') await set.forget('acme');
  if (claim === null) return null;
  if (what === 'done') return set.done(claim, null);
  if (what === 'again') return set.done(claim, now + 50);
  if (what === 'fail' || what === 'count') return set.failed(claim, now + 20, what === 'count');
  return what === 'bury' ? set.bury(claim, 'no', now) : null;
}

/** A work set on SQLite, and one whose wishes are noted as those of deliveries are. */
const kept: Readonly<Record<string, () => WorkSet<string>>> = {
  'SQLite answers every act as the rules do': () => createKeptWorkSet<string>(store.db),
  'and where wishes are noted at once': () => ({
    ...createKeptWorkSet<string>(store.db),
    async want(wants, now) {
      const done = store.atOnce?.transact((ask) => raiseAtOnce(ask, store.db, wants, now)) ?? null;
      if (done === null) throw new Error('Another transaction is under way.');
    },
  }),
  'and where some are not written, since the item is wanted already': () => {
    const wantedAlready = createWantedAlready<string>();
    const deliveries = createDeliveries<string>(store.db, () => at, { atOnce: store.atOnce, wantedAlready });
    let at = 0;
    return {
      ...createKeptWorkSet<string>(store.db, { wantedAlready }),
      async want(wants, now) {
        at = now;
        const delivery = { id: randomUUID(), name: 'issues' };
        await deliveries.keep(delivery, { wants, forgets: [], changes: [], renames: [], swept: true });
      },
    };
  },
};

test.each(Object.entries(kept))('%s', async (_, createKept) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      await store.db.deleteFrom('items').execute();
      const sets = [createMemoryWorkSet<string>(), createKept()] as const;
      let claim: Claim<string> | null = null;
      for (const [index, { do: what, wishes }] of steps.entries()) {
        const now = 10 * (index + 1);
        const said: readonly (Claim<string> | null | boolean)[] = await Promise.all(
          sets.map((set) => play(set, what, wishes as readonly Want<string>[], claim, now)),
        );
        expect(said[1]).toEqual(said[0]);
        expect(await sets[1].nextDue(now)).toEqual(await sets[0].nextDue(now));
        expect(await sets[1].dead()).toEqual(await sets[0].dead());
        if (what === 'claim') claim = said[0] as Claim<string> | null;
      }
    }),
    { numRuns: runs(1_000) },
  );
});

test('of a burst for one item, few wishes are written; the look answers all', async () => {
  const wantedAlready = createWantedAlready<string>();
  const deliveries = createDeliveries<string>(store.db, () => 10, { atOnce: store.atOnce, wantedAlready });
  const set = createKeptWorkSet<string>(store.db, { wantedAlready });
  for (let index = 0; index < 45; index += 1) {
    const wants = [{ key: 'a', group: 'acme', item: 'a', cause: `d-${index}` }];
    const nothing = { forgets: [], changes: [], renames: [] };
    await deliveries.keep({ id: `d-${index}`, name: 'issues' }, { wants, ...nothing, swept: true });
  }
  const { wanted } = await store.db.selectFrom('items').select('wanted').executeTakeFirstOrThrow();
  // The first, and whenever more came than are told of as causes.
  expect(wanted).toBe(1 + 2 * 21);
  const claim = await set.claim('one', 10);
  expect(claim?.wishes).toBe(45);
  expect(claim?.causes).toEqual(Array.from({ length: 20 }, (_, index) => `d-${index + 25}`));
});

test('the causes of a row that nobody looks at stay few', async () => {
  const set = createKeptWorkSet<string>(store.db);
  const id = (index: number): string => `${index}-${'0'.repeat(90)}`;
  for (let index = 0; index < 300; index += 1)
    await set.want([{ key: 'a', group: 'acme', item: 'a', cause: id(index) }], index);
  const { causes } = await store.db.selectFrom('items').select('causes').executeTakeFirstOrThrow();
  expect(causes.length).toBeLessThan(2_000);
  expect((await set.claim('one', 300))?.causes).toEqual(Array.from({ length: 20 }, (_, n) => id(280 + n)));
});

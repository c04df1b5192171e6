/** A delivery is kept with what follows from it, or not at all; and both outlive the process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import {
  createDeliveries,
  createKeptWorkSet,
  createWantedAlready,
  freeAll,
  type Consequences,
  type Deliveries,
  type WorkSet,
} from '../../src/inbox/index.ts';
import { inParts, openStore, type Store, type Transact } from '../../src/store/index.ts';

let folder: string;
let store: Store;
let set: WorkSet<string>;
async function open(): Promise<void> {
  store = await openStore(folder);
  set = createKeptWorkSet<string>(store.db);
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baton-deliveries-'));
  await open();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const delivery = { id: 'd-1', name: 'issues' };
const wants = (...keys: string[]): Consequences<string> => ({
  wants: keys.map((key) => ({ key, group: 'acme', item: key, cause: 'd-1' })),
  forgets: [],
  changes: [],
  renames: [],
});

test('a second copy does nothing, until the first is pruned', async () => {
  const deliveries = createDeliveries<string>(store.db, () => 10);
  expect(await deliveries.keep(delivery, wants('a'))).toBe(true);
  expect(await deliveries.keep(delivery, wants('a'))).toBe(false);
  expect(await set.claim('one', 10)).toMatchObject({ key: 'a', wishes: 1, causes: ['d-1'] });
  await deliveries.prune(10);
  expect(await deliveries.keep(delivery, wants('a'))).toBe(false);
  await deliveries.prune(11);
  expect(await deliveries.keep(delivery, wants('a'))).toBe(true);
});

test('of very many, those are pruned that are old enough', async () => {
  const rows = Array.from({ length: 5_001 }, (_, index) => ({
    id: `d-${index}`,
    event: 'issues',
    received_at: index % 3,
  }));
  for (const part of inParts(rows)) await store.db.insertInto('deliveries').values(part).execute();
  await createDeliveries<string>(store.db, () => 10).prune(1);
  const left = await store.db.selectFrom('deliveries').select('received_at').execute();
  expect(left.map(({ received_at }) => received_at).filter((at) => at === 0)).toEqual([]);
  expect(left).toHaveLength(3_334);
});

test('what breaks off leaves nothing, and the next copy is taken', async () => {
  const deliveries = createDeliveries<string>(store.db, () => 10);
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const impossible = {
    ...wants('a'),
    wants: [...wants('a').wants, { key: 'b', group: 'acme', item: circle }],
  };
  const torn = createDeliveries<unknown>(store.db, () => 10).keep(delivery, impossible);
  await expect(torn).rejects.toThrow('circular');
  expect(await set.nextDue(10)).toBeNull();
  expect(await deliveries.keep(delivery, wants('a'))).toBe(true);
});

test('the end of an installation forgets what it wants; the new name of a label is kept', async () => {
  const deliveries = createDeliveries<string>(store.db, () => 10);
  await deliveries.keep(delivery, wants('a', 'b'));
  const rename = { label: 'L_1', oldName: 'spec:approved', at: 9 };
  await deliveries.keep(
    { id: 'd-2', name: 'installation' },
    { wants: [], forgets: ['acme'], changes: [], renames: [{ repository: 'R_1', rename }] },
  );
  expect(await set.nextDue(10)).toBeNull();
  expect(await store.renames('R_1')).toEqual([rename]);
});

test('what a process held when it ended is free at the next start, with its causes', async () => {
  await createDeliveries<string>(store.db, () => 10).keep(delivery, wants('a'));
  const lost = await set.claim('one', 10);
  if (lost === null) throw new Error('There was nothing to claim.');
  await store.close();
  await open();
  expect(await set.claim('two', 20)).toBeNull();
  await freeAll(store.db);
  expect(await set.claim('two', 20)).toMatchObject({ key: 'a', wishes: 1, tries: 1, causes: ['d-1'] });
  expect(await set.done(lost, null)).toBe(false);
});

test('deliveries that come together are kept together, each with what follows from it, copies once', async () => {
  const deliveries = createDeliveries<string>(store.db, () => 10);
  const many = Array.from({ length: 450 }, (_, index) => `d-${index % 400}`);
  const isNew = await Promise.all(
    many.map((id) => deliveries.keep({ id, name: 'issues' }, wants(`item ${id}`))),
  );
  expect(isNew.filter(Boolean)).toHaveLength(400);
  expect((await deliveries.known(many)).size).toBe(400);
  expect(await set.metrics(10)).toMatchObject({ waiting: 400 });
});

test('one that cannot be kept does not take the others with it', async () => {
  const deliveries = createDeliveries<string>(store.db, () => 10);
  const bad = { ...wants('b'), wants: [{ key: 'b', group: 'acme', item: 'b', priority: Number.NaN }] };
  const kept = await Promise.allSettled([
    deliveries.keep({ id: 'd-1', name: 'issues' }, wants('a')),
    deliveries.keep({ id: 'd-2', name: 'issues' }, bad),
    deliveries.keep({ id: 'd-3', name: 'issues' }, wants('c')),
  ]);
  expect(kept.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect([...(await deliveries.known(['d-1', 'd-2', 'd-3']))]).toEqual(['d-1', 'd-3']);
  expect(await set.metrics(10)).toMatchObject({ waiting: 2 });
});

/** Transactions that survive a loss of power, and how many there were. */
function counted(): { readonly durably: Transact; readonly count: () => number } {
  let all = 0;
  const durably: Transact = (work) => {
    all += 1;
    return store.durably(work);
  };
  return { durably, count: () => all };
}

test('what a sweep would find again is kept without waiting for the disk', async () => {
  const { durably, count } = counted();
  const deliveries = createDeliveries<string>(store.db, () => 10, { durably });
  const swept = { ...wants('a'), swept: true };
  expect(await deliveries.keep(delivery, swept)).toBe(true);
  expect(await deliveries.keep(delivery, swept)).toBe(false);
  const both = await Promise.all(['d-2', 'd-2'].map((id) => deliveries.keep({ id, name: 'issues' }, swept)));
  expect(both).toEqual([true, false]);
  expect(count()).toBe(0);
  expect(await set.claim('one', 10)).toMatchObject({ key: 'a', wishes: 2 });
  expect([...(await deliveries.known(['d-1', 'd-2', 'd-3']))]).toEqual(['d-1', 'd-2']);
  await deliveries.keep({ id: 'd-3', name: 'push' }, wants('b'));
  expect(count()).toBe(1);
  expect(await deliveries.keep({ id: 'd-3', name: 'push' }, wants('b'))).toBe(false);
});

test('where everything is to be on the disk at once, everything is', async () => {
  const { durably, count } = counted();
  const deliveries = createDeliveries<string>(store.db, () => 10, { durably, durable: true });
  await deliveries.keep(delivery, { ...wants('a'), swept: true });
  expect(count()).toBe(1);
  expect(await deliveries.keep(delivery, { ...wants('a'), swept: true })).toBe(false);
});

test('one that breaks off is no copy when it comes again', async () => {
  const deliveries = createDeliveries<string>(store.db, () => 10);
  const bad = { ...wants('b'), wants: [{ key: 'b', group: 'acme', item: 'b', priority: Number.NaN }] };
  await expect(deliveries.keep(delivery, { ...bad, swept: true })).rejects.toThrow();
  expect(await deliveries.keep(delivery, { ...wants('b'), swept: true })).toBe(true);
  expect(await set.metrics(10)).toMatchObject({ waiting: 1 });
});

test('what is kept at once is as good: copies, and one that breaks off', async () => {
  const deliveries = createDeliveries<string>(store.db, () => 10, { atOnce: store.atOnce });
  const swept = (...keys: string[]): Consequences<string> => ({ ...wants(...keys), swept: true });
  const bad = { ...swept(), wants: [{ key: 'b', group: 'acme', item: 'b', priority: Number.NaN }] };
  const kept = await Promise.allSettled([
    deliveries.keep({ id: 'd-1', name: 'issues' }, swept('a')),
    deliveries.keep({ id: 'd-2', name: 'issues' }, bad),
    deliveries.keep({ id: 'd-1', name: 'issues' }, swept('a')),
    deliveries.keep({ id: 'd-3', name: 'issues' }, swept('a', 'c')),
  ]);
  expect(kept.map((each) => (each.status === 'fulfilled' ? each.value : null))).toEqual([
    true,
    null,
    false,
    true,
  ]);
  expect(await deliveries.keep({ id: 'd-2', name: 'issues' }, swept('b'))).toBe(true);
  expect(await set.claim('one', 10)).toMatchObject({ key: 'a', wishes: 2 });
  expect(await set.metrics(10)).toMatchObject({ waiting: 2, running: 1 });
  // Whoever comes next waits for the disk again.
  const { rows } = await sql`pragma synchronous`.execute(store.db);
  expect(rows).toEqual([{ synchronous: 2 }]);
});

describe('of what is wanted already', () => {
  const swept = (id: string, ...keys: string[]) =>
    [
      { id, name: 'issues' },
      { ...wants(...keys), swept: true },
    ] as const;
  const written = async (): Promise<readonly string[]> => {
    const rows = await store.db.selectFrom('deliveries').select('id').orderBy('id').execute();
    return rows.map(({ id }) => id);
  };
  let deliveries: Deliveries<string>;
  let woken = 0;
  beforeEach(() => {
    const wantedAlready = createWantedAlready<string>();
    set = createKeptWorkSet<string>(store.db, { wantedAlready });
    woken = 0;
    deliveries = createDeliveries<string>(store.db, () => 10, {
      atOnce: store.atOnce,
      wantedAlready,
      wanted: () => void (woken += 1),
    });
  });

  test('the item is left alone, the id is kept, and a copy is one', async () => {
    for (const id of ['d-1', 'd-2', 'd-3']) expect(await deliveries.keep(...swept(id, 'a'))).toBe(true);
    expect(await written()).toEqual(['d-1', 'd-2', 'd-3']);
    expect(await store.db.selectFrom('items').select('wanted').execute()).toEqual([{ wanted: 1 }]);
    for (const id of ['d-1', 'd-2', 'd-3']) expect(await deliveries.keep(...swept(id, 'a'))).toBe(false);
    expect(await set.claim('one', 10)).toMatchObject({ key: 'a', wishes: 3 });
  });

  test('nobody is woken for it', async () => {
    await deliveries.keep(...swept('d-1', 'a'));
    expect(woken).toBe(1);
    for (let n = 0; n < 50; n += 1) await deliveries.keep(...swept(`d-2-${n}`, 'a'));
    expect(woken).toBe(1);
    await deliveries.keep(...swept('d-3', 'a', 'b'));
    expect(woken).toBe(2);
    await deliveries.keep({ id: 'd-4', name: 'push' }, wants('a'));
    expect(woken).toBe(3);
    await deliveries.keep({ id: 'd-4', name: 'push' }, wants('a'));
    expect(woken).toBe(3);
  });

  test('what cannot be written is refused, and kept when it comes again', async () => {
    await deliveries.keep(...swept('d-1', 'a'));
    await store.db.schema.alterTable('deliveries').renameTo('away').execute();
    await expect(deliveries.keep(...swept('d-2', 'a'))).rejects.toThrow('deliveries');
    await store.db.schema.alterTable('away').renameTo('deliveries').execute();
    expect(await deliveries.keep(...swept('d-2', 'a'))).toBe(true);
    expect(await written()).toEqual(['d-1', 'd-2']);
  });

  test('what came during a look leads to another', async () => {
    await deliveries.keep(...swept('d-1', 'a'));
    const first = await set.claim('one', 10);
    await deliveries.keep(...swept('d-2', 'a'));
    await deliveries.keep(...swept('d-3', 'a'));
    if (first !== null) await set.done(first, null);
    expect(await set.claim('one', 10)).toMatchObject({ key: 'a', wishes: 2, causes: ['d-1', 'd-1'] });
  });
});

test('while a transaction is under way, it is waited for', async () => {
  const deliveries = createDeliveries<string>(store.db, () => 10, { atOnce: store.atOnce });
  const { promise, resolve } = Promise.withResolvers<void>();
  const other = store.db.transaction().execute(async (tx) => {
    await tx.insertInto('deliveries').values({ id: 'd-9', event: 'push', received_at: 10 }).execute();
    await promise;
    throw new Error('It breaks off.');
  });
  const both = [other, deliveries.keep(delivery, { ...wants('a'), swept: true })];
  // It was tried meanwhile.
  await nextTurn();
  await nextTurn();
  resolve();
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect([...(await deliveries.known(['d-1', 'd-9']))]).toEqual(['d-1']);
});

/** The work set that several processes share: its contract, and what wakes them. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createInbox, createKeptWorkSet } from '../../src/inbox/index.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { describePostgres } from '../postgres.ts';
import { contract } from './contract.ts';
import { unreadableRows } from './unreadable.ts';

describePostgres('on PostgreSQL', (newDatabase) => {
  let url: string;
  let one: Store;
  let two: Store;
  beforeAll(async () => {
    url = await newDatabase();
    [one, two] = await Promise.all([openStore(url), openStore(url)]);
  });
  afterAll(async () => Promise.all([one.close(), two.close()]));
  const empty = async (): Promise<void> => void (await sql`truncate items, pauses`.execute(one.db));

  contract('the work set in PostgreSQL', async (options) => {
    await empty();
    return [createKeptWorkSet(one.db, options), createKeptWorkSet(two.db, options)];
  });

  unreadableRows('the work set in PostgreSQL', async () => {
    await empty();
    return one;
  });

  test('a wish in one process wakes the worker of another, also after its connection was lost', async () => {
    await empty();
    const looks: string[] = [];
    const inbox = createInbox<string>({
      set: createKeptWorkSet(two.db),
      look: async (item) => void looks.push(item),
      // It looks when it is woken, and never by itself.
      clock: { now: Date.now, later: () => () => {} },
    });
    let heard = 0;
    const deaf = two.hearWishes(() => {
      heard += 1;
      inbox.wake();
    });
    inbox.start();
    await expect.poll(() => heard).toBe(1);
    const wishes = createKeptWorkSet<string>(one.db);
    await wishes.want([{ key: 'a', group: 'acme', item: 'a' }], Date.now());
    await expect.poll(() => looks).toEqual(['a']);
    await expect.poll(() => heard).toBe(2);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'baton wishes'`.execute(
      one.db,
    );
    await expect.poll(() => heard, { timeout: 240_000 }).toBe(3);
    await wishes.want([{ key: 'b', group: 'acme', item: 'b' }], Date.now());
    await expect.poll(() => looks).toEqual(['a', 'b']);
    await deaf();
    await inbox.stop();
  });

  test('a connection that is lost fails what needs it, and nothing else', async () => {
    const torn = one.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(two.db);
      // The server's farewell arrives while nobody waits for an answer.
      await sql`select pg_sleep(0.05)`.execute(two.db);
      await sql`select 1`.execute(tx);
    });
    await expect(torn).rejects.toThrow();
    expect(await one.headSeen('R_1', 1, 'sha', 7)).toBe(7);
  });
});

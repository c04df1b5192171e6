import { afterEach } from 'vitest';

import { createKeptWorkSet } from '../../src/inbox/index.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { contract } from './contract.ts';
import { unreadableRows } from './unreadable.ts';

const stores: Store[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

async function open(): Promise<Store> {
  const store = await openStore(':memory:');
  stores.push(store);
  return store;
}

contract('the work set in SQLite', async (options) => {
  const store = await open();
  const set = createKeptWorkSet<string>(store.db, options);
  return [set, set];
});

unreadableRows('the work set in SQLite', open);

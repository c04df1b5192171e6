import { afterEach } from 'vitest';

import { createKeptWorkSet } from '../../src/inbox/index.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { contract } from './contract.ts';

const stores: Store[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

contract('the work set in SQLite', async (options) => {
  const store = await openStore(':memory:');
  stores.push(store);
  const set = createKeptWorkSet<string>(store.db, options);
  return [set, set];
});

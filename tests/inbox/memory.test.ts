import { createMemoryWorkSet } from './memory-set.ts';
import { contract } from './contract.ts';

contract('the work set in memory', async (options) => {
  const set = createMemoryWorkSet<string>(options);
  return [set, set];
});

/** What people without a role can make Baton do: a bounded amount, whatever they repeat. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** rita, who may only read, opens a pull request from a fork of hers; its address. */
async function strangersPull(head: string, body: string): Promise<string> {
  const { number } = await stage.act('rita', (rita) => {
    rita.push('rita/shop', head, { files: { [`${head}.txt`]: head } });
    return rita.openPull(repository, { title: 'Everything', body, head, headRepository: 'rita/shop' });
  });
  return `${repository}#${number}`;
}

test('a stranger’s pull request that names a hundred issues', async () => {
  stage.github.fork(repository, 'rita');
  const issues: number[] = [];
  for (let each = 0; each < 100; each += 1) {
    const { number } = stage.hurry('otto', (otto) => otto.openIssue(repository, { title: `No. ${each}` }));
    issues.push(number);
  }
  await stage.settled();
  stage.spent();
  const body = issues.map((number) => `Closes #${number}`).join('\n');
  const pull = await strangersPull('everything', body);
  expect(stage.see(pull).checks).toEqual([
    'Baton: action_required · Link fewer issues: at most 20, and 20 more',
  ]);
  const { queries, mutations, rest } = stage.spent();
  expect({ queries, mutations, rest }).toEqual({ queries: 58, mutations: 21, rest: 1 });
});

/** Which files a pull request touches: those that come with it can hold it back, and those of its very commits let it pass. */
import { expect, test } from 'vitest';

import type { PullRequest } from '../../src/handoff/index.ts';
import { readPolicy, type Policy } from '../../src/policy/index.ts';
import { changesOf, touchedPaths } from '../../src/reconcile/facts/index.ts';
import type { Repository } from '../../src/tracker.ts';

const repository: Repository = { id: 'R', name: 'acme/shop', defaultBranch: 'main', url: '' };
const item = { installation: 1, repository: 'acme/shop', kind: 'pull-request', number: 1 } as const;

function policyOf(more = ''): Policy {
  const read = readPolicy(`roles:\n  pm: [maria]\n  engineer: [anton]\n${more}`, '.github/roles.yml');
  if (read.kind !== 'policy') throw new Error('It is a policy.');
  return read.policy;
}

/** What came with a pull request, and what its commits say; null: there are more than GitHub lists. */
async function changes(
  files: readonly string[] | undefined,
  exact: readonly string[] | null,
  { isAll = true, policy = policyOf('exempt: { paths: ["docs/**"] }\n') } = {},
): Promise<readonly [what: string, asked: number, touched: readonly string[] | null]> {
  let asked = 0;
  const reads = {
    changedPaths: async () => {
      asked += 1;
      return exact;
    },
  };
  const compared = {
    base: 'b',
    head: 'h',
    ...(files === undefined ? {} : { files: { paths: files, isAll } }),
  };
  const pull = { state: 'open', compared } as unknown as PullRequest;
  const place = { reads, item, repository } as unknown as Parameters<typeof changesOf>[0];
  const what = await changesOf(place, pull, { policy });
  const askedForThat = asked;
  return [what, askedForThat, await touchedPaths(place.reads, item, pull)];
}

test.each([
  ['of others, nothing is asked', ['src/a.ts'], null, {}, ['other', 0, ['src/a.ts']]],
  ['some of others', ['docs/a.md', 'src/a.ts'], null, { isAll: false }, ['other', 0, null]],
  ['exempt ones', ['docs/a.md'], ['docs/a.md'], {}, ['exempt-paths', 1, ['docs/a.md']]],
  ['exempt ones, and the commits have others', ['docs/a.md'], ['src/a.ts'], {}, ['other', 1, ['docs/a.md']]],
  [
    'the policy, moved from elsewhere',
    ['.github/roles.yml'],
    ['.github/roles.yml', 'src/a.ts'],
    { isAll: false },
    ['other', 1, ['.github/roles.yml', 'src/a.ts']],
  ],
  [
    'the policy alone',
    ['.github/roles.yml'],
    ['.github/roles.yml'],
    {},
    ['policy', 1, ['.github/roles.yml']],
  ],
  ['none', [], ['docs/a.md'], {}, ['other', 0, []]],
  ['exempt ones, more than are listed', ['docs/a.md'], null, { isAll: false }, ['other', 1, null]],
  ['that did not come with it', undefined, ['docs/a.md'], {}, ['exempt-paths', 1, ['docs/a.md']]],
  [
    'exempt ones under a policy without any',
    ['docs/a.md'],
    null,
    { policy: policyOf() },
    ['other', 0, ['docs/a.md']],
  ],
] as const)('files: %s', async (_, files, exact, options, expected) => {
  expect(await changes(files, exact, options)).toEqual(expected);
});

/** Steps that are watched: the story of each, how everything stands then, and what is refused. */
import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { castOf, rehearsalOf, watch, type Watched } from '../../src/examples/index.ts';
import { readPolicy, type Policy } from '../../src/policy/index.ts';

const text = readFileSync(new URL('../../config/presets/default.yml', import.meta.url), 'utf8');
const read = readPolicy(text, '.github/roles.yml');
const policy: Policy = read.kind === 'policy' ? read.policy : (undefined as never);
const cast = { maria: ['pm'], anton: ['engineer'], rita: [] };

async function watched(steps: readonly object[]): Promise<Watched> {
  const rehearsal = rehearsalOf(steps, cast, policy);
  if (typeof rehearsal === 'string') throw new Error(rehearsal);
  return watch(rehearsal, { text, policy, bases: [], repository: 'acme/shop' });
}

const opened = { by: 'maria', opens: 'issue', title: 'Coupons' };
const approved = { by: 'maria', comments: '/approve spec' };
const pull = { by: 'anton', opens: 'pull request', closing: 'issue' };

test('an issue waits for its spec, and says for whom', async () => {
  const { things, story, clock } = await watched([opened]);
  expect(story.map((lines) => lines.map(({ by, what }) => [by, what]))).toEqual([
    [['people', 'maria opens the issue #1 “Coupons”']],
  ]);
  expect(clock).toBe('2026-01-05 09:00');
  expect(things).toMatchObject([
    {
      name: 'issue',
      number: 1,
      kind: 'issue',
      title: 'Coupons',
      author: 'maria',
      state: 'open',
      gates: [
        { name: 'spec', status: 'waiting for approval' },
        { name: 'acceptance', status: 'not ready yet' },
      ],
      batons: [{ role: 'pm', people: ['maria'] }],
      next: 'Waiting for maria to approve the spec, since 5 Jan, 09:00 UTC.',
      verdict: null,
    },
  ]);
});

test('played to the end, nobody has the baton, and each step has its own lines', async () => {
  const { things, story } = await watched([
    opened,
    approved,
    pull,
    { by: 'anton', merges: 'pull request' },
    { passes: '1 working day' },
    { by: 'maria', comments: '/accept' },
  ]);
  expect(story).toHaveLength(6);
  expect(story[4]?.[0]).toMatchObject({ by: 'time', what: '1 working day passes' });
  const [issue, work] = things;
  expect([issue?.state, issue?.batons, issue?.labels]).toEqual([
    'closed',
    [],
    ['pm:accepted', 'spec:approved'],
  ]);
  expect(issue?.card).toContain('Everything is approved');
  expect(work).toMatchObject({
    state: 'merged',
    author: 'anton',
    verdict: { conclusion: 'success', title: 'You can merge this' },
  });
  expect(issue?.comments.filter(({ isBaton }) => !isBaton)).toEqual([
    { by: 'maria', isBaton: false, text: '/approve spec' },
    { by: 'maria', isBaton: false, text: '/accept' },
  ]);
});

test.each([
  ['no list', 'steps', 'These are no steps of an example.'],
  ['nothing', [], 'These are no steps of an example.'],
  [
    'a key that there is not',
    [{ by: 'maria', opens: 'issue', evil: 1 }],
    'These are no steps of an example.',
  ],
  ['somebody else', [{ by: 'mallory', opens: 'issue' }], '"mallory" takes no part in the example.'],
  ['something that was not opened', [approved], 'No issue was opened before.'],
  ['a merge of an issue', [opened, { by: 'maria', merges: 'issue' }], '"issue" is an issue.'],
])('%s cannot be played', (_, steps, sentence) => {
  expect(rehearsalOf(steps, cast, policy)).toBe(sentence);
});

test('a step that only expects something is passed over', async () => {
  const { story } = await watched([opened, { expect: { gates: { spec: 'approved' } } }]);
  expect(story).toHaveLength(1);
});

test('the cast is who is given, and whom the policy names', () => {
  expect(castOf({ zoe: ['pm'] }, policy)).toEqual({
    zoe: ['pm'],
    'dependabot[bot]': [],
    'renovate[bot]': [],
  });
});

/** The merge queue asks for the check on a commit of its own; and gates that a push makes stale. */
import { afterEach, expect, test } from 'vitest';

import { checkLine, runsOn } from './seen.ts';
import { approvedIssue, openPull, openStage, repository, twoRoles, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const issue = `${repository}#1`;
const required = { checks: [{ name: 'Baton', app: 'baton' }] };

test('the group’s head gets the check, and the queue merges', async () => {
  stage = await openStage();
  stage.github.protect(repository, { ...required, mergeQueue: true });
  await approvedIssue(stage);
  const pull = await openPull(stage, 'Closes #1');
  expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
  const { headOid } = await stage.act('anton', (anton) => anton.enqueue(pull));
  const item = stage.github.find.pull(pull);
  expect(headOid).not.toBe(item.headOid);
  expect(runsOn(item, headOid).map(checkLine)).toEqual(['Baton: success · You can merge this']);
  expect(stage.see(pull).state).toBe('merged');
  expect(stage.see(issue)).toMatchObject({ state: 'open', labels: ['spec:approved'] });
});

test('taken back just before it is queued: it is not merged, and nothing is written on the pull request but checks', async () => {
  stage = await openStage();
  stage.github.protect(repository, { ...required, mergeQueue: true });
  await approvedIssue(stage);
  const pull = await openPull(stage, 'Closes #1');
  stage.github.clock.advance(2000);
  // Nobody has told Baton yet when the queue takes the pull request.
  stage.hurry('maria', (maria) => maria.unlabel(issue, 'spec:approved'));
  const { headOid } = stage.hurry('anton', (anton) => anton.enqueue(pull));
  await stage.settled();
  const held = 'Baton: action_required · Waiting for maria to approve the spec of #1';
  expect(runsOn(stage.github.find.pull(pull), headOid).map(checkLine)).toEqual([held]);
  expect(stage.see(pull)).toEqual({
    state: 'open',
    labels: [],
    assignees: [],
    card: null,
    said: [],
    checks: [held],
  });
});

test('taken back while it waits in the queue for somebody else’s check: the queue throws it out', async () => {
  stage = await openStage();
  stage.github.app({ slug: 'ci', permissions: { checks: 'write', metadata: 'read' }, events: [] });
  stage.github.install('ci', 'acme');
  const checks = [...required.checks, { name: 'Build', app: 'ci' }];
  stage.github.protect(repository, { checks, mergeQueue: true });
  await approvedIssue(stage);
  const pull = await openPull(stage, 'Closes #1');
  const built = { status: 'completed', conclusion: 'success' } as const;
  await stage.act('ci[bot]', (ci) => ci.check(repository, pull, 'Build', built));
  const { headOid } = await stage.act('anton', (anton) => anton.enqueue(pull));
  const item = stage.github.find.pull(pull);
  expect(runsOn(item, headOid).map(checkLine)).toEqual(['Baton: success · You can merge this']);
  stage.spent();
  await stage.act('maria', (maria) => maria.comment(issue, '/revoke spec'));
  const held = 'Baton: action_required · Waiting for maria to approve the spec of #1';
  expect(runsOn(item, headOid).map(checkLine)).toEqual([held]);
  expect(stage.see(pull).checks).toEqual([held, 'Build: success · ']);
  // The issue, the pull request, its group, and the pull request once more, as it is out of the queue.
  expect(stage.spent()).toEqual({ queries: 4, mutations: 3, rest: 0 });
  await stage.act('ci[bot]', (ci) => ci.check(repository, headOid, 'Build', built));
  expect(stage.see(pull).state).toBe('open');
});

test('two in a row: each group has a check of its own', async () => {
  stage = await openStage();
  stage.github.protect(repository, { ...required, mergeQueue: true });
  await approvedIssue(stage);
  const other = await approvedIssue(stage, 'Refunds');
  const first = await openPull(stage, 'Closes #1');
  const second = await openPull(stage, `Closes #${other.split('#')[1] ?? ''}`);
  stage.github.clock.advance(2000);
  const heads = [first, second].map((pull) => stage.hurry('anton', (anton) => anton.enqueue(pull)).headOid);
  await stage.settled();
  for (const head of heads)
    expect(runsOn(stage.github.find.pull(first), head).map(checkLine)).toEqual([
      'Baton: success · You can merge this',
    ]);
  expect([first, second].map((pull) => stage.see(pull).state)).toEqual(['merged', 'merged']);
});

test('stale-on push: new commits close the gate again, also on a second pull request', async () => {
  stage = await openStage({
    policy: `${twoRoles}gates:
  spec: { preset: spec }
  review: { prepared-by: engineer, approve: pm, label: "pm:seen", blocks: [merge], stale-on: [push] }
`,
  });
  await approvedIssue(stage);
  const pull = await openPull(stage, 'Closes #1');
  expect(stage.see(pull).checks).toEqual([
    'Baton: action_required · Waiting for maria to approve the review of #1',
  ]);
  await stage.act('maria', (maria) => maria.comment(pull, '/approve review'));
  expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
  expect(stage.see(issue).labels).toEqual(['pm:seen', 'spec:approved']);

  const { headRef } = stage.github.find.pull(pull);
  await stage.act('anton', (anton) => anton.push(repository, headRef, { files: { 'more.txt': 'more' } }));
  expect(stage.see(pull).checks).toEqual([
    'Baton: action_required · Waiting for maria to approve the review of #1 again',
  ]);
  expect(stage.see(issue)).toMatchObject({
    labels: ['spec:approved'],
    card: {
      gates: [
        expect.any(String),
        'Review · changed since approval · New commits were pushed on then, after the approval.',
      ],
    },
  });
  await stage.act('maria', (maria) => maria.label(pull, 'pm:seen'));
  expect(stage.see(pull)).toMatchObject({
    labels: ['pm:seen'],
    checks: ['Baton: success · You can merge this'],
  });
  await stage.act('anton', (anton) => anton.push(repository, headRef, { files: { 'more.txt': 'again' } }));
  expect(stage.see(pull)).toMatchObject({
    labels: [],
    checks: ['Baton: action_required · Waiting for maria to approve the review of #1 again'],
  });
});

test('stale-on push: pushes to a stranger’s pull request hold back that one, and no other', async () => {
  stage = await openStage({
    policy: `${twoRoles}gates:
  spec: { preset: spec }
  review: { prepared-by: engineer, approve: pm, label: "pm:seen", blocks: [merge], stale-on: [push] }
`,
    before: (github) => github.fork(repository, 'rita'),
  });
  await approvedIssue(stage);
  const pull = await openPull(stage, 'Closes #1');
  const push = (each: number) =>
    stage.act('rita', (rita) => rita.push('rita/shop', 'mine', { files: { [`${each}.txt`]: 'x' } }));
  await push(1);
  const { number } = await stage.act('rita', (rita) =>
    rita.openPull(repository, {
      title: 'Mine',
      body: 'Closes #1',
      head: 'mine',
      headRepository: 'rita/shop',
    }),
  );
  await stage.act('maria', (maria) => maria.comment(issue, '/approve review'));
  const theirs = `${repository}#${number}`;
  const passes = ['Baton: success · You can merge this'];
  expect([stage.see(pull).checks, stage.see(theirs).checks]).toEqual([passes, passes]);
  await push(2);
  expect(stage.see(theirs).checks).toEqual([
    'Baton: action_required · Waiting for maria to approve the review of #1 again',
  ]);
  await stage.act('anton', (anton) => anton.comment(pull, 'Ready.'));
  expect(stage.see(pull).checks).toEqual(passes);
  // Pushes to the pull request itself count, and so do those of people who may write here.
  const { headRef } = stage.github.find.pull(pull);
  await stage.act('anton', (anton) => anton.push(repository, headRef, { files: { 'more.txt': 'more' } }));
  expect(stage.see(pull).checks).toEqual([
    'Baton: action_required · Waiting for maria to approve the review of #1 again',
  ]);
});

/** What Baton costs: one read for a look, one document for a decision, nothing for its own echo. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { approvedIssue, openPull, openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  // The team, the App itself and the labels' ids are known from now on.
  await approvedIssue(stage);
});
afterAll(() => stage.close());

const nothing = { queries: 0, mutations: 0, rest: 0 };
const oneRead = { queries: 1, mutations: 0, rest: 0 };
const oneDecision = { queries: 1, mutations: 1, rest: 0 };

test('an event that changes nothing reads once and writes nothing', async () => {
  const issue = await approvedIssue(stage);
  await stage.act('rita', (rita) => rita.comment(issue, 'Nice.'));
  expect(stage.spent()).toEqual(oneRead);
  await stage.act('maria', (maria) => maria.createLabel(repository, { name: 'bug' }));
  expect(stage.spent()).toEqual(nothing);
  await stage.act('maria', (maria) => maria.label(issue, 'bug'));
  expect(stage.spent()).toEqual(oneRead);
  // A label that the policy does not know: the policy is read, and none of the issues.
  await stage.act('otto', (otto) => otto.changeLabel(repository, 'bug', { name: 'defect' }));
  expect(stage.spent()).toEqual(oneRead);
  await stage.act('otto', (otto) => otto.deleteLabel(repository, 'defect'));
  expect(stage.spent()).toEqual(oneRead);
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  expect(stage.spent()).toEqual(oneRead);
  await stage.act('maria', (maria) => maria.pin(issue));
  await stage.act('maria', (maria) => maria.lock(issue));
  expect(stage.spent().mutations).toBe(0);
});

test('a decision is one read and one document, however much it writes', async () => {
  const { number } = await stage.act('otto', (otto) => otto.openIssue(repository, { title: 'Coupons' }));
  expect(stage.spent()).toEqual(oneDecision);
  const issue = `${repository}#${number}`;
  stage.github.clock.advance(2000);
  stage.hurry('anton', (anton) => {
    anton.assign(issue, 'anton', 'ben');
    anton.label(issue, 'spec:approved', 'pm:accepted');
    anton.comment(issue, '/approve spec\n/why');
    anton.close(issue);
  });
  await stage.settled();
  const spent = stage.spent();
  expect(spent.rest).toBe(0);
  expect(spent.mutations).toBeLessThanOrEqual(spent.queries);
  expect(stage.see(issue)).toMatchObject({ state: 'open', labels: [], assignees: [] });
  // Looked at once more, there is nothing left to do.
  await stage.act('rita', (rita) => rita.comment(issue, 'Well.'));
  expect(stage.spent()).toEqual(oneRead);
});

test('a burst of events folds into few looks', async () => {
  const issue = await approvedIssue(stage);
  const all = Promise.withResolvers<void>();
  stage.github.faults.add({
    match: ({ kind }) => kind === 'query',
    kind: 'slow',
    until: all.promise,
    times: Infinity,
  });
  for (let each = 0; each < 30; each += 1) stage.hurry('rita', (rita) => rita.comment(issue, `No. ${each}`));
  await stage.github.settled();
  all.resolve();
  await stage.settled();
  // The first one's, which was under way, and one for all others.
  expect(stage.spent()).toEqual({ queries: 2, mutations: 0, rest: 0 });
  stage.github.faults.clear();
});

test('a pull request: one read and one document for itself, and one read for its issue', async () => {
  const issue = await approvedIssue(stage);
  const number = issue.split('#')[1] ?? '';
  await stage.act('anton', (anton) => anton.push(repository, 'cost', { files: { 'c.txt': 'c' } }));
  expect(stage.spent()).toEqual(nothing);
  const pull = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'Work', body: `Closes #${number}`, head: 'cost' }),
  );
  expect(stage.spent()).toEqual(oneDecision);
  await stage.act('anton', (anton) => anton.comment(`${repository}#${pull.number}`, 'Ready.'));
  expect(stage.spent()).toEqual(oneRead);
  await stage.act('maria', (maria) => maria.comment(issue, '/revoke spec'));
  expect(stage.spent()).toEqual({ queries: 2, mutations: 2, rest: 0 });
  await stage.act('otto', (otto) =>
    otto.review(`${repository}#${pull.number}`, { event: 'APPROVE', body: 'Fine.' }),
  );
  expect(stage.spent()).toEqual(oneRead);
});

test('a timeline longer than a page is judged whole, at a read for each page', async () => {
  const issue = await approvedIssue(stage);
  // Nobody listened for a while.
  stage.github.faults.addForDeliveries({ match: () => true, kind: 'lost', times: 1000 });
  for (let each = 0; each < 120; each += 1) stage.hurry('otto', (otto) => otto.comment(issue, `No. ${each}`));
  for (let each = 0; each < 125; each += 1) {
    stage.hurry('otto', (otto) => otto.label(issue, 'bug'));
    stage.hurry('otto', (otto) => otto.unlabel(issue, 'bug'));
  }
  stage.github.faults.clear();
  await stage.act('anton', (anton) => anton.comment(issue, '/revoke spec'));
  expect(stage.see(issue).said.at(-1)).toBe('`/revoke` for “Spec approval” is for `pm` (maria).');
  const { queries, mutations } = stage.spent();
  expect([queries, mutations]).toEqual([4, 1]);
  await stage.act('maria', (maria) => maria.comment(issue, '/revoke spec'));
  expect(stage.see(issue)).toMatchObject({ labels: [] });
  expect(stage.spent().mutations).toBe(1);
});

test('an event on an issue with thousands in its past costs what one on a fresh issue costs', async () => {
  const issue = await approvedIssue(stage);
  stage.github.faults.addForDeliveries({ match: () => true, kind: 'lost', times: 3000 });
  for (let each = 0; each < 3000; each += 1)
    stage.hurry('otto', (otto) => otto.comment(issue, `No. ${each}`));
  stage.github.faults.clear();
  stage.github.clock.advance(25 * 3_600_000);
  await stage.act('rita', (rita) => rita.comment(issue, 'So many words.'));
  expect(stage.spent().queries).toBeGreaterThan(30);
  await stage.act('rita', (rita) => rita.comment(issue, 'Indeed.'));
  expect(stage.spent()).toEqual(oneRead);
  await stage.act('maria', (maria) => maria.comment(issue, '/revoke spec'));
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    card: { head: 'Waiting for maria to approve the spec' },
  });
  expect(stage.spent()).toEqual(oneDecision);
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  expect(stage.see(issue)).toMatchObject({ labels: ['spec:approved'] });
  expect(stage.spent()).toEqual(oneDecision);
});

test('a body edited a hundred times and more: the text that was approved is still known', async () => {
  const issue = await approvedIssue(stage);
  stage.github.faults.addForDeliveries({ match: () => true, kind: 'lost', times: 130 });
  for (let each = 0; each < 130; each += 1) {
    stage.github.clock.advance(1000);
    stage.hurry('ben', (ben) => ben.edit(issue, { body: `No. ${each}` }));
  }
  await stage.act('rita', (rita) => rita.comment(issue, 'So many edits.'));
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    card: { head: 'Waiting for maria to approve the spec again' },
  });
  await stage.act('ben', (ben) => ben.edit(issue, { body: 'One coupon per order.' }));
  expect(stage.see(issue)).toMatchObject({ labels: ['spec:approved'] });
});

test('events that are none of Baton’s business cost nothing', async () => {
  const pull = await openPull(stage, 'Nothing.');
  stage.github.app({
    slug: 'ci',
    permissions: { checks: 'write', contents: 'read', metadata: 'read' },
    events: [],
  });
  stage.github.install('ci', 'acme');
  await stage.settled();
  stage.spent();
  await stage.act('ci[bot]', (ci) =>
    ci.check(repository, pull, 'Build', { status: 'completed', conclusion: 'success' }),
  );
  await stage.act('anton', (anton) => anton.createBranch(repository, 'side'));
  await stage.act('anton', (anton) => anton.deleteBranch(repository, 'side'));
  await stage.act('anton', (anton) => anton.push(repository, 'main', { files: { 'x.txt': 'x' } }));
  expect(stage.spent()).toEqual(nothing);
});

/** One issue does not stand for everything: a new pull request needs one that was not done or dropped before. */
import { afterEach, expect, test } from 'vitest';

import { openPull, openStage, repository, twoRoles, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const issue = `${repository}#1`;
const say = (login: string, text: string): Promise<unknown> =>
  stage.act(login, (somebody) => somebody.comment(issue, text));
const checks = (pull: string): readonly string[] => stage.see(pull).checks;
const accepted = 'Baton: action_required · #1 is closed and accepted: link an open issue, or reopen it';
const passes = 'Baton: success · You can merge this';

async function builtAndAccepted(): Promise<void> {
  await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Coupons' }));
  await say('maria', '/approve spec');
  const first = await openPull(stage, 'Closes #1');
  await stage.act('anton', (anton) => anton.merge(first));
  await say('maria', '/accept');
  expect(stage.see(issue).state).toBe('closed: completed');
}

test('an issue that was accepted is no issue for the next hundred pull requests; reopened, it is', async () => {
  stage = await openStage();
  await builtAndAccepted();
  const hidden = await openPull(stage, 'Closes #1');
  expect(checks(hidden)).toEqual([accepted]);
  await stage.act('maria', (maria) => maria.reopen(issue));
  expect(checks(hidden)).toEqual([passes]);
  // Closed again at once, it was open while the pull request was: for that one it counts, for the next it does not.
  await stage.act('maria', (maria) => maria.close(issue, 'completed'));
  expect(checks(hidden)).toEqual([passes]);
  expect(checks(await openPull(stage, 'Closes #1'))).toEqual([accepted]);
});

test('follow-ups go on while it is reopened until it is accepted, and those that were open before are not held back', async () => {
  stage = await openStage();
  await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Coupons' }));
  await say('maria', '/approve spec');
  const first = await openPull(stage, 'Closes #1');
  const second = await openPull(stage, 'Closes #1');
  await stage.act('anton', (anton) => anton.merge(first));
  expect(stage.see(issue).state).toBe('open');
  const fix = await openPull(stage, 'Closes #1');
  expect([second, fix].map((pull) => checks(pull)[0])).toEqual([passes, passes]);
  await say('maria', '/accept');
  expect(stage.see(issue).state).toBe('closed: completed');
  expect([second, fix].map((pull) => checks(pull)[0])).toEqual([passes, passes]);
});

test('what was dropped is dropped, also for pull requests that are open', async () => {
  stage = await openStage();
  await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Coupons' }));
  await say('maria', '/approve spec');
  const pull = await openPull(stage, 'Closes #1');
  expect(checks(pull)).toEqual([passes]);
  await stage.act('maria', (maria) => maria.close(issue, 'not_planned'));
  expect(checks(pull)).toEqual([
    'Baton: action_required · #1 was closed as not planned: link an open issue, or reopen it',
  ]);
  await stage.act('maria', (maria) => maria.reopen(issue));
  expect(checks(pull)).toEqual([passes]);
});

test('without gates, too: closing it is told to its pull requests', async () => {
  stage = await openStage({ policy: `${twoRoles}applies-to: { labels: [feature] }\n` });
  await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Tidy up' }));
  const pull = await openPull(stage, 'Closes #1');
  expect(checks(pull)).toEqual(['Baton: success · You can merge this: no approval is needed']);
  await stage.act('anton', (anton) => anton.close(issue, 'not_planned'));
  expect(checks(pull)).toEqual([
    'Baton: action_required · #1 was closed as not planned: link an open issue, or reopen it',
  ]);
});

test('the policy may let closed issues count, but none that Baton opened', async () => {
  stage = await openStage({ policy: `${twoRoles}pull-requests: { closed-issues: allow }\n` });
  await builtAndAccepted();
  expect(checks(await openPull(stage, 'Closes #1'))).toEqual([passes]);
  // A policy that cannot be read, and was never good: Baton opens an issue about it.
  const write = (policy: string): Promise<unknown> =>
    stage.act('olga', (olga) => olga.push(repository, 'main', { files: { '.github/roles.yml': policy } }));
  await write('roles: {}\n');
  expect(stage.see(`${repository}#4`).state).toBe('open');
  expect(checks(await openPull(stage, 'Closes #4'))).toEqual([
    'Baton: action_required · #4 was opened by Baton itself: link the issue that this is for',
  ]);
});

test('linked after it was closed, it does not count, however old the pull request is', async () => {
  stage = await openStage();
  await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Coupons' }));
  await say('maria', '/approve spec');
  await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Refunds' }));
  await stage.act('maria', (maria) => maria.comment(`${repository}#2`, '/approve spec'));
  const pull = await openPull(stage, 'Closes #2');
  expect(checks(pull)).toEqual([passes]);
  await stage.act('maria', (maria) => maria.close(issue, 'completed'));
  await stage.act('anton', (anton) => anton.edit(pull, { body: 'Closes #1' }));
  expect(checks(pull)).toEqual([accepted]);
  await stage.act('anton', (anton) => anton.edit(pull, { body: 'Closes #1, closes #2' }));
  expect(checks(pull)).toEqual([passes]);
});

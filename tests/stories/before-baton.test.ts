/** What was there before Baton, or before its policy, is left as it is until somebody touches it. */
import type { Sandbox } from '@baton/sandbox';
import { afterEach, expect, test } from 'vitest';

import { openPull, openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const issue = `${repository}#1`;

/** An issue that is assigned, labelled by nobody who may, and one that is closed; a day before. */
function longAgo(github: Sandbox): void {
  const anton = github.as('anton');
  anton.openIssue(repository, { title: 'Coupons', body: 'One coupon per order.', assignees: ['anton'] });
  github.as('otto').label(issue, 'spec:approved');
  anton.openIssue(repository, { title: 'Refunds' });
  anton.close(`${repository}#2`);
  anton.push(repository, 'work', { files: { 'a.txt': 'a' } });
  anton.openPull(repository, { title: 'Work', body: 'Closes #1', head: 'work' });
  github.clock.advance(24 * 60 * 60_000);
}

test('installing Baton writes on no issue, makes the labels, and checks the open pull requests', async () => {
  stage = await openStage({ before: longAgo });
  const untouched = { card: null, said: [], checks: [] };
  expect(stage.see(issue)).toEqual({
    ...untouched,
    state: 'open',
    labels: ['spec:approved'],
    assignees: ['anton'],
  });
  expect(stage.see(`${repository}#2`)).toEqual({
    ...untouched,
    state: 'closed: completed',
    labels: [],
    assignees: [],
  });
  expect(stage.see(`${repository}#3`)).toMatchObject({
    ...untouched,
    checks: ['Baton: action_required · Waiting for maria to approve the spec of #1'],
  });
  const { labels } = stage.github.find.repository(repository);
  expect(labels.map(({ name, color, description }) => ({ name, color, description }))).toEqual([
    { name: 'spec:approved', color: 'ededed', description: null },
    {
      name: 'pm:accepted',
      color: '0e8a16',
      description: 'Baton: Acceptance is done. Only pm may add it.',
    },
  ]);
});

test('the first event on an old issue brings the card; what was done before stays, but for a label without a right', async () => {
  stage = await openStage({ before: longAgo });
  await stage.act('rita', (rita) => rita.comment(issue, 'When will this come?'));
  expect(stage.see(issue)).toMatchObject({ state: 'open', labels: [], assignees: ['anton'] });
  expect(stage.see(issue).card?.notes).toEqual([
    '**Not counted**',
    '- otto added the label `spec:approved` on then: only `pm` (maria) can approve it.',
  ]);
  await stage.act('anton', (anton) => anton.unassign(issue, 'anton'));
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  expect(stage.see(issue).assignees).toEqual([]);
});

test('an issue that was closed before stays closed, whatever is said on it; opened again, it has gates', async () => {
  stage = await openStage({ before: longAgo });
  const closed = `${repository}#2`;
  await stage.act('rita', (rita) => rita.comment(closed, 'I saw this again.'));
  await stage.act('maria', (maria) => maria.label(closed, 'bug'));
  expect(stage.see(closed)).toEqual({
    state: 'closed: completed',
    labels: ['bug'],
    assignees: [],
    card: null,
    said: [],
    checks: [],
  });
  await stage.act('anton', (anton) => anton.reopen(closed));
  expect(stage.see(closed)).toMatchObject({
    state: 'open',
    card: { head: 'Waiting for maria to approve the spec' },
  });
  await stage.act('anton', (anton) => anton.close(closed));
  expect(stage.see(closed)).toMatchObject({ state: 'open' });
});

test('an approval from before counts: the tracker’s timeline is the truth', async () => {
  stage = await openStage({
    before: (github) => {
      longAgo(github);
      github.as('maria').comment(issue, '/approve spec');
      github.clock.advance(24 * 60 * 60_000);
    },
  });
  expect(stage.see(`${repository}#3`).checks).toEqual(['Baton: success · You can merge this']);
  await stage.act('anton', (anton) => anton.comment(issue, 'Going on.'));
  // A command from before is not answered, and there is nobody to hand over to: the card tells.
  expect(stage.see(issue)).toMatchObject({
    labels: ['spec:approved'],
    said: [],
    card: { head: 'Waiting for `@acme/engineering` to build this' },
  });
  expect(stage.github.find.item(issue).timeline.find((one) => one.kind === 'IssueComment')).toMatchObject({
    body: '/approve spec',
    reactions: [],
  });
});

test('a command from before is not answered, whatever happens that says nothing new', async () => {
  const pull = `${repository}#3`;
  stage = await openStage({
    before: (github) => {
      longAgo(github);
      github.as('maria').comment(pull, '/why');
      github.clock.advance(24 * 60 * 60_000);
    },
  });
  await stage.act('anton', (anton) => anton.push(repository, 'work', { files: { 'b.txt': 'b' } }));
  expect(stage.see(pull).said).toEqual([]);
});

test('a policy that comes later leaves what was done before it', async () => {
  stage = await openStage({ policy: null });
  await stage.act('anton', (anton) =>
    anton.openIssue(repository, { title: 'Coupons', assignees: ['anton'] }),
  );
  await stage.act('anton', (anton) => anton.close(issue));
  await stage.act('anton', (anton) =>
    anton.openIssue(repository, { title: 'Refunds', assignees: ['anton'] }),
  );
  expect(stage.spent()).toMatchObject({ mutations: 0 });
  stage.github.clock.advance(60 * 60_000);
  await stage.act('olga', (olga) =>
    olga.push(repository, 'main', {
      files: { '.github/roles.yml': 'roles:\n  pm: [maria]\n  engineer: ["@acme/engineering"]\n' },
    }),
  );
  expect(stage.see(issue)).toMatchObject({ state: 'closed: completed', card: null });
  expect(stage.see(`${repository}#2`)).toMatchObject({ assignees: ['anton'], card: null });
  await stage.act('anton', (anton) => anton.comment(`${repository}#2`, 'Nearly done.'));
  expect(stage.see(`${repository}#2`)).toMatchObject({
    assignees: ['anton'],
    said: [],
    card: { head: 'Waiting for maria to approve the spec', notes: [] },
  });
});

test('a pull request from before is held like any other', async () => {
  stage = await openStage({ before: longAgo });
  const pull = await openPull(stage, 'Nothing to do with an issue');
  expect(stage.see(pull).checks).toEqual(['Baton: action_required · Link the issue that this closes']);
});

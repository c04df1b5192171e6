/** Which issues have gates, and accounts that are not what they were. */
import { afterEach, expect, test } from 'vitest';

import { openPull, openStage, repository, twoRoles, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const issue = `${repository}#1`;
const comment = (login: string, text: string) =>
  stage.act(login, (somebody) => somebody.comment(issue, text));

test('applies-to: a label brings the gates, and takes them away again', async () => {
  stage = await openStage({ policy: `${twoRoles}applies-to: { labels: [feature] }\n` });
  await stage.act('anton', (anton) =>
    anton.openIssue(repository, { title: 'Coupons', assignees: ['anton'] }),
  );
  expect(stage.see(issue)).toMatchObject({ card: null, assignees: ['anton'] });
  const pull = await openPull(stage, 'Closes #1');
  expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this: no approval is needed']);
  stage.heard(issue);
  await comment('maria', '/approve spec');
  expect(stage.heard(issue)).toEqual([
    "`/approve` does nothing here: this issue has no gates under this repository's policy.",
  ]);
  await stage.act('maria', (maria) => maria.label(issue, 'Feature'));
  // What was refused stays refused.
  expect(stage.see(issue).labels).toEqual(['Feature']);
  await comment('maria', '/approve spec');
  expect(stage.see(issue)).toMatchObject({
    labels: ['Feature', 'spec:approved'],
    card: { head: 'Waiting for `@acme/engineering` to build this' },
  });
  await stage.act('anton', (anton) => anton.unlabel(issue, 'feature'));
  expect(stage.see(issue).card).toEqual({
    head: 'No approval is needed here',
    way: '',
    gates: [],
    next: null,
    notes: ['This issue needs no handoffs: it has none of the types and labels that the policy applies to.'],
  });
  await stage.act('anton', (anton) => anton.close(issue));
  expect(stage.see(issue).state).toBe('closed: completed');
});

test('exempt by a label, and by the author', async () => {
  stage = await openStage({ policy: `${twoRoles}exempt: { labels: [chore], authors: [rita] }\n` });
  await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Tidy up' }));
  await stage.act('maria', (maria) => maria.label(issue, 'chore'));
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  expect(stage.see(issue)).toMatchObject({
    assignees: ['anton'],
    card: {
      head: 'No approval is needed here',
      notes: ['This issue needs no handoffs: the label `chore`, which maria added, exempts it.'],
    },
  });
  await stage.act('rita', (rita) => rita.openIssue(repository, { title: 'A typo' }));
  await stage.act('anton', (anton) => anton.close(`${repository}#2`));
  expect(stage.see(`${repository}#2`)).toMatchObject({ state: 'closed: completed', card: null });
});

test('an approver whose account is deleted keeps having spoken, as far as it was recorded', async () => {
  stage = await openStage();
  await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons' }));
  await comment('maria', '/approve spec');
  stage.github.deleteUser('maria');
  await comment('ben', 'She has left.');
  expect(stage.see(issue)).toMatchObject({
    labels: ['spec:approved'],
    card: { head: 'Waiting for `@acme/engineering` to build this' },
  });
  await stage.restart();
  await comment('ben', 'And now?');
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    card: { head: 'Waiting for maria to approve the spec' },
  });
});

test('an account that is gone, or only imported, opens nothing, whatever the policy names', async () => {
  stage = await openStage({ policy: 'roles: { pm: [ghost, sue, maria], engineer: [anton] }\n' });
  stage.github.mannequin('sue');
  stage.github.collaborator(repository, 'rita', 'write');
  await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons' }));
  await comment('rita', '/approve spec');
  await stage.act('rita', (rita) => rita.label(issue, 'spec:approved'));
  stage.github.deleteUser('rita');
  await stage.act('anton', (anton) => anton.comment(issue, 'Well.'));
  expect(stage.see(issue)).toMatchObject({
    labels: [],
    card: { head: 'Waiting for ghost, sue or maria to approve the spec' },
  });
});

test('types: read with one more request, and only where the policy asks', async () => {
  stage = await openStage({ policy: `${twoRoles}applies-to: { types: [Feature] }\n` });
  await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons' }));
  expect(stage.spent()).toMatchObject({ queries: 2, mutations: 0 });
  await comment('rita', 'Hm.');
  expect(stage.spent()).toEqual({ queries: 1, mutations: 0, rest: 1 });
  expect(stage.see(issue).card).toBeNull();
});

test('types that only a gate asks for are read, too: of an issue, and of one that a pull request closes', async () => {
  stage = await openStage({
    policy: `${twoRoles}gates: { spec: { preset: spec, when: { types: [Feature] } } }\n`,
  });
  const typesRead = (): number =>
    stage.github.requests.splice(0).filter(({ path: to }) => to === `/repos/${repository}/issues/1`).length;
  await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons' }));
  expect(typesRead()).toBe(1);
  await stage.act('anton', (anton) => anton.push(repository, 'work', { files: { 'a.txt': 'a' } }));
  await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'Work', body: 'Closes #1', head: 'work' }),
  );
  expect(typesRead()).toBeGreaterThan(0);
});

/** The policy file: broken, mended, deleted, changed; and a repository that has none. */
import { afterEach, describe, expect, test } from 'vitest';

import { runsOn } from './seen.ts';
import { openPull, openStage, repository, twoRoles, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const path = '.github/roles.yml';
const broken =
  'roles:\n  pm: [maria]\n  enginer: [anton]\ngates:\n  spec:\n    preset: spec\n    aprove: pm\n';
const issue = `${repository}#1`;

const writes = (text: string | null, where = repository) =>
  stage.act('olga', (olga) => olga.push(where, 'main', { files: { [path]: text } }));

const opens = (title: string) => stage.act('anton', (anton) => anton.openIssue(repository, { title }));

/** Baton's own issues: number, state and title. */
const ownIssues = (where = repository): readonly string[] =>
  [...stage.github.find.repository(where).items.values()]
    .filter((item) => item.author.login === 'baton[bot]')
    .map((item) => `#${item.number} ${item.state}: ${item.title}`);

const labels = (): readonly string[] =>
  stage.github.find.repository(repository).labels.map((each) => each.name);

describe('in a pull request', () => {
  test('broken: the check fails with annotations at the lines; mended: it says in words what the policy means', async () => {
    stage = await openStage();
    const pull = await openPull(stage, 'New rules.', { by: 'olga', files: { [path]: broken } });
    const find = () => runsOn(stage.github.find.pull(pull)).find((run) => run.name === 'Baton policy');
    expect(find()).toMatchObject({
      status: 'completed',
      conclusion: 'failure',
      title: '1 problem in .github/roles.yml',
    });
    expect(
      find()?.annotations.map(({ path: file, startLine, message }) => [file, startLine, message]),
    ).toEqual([[path, 7, expect.stringMatching(/`?aprove`?.*approve/s)]]);
    const needsNone = 'Baton: success · You can merge this: it changes only the policy, and needs no issue';
    expect(stage.see(pull).checks).toContain(needsNone);
    const { headRef } = stage.github.find.pull(pull);
    await stage.act('olga', (olga) =>
      olga.push(repository, headRef, {
        files: { [path]: 'mode: observe\nroles:\n  pm: [anton]\n  engineer: [anton]\n' },
      }),
    );
    expect(find()).toMatchObject({
      conclusion: 'success',
      title: 'The policy is valid: 2 roles, 2 gates; no issue to try it on',
    });
    expect(find()?.summary).toContain('anton');
    expect(stage.see(pull).checks).toContain(needsNone);
    await stage.act('olga', (olga) => olga.push(repository, headRef, { files: { [path]: null } }));
    expect(find()).toMatchObject({
      conclusion: 'neutral',
      title: 'This removes the policy of this repository',
    });
    expect(ownIssues()).toEqual([]);
  });

  test('the first policy of a repository is checked, too; another change is not', async () => {
    stage = await openStage({ policy: null });
    const pull = await openPull(stage, 'Rules.', { by: 'olga', files: { [path]: twoRoles } });
    expect(stage.see(pull).checks).toEqual([
      'Baton policy: success · The policy is valid: 2 roles, 2 gates; no issue to try it on',
    ]);
    const other = await openPull(stage, 'Work.');
    expect(stage.see(other).checks).toEqual([]);
  });
});

describe('on the default branch', () => {
  test('broken: the last good policy stays in force, one issue tells, and is closed when it is mended', async () => {
    stage = await openStage();
    await opens('Coupons');
    await writes(broken);
    expect(ownIssues()).toEqual(['#2 open: The role policy in .github/roles.yml cannot be read']);
    const told = stage.github.find.item(`${repository}#2`);
    expect(told.body).toContain('- [Line 7, column 5]');
    expect(told.timeline).toEqual([]);
    await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
    expect(stage.see(issue).assignees).toEqual([]);
    await writes(`${broken}x: 1\n`);
    expect(ownIssues()).toEqual(['#2 open: The role policy in .github/roles.yml cannot be read']);
    expect(told.body).toContain('- [Line 8, column 1]');
    // It has no gates itself.
    await stage.act('anton', (anton) => anton.assign(`${repository}#2`, 'anton'));
    expect(stage.see(`${repository}#2`)).toMatchObject({ assignees: ['anton'], card: null, said: [] });
    await writes(`${twoRoles}mode: warn\n`);
    expect(ownIssues()).toEqual(['#2 closed: The role policy in .github/roles.yml cannot be read']);
    await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
    expect(stage.see(issue).assignees).toEqual(['anton']);
    await writes(broken);
    expect(ownIssues()).toHaveLength(2);
  });

  test('never good: the issue says so at once, checks ask for action, gates do nothing; mended, all begins', async () => {
    stage = await openStage({ policy: broken });
    expect(ownIssues()).toEqual(['#1 open: The role policy in .github/roles.yml cannot be read']);
    await stage.act('anton', (anton) =>
      anton.openIssue(repository, { title: 'Coupons', assignees: ['anton'] }),
    );
    expect(stage.see(`${repository}#2`)).toMatchObject({ assignees: ['anton'], card: null });
    const pull = await openPull(stage, 'Closes #2');
    const mend = 'Baton: action_required · You can merge this once .github/roles.yml is fixed';
    expect(stage.see(pull).checks).toEqual([mend]);
    expect(labels()).toEqual([]);
    await writes(twoRoles);
    expect(ownIssues()).toEqual(['#1 closed: The role policy in .github/roles.yml cannot be read']);
    expect(labels()).toEqual(['spec:approved', 'pm:accepted']);
    expect(stage.see(pull).checks).toEqual([
      'Baton: action_required · Waiting for maria to approve the spec of #2',
    ]);
    expect(stage.see(`${repository}#2`)).toMatchObject({ assignees: ['anton'] });
  });

  test('deleted: checks become neutral, cards say it once, labels stay; written again, gates are back', async () => {
    stage = await openStage();
    await opens('Coupons');
    await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
    await opens('Refunds');
    const pull = await openPull(stage, 'Closes #2');
    await writes(null);
    expect(stage.see(issue)).toMatchObject({
      labels: ['spec:approved'],
      card: {
        head: 'This repository has no policy any more',
        notes: ['So Baton blocks nothing here. Labels stay as they are.'],
      },
    });
    expect(stage.see(pull).checks).toEqual([
      'Baton: neutral · You can merge this: this repository has no policy',
    ]);
    stage.spent();
    stage.heard(issue);
    await stage.act('anton', (anton) => anton.comment(issue, '/approve spec'));
    await stage.act('anton', (anton) => anton.close(issue));
    await opens('A new one');
    expect(stage.spent()).toMatchObject({ mutations: 0 });
    expect(stage.see(issue)).toMatchObject({ state: 'closed: completed' });
    expect(stage.heard(issue)).toEqual([]);
    await stage.act('anton', (anton) => anton.reopen(issue));
    stage.github.clock.advance(120_000);
    await writes(twoRoles);
    expect(stage.see(issue)).toMatchObject({
      labels: ['spec:approved'],
      card: { head: 'Waiting for `@acme/engineering` to build this' },
    });
    expect(stage.see(pull).checks).toEqual([
      'Baton: action_required · Waiting for maria to approve the spec of #2',
    ]);
  });

  test('changed: every open item is looked at again, and new labels are made', async () => {
    stage = await openStage();
    await opens('Coupons');
    await opens('Refunds');
    const pull = await openPull(stage, 'Closes #1');
    await writes(`roles:
  pm: [maria]
  qa: [ben]
  engineer: [anton]
gates:
  spec: { preset: spec }
  test: { title: Test, prepared-by: engineer, approve: qa, label: "qa:tested", blocks: [merge, close], after: [spec] }
`);
    expect(labels()).toEqual(['spec:approved', 'pm:accepted', 'qa:tested']);
    for (const each of [issue, `${repository}#2`])
      expect(stage.see(each).card?.gates).toEqual([
        'Spec approval · waiting for approval · `pm` still has to approve it.',
        'Test · not ready yet · It comes after the spec.',
      ]);
    expect(stage.see(pull).checks).toEqual([
      'Baton: action_required · Waiting for maria to approve the spec of #1, and 1 more',
    ]);
    await writes('mode: observe\nroles: { pm: [maria], engineer: [anton] }\n');
    expect(stage.see(pull).checks).toEqual(['Baton: neutral · Waiting for maria to approve the spec of #1']);
  });

  test('a push that leaves it alone, or that is on another branch, costs nothing', async () => {
    stage = await openStage();
    stage.spent();
    await stage.act('anton', (anton) => anton.push(repository, 'main', { files: { 'a.txt': 'a' } }));
    await stage.act('anton', (anton) => anton.push(repository, 'side', { files: { [path]: broken } }));
    expect(stage.spent()).toEqual({ queries: 0, mutations: 0, rest: 0 });
    expect(ownIssues()).toEqual([]);
  });
});

test('no policy: no trace of Baton, and nothing is written', async () => {
  stage = await openStage({ policy: null });
  await opens('Coupons');
  await stage.act('otto', (otto) => otto.label(issue, 'spec:approved'));
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec\n/why'));
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  const pull = await openPull(stage, 'Closes #1');
  await stage.act('anton', (anton) => anton.merge(pull));
  expect(stage.github.find.repository(repository).suites.flatMap((suite) => suite.runs)).toEqual([]);
  expect(labels()).toEqual(['spec:approved']);
  expect(ownIssues()).toEqual([]);
  expect(stage.see(issue)).toEqual({
    state: 'closed: completed',
    labels: ['spec:approved'],
    assignees: ['anton'],
    card: null,
    said: [],
    checks: [],
  });
  expect(stage.spent().mutations).toBe(0);
  expect(
    stage.github.find
      .item(issue)
      .timeline.filter((entry) => 'reactions' in entry && entry.reactions.length > 0),
  ).toEqual([]);
});

test('a policy that cannot be read is none of these: it is tried again', async () => {
  stage = await openStage();
  await opens('Coupons');
  stage.github.faults.add({ match: ({ kind }) => kind === 'query', kind: '5xx', times: 2 });
  await writes(`${twoRoles}mode: warn\n`);
  expect(stage.see(issue).card?.gates[0]).toContain('(warns only)');
  expect(ownIssues()).toEqual([]);
});

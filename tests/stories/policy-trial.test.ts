/** Trying the rules first: a pull request that changes the policy says what would change. */
import type { Sandbox } from '@baton/sandbox';
import { afterEach, describe, expect, test } from 'vitest';

import { runsOn } from './seen.ts';
import { openStage, repository, twoRoles, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const path = '.github/roles.yml';

/** Specs need a section; a test takes the place of acceptance. */
const proposal = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
  qa: [rita]
gates:
  spec: { preset: spec, requires: { sections: [Problem] } }
  test: { title: Test, prepared-by: engineer, approve: qa, label: "qa:tested", blocks: [close], after: [spec] }
`;

const opens = (title: string, body = '') =>
  stage.act('anton', (anton) => anton.openIssue(repository, { title, body }));

/** olga's pull request with this policy; its address. */
async function proposes(text: string): Promise<string> {
  await stage.act('olga', (olga) => olga.push(repository, 'rules', { files: { [path]: text } }));
  const { number } = await stage.act('olga', (olga) =>
    olga.openPull(repository, { title: 'New rules', body: '', head: 'rules' }),
  );
  return `${repository}#${number}`;
}

const pushes = (pull: string, text: string) =>
  stage.act('olga', (olga) =>
    olga.push(repository, stage.github.find.pull(pull).headRef, { files: { [path]: text } }),
  );

/** The check `Baton policy` on the pull request's head. */
const check = (pull: string) =>
  runsOn(stage.github.find.pull(pull)).find((run) => run.name === 'Baton policy');

/** The trial's part of its summary, without what the policy means; an empty text: there is none. */
const trial = (pull: string): string =>
  (check(pull)?.summary ?? '').split(/\n\n## (?:Is the check required\?|What it means)\n/)[0] ?? '';

/** Headings and rows of its tables. */
const rows = (pull: string): readonly string[] =>
  trial(pull)
    .split('\n')
    .filter((line) => /^\| #|^\*\*[A-Z]\w+ \w+\*\*$/.test(line))
    .map((line) => line.replaceAll('**', '').replaceAll(/^\| | \|$/g, ''));

/** How many requests of each GraphQL operation there were since the last call. */
function asked(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { operation } of stage.github.requests.splice(0))
    if (operation !== null) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

/** Everything that anybody could have written on an issue. */
const state = (number: number): unknown => {
  const { title, body, labels, assignees, timeline, updatedAt } = stage.github.find.item(
    `${repository}#${number}`,
  );
  return JSON.stringify([
    title,
    body,
    labels.map(({ name }) => name),
    assignees.length,
    timeline.length,
    updatedAt,
  ]);
};

describe('what would be decided differently', () => {
  test('is told in the check: at first that it is being computed, then in tables; nothing is written on an issue', async () => {
    stage = await openStage();
    await opens('Coupons');
    await stage.act('maria', (maria) => maria.label(`${repository}#1`, 'spec:approved'));
    await opens('Refunds', '## Problem\n\nThey take a week.');
    await opens('Typo');
    await stage.act('maria', (maria) => maria.close(`${repository}#3`));
    const before = [1, 2, 3].map(state);
    stage.github.faults.add({
      match: ({ operation }) => operation === 'IssuesToTry',
      kind: 'slow',
      milliseconds: 500,
    });
    stage.github.clock.advance(2000);
    stage.hurry('olga', (olga) => olga.push(repository, 'rules', { files: { [path]: proposal } }));
    const { number } = stage.hurry('olga', (olga) =>
      olga.openPull(repository, { title: 'New rules', body: '', head: 'rules' }),
    );
    const pull = `${repository}#${number}`;
    await stage.until(() => check(pull) !== undefined);
    expect(check(pull)).toMatchObject({
      conclusion: 'success',
      title: 'The policy is valid: 3 roles, 2 gates',
      summary: expect.stringMatching(
        /^\*\*The trial is running:\*\* .*\n\n## Is the check required\?\n.*\n\n## What it means\nBaton enforces/,
      ),
    });
    await stage.settled();
    expect(check(pull)).toMatchObject({
      conclusion: 'success',
      title: 'The policy is valid: 3 roles, 2 gates; 3 issues newly blocked, 2 newly free',
    });
    expect(trial(pull).split('\n').slice(0, 4)).toEqual([
      "## Tried on this repository's issues",
      'If this policy were in force now, **3 issues would be newly blocked** and 2 newly free.',
      '',
      expect.stringMatching(
        /^Baton tried 3 issues \(open, or changed in the last 90 days\), on 5 Jan, 09:\d\d UTC\. It wrote nothing on any of them\.$/,
      ),
    ]);
    expect(rows(pull)).toEqual([
      'Newly blocked',
      '#3 Typo (closed) | Test | no such gate | blocked, not ready yet; the issue is reopened',
      '#2 Refunds | Test | no such gate | blocked, not ready yet',
      '#1 Coupons | Spec approval | approved | blocked, not ready yet; next: `pm`',
      '#1 Coupons | Test | no such gate | blocked, not ready yet',
      'Newly free',
      '#2 Refunds | Acceptance | blocked, not ready yet | no such gate',
      '#1 Coupons | Acceptance | blocked, not ready yet; next: `engineer` | no such gate',
      'Other changes',
      '#3 Typo (closed) | Spec approval | waiting for approval | not ready yet; next: `pm`',
      '#3 Typo (closed) | Acceptance | approved | no such gate',
    ]);
    expect(check(pull)?.summary).toContain('### Who holds which role');
    expect([1, 2, 3].map(state)).toEqual(before);
  });

  test('a new push is tried anew; the same rules written otherwise are not', async () => {
    stage = await openStage();
    await opens('Coupons');
    const pull = await proposes(proposal);
    expect(rows(pull)).toHaveLength(6);
    asked();
    await pushes(pull, `mode: warn\n${twoRoles}`);
    expect(rows(pull)).toEqual([
      'Newly free',
      '#1 Coupons | Spec approval | blocked, waiting for approval; next: `pm` | waiting for approval; next: `pm`',
      '#1 Coupons | Acceptance | blocked, not ready yet | not ready yet',
    ]);
    expect(asked()).toMatchObject({ IssuesToTry: 1, ObserveIssue: 1 });
    await pushes(pull, `# We only try it.\nmode: warn\n${twoRoles}`);
    expect(rows(pull)).toHaveLength(3);
    expect(asked()).toEqual({ ObservePullRequest: 1, Perform: 1 });
    await pushes(pull, `# As before.\n${twoRoles}`);
    expect(check(pull)).toMatchObject({
      title: 'The policy is valid: 2 roles, 2 gates; nothing would change',
      summary: expect.stringMatching(/^This means the same as the policy in force, so nothing/),
    });
    await pushes(pull, 'roles: []\n');
    expect(check(pull)).toMatchObject({ conclusion: 'failure' });
    expect(trial(pull)).not.toContain('trial');
    expect(asked()).not.toHaveProperty('ObserveIssue');
  });

  test('what is known is kept: an hour later, only issues that changed are read again', async () => {
    stage = await openStage();
    await opens('Coupons');
    await opens('Refunds');
    const pull = await proposes(proposal);
    const before = rows(pull);
    asked();
    await stage.act('olga', (olga) => olga.comment(pull, 'What do you think?'));
    expect(asked()).toEqual({ ObservePullRequest: 1 });
    stage.github.clock.advance(3_600_000);
    await stage.act('anton', (anton) => anton.edit(`${repository}#1`, { body: '## Problem\n\nNo coupons.' }));
    asked();
    await stage.act('olga', (olga) => olga.comment(pull, 'Any thoughts?'));
    expect(asked()).toMatchObject({ IssuesToTry: 1, ObserveIssue: 1 });
    // Its spec would wait as it does today; what is told of the other one is as before.
    const gone =
      '#1 Coupons | Spec approval | blocked, waiting for approval; next: `pm` | blocked, not ready yet; next: `pm`';
    expect(before).toContain(gone);
    expect(rows(pull).toSorted()).toEqual(before.filter((row) => row !== gone).toSorted());
  });

  test('when the policy in force changes, what is different is something else', async () => {
    stage = await openStage();
    await opens('Coupons');
    const pull = await proposes(`mode: warn\n${twoRoles}`);
    expect(rows(pull)).toHaveLength(3);
    await stage.act('olga', (olga) =>
      olga.push(repository, 'main', { files: { [path]: `mode: observe\n${twoRoles}` } }),
    );
    expect(rows(pull)).toEqual([
      'Other changes',
      '#1 Coupons | Spec approval | waiting for approval | waiting for approval; next: `pm`',
    ]);
  });
});

test('the first policy of a repository is tried, too', async () => {
  stage = await openStage({ policy: null });
  await opens('Coupons');
  await stage.act('maria', (maria) => maria.createLabel(repository, { name: 'spec:approved' }));
  await stage.act('maria', (maria) => maria.label(`${repository}#1`, 'spec:approved'));
  await opens('Refunds');
  await stage.act('anton', (anton) => anton.close(`${repository}#2`));
  const pull = await proposes(twoRoles);
  expect(rows(pull)).toEqual([
    'Newly blocked',
    '#1 Coupons | Acceptance | no policy | blocked, not ready yet; next: `engineer`',
    'Other changes',
    '#2 Refunds (closed) | Spec approval | no policy | waiting for approval; next: `pm`',
    '#2 Refunds (closed) | Acceptance | no policy | not ready yet',
    '#1 Coupons | Spec approval | no policy | approved',
  ]);
  expect(stage.see(`${repository}#1`)).toMatchObject({ card: null, said: [] });
});

test('a team that is not there is told, also where there are no issues', async () => {
  stage = await openStage();
  const pull = await proposes('roles: { pm: ["@acme/prodct"], engineer: [anton] }\n');
  expect(trial(pull).split('\n')).toEqual([
    "## Tried on this repository's issues",
    'There is no issue to try it on: there are no open issues, and no closed one changed in the last 90 days.',
    '',
    expect.stringMatching(/^⚠️ The team .*acme\/prodct was not found, or Baton may not see it/),
  ]);
});

describe('what a trial must not do', () => {
  test('from a fork: it tells an outsider nothing, and reads no issue', async () => {
    stage = await openStage();
    await opens('Coupons');
    stage.github.fork(repository, 'rita');
    await stage.act('rita', (rita) => rita.push('rita/shop', 'rules', { files: { [path]: proposal } }));
    asked();
    const { number } = await stage.act('rita', (rita) =>
      rita.openPull(repository, {
        title: 'My rules',
        body: '',
        head: 'rules',
        headRepository: 'rita/shop',
      }),
    );
    const pull = `${repository}#${number}`;
    expect(check(pull)).toMatchObject({
      conclusion: 'success',
      title: 'The policy is valid: 3 roles, 2 gates',
    });
    expect(trial(pull)).toMatch(/^Baton doesn’t try this on the issues here, because .* fork\./);
    expect(asked()).not.toHaveProperty('ObserveIssue');
  });

  test('nobody is recorded as what they only would be', async () => {
    stage = await openStage();
    await opens('Coupons');
    const said = await stage.act('otto', (otto) => otto.comment(`${repository}#1`, '/approve spec'));
    await proposes(`${twoRoles}  qa: [otto]\n`);
    const { nodeId } = stage.github.find.repository(repository);
    const spoken = await stage.service().store.spoken(nodeId, [said.nodeId]);
    expect(Object.fromEntries(spoken.get(said.nodeId) ?? [])).toEqual({ pm: false, engineer: false });
  });

  test('one issue that cannot be read does not hold up the others', async () => {
    stage = await openStage({ rhythm: { backoff: { first: 1, most: 5 } } });
    await opens('Coupons');
    await opens('Refunds');
    stage.github.faults.add({
      match: ({ operation }) => operation === 'ObserveIssue',
      kind: '5xx',
      times: 4,
    });
    const pull = await proposes(proposal);
    expect(trial(pull)).toContain('Baton tried 2 issues (open, or changed in the last 90 days)');
    expect(trial(pull)).toContain('1 of them couldn’t be read.');
    expect(rows(pull)[1]).toMatch(/^#1 Coupons/);
  });
});

/** So many issues before Baton comes, the last of them closed long ago. */
const many =
  (count: number) =>
  (github: Sandbox): void => {
    const anton = github.as('anton');
    const { number } = anton.openIssue(repository, { title: 'Old' });
    anton.close(`${repository}#${number}`);
    github.clock.advance(91 * 24 * 3_600_000);
    for (let each = 0; each < count; each += 1) {
      github.clock.advance(1000);
      anton.openIssue(repository, { title: `No. ${each}` });
    }
  };

test('two hundred issues at most, those that changed last, and fifty rows', async () => {
  stage = await openStage({ policy: null, before: many(203) });
  asked();
  const pull = await proposes(twoRoles);
  expect(asked()).toMatchObject({ IssuesToTry: 2, ObserveIssue: 200 });
  expect(check(pull)?.title).toBe('The policy is valid: 2 roles, 2 gates; 200 issues newly blocked');
  expect(trial(pull)).toContain(
    'Of 203 issues (open, or changed in the last 90 days), Baton tried the 200 that changed last',
  );
  expect(rows(pull)).toHaveLength(51);
  expect(rows(pull)[1]).toMatch(/^#204 No\\. 202 \| Spec approval/);
  expect(trial(pull).split('\n').at(-1)).toBe('and 350 more');
});

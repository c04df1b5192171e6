/** A pull request that changes only the policy needs no issue. */
import { afterEach, describe, expect, test } from 'vitest';

import { openPull, openStage, repository, twoRoles, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const check = (pull: string): string =>
  stage.see(pull).checks.find((line) => line.startsWith('Baton:')) ?? '';
const needsNone = 'Baton: success · You can merge this: it changes only the policy, and needs no issue';
const needsOne = 'Baton: action_required · Link the issue that this closes';
const path = '.github/roles.yml';
const changed = `${twoRoles}# changed\n`;

describe('a pull request that changes', () => {
  test.each([
    ['the policy', { [path]: changed }, needsNone],
    ['the policy and code', { [path]: changed, 'src/a.ts': 'a' }, needsOne],
    ['another file beside it', { '.github/workflows/ci.yml': 'on: push' }, needsOne],
    ['a file of its name elsewhere', { 'docs/.github/roles.yml': changed }, needsOne],
    ['the policy by moving it away', { [path]: null, '.github/old.yml': twoRoles }, needsOne],
    ['the policy by moving another file over it', { [path]: '# Shop\n', 'README.md': null }, needsOne],
  ] as const)('%s', async (_, files, says) => {
    stage = await openStage();
    expect(check(await openPull(stage, 'Rules', { files: { ...files } }))).toBe(says);
  });

  test('the policy, and code with a later push: then it needs one, and none again without it', async () => {
    stage = await openStage();
    const pull = await openPull(stage, 'Rules', { files: { [path]: changed } });
    const { headRef } = stage.github.find.pull(pull);
    expect(check(pull)).toBe(needsNone);
    await stage.act('anton', (anton) => anton.push(repository, headRef, { files: { 'src/a.ts': 'a' } }));
    expect(check(pull)).toBe(needsOne);
    await stage.act('anton', (anton) => anton.push(repository, headRef, { files: { 'src/a.ts': null } }));
    expect(check(pull)).toBe(needsNone);
  });

  test('the policy so that it would need no issue for anything: the base decides', async () => {
    stage = await openStage();
    const files = { [path]: `${twoRoles}pull-requests: { require-issue: false }\n`, 'src/a.ts': 'a' };
    expect(check(await openPull(stage, 'Rules', { files }))).toBe(needsOne);
  });

  test('the policy, and links an issue: its gates hold as ever', async () => {
    stage = await openStage();
    const { number } = await stage.act('maria', (maria) =>
      maria.openIssue(repository, { title: 'Rules', body: 'Who approves what.' }),
    );
    const pull = await openPull(stage, `Closes #${number}`, { files: { [path]: changed } });
    expect(check(pull)).toBe(`Baton: action_required · Waiting for maria to approve the spec of #${number}`);
  });

  test('a file of this repository that the policy in force builds on', async () => {
    stage = await openStage({
      policy: 'extends: acme/shop:.github/base.yml\n',
      files: { '.github/base.yml': twoRoles },
    });
    const files = { '.github/base.yml': changed };
    expect(check(await openPull(stage, 'Rules', { files }))).toBe(needsNone);
    // What it would build on only then is no policy yet.
    const more = { [path]: 'extends: acme/shop:.github/more.yml\n', '.github/more.yml': twoRoles };
    expect(check(await openPull(stage, 'Rules', { files: more }))).toBe(needsOne);
  });
});

test('a policy that was never good can be mended', async () => {
  stage = await openStage({ policy: 'roles: 7\n' });
  expect(check(await openPull(stage, 'Rules', { files: { [path]: twoRoles } }))).toBe(
    'Baton: neutral · You can merge this: it changes only the policy, and needs no issue',
  );
  expect(check(await openPull(stage, 'Work'))).toContain(
    'Baton: action_required · You can merge this once .github/roles.yml is fixed',
  );
});

test('in the merge queue, too', async () => {
  stage = await openStage();
  stage.github.protect(repository, { checks: [{ name: 'Baton', app: 'baton' }], mergeQueue: true });
  const pull = await openPull(stage, 'Rules', { files: { [path]: changed } });
  await stage.act('anton', (anton) => anton.enqueue(pull));
  expect(stage.see(pull).state).toBe('merged');
});

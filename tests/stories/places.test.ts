/** Repositories that come, go and change their names; two of them, and two installations, side by side. */
import type { Sandbox } from '@baton/sandbox';
import { afterEach, expect, test } from 'vitest';

import { openPull, openStage, repository, twoRoles, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const issue = `${repository}#1`;
const opens = (where = repository) =>
  stage.act('anton', (anton) => anton.openIssue(where, { title: 'Coupons' }));

test('renamed: everything goes on under the new name', async () => {
  stage = await openStage();
  await opens();
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  stage.github.renameRepository(repository, 'store');
  await stage.settled();
  await stage.act('anton', (anton) => anton.close('acme/store#1'));
  expect(stage.see('acme/store#1')).toMatchObject({
    state: 'open',
    labels: ['spec:approved'],
    card: { head: 'Waiting for `@acme/engineering` to build this' },
  });
  await opens('acme/store');
  expect(stage.see('acme/store#2').card?.head).toBe('Waiting for maria to approve the spec');
});

test('an issue moved to another repository is judged there, by its rules', async () => {
  stage = await openStage({
    before: (github) => {
      for (const [name, files] of [
        ['acme/plain', { 'README.md': 'plain' }],
        ['acme/strict', { '.github/roles.yml': 'roles: { pm: [otto], engineer: [anton] }\n' }],
      ] as const)
        github.repository(name, { private: false, collaborators: { maria: 'write', anton: 'write' }, files });
    },
  });
  await opens();
  await opens();
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  const moved = await stage.act('maria', (maria) => maria.transfer(issue, 'acme/strict'));
  const there = `acme/strict#${moved.number}`;
  expect(stage.see(there)).toMatchObject({
    labels: [],
    card: { head: 'Waiting for otto to approve the spec' },
  });
  const other = await stage.act('maria', (maria) => maria.transfer(`${repository}#2`, 'acme/plain'));
  stage.spent();
  await stage.act('anton', (anton) => anton.close(`acme/plain#${other.number}`));
  expect(stage.see(`acme/plain#${other.number}`).state).toBe('closed: completed');
});

test('private: the same, and nobody outside learns of it', async () => {
  stage = await openStage({
    before: (github) =>
      void github.repository('acme/secret', {
        private: true,
        collaborators: { maria: 'write', anton: 'write', otto: 'write' },
        files: { '.github/roles.yml': twoRoles },
      }),
  });
  await opens('acme/secret');
  await stage.act('otto', (otto) => otto.label('acme/secret#1', 'spec:approved'));
  expect(stage.see('acme/secret#1')).toMatchObject({
    labels: [],
    card: { head: 'Waiting for maria to approve the spec' },
  });
  // A pull request of another repository that names it does not learn whether it is there.
  const pull = await openPull(stage, 'Closes acme/secret#1');
  expect(stage.see(pull).checks).toEqual(['Baton: action_required · Link the issue that this closes']);
});

test('archived: nothing is written; opened up again, it is looked at', async () => {
  stage = await openStage();
  await opens();
  stage.github.archiveRepository(repository);
  await stage.settled();
  stage.spent();
  stage.github.addToTeam('acme/engineering', 'otto');
  await stage.settled();
  expect(stage.spent().mutations).toBe(0);
  stage.github.archiveRepository(repository, false);
  await stage.settled();
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  expect(stage.see(issue).assignees).toEqual([]);
});

test('without issues: pull requests are checked, and a broken policy is told by its check alone', async () => {
  stage = await openStage({
    before: (github) =>
      void github.repository('acme/tool', {
        private: false,
        hasIssues: false,
        collaborators: { anton: 'write' },
        files: { '.github/roles.yml': 'roles: { pm: [maria] }\nx: 1\n' },
      }),
  });
  await stage.act('anton', (anton) => anton.push('acme/tool', 'work', { files: { 'a.txt': 'a' } }));
  await stage.act('anton', (anton) => anton.openPull('acme/tool', { title: 'Work', head: 'work' }));
  expect(stage.see('acme/tool#1').checks).toEqual([
    'Baton: action_required · You can merge this once .github/roles.yml is fixed',
  ]);
  await stage.act('olga', (olga) =>
    olga.push('acme/tool', 'main', {
      files: { '.github/roles.yml': `${twoRoles}pull-requests: { require-issue: false }\n` },
    }),
  );
  expect(stage.see('acme/tool#1').checks).toEqual([
    'Baton: success · You can merge this: it closes no issue, and needs none',
  ]);
});

/** A second organization, where maria is an engineer and otto the product manager. */
function globex(github: Sandbox): void {
  github.organization('globex', { admins: ['olga'], members: ['maria', 'otto'] });
  github.repository('globex/shop', {
    private: false,
    collaborators: { maria: 'write', otto: 'write' },
    files: { '.github/roles.yml': 'roles: { pm: [otto], engineer: [maria] }\n' },
  });
}

test('two installations side by side: each has its own rules, people and numbers', async () => {
  stage = await openStage({ before: globex });
  stage.github.install('baton', 'globex');
  await stage.settled();
  await opens();
  await stage.act('otto', (otto) => otto.openIssue('globex/shop', { title: 'Coupons' }));
  for (const where of [issue, 'globex/shop#1']) {
    await stage.act('maria', (maria) => maria.comment(where, '/approve spec'));
  }
  expect([stage.see(issue).labels, stage.see('globex/shop#1').labels]).toEqual([['spec:approved'], []]);
  await stage.act('otto', (otto) => otto.label('globex/shop#1', 'spec:approved'));
  await stage.act('otto', (otto) => otto.unlabel(issue, 'spec:approved'));
  expect([stage.see(issue).labels, stage.see('globex/shop#1').labels]).toEqual([
    ['spec:approved'],
    ['spec:approved'],
  ]);
});

test('a repository that is added later: what was done there before is left alone, however old its rules are', async () => {
  stage = await openStage({
    before: (github) => {
      globex(github);
      github.repository('globex/site', {
        private: false,
        collaborators: { maria: 'write' },
        files: { '.github/roles.yml': 'roles: { pm: [otto], engineer: [maria] }\n' },
      });
    },
  });
  stage.github.install('baton', 'globex', ['globex/shop']);
  await stage.settled();
  stage.github.clock.advance(24 * 60 * 60_000);
  const [site, closed] = ['globex/site#1', 'globex/site#2'];
  // An answer of GitHub's tells Baton what time it is there; a clock that jumps in between is none.
  const hourLater = async (): Promise<void> => {
    stage.github.clock.advance(60 * 60_000);
    await stage.act('maria', (maria) => maria.openIssue('globex/shop', { title: 'Meanwhile' }));
  };
  await stage.act('maria', (maria) => maria.openIssue('globex/site', { title: 'Old', assignees: ['maria'] }));
  await stage.act('maria', (maria) => maria.openIssue('globex/site', { title: 'Done' }));
  await stage.act('maria', (maria) => maria.close(closed));
  await hourLater();
  stage.github.reach('baton', 'globex', { add: ['globex/site'] });
  await stage.settled();
  expect(stage.see(closed)).toMatchObject({ state: 'closed: completed', card: null });
  await stage.act('maria', (maria) => maria.comment(site, 'Going on.'));
  expect(stage.see(site)).toMatchObject({
    assignees: ['maria'],
    card: { head: 'Waiting for otto to approve the spec', notes: [] },
  });

  // Taken out of the installation, it is left alone; added again, what was done meanwhile is, too.
  stage.github.reach('baton', 'globex', { remove: ['globex/site'] });
  await stage.settled();
  stage.spent();
  await stage.act('maria', (maria) => maria.close(site));
  expect(stage.spent()).toEqual({ queries: 0, mutations: 0, rest: 0 });
  await hourLater();
  stage.github.reach('baton', 'globex', { add: ['globex/site'] });
  await stage.settled();
  await stage.act('maria', (maria) => maria.comment(site, 'Done.'));
  expect(stage.see(site).state).toBe('closed: completed');
});

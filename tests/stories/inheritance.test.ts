/** The policy of the owner's `.github` repository, for repositories that have none of their own. */
import type { Sandbox } from '@baton/sandbox';
import { afterEach, expect, test } from 'vitest';

import { openStage, repository, twoRoles, type Stage } from './stage.ts';

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

const owners =
  (text: string | null) =>
  (github: Sandbox): void => {
    const files = { 'README.md': '# Acme', ...(text === null ? {} : { [path]: text }) };
    github.repository('acme/.github', { private: false, files });
  };

test('the owner’s policy holds where there is none, until the repository has its own', async () => {
  stage = await openStage({ policy: null, before: owners(twoRoles) });
  expect(labels()).toEqual(['spec:approved', 'pm:accepted']);
  await opens('Coupons');
  expect(stage.see(issue).card?.head).toBe('Waiting for maria to approve the spec');
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  expect(stage.see(issue).assignees).toEqual([]);
  await writes('mode: warn\nroles: { pm: [maria], engineer: [anton] }\n');
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  expect(stage.see(issue).assignees).toEqual(['anton']);
  await stage.act('anton', (anton) => anton.unassign(issue, 'anton'));
  // Its own deleted, the owner's is back.
  await writes(null);
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  expect(stage.see(issue)).toMatchObject({
    assignees: [],
    card: { head: 'Waiting for maria to approve the spec' },
  });
});

test('changed, it is read again for all repositories; broken, it is told where it is', async () => {
  stage = await openStage({ policy: null, before: owners(twoRoles) });
  await opens('Coupons');
  await writes(`${twoRoles}mode: warn\n`, 'acme/.github');
  expect(stage.see(issue).card?.gates[0]).toBe(
    'Spec approval (warns only) · waiting for approval · `pm` still has to approve it.',
  );
  await writes(broken, 'acme/.github');
  expect([ownIssues('acme/.github'), ownIssues()]).toEqual([
    ['#1 open: The role policy in .github/roles.yml cannot be read'],
    [],
  ]);
  expect(stage.see(issue).card?.gates[0]).toContain('(warns only)');
  await writes(null, 'acme/.github');
  expect(ownIssues('acme/.github')).toEqual([
    '#1 closed: The role policy in .github/roles.yml cannot be read',
  ]);
  expect(stage.see(issue).card?.head).toBe('This repository has no policy any more');
});

test('an owner’s repository without a policy is no policy', async () => {
  stage = await openStage({ policy: null, before: owners(null) });
  await opens('Coupons');
  expect(stage.see(issue).card).toBeNull();
  await writes(twoRoles, 'acme/.github');
  await stage.act('anton', (anton) => anton.comment(issue, 'And now?'));
  expect(stage.see(issue).card?.head).toBe('Waiting for maria to approve the spec');
});

/** What a pull request costs when it is opened and pushed to, and what a comment costs that is edited: one read each. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { approvedIssue, openStage, repository, twoRoles, type Stage, type StageSettings } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const oneRead = { queries: 1, mutations: 0, rest: 0 };
const oneDecision = { queries: 1, mutations: 1, rest: 0 };

/** A stage on which the team, the App itself and the labels' ids are known; and an issue there. */
async function open(settings: StageSettings = {}): Promise<string> {
  stage = await openStage(settings);
  return approvedIssue(stage);
}

/** anton pushes a branch; what it costs is not counted. */
async function branch(name: string, files: Record<string, string | null>): Promise<void> {
  await stage.act('anton', (anton) => anton.push(repository, name, { files }));
  stage.spent();
}

const openOn = async (head: string, body = ''): Promise<string> => {
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'Work', body, head }),
  );
  return `${repository}#${number}`;
};

test.each([
  ['no paths', twoRoles],
  ['exempt paths', `${twoRoles}exempt: { paths: ["docs/**"] }\n`],
])('opened and pushed to, with %s in the policy: one read and the check each', async (_, policy) => {
  const issue = await open({ policy });
  await branch('work', { 'src/a.ts': 'a', 'docs/a.md': 'a' });
  const main = stage.github.find.repository(repository).branches.get('main')?.oid ?? '';
  const pull = await openOn('work', `Closes #${issue.split('#')[1] ?? ''}`);
  expect(stage.spent()).toEqual(oneDecision);
  await stage.act('anton', (anton) => anton.push(repository, 'work', { files: { 'src/b.ts': 'b' } }));
  expect(stage.spent()).toEqual(oneDecision);
  await stage.act('anton', (anton) =>
    anton.push(repository, 'work', { onto: main, files: { 'src/c.ts': 'c' } }),
  );
  expect(stage.spent()).toEqual(oneDecision);
  await stage.act('anton', (anton) => anton.comment(pull, 'Ready.'));
  expect(stage.spent()).toEqual(oneRead);
});

test('more files than come with it are other files by the first of them', async () => {
  await open({ policy: `${twoRoles}exempt: { paths: ["docs/**"] }\n` });
  await branch('many', Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`a/${at}.ts`, 'a'])));
  const pull = await openOn('many');
  expect(stage.see(pull).checks).toEqual(['Baton: action_required · Link the issue that this closes']);
  // Whether a policy is among the rest decides over the check `Baton policy`.
  expect(stage.spent()).toEqual({ queries: 1, mutations: 1, rest: 1 });
  await stage.act('anton', (anton) => anton.comment(pull, 'Ready.'));
  expect(stage.spent()).toEqual(oneRead);
});

test('files that let it pass are read of the very commits, once for these, also after a restart', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-'));
  await open({ policy: `${twoRoles}exempt: { paths: ["docs/**"] }\n`, dataDir });
  await branch('docs', { 'docs/a.md': 'a' });
  const pull = await openOn('docs');
  expect(stage.see(pull).checks).toEqual([
    'Baton: success · Exempt because of its paths: you can merge this',
  ]);
  expect(stage.spent().rest).toBe(1);
  await stage.act('anton', (anton) => anton.comment(pull, 'Ready.'));
  expect(stage.spent()).toEqual(oneRead);
  await stage.restart();
  await stage.settled();
  stage.spent();
  await stage.act('anton', (anton) => anton.comment(pull, 'Still.'));
  const { requests } = stage.github;
  expect(requests.filter(({ path }) => path.includes('/compare/'))).toEqual([]);
  await stage.act('anton', (anton) => anton.push(repository, 'docs', { files: { 'src/a.ts': 'a' } }));
  expect(requests.filter(({ path }) => path.includes('/compare/'))).toEqual([]);
  expect(stage.see(pull).checks).toEqual(['Baton: action_required · Link the issue that this closes']);
  await rm(dataDir, { recursive: true });
});

test('a comment that is edited costs one read, on an issue and on a pull request', async () => {
  const issue = await open();
  await branch('work', { 'src/a.ts': 'a' });
  const pull = await openOn('work', `Closes #${issue.split('#')[1] ?? ''}`);
  for (const where of [issue, pull]) {
    const said = await stage.act('rita', (rita) => rita.comment(where, 'Nice.'));
    stage.spent();
    await stage.act('rita', (rita) => rita.editComment(said, 'Very nice.'));
    expect(stage.spent()).toEqual(oneRead);
    await stage.act('rita', (rita) => rita.editComment(said, 'Very, very nice.'));
    expect(stage.spent()).toEqual(oneRead);
  }
});

/** A policy may be called `.github/roles.yml` or `.github/roles.yaml`. */
import { afterEach, expect, test } from 'vitest';

import { runsOn } from './seen.ts';
import { openPull, openStage, repository, type Stage, type StageSettings } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const usual = '.github/roles.yml';
const other = '.github/roles.yaml';
const roles = 'roles:\n  pm: [maria]\n  engineer: ["@acme/engineering"]\n';

async function begin(settings: StageSettings): Promise<string> {
  stage = await openStage(settings);
  const { number } = await stage.act('ben', (ben) =>
    ben.openIssue(repository, { title: 'Coupons', body: 'x' }),
  );
  return `${repository}#${number}`;
}
const push = (files: Record<string, string | null>): Promise<unknown> =>
  stage.act('olga', (olga) => olga.push(repository, 'main', { files }));
const says = (login: string, issue: string, text: string): Promise<unknown> =>
  stage.act(login, (somebody) => somebody.comment(issue, text));
const labels = (issue: string): readonly string[] => stage.see(issue).labels;
const proposing = async (files: Record<string, string | null>): Promise<string> => {
  const pull = await openPull(stage, 'Nothing.', { by: 'otto', files });
  await stage.settled();
  const run = runsOn(stage.github.find.pull(pull)).find(({ name }) => name === 'Baton policy');
  return `${run?.conclusion}: ${run?.title}`;
};
const told = (): readonly string[] =>
  [...stage.github.find.repository(repository).items.values()]
    .filter((item) => item.author.login === 'baton[bot]' && item.state === 'open')
    .map((item) => item.body);

test('one that is called .yaml is in force, and costs no more', async () => {
  const issue = await begin({ policy: null, files: { [other]: roles } });
  await says('ben', issue, '/approve spec');
  expect(labels(issue)).toEqual([]);
  stage.spent();
  await says('maria', issue, '/approve spec');
  expect([labels(issue), stage.spent()]).toEqual([['spec:approved'], { queries: 1, mutations: 1, rest: 0 }]);
  await push({ [other]: roles.replace('maria', 'otto') });
  await says('maria', issue, '/return spec No.');
  expect(labels(issue)).toEqual(['spec:approved']);
  expect(await proposing({ [other]: 'roles: 1\n' })).toMatch(/^failure: 1 problem in \.github\/roles\.yaml/);
  expect(await proposing({ [other]: null })).toContain('This removes the policy');
});

test('a rename is no removal: not in a pull request, not on the branch, and it confirms no names', async () => {
  const issue = await begin({ policy: roles });
  await says('maria', issue, '/approve spec');
  stage.github.renameUser('maria', 'maria-lopez');
  stage.github.user('maria');
  stage.github.collaborator(repository, 'maria', 'write');
  await says('rita', issue, 'Hm.');
  expect(await proposing({ [usual]: null, [other]: roles })).toMatch(/^success/);
  await push({ [usual]: null, [other]: roles });
  expect([labels(issue), told()]).toEqual([['spec:approved'], []]);
  await says('maria', issue, '/revoke spec');
  expect(labels(issue)).toEqual(['spec:approved']);
  await says('maria-lopez', issue, '/revoke spec');
  expect(labels(issue)).toEqual([]);
});

test('both at once are a problem, which is told; the last good one stays in force', async () => {
  const issue = await begin({ policy: roles });
  expect(await proposing({ [other]: roles.replace('maria', 'otto') })).toMatch(/^failure: 1 problem/);
  await push({ [other]: roles.replace('maria', 'otto') });
  expect(told()).toEqual([expect.stringContaining('There are two policies')]);
  await says('otto', issue, '/approve spec');
  expect(labels(issue)).toEqual([]);
  await says('maria', issue, '/approve spec');
  expect(labels(issue)).toEqual(['spec:approved']);
  expect(await proposing({ [other]: null })).toMatch(/^success/);
  expect(await proposing({ [usual]: null })).toMatch(/^success/);
  await push({ [usual]: null });
  expect([told(), labels(issue)]).toEqual([[], ['spec:approved']]);
  await says('otto', issue, '/revoke spec');
  expect(labels(issue)).toEqual([]);
});

test('both at once where there never was a good one: nothing is in force, and the check asks for action', async () => {
  await begin({ policy: roles, files: { [other]: roles } });
  const pull = await openPull(stage, 'Closes #1');
  expect(stage.see(pull).checks).toEqual([expect.stringContaining('Baton: action_required')]);
  expect(told()).toEqual([expect.stringContaining('There are two policies')]);
});

test('an owner’s policy may be called .yaml, too', async () => {
  const issue = await begin({
    policy: null,
    before: (github) => void github.repository('acme/.github', { private: false, files: { [other]: roles } }),
  });
  await says('maria', issue, '/approve spec');
  expect(labels(issue)).toEqual(['spec:approved']);
  await stage.act('olga', (olga) =>
    olga.push('acme/.github', 'main', { files: { [other]: roles.replace('maria', 'otto') } }),
  );
  await says('otto', issue, '/revoke spec');
  expect(labels(issue)).toEqual([]);
});

/** A person is an account, and a team is a team, whatever they are called: names change hands. */
import { afterEach, expect, test } from 'vitest';

import { runsOn } from './seen.ts';
import { openStage, repository, type Stage, type StageSettings } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

async function open(settings: StageSettings = {}): Promise<string> {
  stage = await openStage(settings);
  return newIssue();
}

async function newIssue(author = 'ben'): Promise<string> {
  const { number } = await stage.act(author, (ben) =>
    ben.openIssue(repository, { title: 'Coupons', body: 'One coupon per order.' }),
  );
  return `${repository}#${number}`;
}

const says = (login: string, issue: string, text: string): Promise<unknown> =>
  stage.act(login, (somebody) => somebody.comment(issue, text));
const spec = (issue: string): string => (stage.see(issue).card?.gates[0] ?? '').replace(/ · [A-Z`].*/, '');
const labels = (issue: string): readonly string[] => stage.see(issue).labels;
const notes = (issue: string): string =>
  (stage.see(issue).card?.notes ?? []).join('\n').replaceAll(/\]\(http[^)]*\)/g, ']');
const policy = (text: string | null): Promise<unknown> =>
  stage.act('olga', (olga) => olga.push(repository, 'main', { files: { '.github/roles.yml': text } }));

const roles = 'roles:\n  pm: [maria]\n  engineer: ["@acme/engineering"]\n';

/** maria calls herself maria-lopez, and somebody else, who may write, takes her old name. */
function squat(): void {
  stage.github.renameUser('maria', 'maria-lopez');
  stage.github.user('maria');
  stage.github.collaborator(repository, 'maria', 'write');
}

test('somebody who is renamed keeps the role and what they approved, and the card says what to write', async () => {
  const issue = await open();
  await says('maria', issue, '/approve spec');
  expect(labels(issue)).toEqual(['spec:approved']);
  stage.github.renameUser('maria', 'maria-lopez');
  await says('ben', issue, 'I begin.');
  expect(labels(issue)).toEqual(['spec:approved']);
  const other = await newIssue();
  await says('maria-lopez', other, '/approve spec');
  expect(labels(other)).toEqual(['spec:approved']);
  expect(notes(other)).toContain(
    '- `maria` is called `maria-lopez` now and keeps the role. Write the new name into [the policy].',
  );
  await policy(roles.replace('maria', 'maria-lopez'));
  expect(notes(other)).not.toContain('is called');
  expect(labels(other)).toEqual(['spec:approved']);
});

test('whoever takes the name opens nothing, until the policy is changed', async () => {
  const issue = await open();
  await says('maria', issue, '/approve spec');
  const other = await newIssue();
  squat();
  await says('maria', other, '/approve spec');
  expect([labels(other), spec(other)]).toEqual([[], 'Spec approval · waiting for approval']);
  expect(notes(other)).toContain(
    '- `maria` now belongs to another account, which holds no role. The account that the policy means is called `maria-lopez` now and keeps the role. If you mean the account that has the name now, change [the policy]: any change to the file that names it confirms its names.',
  );
  await stage.act('maria', (maria) => maria.label(other, 'spec:approved'));
  expect(labels(other)).toEqual([]);
  await says('maria', issue, '/return spec No.');
  expect(labels(issue)).toEqual(['spec:approved']);
  await says('maria-lopez', other, '/approve spec');
  expect(labels(other)).toEqual(['spec:approved']);
  // The team means the new one.
  await policy(`# maria is the new product manager.\n${roles}`);
  const third = await newIssue();
  await says('maria', third, '/approve spec');
  expect([labels(third), notes(third)]).toEqual([['spec:approved'], '']);
  await says('maria-lopez', await newIssue(), '/approve spec');
  expect(labels(other)).toEqual(['spec:approved']);
});

test('a name that is taken out of the policy, and put back, means who has it then', async () => {
  const issue = await open();
  squat();
  await policy(roles.replace('maria', 'olga'));
  await policy(roles);
  await says('maria', issue, '/approve spec');
  expect(labels(issue)).toEqual(['spec:approved']);
});

test('a change of the policy while nobody has the name leaves it with whom it meant', async () => {
  const issue = await open();
  stage.github.renameUser('maria', 'maria-lopez');
  await policy(`# Nothing new.\n${roles}`);
  await says('ben', issue, 'Hello.');
  stage.github.user('maria');
  stage.github.collaborator(repository, 'maria', 'write');
  await says('maria', issue, '/approve spec');
  expect(labels(issue)).toEqual([]);
  await says('maria-lopez', issue, '/approve spec');
  expect(labels(issue)).toEqual(['spec:approved']);
});

test('a name that nobody had when the policy was read is not free for whoever takes it', async () => {
  const issue = await open({ policy: roles.replace('maria', 'marai') });
  stage.github.user('marai');
  await says('marai', issue, '/approve spec');
  expect([labels(issue), notes(issue)]).toEqual([
    [],
    expect.stringContaining(
      '- `marai` holds no role: nobody had that name when the policy was read, and somebody has taken it since. If you mean them, change [the policy]',
    ),
  ]);
  await policy(`# marai is with us now.\n${roles.replace('maria', 'marai')}`);
  await says('marai', issue, '/approve spec');
  expect(labels(issue)).toEqual(['spec:approved']);
});

test('an account that took the name of whoever approved does not take the approval back', async () => {
  const issue = await open();
  await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
  squat();
  await stage.act('maria', (maria) => maria.unlabel(issue, 'spec:approved'));
  expect(labels(issue)).toEqual(['spec:approved']);
});

test('one person under two names is one person, where two have to agree', async () => {
  const two = `roles:\n  pm: [maria, otto]\n  engineer: ["@acme/engineering"]\ngates:\n  spec: { preset: spec, approve: { role: pm, count: 2 } }\n`;
  const issue = await open({ policy: two });
  await says('maria', issue, '/approve spec');
  stage.github.renameUser('maria', 'maria-lopez');
  await says('maria-lopez', issue, '/approve spec');
  expect(labels(issue)).toEqual([]);
  await says('otto', issue, '/approve spec');
  expect(labels(issue)).toEqual(['spec:approved']);
});

test('whoever wrote the issue is its author under another name, where somebody else has to approve', async () => {
  const independent = `${roles}gates:\n  spec: { preset: spec, independent-of: [author] }\n`;
  stage = await openStage({ policy: independent });
  const issue = await newIssue('maria');
  stage.github.renameUser('maria', 'maria-lopez');
  await says('maria-lopez', issue, '/approve spec');
  expect(labels(issue)).toEqual([]);
});

const team = 'roles:\n  pm: ["@acme/product"]\n  engineer: ["@acme/engineering"]\n';

test('a team that is deleted and made again holds no role until the policy is changed', async () => {
  const issue = await open({
    policy: team,
    before: (github) => void github.team('acme', 'Product', { members: ['maria'] }),
  });
  await says('maria', issue, '/approve spec');
  stage.github.deleteTeam('acme/product');
  stage.github.team('acme', 'Product', { members: ['otto'] });
  const other = await newIssue();
  await says('otto', other, '/approve spec');
  expect([labels(issue), labels(other)]).toEqual([['spec:approved'], []]);
  expect(notes(other)).toContain(
    '- `@acme/product` now belongs to another team, which holds no role. The team that the policy means does not exist any more. If you mean the team that has the name now, change [the policy]',
  );
  await policy(`# The team was made again.\n${team}`);
  await says('otto', other, '/approve spec');
  expect([labels(other), notes(other)]).toEqual([['spec:approved'], '']);
});

test('a team that is renamed keeps the role, and another that takes its name does not get it', async () => {
  const issue = await open({
    policy: team,
    before: (github) => void github.team('acme', 'Product', { members: ['maria'] }),
  });
  stage.github.changeTeam('acme/product', { name: 'Product people' });
  await says('maria', issue, '/approve spec');
  expect([labels(issue), notes(issue)]).toEqual([
    ['spec:approved'],
    expect.stringContaining('- `@acme/product` is called `@acme/product-people` now and keeps the role.'),
  ]);
  stage.github.team('acme', 'Product', { members: ['otto'] });
  const other = await newIssue();
  await says('otto', other, '/approve spec');
  expect(labels(other)).toEqual([]);
  await says('maria', other, '/approve spec');
  expect(labels(other)).toEqual(['spec:approved']);
});

test('of a secret team that is renamed, the new name is not told, nor that it is gone', async () => {
  const issue = await open({
    policy: team,
    before: (github) => void github.team('acme', 'Product', { members: ['maria'], secret: true }),
  });
  stage.github.changeTeam('acme/product', { name: 'Kestrel' });
  await says('maria', issue, '/approve spec');
  expect([labels(issue), notes(issue)]).toEqual([
    ['spec:approved'],
    expect.stringContaining(
      '- Nobody has the name `@acme/product` any more. The team that the policy means keeps the role if it still exists; write its new name into',
    ),
  ]);
  expect(notes(issue)).not.toMatch(/kestrel/i);
});

test('whoever changes the policy is told whom that confirms', async () => {
  const issue = await open();
  squat();
  await says('maria', issue, 'Hello.');
  const { number } = await stage.act('otto', (otto) => {
    otto.createBranch(repository, 'policy');
    otto.push(repository, 'policy', { files: { '.github/roles.yml': `# New.\n${roles}` } });
    return otto.openPull(repository, { title: 'Policy', head: 'policy', base: 'main', body: '' });
  });
  await stage.settled();
  const check = runsOn(stage.github.find.pull(`${repository}#${number}`)).find(
    ({ name }) => name === 'Baton policy',
  );
  expect(check?.summary).toContain(
    "Merging this gives `maria` its role: when the policy in force was read, that name was another account's, which is called `maria-lopez` now.",
  );
});

test('whose issues are exempt is an account, too', async () => {
  const issue = await open({ policy: `${roles}exempt: { authors: [maria] }\n` });
  squat();
  const theirs = await newIssue('maria');
  await says('ben', theirs, 'Hello.');
  expect(spec(theirs)).toBe('Spec approval · waiting for approval');
  const hers = await newIssue('maria-lopez');
  expect(stage.see(hers).card?.gates ?? []).toEqual([]);
  expect(spec(issue)).toBe('Spec approval · waiting for approval');
});

test('a restart keeps whom names mean; with the database lost, they mean who has them then', async () => {
  const issue = await open();
  await stage.settled();
  await stage.restart(() => {
    stage.github.renameUser('maria', 'maria-lopez');
    stage.github.user('maria');
  });
  await says('maria', issue, '/approve spec');
  // What is lost cannot be told from a policy that is read for the first time.
  expect(labels(issue)).toEqual(['spec:approved']);
});

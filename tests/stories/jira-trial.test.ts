/** Trying rules first, where issues are in Jira: the check on a proposed policy says what would be decided differently there. */
import { afterEach, describe, expect, test } from 'vitest';

import { flavours } from '../night.ts';
import { openJiraStage, type JiraStage } from './jira-stage.ts';
import { runsOn } from './seen.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const path = '.github/roles.yml';
const onGitHub = `roles:
  pm: { members: [maria] }
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec }
`;
const inJira = (
  projects = 'SHOP',
  site = 'acme',
): string => `${onGitHub.replace('[maria]', '[maria], jira: { groups: [product] }')}jira:
  site: ${site}
  projects: [${projects}]
  gates: { spec: { status: Approved } }
`;

const issue = (summary: string): Promise<string> =>
  stage.inJira('maria', (maria) => maria.createIssue('SHOP', { summary }).key);

/** A pull request with that title; its address. */
async function pull(login: string, title: string, branch: string, files = {}, body = ''): Promise<string> {
  await stage.act(login, (somebody) => somebody.push(repository, branch, { files }));
  const { number } = await stage.act(login, (somebody) =>
    somebody.openPull(repository, { title, body, head: branch }),
  );
  return `${repository}#${number}`;
}

const proposes = (text: string): Promise<string> => pull('olga', 'New rules', 'rules', { [path]: text });

const check = (item: string) =>
  runsOn(stage.github.find.pull(item)).find((run) => run.name === 'Baton policy');

/** What the trial says, line by line, without addresses. */
const told = (item: string): readonly string[] =>
  (check(item)?.summary ?? '')
    .split(/\n\n## (?:What it means|Is the check required\?)\n/)[0]!
    .replaceAll(/\]\(http[^)]*\)/g, ']')
    .replaceAll(/ on \d+ Jan, \d\d:\d\d UTC/g, ' then')
    .split('\n')
    .filter((line) => line !== '');

test.each(flavours('data-center'))('%s: what pull requests name there is tried, too', async (flavour) => {
  stage = await openJiraStage(flavour, { policy: onGitHub });
  const [approved, draft] = [await issue('Coupons'), await issue('Vouchers')];
  await stage.inJira('maria', (maria) => maria.transition(approved, 'Approved'));
  await stage.act('anton', (anton) => anton.openIssue(repository, { title: `${approved}: here`, body: '' }));
  await pull('anton', `${approved}: coupons`, 'coupons', { 'a.txt': 'one' });
  await pull('anton', `${draft}: vouchers`, 'vouchers', { 'a.txt': 'two' });
  await pull('ben', `SHOP-99: nothing`, 'nothing', { 'a.txt': 'three' });
  const before = stage.jira.requests.filter(({ method }) => method !== 'GET').length;
  const item = await proposes(inJira());
  expect(check(item)?.title).toBe(
    'The policy is valid: 2 roles, 1 gate; 1 issue newly blocked, 1 newly free',
  );
  expect(told(item)).toEqual([
    "## Tried on this repository's issues",
    'If this policy were in force now, **1 issue would be newly blocked** and 1 newly free.',
    'Baton tried 4 issues (open, or changed in the last 90 days; 3 of them in Jira, named by open pull requests), then. 1 of them couldn’t be read. It wrote nothing on any of them.',
    '**Newly blocked**',
    '| Issue | Gate | Today | With this policy |',
    '| --- | --- | --- | --- |',
    `| [${draft}] | Spec approval | no such gate | **blocked**, waiting for approval; next: \`pm\` |`,
    '**Newly free**',
    '| Issue | Gate | Today | With this policy |',
    '| --- | --- | --- | --- |',
    `| #1 ${approved.replace('-', '\\-')}\\: here | Spec approval | **blocked**, waiting for approval; next: \`pm\` | approved |`,
    '**Other changes**',
    '| Issue | Gate | Today | With this policy |',
    '| --- | --- | --- | --- |',
    `| [${approved}] | Spec approval | no such gate | approved |`,
  ]);
  expect(stage.jira.requests.filter(({ method }) => method !== 'GET').length).toBe(before);
});

test('what keeps it from being tried is said: a site or a project that the server does not let it see', async () => {
  stage = await openJiraStage('cloud', { policy: onGitHub });
  const other = await proposes(inJira('SHOP', 'elsewhere'));
  expect(told(other)).toContain(
    '⚠️ The policy names the Jira site “elsewhere”, which this server does not know\\: the operator of Baton can add it\\.',
  );
  await stage.act('olga', (olga) =>
    olga.push(repository, 'rules', { files: { [path]: inJira('SHOP, PAY') } }),
  );
  expect(told(other)).toContain(
    '⚠️ The server does not let this repository see PAY in Jira\\: the operator of Baton can add it\\.',
  );
});

test('whoever names many issues does not keep those of others from being tried', async () => {
  stage = await openJiraStage('cloud', { policy: onGitHub });
  const key = await issue('Coupons');
  await pull('anton', `${key}: coupons`, 'coupons', { 'a.txt': 'one' });
  const keys = (from: number, count: number): string =>
    Array.from({ length: count }, (_, index) => `SHOP-${from + index}`).join(' ');
  // More than are read of one pull request, and as many.
  const named = { more: keys(100, 21), many: keys(200, 20), much: keys(300, 20), most: keys(400, 20) };
  for (const [branch, body] of Object.entries(named))
    await pull('ben', 'Many', branch, { 'a.txt': branch }, body);
  const item = await proposes(`${inJira()}  keys-in: [title, body]\n`);
  expect(told(item)).toContain(
    'Of 61 issues (open, or changed in the last 90 days; 61 of them in Jira, named by open pull requests), Baton tried the 50 that changed last, then. 49 of them couldn’t be read. It wrote nothing on any of them.',
  );
  expect(told(item).at(-1)).toBe(
    `| [${key}] | Spec approval | no such gate | **blocked**, waiting for approval; next: \`pm\` |`,
  );
});

test('a policy that is only proposed shows no title of Jira', async () => {
  stage = await openJiraStage('cloud', { policy: onGitHub });
  const key = await issue('A secret thing');
  await pull('anton', `${key}: work`, 'work', { 'a.txt': 'one' });
  const item = await proposes(`${inJira()}  show-titles: true\n`);
  expect(told(item).join('\n')).toContain(`[${key}]`);
  expect(told(item).join('\n')).not.toContain('secret');
});

describe.each(flavours('data-center'))('%s: what is not there in Jira', (flavour) => {
  const wrong = `roles:
  pm: { members: [maria], jira: { groups: [produkt] } }
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec }
jira:
  site: acme
  projects: [SHOP]
  gates: { spec: { status: Aproved } }
  transitions: { on-merge: Review }
`;
  const warnings = (item: string): readonly string[] =>
    told(item)
      .filter((line) => line.startsWith('⚠️ '))
      .map((line) => line.slice(3).replaceAll('\\', ''));

  test('is told where the policy is proposed', async () => {
    stage = await openJiraStage(flavour, { policy: onGitHub });
    expect(warnings(await proposes(wrong))).toEqual([
      'jira.gates.spec: SHOP has no status “Aproved”.',
      'roles.pm: there is no group “produkt”, or our account may not see it.',
    ]);
  });

  test('and what there is instead, where Jira may be shown', async () => {
    const shown = `${inJira()}  show-titles: true\n`;
    stage = await openJiraStage(flavour, { policy: shown });
    const id = (name: string): string => `"${stage.jira.statusId(name)}" (${name})`;
    const names = ['Draft', 'Approved', 'In Progress', 'Review', 'Done'];
    expect(warnings(await proposes(`${wrong}  show-titles: true\n`))[0]).toBe(
      `jira.gates.spec: SHOP has no status “Aproved”. Write one of ${names.map(id).join(', ')}.`,
    );
  });

  test('is not known while Jira is away, and the trial goes on', async () => {
    stage = await openJiraStage(flavour, { policy: onGitHub, rhythm: { backoff: { first: 5, most: 20 } } });
    await stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons', body: '' }));
    stage.jira.faults.add({ match: () => true, times: 1_000_000, kind: '5xx' });
    const item = await proposes(wrong);
    expect(warnings(item)).toEqual([
      'Jira (acme) cannot be reached now, so whether it has what the policy names is not known.',
    ]);
    expect(check(item)?.title).toBe('The policy is valid: 2 roles, 1 gate; nothing would change');
  });
});

test('what fields are called is told nobody who may not see Jira, also where two have one name', async () => {
  stage = await openJiraStage('data-center', { policy: onGitHub });
  const { id } = stage.jira.customField('Verdict on project X', 'select', ['Yes', 'No']);
  stage.jira.customField('Verdict on project X', 'text');
  const item = await proposes(inJira().replace('{ status: Approved }', `{ field: ${id}, value: Yes }`));
  expect(
    told(item)
      .find((line) => line.startsWith('⚠️ '))
      ?.replaceAll('\\', ''),
  ).toBe(
    `⚠️ jira.gates.spec: another field has the name that ${id} has, and Jira's history does not tell which of them was set.`,
  );
});

/** `baton explain SHOP-12` as somebody types it who has a token for GitHub and the settings for Jira, beside a Baton at work. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';

import { openJiraStage, type JiraStage } from '../stories/jira-stage.ts';
import { repository } from '../stories/stage.ts';
import { typed, type Typed } from './typed.ts';

let stage: JiraStage;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baton-explain-'));
  stage = await openJiraStage('cloud', { projects: ['SHOP'] });
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true });
});

/** The file with the sites. */
function sites({
  projects = 'SHOP',
  name = 'acme',
  api = stage.jira.gateway,
}: {
  readonly projects?: string;
  readonly name?: string;
  readonly api?: string;
} = {}): string {
  const file = join(folder, `${name}-${projects}-${api.length}.yml`);
  writeFileSync(
    file,
    `sites:
  ${name}:
    url: ${stage.jira.url}
    api-url: ${api}
    cloud-id: 1324a887-45db-1bf4-1e99-ef0ff456d421
    flavour: cloud
    auth: { token: { env: JIRA_TOKEN } }
    repositories: { ${repository}: [${projects}] }
`,
  );
  return file;
}

beforeEach(() => {
  for (const name of [
    'APP_ID',
    'PRIVATE_KEY',
    'GITHUB_TOKEN',
    'GH_HOST',
    'GITHUB_REPOSITORY',
    'DATABASE_URL',
  ])
    vi.stubEnv(name, '');
  vi.stubEnv('GH_TOKEN', stage.github.token('anton'));
  vi.stubEnv('GITHUB_API_URL', stage.github.url);
  vi.stubEnv('JIRA_CONFIG', sites());
  vi.stubEnv('JIRA_TOKEN', stage.jira.scopedToken('baton'));
});
afterEach(() => vi.unstubAllEnvs());

const explain = async (...words: readonly string[]): Promise<Typed> => typed('explain', words);
const there = ['--repository', repository] as const;

async function spec(summary = 'Coupons'): Promise<string> {
  const text = { summary, description: 'h2. Problem' };
  const { key } = await stage.inJira('maria', (maria) => maria.createIssue('SHOP', text));
  return key;
}

let branches = 0;
/** anton's pull request of that title; its number. */
async function pull(title: string, branch = `work-${(branches += 1)}`, body = 'Work.'): Promise<number> {
  await stage.act('anton', (anton) => anton.push(repository, branch, { files: { [`${branch}.txt`]: 'a' } }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title, body, head: branch }),
  );
  return number;
}

test('what it waits for, as a pull request that names it says it, and nothing is written', async () => {
  const key = await spec();
  const number = await pull(`${key}: coupons`);
  await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
  stage.spent();
  const { updated } = stage.jira.issue(key);
  const waiting = await explain(key, ...there);
  expect({ ...waiting, out: waiting.out.replaceAll(stage.github.url, '') }).toEqual({
    code: 0,
    said: '',
    out: `${key}

Waiting for pm to approve the spec in Jira, since 5 Jan, 09:02 UTC.

Spec approval: waiting for approval
pm still has to approve it.
It blocks starting work and merging. pm (maria) prepares it. It’s for pm (maria) to approve.
Next: To approve it, move it to the status Approved in Jira.
- Not counted: Somebody moved it to the status Approved in Jira on 5 Jan, 09:02 UTC: only pm (maria) can approve it.

Acceptance: not ready yet
It comes after the spec.
It blocks closing. engineer (@acme/engineering) prepares it. It’s for pm (maria) to accept.
Next: Wait until the spec is approved.

The rules are in this repository's policy (/acme/shop/blob/HEAD/.github/roles.yml).
Pull requests that name ${key}: ${repository}#${number} (open).`,
  });
  const { out } = await explain(`${repository}#${number}`);
  const reasoning = waiting.out.split('\n').slice(2, -1).join('\n').trimEnd();
  expect(out).toContain(reasoning);
  expect([stage.spent().mutations, stage.jira.issue(key).updated]).toEqual([0, updated]);
});

test('what happened since, also on pull requests that are merged, by the address of its page and for programs', async () => {
  const key = await spec('Refunds');
  const merged = await pull('Refunds', `${key.toLowerCase()}/${key}-refunds`);
  const other = await pull('Vouchers', 'vouchers', `Not ${key}.`);
  await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
  await stage.act('anton', (anton) => anton.merge(`${repository}#${merged}`));
  vi.stubEnv('GITHUB_REPOSITORY', repository);
  const { code, out } = await explain(`${stage.jira.url}/browse/${key}`, '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    item: key,
    kind: 'jira-issue',
    repository,
    title: '',
    sentence: expect.stringMatching(/^Waiting for `pm` to accept the result in Jira, since /),
    problems: [],
    gates: [
      { gate: 'spec', isOpen: true, approvals: [{ via: 'status' }] },
      { gate: 'acceptance', status: 'waiting', holders: ['pm'] },
    ],
    pullRequests: [{ item: `${repository}#${merged}`, state: 'merged' }],
  });
  expect(out).not.toContain(`#${other}`);
  expect((await explain(`https://jira.example.com/browse/${key}`)).said).toMatch(
    /on another Jira than the one/,
  );
  await stage.inJira('maria', (maria) => maria.transition(key, 'Done'));
  expect((await explain(key)).out.split('\n')[2]).toBe('Everything is approved.');
});

type Row = readonly [
  words: readonly string[],
  code: number,
  said: RegExp,
  env: () => Readonly<Record<string, string>>,
];
const asItIs = () => ({});
const rows: readonly Row[] = [
  [['SHOP-1'], 2, /say whose policy decides about SHOP-1: .* --repository acme\/shop\.$/, asItIs],
  [['SHOP-1', '--repository', 'shop'], 2, /--repository must be a repository such as acme\/shop/, asItIs],
  [
    ['acme/shop#1', '--repository', 'acme/till'],
    2,
    /names its repository itself\. Leave out --repository/,
    asItIs,
  ],
  [['SHOP-1', ...there, '--at', '2026-01-01'], 2, /--at is for issues and pull requests on GitHub/, asItIs],
  [['SHOP-1', ...there], 2, /no Jira site is set\. Set JIRA_CONFIG/, () => ({ JIRA_CONFIG: '' })],
  [['SHOP-1', ...there], 2, /JIRA_CONFIG must name a readable file/, () => ({ JIRA_CONFIG: '/nowhere.yml' })],
  [['SHOP-1', ...there], 2, /JIRA_TOKEN/, () => ({ JIRA_TOKEN: '' })],
  [['SHOP-1', ...there], 2, /site “acme”, which the file/, () => ({ JIRA_CONFIG: sites({ name: 'other' }) })],
  [
    ['SHOP-1', ...there],
    2,
    /does not let acme\/shop see SHOP/,
    () => ({ JIRA_CONFIG: sites({ projects: 'PAY' }) }),
  ],
  [
    ['SHOP-999', ...there],
    3,
    /SHOP-999 was not found in Jira \(acme\), or Baton’s account there may not see it/,
    asItIs,
  ],
  [
    ['PAY-1', ...there],
    3,
    /in none of the projects that the policy of acme\/shop names in Jira \(SHOP\)/,
    asItIs,
  ],
  [
    ['SHOP-1', '--repository', 'acme/nowhere'],
    3,
    /there is no acme\/nowhere, or your token cannot see it/,
    asItIs,
  ],
  [['SHOP-1', ...there], 3, /^baton explain: Jira \(acme\) .*token/, () => ({ JIRA_TOKEN: 'somebody-else' })],
  [
    ['SHOP-1', ...there],
    3,
    /^baton explain: Jira \(acme\) .*\. Ask again in a few minutes\.$/,
    () => ({ JIRA_CONFIG: sites({ api: 'http://127.0.0.1:1' }) }),
  ],
  [['SHOP-1', ...there], 3, /refuses the token.*gh auth login/, () => ({ GH_TOKEN: 'ghp_nobody' })],
];
test.each(rows)('what keeps it from being explained: %j ends with %i', async (words, code, said, env) => {
  for (const [name, value] of Object.entries(env())) vi.stubEnv(name, value);
  const ended = await explain(...words);
  expect({ ...ended, said: said.test(ended.said) ? said.source : ended.said }).toEqual({
    code,
    out: '',
    said: said.source,
  });
});

test.each([
  ['shop-12', /keys of Jira are in capitals: SHOP-12/],
  ['Shop-12', /keys of Jira are in capitals: SHOP-12/],
  ['SHOP-0', /write it like acme\/shop#12, or SHOP-12 in Jira/],
  ['SHOP_12', /write it like acme\/shop#12, or SHOP-12 in Jira/],
  ['SHOP-', /write it like acme\/shop#12, or SHOP-12 in Jira/],
])('what is no key: %s', async (word, said) => {
  await expect(explain(word, ...there)).rejects.toThrow(said);
});

test('Data Center, with titles where the policy shows them, and keys in descriptions', async () => {
  const policy = `roles:
  pm: { members: [maria], jira: { groups: [product] } }
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec, stale-on: [push] }
  acceptance: { preset: acceptance }
jira:
  site: acme
  projects: [SHOP]
  gates: { spec: { status: Approved }, acceptance: { status: Done } }
  show-titles: true
  keys-in: [title, body]
`;
  const other = await openJiraStage('data-center', { policy });
  try {
    const file = join(folder, 'data-center.yml');
    writeFileSync(
      file,
      `sites:
  acme:
    url: ${other.jira.url}
    flavour: data-center
    auth: { token: { env: JIRA_TOKEN } }
    repositories: { ${repository}: [SHOP] }
`,
    );
    vi.stubEnv('GH_TOKEN', other.github.token('anton'));
    vi.stubEnv('GITHUB_API_URL', other.github.url);
    vi.stubEnv('JIRA_CONFIG', file);
    vi.stubEnv('JIRA_TOKEN', other.jira.token('baton'));
    const { key } = await other.inJira('maria', (maria) => maria.createIssue('SHOP', { summary: 'Coupons' }));
    await other.inJira('maria', (maria) => maria.transition(key, 'Approved'));
    await other.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'a' } }));
    const { number } = await other.act('anton', (anton) =>
      anton.openPull(repository, { title: 'Coupons', body: `For ${key}.`, head: 'coupons' }),
    );
    await other.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'b.txt': 'b' } }));
    const { code, out, said } = await explain(key, ...there);
    expect({ code, said }).toEqual({ code: 0, said: '' });
    expect(out.split('\n')[0]).toBe(`${key} Coupons`);
    expect(out).toContain('Waiting for pm to approve the spec in Jira again');
    expect(out).toContain(`Pull requests that name ${key}: ${repository}#${number} (open).`);
  } finally {
    await other.close();
  }
});

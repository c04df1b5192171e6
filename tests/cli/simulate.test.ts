/** `baton simulate` as somebody types it, with a token of their own, on what happened in a repository. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createClock, startSandbox, type Sandbox } from '@baton/sandbox';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import type { Simulated } from '../../src/simulation/index.ts';
import { bare } from '../children.ts';
import { asPublished } from './published.ts';
import { typed } from './typed.ts';

const shop = 'acme/shop';
/** With a policy in force. */
const ruled = 'acme/ruled';
/** Of more than is read at once. */
const long = 'acme/long';
const day = 86_400_000;
const policy = 'roles: { pm: [maria], engineer: [anton] }\n';

let github: Sandbox;
let folder: string;
const root = process.cwd();
const state = 'baton-simulate.json';
/** So many days ago by the machine's clock, at the beginning of a second. */
const start = Math.floor((Date.now() - 40 * day) / 1000) * 1000;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baton-simulate-'));
  writeFileSync(join(folder, 'new.yml'), policy);
  writeFileSync(join(folder, 'broken.yml'), `${policy}gats: {}\n`);
  github = await startSandbox({ clock: createClock(start) });
  for (const login of ['olga', 'maria', 'anton']) github.user(login);
  github.organization('acme', { admins: ['olga'], members: ['maria', 'anton'] });
  github.repository(shop, {
    collaborators: { maria: 'write', anton: 'write' },
    files: { 'README.md': '# Shop\n' },
  });
  github.repository(ruled, {
    collaborators: { maria: 'write', anton: 'write' },
    files: { '.github/roles.yml': `${policy}pull-requests: { require-issue: false }\n` },
  });
  github.repository(long, {
    collaborators: { maria: 'write', anton: 'write' },
    files: { 'README.md': '# Long\n' },
  });
  play();
  issueAndPull('Never approved', ruled);
  pull('Without an issue', '', ruled);
  for (let number = 1; number <= 45; number += 1) {
    maria().openIssue(long, { title: `Coupons ${number}` });
    anton().close(`${long}#${number}`);
  }
  wait(1);
  // What it leaves is in the folder that it was typed in.
  process.chdir(folder);
});
afterAll(async () => {
  process.chdir(root);
  expect([github.unplayed, github.misfits]).toEqual([[], []]);
  await github.close();
  rmSync(folder, { recursive: true });
});

const [maria, anton] = [() => github.as('maria'), () => github.as('anton')];
const wait = (days: number): void => github.clock.advance(days * day);

/** #1 to #8. */
function play(): void {
  issueAndPull('Never approved');
  const late = issueAndPull('Approved late');
  wait(4);
  maria().comment(`${shop}#${late}`, '/approve spec');
  pull('Without an issue', '');
  const { number: closed } = maria().openIssue(shop, { title: 'Closed early' });
  wait(1);
  anton().comment(`${shop}#${closed}`, '/approve spec');
  anton().close(`${shop}#${closed}`);
  const { number: good } = maria().openIssue(shop, { title: 'As it should be' });
  wait(1);
  maria().comment(`${shop}#${good}`, '/approve spec');
  wait(1);
  pull('Good work', `Closes #${good}`);
  wait(1);
  maria().comment(`${shop}#${good}`, '/accept');
  wait(1);
}

function issueAndPull(title: string, repository = shop): number {
  const { number } = maria().openIssue(repository, { title });
  wait(1);
  pull(`Work on ${title.toLowerCase()}`, `Closes #${number}`, repository);
  return number;
}

let branches = 0;
function pull(title: string, body: string, repository = shop): void {
  branches += 1;
  const head = `work-${branches}`;
  anton().createBranch(repository, head);
  anton().push(repository, head, { files: { [`${head}.txt`]: head } });
  const { number } = anton().openPull(repository, { title, body, head });
  wait(1);
  maria().merge(`${repository}#${number}`);
}

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };
const asAnton = () => ({ GH_TOKEN: github.token('anton'), GITHUB_API_URL: github.url });

async function simulate(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  for (const [name, value] of Object.entries({ ...asAnton(), ...env })) vi.stubEnv(name, value);
  try {
    const { code, out, said } = await typed('simulate', words);
    return { code, out: `${out}\n`, err: `${said}\n` };
  } finally {
    vi.unstubAllEnvs();
  }
}

/** As a process of its own, which Ctrl+C ends as soon as it says something that matches. */
async function simulateUntil(said: RegExp, words: readonly string[]): Promise<Ended> {
  const child = spawn(
    join(root, 'node_modules/.bin/node'),
    [join(root, 'src/cli/baton.ts'), 'simulate', ...words],
    { cwd: folder, env: { ...bare, ...asAnton() } },
  );
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => {
    err += text.toString();
    if (said.test(err)) child.kill('SIGINT');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

const dayAt = (days: number): string => new Date(start + days * day).toISOString().slice(0, 10);

test('what a first policy would have done, with the worst surprises first', async () => {
  const { code, out, err } = await simulate([shop, '--policy', 'new.yml', '--since', '60d']);
  expect(code).toBe(1);
  expect(err).toMatch(
    /^8 issues and pull requests to read: about 11 requests, 0\.2 % of your hourly limit \(\d+ of 5000 are left\), about a minute\. Long histories take more\.\n$/,
  );
  const [head, ...lines] = out.split('\n');
  expect(head).toMatch(
    /^acme\/shop by new\.yml, \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d: 4 issues and 4 pull requests\.$/,
  );
  expect(lines.join('\n')).toBe(`
Blocked: 3 of 4 merges.
Reopened: 1 of 4 closings; and 3 that a merge closed, until they are accepted.
Taken back: 0 assignments or labels of work.
Approvals that would not have counted:
  1 of spec: not by somebody who holds the role today

Gate        Its turn  Median   90 %  Still  Blocked  Reopened
spec               4   3.5 d  5.5 d      2        2         0
acceptance         3   1.5 d  1.9 d      1        0         1

Role      Its turn  Median  90 %  Still
pm               6     1 d   5 d      3
engineer         1     2 d   2 d      0

There is no policy in force to compare with.

Surprises, the worst first:
  #2 Work on never approved
      It was merged on ${dayAt(2)} without approval of spec in #1 (pm), which never came.
  #4 Work on approved late
      It was merged on ${dayAt(4)}. It would have waited 4 days for spec in #3 (pm).
  #5 Without an issue
      It was merged on ${dayAt(9)} without an issue, and new.yml requires one.
  #6 Closed early
      It was closed on ${dayAt(10)} before acceptance: Baton would have reopened it.
  #6 Closed early
      An approval of spec would not have counted: not by somebody who holds the role today.

What this cannot know:
  Roles are today’s: who held one when they approved is known to the App alone.
  Under the policy, people would have acted in another way: this is what they did without it.
  Comments and texts that were edited or deleted since count as GitHub has them now.
  GitHub does not tell when commits were pushed: they count as pushed when the pull request was opened.
  What is decided in Jira is left out.
`);
});

test('for programs, of a part of the time, and beside a policy that only observes', async () => {
  writeFileSync(join(folder, 'observe.yml'), `mode: observe\n${policy}`);
  const words = [shop, '--policy', 'observe.yml', '--since', dayAt(8), '--until', dayAt(12), '--json'];
  const { code, out } = await simulate(words);
  const found = asPublished('simulate', out) as Simulated;
  expect(code).toBe(0);
  expect(found).toMatchObject({
    repository: shop,
    since: `${dayAt(8)}T00:00:00.000Z`,
    today: null,
    proposed: {
      merges: { all: 1, blocked: 0, noticed: 1 },
      closings: { all: 1, reopened: 0, noticed: 1, handedOn: 0 },
    },
    surprises: [{ kind: 'not-counted', item: '#6' }],
  });
  const few = await simulate([shop, '--policy', 'new.yml', '--limit', '2', '--json']);
  expect((asPublished('simulate', few.out) as Simulated).read).toMatchObject({ issues: 1, pullRequests: 1 });
});

test('what stands in the way is said in a line', async () => {
  const [file, broken, none] = ['new.yml', 'broken.yml', 'none.yml'].map((each) => join(folder, each));
  const played = ['--policy', file ?? ''];
  const cases: readonly (readonly [readonly string[], string])[] = [
    [[shop], 'say which policy to play: --policy new.yml.'],
    [played, 'say which repository: acme/shop.'],
    [[shop, '--policy', none ?? ''], `--policy: ${none} cannot be read as text.`],
    [[shop, ...played, '--since', '2999-01-01'], '--since is still to come: nothing happened since.'],
    [
      [shop, ...played, '--since', 'last week'],
      '--since must be a day such as 2026-11-01, an instant such as 2026-11-01T09:00Z, or how long ago: 90d.',
    ],
    [[shop, ...played, '--until', '2020-01-01'], '--until must be after --since.'],
    [['--resume', none ?? ''], `--resume: ${none} cannot be read.`],
    [['--resume', file ?? ''], `--resume: ${file} is not what an earlier run of this version left.`],
    [
      [shop, ...played, '--resume', 'kept.json'],
      '--resume goes on with what was asked for then; leave the others out.',
    ],
  ];
  for (const [words, said] of cases)
    expect(await typed('simulate', words)).toEqual({ code: 2, out: '', said: `baton simulate: ${said}` });
  await expect(typed('simulate', ['shop', ...played])).rejects.toThrow(
    'baton simulate: "shop" names no repository; write it like acme/shop. See baton simulate --help.',
  );
  const refused = await typed('simulate', [shop, '--policy', broken ?? '']);
  expect({ code: refused.code, out: refused.out }).toEqual({ code: 2, out: '' });
  expect(refused.said).toContain('broken.yml:2:1');
  expect(refused.said).toContain('  2 | gats: {}\n      ^');
});

test('what GitHub does not tell is told apart from what is wrong', async () => {
  const played = ['--policy', 'new.yml'];
  expect(await simulate(['acme/none', ...played])).toEqual({
    code: 3,
    out: '\n',
    err: 'baton simulate: there is no acme/none, or your token cannot see it.\n',
  });
  expect(await simulate([shop, ...played], { GH_TOKEN: 'ghp_nobody' })).toMatchObject({ code: 3, out: '\n' });
  const lost = await simulate([shop, ...played], { GITHUB_API_URL: 'http://127.0.0.1:1' });
  expect({ code: lost.code, out: lost.out }).toEqual({ code: 3, out: '\n' });
  const quiet = await simulate([shop, ...played, '--since', '1h']);
  expect(quiet.code).toBe(0);
  expect(quiet.out).toMatch(/^acme\/shop: nothing happened from \S+ to \S+\.\n$/);
});

/** Without what differs from run to run. */
const endOf = ({ out }: Ended) => {
  const { read, since, until, ...rest } = asPublished('simulate', out) as Simulated;
  return { ...rest, days: [since.slice(0, 10), until.slice(0, 10)], read: { ...read, requests: 0 } };
};
const longWords = [long, '--policy', 'new.yml', '--since', '60d', '--json'];

/** Of the pages that are read, the first is answered. */
function failsAfterFirst(fault: Omit<Parameters<typeof github.faults.add>[0], 'match'>): void {
  let pages = 0;
  github.faults.add({
    ...fault,
    match({ operation }) {
      if (operation === 'ObserveIssues') pages += 1;
      return pages > 1;
    },
  });
}

test('what a policy would have done beside the one in force', async () => {
  const words = [ruled, '--policy', 'new.yml', '--since', '60d', '--html', 'new.html'];
  const { code, out, err } = await simulate(words);
  expect(code).toBe(1);
  expect(out).toContain('\nBlocked: 2 of 2 merges.\n');
  expect(out).toContain('\nThe policy in force would have blocked 1 merge and reopened 0 closings.\n');
  expect(err).toContain('baton simulate: the page is new.html.');
  const text = readFileSync('new.html', 'utf8')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
  expect(text).toContain('How often new.yml in force Change Merges blocked 2 1 +1 Closings reopened 0 0 0');
  rmSync('new.html');
  const { proposed, today } = JSON.parse(
    (await simulate([...words.slice(0, -2), '--json'])).out,
  ) as Simulated;
  expect([proposed.merges.blocked, today?.merges.blocked]).toEqual([2, 1]);
  const same = join(folder, 'same.yml');
  writeFileSync(same, `${policy}pull-requests: { require-issue: false }\n`);
  const alike = JSON.parse((await simulate([ruled, '--policy', same, '--json'])).out) as Simulated;
  expect(alike.proposed).toEqual(alike.today);
});

test('a limit in the middle is waited for', async () => {
  const whole = await simulate(longWords);
  failsAfterFirst({ kind: 'primary-limit', seconds: 1 });
  const limited = await simulate(longWords);
  expect(limited.err).toMatch(/rate limit.* Waiting until \d\d:\d\d:\d\d UTC\.\n/);
  expect(endOf(limited)).toEqual(endOf(whole));
  expect(existsSync(state)).toBe(false);
});

test('Ctrl+C while it waits leaves a file, and it goes on from that to the same end', async () => {
  const whole = await simulate(longWords);
  failsAfterFirst({ kind: 'primary-limit', seconds: 3600 });
  const broken = await simulateUntil(/Waiting until/, longWords);
  github.faults.clear();
  expect(broken).toMatchObject({ code: 130, out: '' });
  expect(broken.err).toContain(
    'Stopped after 20 of 45. Go on with: baton simulate --resume baton-simulate.json\n',
  );
  expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({ version: 2, place: { read: 20 } });
  const rest = await simulate(['--resume', state, '--json']);
  expect(rest.code).toBe(whole.code);
  expect(endOf(rest)).toEqual(endOf(whole));
  expect(existsSync(state)).toBe(false);
});

test('a network that goes away in the middle is told in a sentence, and it goes on once it is back', async () => {
  const whole = await simulate(longWords);
  failsAfterFirst({ kind: 'reset', times: Infinity });
  const broken = await simulate([...longWords, '--html', 'new.html']);
  github.faults.clear();
  expect({ code: broken.code, out: broken.out }).toEqual({ code: 3, out: '\n' });
  expect(broken.err.trimEnd().split('\n').at(-1)).toMatch(
    /^baton simulate: [^\n]+ Go on with: baton simulate --resume baton-simulate\.json$/,
  );
  expect(readdirSync(folder).toSorted()).toEqual(
    [state, 'broken.yml', 'new.yml', 'observe.yml', 'same.yml'].toSorted(),
  );
  const rest = await simulate(['--resume', state, '--json']);
  expect(endOf(rest)).toEqual(endOf(whole));
  expect(existsSync(state)).toBe(false);
});

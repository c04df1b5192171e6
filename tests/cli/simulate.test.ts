/** `baton simulate` as somebody types it, with a token of their own, on what happened in a repository. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createClock, startSandbox, type Sandbox } from '@baton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Simulated } from '../../src/cli/outputs/simulate.ts';
import { bare } from '../children.ts';
import { asPublished } from './published.ts';
import { typed } from './typed.ts';

const shop = 'acme/shop';
const day = 86_400_000;
const policy = 'roles: { pm: [maria], engineer: [anton] }\n';

let github: Sandbox;
let folder: string;
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
  play();
});
afterAll(async () => {
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

function issueAndPull(title: string): number {
  const { number } = maria().openIssue(shop, { title });
  wait(1);
  pull(`Work on ${title.toLowerCase()}`, `Closes #${number}`);
  return number;
}

let branches = 0;
function pull(title: string, body: string): void {
  branches += 1;
  const head = `work-${branches}`;
  anton().createBranch(shop, head);
  anton().push(shop, head, { files: { [`${head}.txt`]: head } });
  const { number } = anton().openPull(shop, { title, body, head });
  wait(1);
  maria().merge(`${shop}#${number}`);
}

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

async function simulate(
  words: readonly string[],
  env: Record<string, string> = {},
  onStart: (end: () => void) => void = () => {},
): Promise<Ended> {
  const who = { GH_TOKEN: github.token('anton'), GITHUB_API_URL: github.url };
  const root = process.cwd();
  const child = spawn(
    join(root, 'node_modules/.bin/node'),
    [join(root, 'src/cli/baton.ts'), 'simulate', ...words],
    {
      cwd: folder,
      env: { ...bare, ...who, ...env },
    },
  );
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  onStart(() => void child.kill('SIGINT'));
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

Gate        Its turn  Median  90 %  Still  Blocked  Reopened
spec               4     1 d   6 d      2        2         0
acceptance         3     1 d   2 d      1        0         1

Role      Its turn  Median  90 %  Still
pm               6     1 d   6 d      3
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
    out: '',
    err: 'baton simulate: there is no acme/none, or your token cannot see it.\n',
  });
  expect(await simulate([shop, ...played], { GH_TOKEN: 'ghp_nobody' })).toMatchObject({ code: 3, out: '' });
  const lost = await simulate([shop, ...played], { GITHUB_API_URL: 'http://127.0.0.1:1' });
  expect({ code: lost.code, out: lost.out }).toEqual({ code: 3, out: '' });
  const quiet = await simulate([shop, ...played, '--since', '1h']);
  expect(quiet.code).toBe(0);
  expect(quiet.out).toMatch(/^acme\/shop: nothing happened from \S+ to \S+\.\n$/);
});

test('an interrupted run leaves a file, and goes on from it to the same end', async () => {
  const state = join(folder, 'baton-simulate.json');
  const words = [shop, '--policy', 'new.yml', '--since', '60d', '--json'];
  const whole = JSON.parse((await simulate(words)).out) as Simulated;
  let interrupt = (): void => {};
  const over = Promise.withResolvers<void>();
  github.faults.add({
    match({ operation }) {
      const isReading = operation === 'ObserveIssues';
      if (isReading) interrupt();
      return isReading;
    },
    kind: 'slow',
    until: over.promise,
  });
  const broken = await simulate(words, {}, (end) => (interrupt = end));
  over.resolve();
  expect(broken).toMatchObject({ code: 130, out: '' });
  expect(broken.err).toContain(
    'Stopped after 0 of 8. Go on with: baton simulate --resume baton-simulate.json\n',
  );
  expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({ version: 1, place: { read: 0 } });
  const rest = await simulate(['--resume', 'baton-simulate.json', '--json']);
  const ended = asPublished('simulate', rest.out) as Simulated;
  expect({ ...ended, until: '', since: '', read: { ...ended.read, requests: 0 } }).toEqual({
    ...whole,
    until: '',
    since: '',
    read: { ...whole.read, requests: 0 },
  });
  expect(rest.code).toBe(1);
  expect(existsSync(state)).toBe(false);
});

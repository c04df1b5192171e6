/** `baton doctor` against a GitHub on this machine: what it prints in each situation, word for word. */
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createClock, startSandbox, type Release, type Sandbox } from '@baton/sandbox';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';

import { openStore } from '../../src/store/index.ts';
import { registerBaton, secret, settingsFor, signInOf } from '../baton.ts';
import { typed, type Typed } from './typed.ts';

const shop = 'acme/shop';
const ours = [{ name: 'Baton', app: 'baton' }];
const policy = `roles:
  pm: [maria]
  engineer: ["@acme/engineering"]
`;

let github: Sandbox;
let folder: string;
let door: Server | null = null;
/** What it answers deliveries with. */
let answer: { status: number; body: string } = { status: 202, body: '{"accepted":"x"}' };
/** A database that Baton made. */
const made = mkdtempSync(join(tmpdir(), 'baton-doctor-'));
beforeAll(async () => (await openStore(made)).close());
afterAll(() => rmSync(made, { recursive: true }));
afterEach(async () => {
  vi.unstubAllEnvs();
  await github.close();
  door?.close();
  door = null;
  answer = { status: 202, body: '{"accepted":"x"}' };
  rmSync(folder, { recursive: true, force: true });
  expect({ unplayed: github.unplayed, misfits: github.misfits }).toEqual({ unplayed: [], misfits: [] });
});

type Delivery = Sandbox['deliveries'][number];

type Settings = {
  readonly release?: Release;
  /** Milliseconds that GitHub's clock is ahead of ours. */
  readonly ahead?: number;
  readonly text?: string | null;
  readonly files?: Record<string, string>;
};

/** A GitHub on which everything is as it should be, and the settings of Baton in the environment. */
async function well({ release, ahead = 0, text = policy, files = {} }: Settings = {}): Promise<void> {
  github = await startSandbox({
    clock: createClock(Date.now() + ahead),
    ...(release === undefined ? {} : { release }),
  });
  for (const login of ['olga', 'maria', 'anton']) github.user(login);
  github.organization('acme', { admins: ['olga'], members: ['maria', 'anton'] });
  github.team('acme', 'Engineering', { members: ['anton'] });
  github.repository(shop, {
    private: false,
    files: { 'README.md': '# Shop\n', ...(text === null ? {} : { '.github/roles.yml': text }), ...files },
  });
  registerBaton(github);
  door = createServer((_, response) => response.writeHead(answer.status).end(answer.body)).listen(
    0,
    '127.0.0.1',
  );
  await once(door, 'listening');
  const { port } = door.address() as AddressInfo;
  github.hook('baton', { url: `http://127.0.0.1:${port}/api/github/webhooks`, secret });
  github.install('baton', 'acme');
  github.ruleset(shop, { checks: ours });
  for (const name of ['spec:approved', 'pm:accepted'])
    github.as('olga').createLabel(shop, { name, color: '0e8a16' });
  await github.settled();
  folder = mkdtempSync(join(tmpdir(), 'baton-doctor-'));
  cpSync(made, folder, { recursive: true });
  for (const [name, value] of Object.entries({ ...settingsFor(github), DATA_DIR: folder }))
    vi.stubEnv(name, value);
  for (const name of ['GH_TOKEN', 'GITHUB_TOKEN', 'GH_HOST', 'GITHUB_REPOSITORY']) vi.stubEnv(name, '');
}

/** With what is not the same everywhere made the same. */
const same = (text: string): string =>
  text
    .replaceAll(github.url, 'GITHUB')
    .replaceAll(new URL(github.url).host, 'HOST')
    .replaceAll(folder, 'FOLDER')
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'BATON')
    .replaceAll(/\d{4}-\d\d-\d\d(?:, \d\d:\d\d)?/g, 'DAY')
    .replaceAll(/\(ID \d+\)/g, '(ID N)')
    .replaceAll(/(?<=installations\/|rules\/)\d+/g, 'N')
    .replaceAll(/has [\d.]+ GB/g, 'has 9 GB');

async function doctor(...words: string[]): Promise<Typed> {
  const { code, out, said } = await typed('doctor', words);
  expect(`${out}${said}`).not.toContain(secret);
  return { code, out: same(out), said: same(said) };
}

/** What is not fine, each with the page to go to. */
async function found(...words: string[]): Promise<readonly string[]> {
  const { code, out } = await doctor(...words);
  const lines = out.split('\n');
  const told = lines.flatMap((line, index) => {
    if (!/^[!✗?] /.test(line)) return [];
    const next = lines[index + 1] ?? '';
    return next.startsWith('  ') ? [`${line} →${next.slice(1)}`] : [line];
  });
  return [...told, `exit ${code}`];
}

/** The newest delivery, so many times more. */
function copies(count: number): void {
  const all = github.deliveries as Delivery[];
  const newest = all.at(-1);
  if (newest === undefined) throw new TypeError('Nothing was sent yet.');
  for (let each = 1; each <= count; each += 1)
    all.push({ ...newest, id: newest.id + each, guid: `${newest.guid}-${each}` });
}

/** Somebody does something that GitHub tells the App, and it has been answered. */
async function happens(): Promise<void> {
  github.as('anton').openIssue(shop, { title: 'Coupons' });
  await github.settled();
}

describe('where all is well', () => {
  test('each thing is one line, and nothing is changed', async () => {
    await well();
    const before = github.requests.length;
    expect(await doctor(shop)).toEqual({
      code: 0,
      out: `The App:
✓ GitHub knows this key as the App baton (ID N), which site-admin owns.
✓ Its clock and ours agree within a minute.
✓ It has the permissions that Baton needs.
✓ It is subscribed to the events that Baton needs.

Its webhook:
✓ It leads to BATON/api/github/webhooks.
✓ The last 3 deliveries arrived, the newest on DAY UTC.
✓ GitHub signs with WEBHOOK_SECRET.

acme/shop:
✓ It is installed on all repositories of acme, with the permissions that Baton needs.
✓ It can be read, and has issues.
✓ The policy is valid. Roles: pm, engineer. Gates: spec, acceptance.
✓ Everybody that the policy names is there (2).
✓ The labels that the policy names are there (2).
✓ The check Baton is required on main, by a ruleset of the repository, and has to come from Baton.

The database:
✓ The database answers, and its tables are up to date.
✓ The disk of DATA_DIR has 9 GB left.

All is well.`,
      said: '',
    });
    const writes = github.requests
      .slice(before)
      .filter(
        ({ method, kind, path }) => method !== 'GET' && kind !== 'query' && !path.endsWith('/access_tokens'),
      );
    expect(writes).toEqual([]);
  });

  test('without a repository, all installations are examined; as JSON it is the same', async () => {
    await well();
    const { code, out } = await doctor('--json');
    const { examinedAs, repository, findings } = JSON.parse(out) as {
      examinedAs: string;
      repository: null;
      findings: readonly { where: string; severity: string; check: string }[];
    };
    expect({ code, examinedAs, repository }).toEqual({ code: 0, examinedAs: 'app', repository: null });
    expect(findings.filter(({ severity }) => severity !== 'fine')).toEqual([]);
    expect(findings.filter(({ where }) => where === 'Its installations')).toMatchObject([
      {
        check: 'installed',
        what: 'It is installed on all repositories of acme, with the permissions that Baton needs.',
      },
    ]);
  });
});

type Row = readonly [name: string, change: () => void | Promise<void>, told: readonly string[]];

const atEnd = (settings: string): string => `GITHUB/settings/apps/baton${settings}`;

describe('what is wrong is told, with what to do and where', () => {
  const rows: readonly Row[] = [
    [
      'a permission that the App lacks',
      () => {
        const { permissions } = github.find.app('baton');
        const { members: _, ...others } = permissions;
        github.changeApp('baton', { permissions: others });
      },
      [
        `✗ It lacks 1 permission: Members: read-only. Add it in its settings, under “Permissions & events”, and accept the change for each installation. → ${atEnd('/permissions')}`,
        'exit 1',
      ],
    ],
    [
      'a permission that an installation has not accepted',
      () => {
        const { members: _, ...others } = github.find.app('baton').permissions;
        github.permit('baton', 'acme', others);
      },
      [
        '✗ acme has not accepted Members: read-only yet. Until then, no role can be a team. An owner of acme can review and accept it on the page of the installation. → GITHUB/organizations/acme/settings/installations/N',
        '✗ The team @acme/engineering (role engineer) can’t be read: GitHub refuses it (Resource not accessible by integration). The App needs the permission “Members: read-only” on acme, and an owner has to accept it.',
        'exit 1',
      ],
    ],
    [
      'more permissions and events than it needs, and one too few',
      () => {
        const { permissions, events } = github.find.app('baton');
        github.changeApp('baton', {
          permissions: { ...permissions, contents: 'write', administration: 'read' },
          events: [...events.filter((event) => event !== 'label'), 'delete'],
        });
      },
      [
        `✗ It isn’t subscribed to 1 event: label. Tick it in its settings, under “Permissions & events”. → ${atEnd('/permissions')}`,
        `! It may do more than Baton needs: Contents: read and write, Administration: read-only. Take them away in its settings, under “Permissions & events”. → ${atEnd('/permissions')}`,
        `! It is subscribed to 1 event that Baton ignores: delete. Untick it in its settings, under “Permissions & events”. → ${atEnd('/permissions')}`,
        '! acme has not accepted Administration: read-only yet, which the App asks for and Baton doesn’t need. Take it out of the App’s settings, or have an owner accept it. → GITHUB/organizations/acme/settings/installations/N',
        'exit 1',
      ],
    ],
    [
      'a suspended installation',
      () => github.suspend('baton', 'acme'),
      [
        '✗ The installation on acme is suspended since DAY, by site-admin: Baton hears and does nothing there. An owner can unsuspend it at the end of its page. → GITHUB/organizations/acme/settings/installations/N',
        'exit 1',
      ],
    ],
    [
      'a repository that is not among the chosen ones',
      () => {
        github.repository('acme/till', { files: { 'README.md': '# Till\n' } });
        github.reach('baton', 'acme', { remove: [shop] });
      },
      [
        '✗ Baton is installed on acme, but not on acme/shop; or there is no such repository. Check the name. If it is right, add the repository under “Repository access”. → GITHUB/organizations/acme/settings/installations/N',
        'exit 1',
      ],
    ],
    [
      'no installation',
      () => github.uninstall('baton', 'acme'),
      [
        '✗ Baton isn’t installed on acme, or there is no such account. Check the name. If it is right, install the App on acme. → GITHUB/apps/baton/installations/new',
        'exit 1',
      ],
    ],
    [
      'an archived repository',
      () => github.archiveRepository(shop),
      [
        '✗ It is archived, so nothing can be written there. An administrator can unarchive it at the end of its settings. → GITHUB/acme/shop/settings',
        'exit 1',
      ],
    ],
    [
      'a team that is gone, and a person with another name',
      () => {
        github.deleteTeam('acme/engineering');
        github.renameUser('maria', 'mary');
      },
      [
        '✗ Nobody is called @maria (role pm) on this GitHub. Check the spelling, or whether the account has another name now.',
        '✗ The team @acme/engineering (role engineer) is not there, or Baton can’t see it. Check its name. A secret team can be seen only where the App may read the members of acme.',
        'exit 1',
      ],
    ],
    [
      'a team without members',
      () => github.removeFromTeam('acme/engineering', 'anton'),
      [
        '! The team @acme/engineering (role engineer) has no members. Add somebody, or name another team. → GITHUB/orgs/acme/teams/engineering',
        'exit 0',
      ],
    ],
    [
      'labels that are missing, written otherwise, or of another color',
      () => {
        github.as('olga').changeLabel(shop, 'spec:approved', { name: 'Spec:Approved', color: 'ff0000' });
        github.as('olga').changeLabel(shop, 'pm:accepted', { name: 'pm accepted' });
      },
      [
        '! The label “pm:accepted” of a gate isn’t there. There is one called “pm accepted”: if that is meant, write it so in the policy. Baton creates it when it evaluates the repository next; baton doctor --fix does so now. → GITHUB/acme/shop/labels',
        '! The policy writes “spec:approved”, and the label is called “Spec:Approved”. To GitHub and Baton they are the same. Write it the same way in both places, so that people find it. → GITHUB/acme/shop/labels',
        'exit 0',
      ],
    ],
    [
      'a check that is not required',
      () => github.ruleset(shop, { enforcement: 'disabled' }),
      [
        '✗ The check Baton isn’t required on main, so anyone who can merge can merge without an approval. Make a ruleset for main with “Require status checks to pass”, add Baton, and choose Baton’s App as its source. → GITHUB/acme/shop/settings/rules',
        'exit 1',
      ],
    ],
    [
      'a check that anyone can report',
      () => github.ruleset(shop, { checks: [{ name: 'Baton' }] }),
      [
        '✗ The check Baton is required on main, by a ruleset of the repository, but from any source: anyone who can write can report a check of that name. Choose Baton’s App as its source in that rule. → GITHUB/acme/shop/settings/rules/N',
        'exit 1',
      ],
    ],
    [
      'a check that another App has to report',
      () => {
        github.app({ slug: 'other', permissions: { checks: 'write' }, events: [] });
        github.ruleset(shop, { enforcement: 'disabled' });
        github.ruleset('acme', { checks: [{ name: 'Baton', app: 'other' }] });
      },
      [
        '✗ The check Baton is required on main, by a ruleset of acme, from another App (ID N): nothing can be merged there. Choose Baton’s App as its source in that rule. → GITHUB/organizations/acme/settings/rules/N',
        'exit 1',
      ],
    ],
    [
      'a check with another spelling',
      () => github.protect(shop, { checks: [{ name: 'baton' }] }),
      [
        '✗ A check called baton is required on main, and Baton’s is called Baton: nothing can be merged there. Write Baton in the rule that requires it. → GITHUB/acme/shop/settings/branches',
        'exit 1',
      ],
    ],
    [
      'a plan without rules',
      () => {
        github.find.repository(shop).private = true;
        github.plan('acme', 'free');
      },
      [
        '! The check Baton can’t be required on main: the plan of acme has no rules in private repositories, so anyone who can merge can merge without an approval. Take GitHub Pro, Team or Enterprise, or make the repository public. → https://docs.github.com/get-started/learning-about-github/githubs-plans',
        'exit 0',
      ],
    ],
    [
      'rules that can’t be read now',
      () =>
        github.faults.add({
          match: ({ path }) => path.includes('/rules/'),
          kind: '5xx',
          status: 502,
          times: 9,
        }),
      [
        '? Whether the check Baton is required on main could not be found out: GitHub answered 502: GET /repos/acme/shop/rules/branches/main. Look whether the rules require it, with Baton’s App as its source. → GITHUB/acme/shop/settings/rules',
        'exit 3',
      ],
    ],
    [
      'no webhook, and nothing sent',
      () => {
        Object.assign(github.find.app('baton').webhook, { url: null });
        (github.deliveries as unknown[]).length = 0;
      },
      [
        `✗ The App has no webhook, so Baton hears of nothing as it happens. On the App’s settings page tick “Active” under “Webhook”, and enter Baton’s address with /api/github/webhooks at its end, and WEBHOOK_SECRET as its secret. → ${atEnd('')}`,
        `! GitHub has sent nothing in the last three days. Comment on an issue of a repository on which the App is installed, and ask again. What was sent is on the App’s page, under “Advanced”. → ${atEnd('/advanced')}`,
        'exit 1',
      ],
    ],
    [
      'a webhook that leads to the wrong path, and that nothing takes',
      async () => {
        const { url } = github.find.app('baton').webhook;
        github.hook('baton', { url: new URL('/webhooks', url ?? '').href });
        answer = { status: 404, body: '' };
        await happens();
      },
      [
        `! Its path is /webhooks, and Baton takes webhooks at /api/github/webhooks. Unless something in front of Baton changes the path, enter BATON/api/github/webhooks under “Webhook URL”. → ${atEnd('')}`,
        `✗ 1 of the last 4 deliveries failed with 404, the newest on DAY UTC: nothing takes webhooks at that address. Enter Baton’s address with /api/github/webhooks at its end under “Webhook URL”, and see that the process there takes webhooks (baton work doesn’t). → ${atEnd('/advanced')}`,
        'exit 1',
      ],
    ],
    [
      'a secret that is not the webhook’s',
      async () => {
        answer = { status: 401, body: '{"error":"The signature does not fit"}' };
        await happens();
      },
      [
        `✗ 1 of the last 4 deliveries failed with 401, the newest on DAY UTC: the signature doesn’t fit, so WEBHOOK_SECRET isn’t the secret of the App’s webhook. Enter the value of WEBHOOK_SECRET as the webhook’s secret in the App’s settings, or the other way round, and start Baton again. → ${atEnd('/advanced')}`,
        'exit 1',
      ],
    ],
    [
      'a Baton that was down, and is up again',
      async () => {
        answer = { status: 502, body: '' };
        await happens();
        await happens();
        answer = { status: 202, body: '{"accepted":"x"}' };
        await happens();
      },
      [
        `! 2 of the last 6 deliveries failed with 502, the newest on DAY UTC: what stands in front of Baton found nobody behind it. Later ones arrived. Baton asks for what it missed by itself, every five minutes. → ${atEnd('/advanced')}`,
        'exit 0',
      ],
    ],
    [
      'one that failed before many others',
      async () => {
        answer = { status: 502, body: '' };
        await happens();
        answer = { status: 202, body: '{"accepted":"x"}' };
        await happens();
        copies(250);
      },
      [
        `! 1 of the last 255 deliveries failed with 502, the newest on DAY UTC: what stands in front of Baton found nobody behind it. Later ones arrived. Baton asks for what it missed by itself, every five minutes. → ${atEnd('/advanced')}`,
        'exit 0',
      ],
    ],
    [
      'one that failed before more than are read',
      async () => {
        answer = { status: 502, body: '' };
        await happens();
        answer = { status: 202, body: '{"accepted":"x"}' };
        await happens();
        copies(1200);
      },
      ['exit 0'],
    ],
    [
      'something else that takes whatever comes',
      async () => {
        github.hook('baton', {
          url: github.find.app('baton').webhook.url ?? '',
          secret: 'another secret, just as long',
        });
        answer = { status: 200, body: 'ok' };
        await happens();
      },
      [
        `! What answers GitHub accepts its deliveries, but not in Baton’s words. See whether the webhook’s address leads to Baton, and compare WEBHOOK_SECRET with the secret there. → ${atEnd('')}`,
        'exit 0',
      ],
    ],
    [
      'no database yet',
      () => rmSync(join(folder, 'baton.sqlite')),
      [
        '! There is no database in FOLDER yet. Baton makes one when it starts. If it has been running, see that DATA_DIR is the same here and there.',
        'exit 0',
      ],
    ],
    [
      'a database that cannot be read',
      () => writeFileSync(join(folder, 'baton.sqlite'), 'no database'.repeat(1000)),
      [
        '✗ The database is damaged (file is not a database). Restore a backup, or move baton.sqlite away: decisions are read again from GitHub, and the audit log starts anew.',
        'exit 1',
      ],
    ],
  ];
  test.each(rows)('%s', async (_, change, told) => {
    await well();
    await change();
    expect(await found(shop)).toEqual(told);
  });

  test('a policy that cannot be used, and none', async () => {
    await well({ text: 'roles:\n  pm: [maria]\n  engineer: [anton]\ngate: {}\n' });
    const [first] = await found(shop);
    expect(first).toMatch(
      /^✗ The policy can’t be used: \.github\/roles\.yml:4:1 .* → GITHUB\/acme\/shop\/blob\/HEAD\/\.github\/roles\.yml#L4$/,
    );
    await github.close();
    rmSync(folder, { recursive: true });
    await well({ text: null });
    expect(await found(shop)).toEqual([
      '! There is no policy, so Baton does nothing here. Write .github/roles.yml, in this repository or in its owner’s repository .github. → GITHUB/acme/shop/new/main?filename=.github/roles.yml',
      '! The check Baton is required on main, by a ruleset of the repository, and there is no policy, so Baton lets everything be merged there. Write a policy: baton init. A pull request that was opened before the rule gets the check with its next commit. → GITHUB/acme/shop/settings/rules/N',
      'exit 0',
    ]);
  });

  test('a policy that blocks nothing needs no required check yet', async () => {
    await well({ text: `${policy}mode: warn\n` });
    github.ruleset(shop, { enforcement: 'disabled' });
    expect(await found(shop)).toEqual([
      '! The check Baton isn’t required on main, so anyone who can merge can merge without an approval. With mode: warn that can wait. Make a ruleset for main with “Require status checks to pass”, add Baton, and choose Baton’s App as its source. → GITHUB/acme/shop/settings/rules',
      'exit 0',
    ]);
  });

  test('a clock that is wrong', async () => {
    await well({ ahead: -600_000 });
    expect(await found(shop)).toEqual([
      expect.stringMatching(
        /^✗ Our clock is 6\d\d seconds ahead of GitHub’s\. GitHub refuses Apps that sign with a wrong time\. Let this machine take its time from the network \(NTP\)\.$/,
      ),
      'exit 1',
    ]);
  });

  test('an older GitHub Enterprise Server', async () => {
    await well({ release: 'GHES 3.16' });
    expect(await found()).toEqual([
      `! It isn’t subscribed to merge_group and sub_issues, which not every GitHub Enterprise Server has. Tick them in its settings, under “Permissions & events”, if you find them there. Until then, don’t require the check Baton on a branch with a merge queue. → ${atEnd('/permissions')}`,
      'exit 0',
    ]);
    const { out } = await doctor();
    expect(out).toContain(
      '✓ It is GitHub Enterprise Server 3.16.0. It has no history of sub-issues, so a gate with `requires: {sub-issues: satisfied}` can’t be approved there.\n',
    );
  });
});

describe('what keeps it from finding out', () => {
  const rows: readonly (readonly [string, () => void, readonly string[]])[] = [
    [
      'the key of another App',
      () => {
        const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
        vi.stubEnv('PRIVATE_KEY', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString());
      },
      [
        '✗ GitHub refuses the private key: it is not one of the App with the ID N. Make sure that APP_ID and PRIVATE_KEY (or PRIVATE_KEY_PATH) are of the same App. If the key was deleted there, generate a new one on the App’s settings page. → GITHUB/settings/apps',
        'exit 1',
      ],
    ],
    [
      'an App that is not there',
      () => vi.stubEnv('APP_ID', '999999'),
      [
        '✗ HOST knows no App with the ID 999999. Set APP_ID to the “App ID” on the App’s settings page. For an App on another GitHub, set GHE_HOST. → GITHUB/settings/apps',
        'exit 1',
      ],
    ],
    [
      'a GitHub that fails',
      () => github.faults.add({ match: () => true, kind: '5xx', status: 502, times: 99 }),
      ['? Whether GitHub knows the App could not be found out: HOST answers 502.', 'exit 3'],
    ],
    [
      'a rate limit',
      () => github.faults.add({ match: () => true, kind: 'primary-limit', seconds: 600, times: 99 }),
      [
        expect.stringMatching(
          /^\? Whether GitHub knows the App could not be found out: The rate limit of HOST is used up\. Ask again after \d\d:\d\d UTC\.$/,
        ) as string,
        'exit 3',
      ],
    ],
    [
      'no network',
      () => vi.stubEnv('GITHUB_API_URL', 'http://127.0.0.1:59997'),
      [
        '? Whether GitHub knows the App could not be found out: 127.0.0.1:59997 can’t be reached (ECONNREFUSED). Check that this machine is on the network, and that a firewall lets it through. Behind a proxy, set HTTPS_PROXY and NODE_USE_ENV_PROXY=1.',
        'exit 3',
      ],
    ],
  ];
  test.each(rows)('%s', async (_, change, told) => {
    await well();
    change();
    const { appId } = { appId: github.find.app('baton').id };
    expect((await found(shop)).map((line) => line.replaceAll(`the ID ${appId}`, 'the ID N'))).toEqual(told);
  });

  test.each([
    ['a word that is no repository', ['shop'], /^"shop" names no repository/],
    ['two words', ['acme/shop', 'acme/till'], /^name one repository, or jira/],
  ])('%s is an argument that is wrong', async (_, words, why) => {
    await well();
    await expect(typed('doctor', words)).rejects.toThrow(why.source.replace('^', '').replace(/\\/g, ''));
  });

  test('a key that cannot be read, and no token', async () => {
    await well();
    vi.stubEnv('PRIVATE_KEY', 'nonsense');
    expect(await doctor(shop)).toMatchObject({
      code: 2,
      out: '',
      said: 'PRIVATE_KEY must be the contents of the .pem file from GitHub: an RSA private key.',
    });
    for (const name of ['APP_ID', 'PRIVATE_KEY']) vi.stubEnv(name, '');
    vi.stubEnv('PATH', '');
    expect(await doctor(shop)).toMatchObject({
      code: 2,
      said: 'baton doctor: it needs the settings of the service (APP_ID and PRIVATE_KEY), or a token that can read the repository: set GH_TOKEN, or sign in with: gh auth login.',
    });
  });
});

describe('--fix', () => {
  test('does what is harmless, says what, and nothing is left of it', async () => {
    await well();
    answer = { status: 503, body: '' };
    await happens();
    answer = { status: 202, body: '{"accepted":"x"}' };
    github.as('olga').deleteLabel(shop, 'pm:accepted');
    await github.settled();
    const { out } = await doctor(shop);
    expect(out.split('\n').slice(-3)).toEqual([
      'With --fix, it would:',
      '- Ask GitHub to send 1 delivery again that failed with 503',
      '- Create the label “pm:accepted” in acme/shop',
    ]);
    const fixed = await doctor(shop, '--fix');
    expect(fixed).toMatchObject({
      code: 0,
      said: 'Ask GitHub to send 1 delivery again that failed with 503 …\nCreate the label “pm:accepted” in acme/shop …',
    });
    expect(fixed.out).toContain('✓ The label “pm:accepted” was created.');
    await github.settled();
    expect(await found(shop)).toEqual(['exit 0']);
  });

  test('says what it could not do', async () => {
    await well();
    github.as('olga').deleteLabel(shop, 'pm:accepted');
    const { permissions } = github.find.app('baton');
    github.permit('baton', 'acme', { ...permissions, issues: 'read', pull_requests: 'read' });
    const { out, code } = await doctor(shop, '--fix');
    expect(code).toBe(1);
    expect(out).toContain(
      '✗ The label “pm:accepted” could not be created: GitHub refuses it (403: Resource not accessible by integration). ',
    );
  });
});

describe('with a token alone', () => {
  const asPerson = async (login: string, settings: Settings = {}): Promise<void> => {
    await well(settings);
    for (const name of ['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET']) vi.stubEnv(name, '');
    vi.stubEnv('GH_TOKEN', github.token(login));
  };

  test('the repository is examined, and what is not is said', async () => {
    await asPerson('maria');
    expect(await doctor(shop)).toEqual({
      code: 0,
      out: `Your token:
✓ GitHub knows you as maria.

acme/shop:
✓ It can be read, and has issues.
✓ The policy is valid. Roles: pm, engineer. Gates: spec, acceptance.
✓ Everybody that the policy names is there (2).
✓ The labels that the policy names are there (2).
✓ The check Baton is required on main, by a ruleset of the repository, and has to come from Baton.

All is well.`,
      said: 'With your token: what only the App is told (its key, permissions, webhook and installations) and its database are examined where Baton runs, with its settings.',
    });
  });

  test('an App that it cannot see is not taken for another', async () => {
    await asPerson('maria');
    expect(await found(shop, '--app', 'our-baton')).toEqual([
      '! GitHub shows no App called our-baton, so whether a check has to come from Baton can’t be told. Say what Baton is called in addresses on your GitHub: --app NAME. A private App is shown to its owners alone.',
      expect.stringMatching(
        /^\? Whether the check Baton is required on main could not be found out: it is required from the App with the ID \d+, which may be Baton\. /,
      ),
      'exit 3',
    ]);
  });

  test.each([
    [
      'no repository is named',
      [],
      2,
      'baton doctor: without the settings of the service, say which repository: baton doctor acme/shop.',
    ],
  ])('%s', async (_, words, code, said) => {
    await asPerson('maria');
    expect(await doctor(...words)).toMatchObject({ code, said });
  });

  test('a token that has ended, and a repository that it cannot see', async () => {
    await asPerson('maria');
    expect(await found('acme/nowhere')).toEqual([
      '✗ There is no such repository, or it can’t be seen. Check the name, and that the token can read the repository.',
      'exit 1',
    ]);
    vi.stubEnv('GH_TOKEN', 'ghp_ended');
    expect(await found(shop)).toEqual([
      '? Nothing could be found out: HOST refuses the token: it has ended, or was never one. Set GH_TOKEN to another, or sign in with: gh auth login.',
      'exit 3',
    ]);
  });
});

describe('the board', () => {
  async function board(more: Record<string, string>): Promise<readonly string[]> {
    await well();
    const { clientId, clientSecret } = signInOf(github);
    const set = { GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret, ...more };
    for (const [name, value] of Object.entries(set)) vi.stubEnv(name, value);
    const { out } = await doctor();
    expect(out).not.toContain(clientSecret);
    const [, section = ''] = /^The board:\n([\s\S]*?)\n\n/m.exec(out) ?? [];
    return section.replaceAll(clientId, 'CLIENT').split('\n');
  }

  test('on, with a client secret that GitHub takes', async () => {
    expect(await board({ PUBLIC_URL: 'https://baton.example.com' })).toEqual([
      '✓ GitHub takes the client secret. People sign in at https://baton.example.com; that needs https://baton.example.com/sign-in/callback as a “Callback URL” of the App, which GitHub doesn’t tell.',
    ]);
  });

  const PUBLIC_URL = 'https://baton.example.com';
  test('with the client secret of another App', async () => {
    const [refused] = await board({ PUBLIC_URL, GITHUB_CLIENT_SECRET: 'f'.repeat(40) });
    expect(refused).toContain('✗ GitHub refuses GITHUB_CLIENT_SECRET, so nobody can sign in. Generate');
  });

  test('with the client ID of another App', async () => {
    const [other] = await board({ PUBLIC_URL, GITHUB_CLIENT_ID: 'Iv23liABCDEFGHIJKLMN' });
    expect(other).toContain(
      '✗ GITHUB_CLIENT_ID is Iv23liABCDEFGHIJKLMN, and the client ID of the App baton is CLIENT.',
    );
  });

  test('off, because nobody said where it is', async () => {
    const [off] = await board({});
    expect(off).toContain('! The board is off, although GITHUB_CLIENT_ID is set: PUBLIC_URL is missing');
  });
});

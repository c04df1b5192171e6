/** The doctor as an operator calls it, against a Jira and a Baton on this machine. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { startJira, type Jira } from '@baton/sandbox/jira';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { startService, type Service } from '../../src/service/index.ts';
import { bare } from '../children.ts';
import { asPublished } from './published.ts';
import { settings } from '../web/nowhere.ts';

const secret = 'the secret of the webhook';
let jira: Jira;
let service: Service;
let folder: string;
/** What is set where the doctor runs: the same as where Baton does. */
let env: Record<string, string>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baton-doctor-'));
  jira = await startJira({ flavour: 'data-center', prefix: '/jira' });
  jira.user('baton', { name: 'Baton\u001b[2J' });
  jira.project('SHOP', { roles: { Administrators: { users: ['baton'] } } });
  jira.as('site-admin').createIssue('SHOP', { summary: 'Coupons' });
  const sites = `sites:
  inside:
    url: ${jira.url}
    flavour: data-center
    auth: { token: { env: JIRA_TOKEN } }
    webhook-secret: { env: JIRA_SECRET }
    repositories: { acme/shop: [SHOP] }
`;
  writeFileSync(join(folder, 'jira.yml'), sites);
  const policy = `roles:
  pm: { members: [maria], jira: { accounts: [site-admin] } }
gates:
  spec: { preset: spec }
jira:
  site: inside
  projects: [SHOP]
  gates: { spec: { status: Done } }
`;
  writeFileSync(join(folder, 'roles.yml'), policy);
  env = {
    JIRA_CONFIG: join(folder, 'jira.yml'),
    JIRA_TOKEN: jira.token('baton'),
    JIRA_SECRET: secret,
    DATA_DIR: join(folder, 'data'),
  };
  service = await startService({
    environment: settings(env),
    log: pino({ level: 'silent' }),
    createItemLook: () => async () => {},
  });
});
afterEach(async () => {
  await service.stop();
  await jira.close();
  rmSync(folder, { recursive: true });
});

async function operator(...args: string[]) {
  // Not in step: what is asked is of this process.
  const run = promisify(execFile)('node_modules/.bin/node', ['src/cli/baton.ts', 'doctor', ...args], {
    env: { ...bare, ...env },
  });
  const { code, stdout, stderr } = await run.then(
    (out) => ({ code: 0, ...out }),
    (error: unknown) => error as { code: number; stdout: string; stderr: string },
  );
  const said = `${stdout}${stderr}`;
  expect(said).not.toContain(env['JIRA_TOKEN']);
  expect(said).not.toContain(secret);
  return { code, said };
}

const well = (): readonly string[] => [
  'inside:',
  `✓ Jira 10.3.2 (Data Center) answers at ${jira.url}.`,
  '✓ Our account there is Baton\\u{1b}[2J (baton).',
  '✓ Its clock and ours agree within a minute.',
  '✓ Our account may see who is in which group.',
  '✓ SHOP: our account may see issues, move issues, comment, set labels, link pull requests.',
  '✓ SHOP: our account may see who is in a project role.',
];

const reached = (): readonly string[] => [
  '✓ A webhook secret is configured.',
  `✓ Baton answers at ${service.url}/jira/webhooks/inside: it took a webhook with our secret, and refused one with another. Both were sent from here.`,
];

test('one line for each thing, and 0 where none is wrong', async () => {
  jira.webhook({ url: `${service.url}/jira/webhooks/inside`, secret });
  jira.as('site-admin').createIssue('SHOP', { summary: 'Returns' });
  await jira.settled();
  const heard = '✓ The last webhook came less than two minutes ago.';
  expect(await operator('jira', '--url', service.url)).toEqual({
    code: 0,
    said: `${[...well(), ...reached(), heard, 'All is well.'].join('\n')}\n`,
  });
  const { code, said } = await operator('jira', '--policy', join(folder, 'roles.yml'));
  const id = jira.statusId('Done');
  expect({ code, said: said.split('\n') }).toEqual({
    code: 0,
    said: [
      ...well(),
      `! jira.gates.spec: “Done” is the status "${id}". Write "${id}": an id stays when the name is changed.`,
      '✓ jira.gates.spec: in SHOP, “Done” can be reached from “To Do”.',
      '✓ roles.pm: the account site-admin is there.',
      '✓ A webhook secret is configured.',
      '! Whether webhooks reach Baton was not tried. Say where Jira is to send them: --url https://baton.example.com.',
      heard,
      '0 wrong (✗), 2 to look at (!).',
      '',
    ],
  });
});

test('1 where something is wrong, with its remedy, and the same as data', async () => {
  jira.grant('SHOP', 'ADD_COMMENTS', 'user:site-admin');
  const wrong = {
    check: 'jira',
    where: 'Jira, inside',
    severity: 'problem',
    what: 'SHOP: our account may not comment.',
    remedy: 'Give it the project permission “Add comments” in SHOP.',
    link: null,
    fix: null,
  };
  const lines = await operator('jira');
  expect(lines.code).toBe(1);
  expect(lines.said).toContain(`\n✗ ${wrong.what} ${wrong.remedy}\n`);
  expect(lines.said).toMatch(/\n1 wrong \(✗\), 2 to look at \(!\)\.\n$/);
  const data = await operator('jira', '--json');
  expect(data.code).toBe(1);
  const { findings } = asPublished('doctor', data.said) as { findings: readonly unknown[] };
  expect(findings).toHaveLength(10);
  expect(findings).toContainEqual(wrong);
});

test('a policy that cannot be read, or says nothing of Jira', async () => {
  const file = join(folder, 'roles.yml');
  writeFileSync(file, 'roles:\n  pm: maria maria\n');
  const broken = await operator('jira', '--policy', file);
  expect(broken.code).toBe(1);
  expect(broken.said).toContain(`✗ ${file}:2:`);
  writeFileSync(file, 'roles: { pm: [maria], engineer: [anton] }\n');
  expect((await operator('jira', '--policy', file)).said).toContain(
    `! ${file} says nothing of Jira. Write "jira:" with a site, its projects, and the gates that are decided there.\n`,
  );
  expect(await operator('jira', '--policy', join(folder, 'none.yml'))).toEqual({
    code: 2,
    said: `--policy must name a readable file; ${join(folder, 'none.yml')} is none.\n`,
  });
});

test('a policy that builds on others is examined with them, or it is told that it was not', async () => {
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const own = file('own.yml', 'extends: acme/.github\njira: { gates: { spec: { status: Approved } } }\n');
  const whole = readFileSync(join(folder, 'roles.yml'), 'utf8');
  const team = file('team.yml', `extends: acme/policies:all.yml\njira: { site: inside, projects: [SHOP] }\n`);
  const all = file('all.yml', whole.replace('projects: [SHOP]', 'projects: [PAY]'));
  /** What is not the same as without a policy. */
  const told = async (...args: string[]): Promise<readonly string[]> => {
    const usual = [...well(), '✓ A webhook secret is configured.', 'inside:'];
    const { said } = await operator('jira', '--policy', own, ...args);
    return said.split('\n').filter((line) => line !== '' && !usual.includes(line) && !/ebhook/.test(line));
  };
  const lacks = [
    `✗ jira.gates.spec: SHOP has no status “Approved”. Write one of "${jira.statusId('To Do')}" (To Do), "${jira.statusId('In Progress')}" (In Progress), "${jira.statusId('Done')}" (Done).`,
    '✓ roles.pm: the account site-admin is there.',
  ];
  const not = 'which is on GitHub and not read here: what the policy says of Jira was not examined.';
  const counts = (wrong: number, notes: number) => `${wrong} wrong (✗), ${notes} to look at (!).`;
  expect(await told()).toEqual([
    `✗ ${own} builds on acme/.github, ${not} Give a copy of that file: --base FILE.`,
    counts(1, 2),
  ]);
  expect(await told('--base', team)).toEqual([
    `✗ acme/.github builds on acme/policies:all.yml, ${not} Give a copy of that file, too, after the others: --base FILE.`,
    counts(1, 2),
  ]);
  expect(await told('--base', team, '--base', all)).toEqual([...lacks, counts(1, 2)]);
  expect(await told('--base', join(folder, 'roles.yml'), '--base', all)).toEqual([
    `! Nothing builds on ${all}. Leave out that --base, or name the bases in their order.`,
    ...lacks,
    counts(1, 3),
  ]);
  const broken = file('broken.yml', 'roles: { pm: [maria] }\n');
  expect((await told('--base', broken))[0]).toBe(
    `✗ ${own}:1:10 In acme/.github:.github/roles.yml:1:1: The default gates need a role named "engineer", and there is none. Add it under "roles", like "engineer: [maria]"; or write "gates:" with the roles you have.`,
  );
  expect(await told('--base', 'none.yml')).toEqual(['--base must name a readable file; none.yml is none.']);
});

test('what is not understood, and a setting that is wrong', async () => {
  const see = 'See baton doctor --help.\n';
  expect(await operator('github')).toEqual({
    code: 2,
    said: `baton doctor: "github" names no repository; write it like acme/shop. ${see}`,
  });
  expect(await operator('jira', 'acme/shop')).toEqual({
    code: 2,
    said: `baton doctor: name one repository, or jira. ${see}`,
  });
  expect(await operator('jira', '--base', 'x.yml')).toEqual({
    code: 2,
    said: 'baton doctor: --base needs --policy, the file that builds on it.\n',
  });
  const where =
    '--url must be where Baton is, such as https://baton.example.com: without a query, a name or a password, and without /jira/webhooks, which the doctor adds.\n';
  for (const url of [
    'baton.example.com',
    'ftp://baton',
    `${service.url}/jira/webhooks/inside`,
    'http://a:b@c',
  ])
    expect(await operator('jira', '--url', url)).toEqual({ code: 2, said: where });
  writeFileSync(join(folder, 'jira.yml'), 'sites: {}\n');
  expect(await operator('jira')).toEqual({
    code: 1,
    said: '✗ The server knows no Jira site. Write a file with the sites, and name it in JIRA_CONFIG.\n1 wrong (✗), 0 to look at (!).\n',
  });
  writeFileSync(join(folder, 'jira.yml'), 'sites: 7\n');
  expect(await operator('jira')).toMatchObject({ code: 2, said: expect.stringContaining('jira.yml:1') });
});

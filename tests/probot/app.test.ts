/** Baton in Probot's own server, as `npx probot run` starts it, and as a function that only keeps deliveries. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { createClock, type Sandbox } from '@baton/sandbox';

import { openGitHub, policy, repository, secret, settingsFor, slug } from '../../src/demo/github.ts';
import { openStore } from '../../src/store/index.ts';
import { bare } from '../children.ts';
import { query } from '../postgres-server.ts';
import { describePostgres } from '../postgres.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const probot = fileURLToPath(new URL('../../node_modules/probot/bin/probot.js', import.meta.url));

let github: Sandbox;
let env: Record<string, string>;
let folder: string;
let running: ChildProcess | null = null;
let lines = '';

beforeEach(async () => {
  const opened = await openGitHub({ policy, clock: createClock() });
  github = opened.github;
  folder = mkdtempSync(join(tmpdir(), 'baton-probot-'));
  const port = await freePort();
  env = {
    ...settingsFor(opened),
    DATA_DIR: folder,
    PORT: String(port),
    LOG_FORMAT: 'json',
    HOST: '127.0.0.1',
  };
  lines = '';
});
afterEach(async () => {
  running?.kill('SIGKILL');
  running = null;
  await github.close();
  rmSync(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const url = (path: string): string => `http://127.0.0.1:${env['PORT']}${path}`;

function run(module: string, more: Record<string, string> = {}): ChildProcess {
  // Away from this folder's `.env`, which Probot would let win over what is set.
  running = spawn(process.execPath, [probot, 'run', join(root, module)], {
    cwd: folder,
    env: { ...bare, ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.stdout?.on('data', (data: Buffer) => void (lines += data.toString()));
  running.stderr?.on('data', (data: Buffer) => void (lines += data.toString()));
  return running;
}

async function status(path: string): Promise<number> {
  try {
    return (await fetch(url(path))).status;
  } catch {
    // It does not listen yet.
    return 0;
  }
}
const ready = (): Promise<void> =>
  expect.poll(() => status('/readyz'), { timeout: 120_000, message: lines }).toBe(200);

const listening = (): Promise<void> =>
  expect.poll(() => status('/ping'), { timeout: 120_000, message: lines }).toBe(200);

const bodies = (): string[] =>
  github.find
    .item(`${repository}#1`)
    .timeline.flatMap((entry) => (entry.kind === 'IssueComment' ? [entry.body] : []));

async function post(body: string, signature = sign(body)): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'x-github-event': 'issues',
    'x-github-delivery': 'd-1',
    'x-hub-signature-256': signature,
  };
  return (await fetch(url('/api/github/webhooks'), { method: 'POST', headers, body })).status;
}
const sign = (body: string): string => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

test("in Probot's server an issue gets its card, and everything ends in order", async () => {
  const process = run('src/probot/app.ts');
  await ready();
  expect(await status('/metrics')).toBe(200);
  expect(await status('/nowhere')).toBe(404);
  github.hook(slug, { url: url('/api/github/webhooks'), secret });
  github.install(slug, 'acme');
  github.as('maria').openIssue(repository, { title: 'Coupons', body: 'A code that takes 10 %.' });
  await expect.poll(bodies, { timeout: 120_000 }).toEqual([expect.stringContaining('<!-- baton:card -->')]);
  expect(await post('{"action":"opened"}', `sha256=${'0'.repeat(64)}`)).toBe(400);
  process.kill('SIGTERM');
  expect(await once(process, 'exit')).toEqual([0, null]);
  expect(lines).not.toMatch(/PRIVATE KEY|ghs_/);
});

test('without a database for many processes it does not only take webhooks', async () => {
  const process = run('src/probot/taking.ts');
  const [code] = (await once(process, 'exit')) as [number];
  expect(code).not.toBe(0);
  expect(lines).toContain('DATABASE_URL is missing');
});

describePostgres('a function that only takes webhooks', (newDatabase) => {
  test('answers once they are kept, and others evaluate; what cannot be kept is not taken', async () => {
    const database = await newDatabase();
    const taking = run('src/probot/taking.ts', { DATABASE_URL: database });
    await listening();
    github.hook(slug, { url: url('/api/github/webhooks'), secret });
    github.install(slug, 'acme');
    github.as('maria').openIssue(repository, { title: 'Coupons', body: 'A code that takes 10 %.' });
    await github.settled();
    expect(new Set(github.deliveries.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    taking.kill('SIGKILL');
    await once(taking, 'exit');
    expect((await kept(database)).join('\n')).toContain(`${repository} issue 1`);
    expect(bodies()).toEqual([]);

    const whole = run('src/probot/app.ts', { DATABASE_URL: database });
    await ready();
    await expect.poll(bodies, { timeout: 120_000 }).toEqual([expect.stringContaining('<!-- baton:card -->')]);
    const { pathname } = new URL(database);
    await query(database.replace(pathname, '/postgres'), `drop database ${pathname.slice(1)} with (force)`);
    const opened = github.deliveries.find(({ event }) => event === 'issues');
    expect(await post(JSON.stringify(opened?.payload))).toBe(503);
    whole.kill('SIGKILL');
    await once(whole, 'exit');
  });
});

/** The keys of the items that wait. */
async function kept(database: string): Promise<readonly string[]> {
  const store = await openStore(database, () => {});
  const rows = await store.db.selectFrom('items').select('key').execute();
  await store.close();
  return rows.map(({ key }) => key);
}

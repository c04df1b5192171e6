/** `npm start`, as a process of its own. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { bare } from '../children.ts';
import { pkcs1 } from '../key.ts';
import { credentials, secret, sign } from './nowhere.ts';

const root = new URL('../../', import.meta.url).pathname;
let folder: string;
let started: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baton-main-'));
  started = [];
});
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

type Running = {
  readonly child: ChildProcess;
  /** Standard output up to now. */
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<number | null>;
};
function start(
  env: Record<string, string>,
  command = process.execPath,
  words: readonly string[] = [join(root, 'src/main.ts')],
  cwd = folder,
): Running {
  const child = spawn(command, words, {
    cwd,
    env: { ...bare, PORT: '0', HOST: '127.0.0.1', LOG_FORMAT: 'json', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  const ended = (async () => {
    const [code] = (await once(child, 'close')) as [number | null];
    return code;
  })();
  return { child, out: () => out, err: () => err, ended };
}
async function addressOf({ out, err }: Running, what: RegExp): Promise<string> {
  await expect.poll(() => out() + err(), { timeout: 240_000 }).toMatch(what);
  return what.exec(out())?.[1] ?? '';
}
/** A request whose body never comes to its end. */
async function halfARequest(url: string): Promise<void> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  const headers = [
    'POST /api/github/webhooks HTTP/1.1',
    'host: x',
    'expect: 100-continue',
    'content-length: 9',
    'x-github-event: issues',
    'x-github-delivery: d',
    `x-hub-signature-256: ${sign('')}`,
  ];
  socket.write(`${headers.join('\r\n')}\r\n\r\n{`);
  await once(socket, 'data');
}
const serving = /webhooks at (http:\/\/[^/]+)\/api/;

describe('a signal', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s ends it with 0, in spite of connections left open',
    async (signal) => {
      const running = start(credentials);
      const url = await addressOf(running, serving);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      const idle = connect(Number(new URL(url).port), '127.0.0.1');
      idle.on('error', () => {});
      await once(idle, 'connect');
      await halfARequest(url);
      const began = performance.now();
      running.child.kill(signal);
      expect(await running.ended).toBe(0);
      expect(performance.now() - began).toBeLessThan(60_000);
      expect(running.err()).toBe('');
      expect(running.out()).not.toMatch(/very-secret|PRIVATE KEY/);
    },
  );

  test('a second one within two seconds is the same one: npm passes on what the group got', async () => {
    const running = start(credentials);
    const url = await addressOf(running, serving);
    await halfARequest(url);
    for (const signal of ['SIGTERM', 'SIGTERM', 'SIGINT'] as const) {
      running.child.kill(signal);
      await wait(100);
    }
    await wait(1200);
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(0);
  });

  test('a later one ends it at once', async () => {
    const running = start(credentials);
    const url = await addressOf(running, serving);
    await halfARequest(url);
    running.child.kill('SIGTERM');
    await wait(2100);
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(1);
  });
});

describe('one line on standard error, and 1, when', () => {
  const refused = async (env: Record<string, string>): Promise<string> => {
    const running = start(env);
    expect(await running.ended).toBe(1);
    expect(running.out()).toBe('');
    return running.err();
  };
  test('a setting is missing or wrong', async () => {
    const { WEBHOOK_SECRET: _, ...without } = credentials;
    expect(await refused(without)).toBe(
      'Baton cannot start. WEBHOOK_SECRET is missing: without it anybody could send us events.\n',
    );
    expect(await refused({ NODE_ENV: 'production' })).toMatch(
      /^Baton cannot start. APP_ID is missing: [^\n]+\n$/,
    );
    writeFileSync(join(folder, '.env'), 'LOG_LEVEL=loud\n');
    expect(await refused(credentials)).toMatch(/^Baton cannot start. LOG_LEVEL must be one of [^\n]+\n$/);
  });

  test('the port is in use', async () => {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await refused({ ...credentials, PORT: String(port) })).toBe(
      `Baton cannot start. PORT ${port} is already in use. Stop what uses it, or set PORT to another one.\n`,
    );
    server.close();
  });

  test('the host is not ours', async () => {
    expect(await refused({ ...credentials, HOST: '192.0.2.1' })).toBe(
      'Baton cannot start. HOST 192.0.2.1 is no address of this machine.\n',
    );
  });

  test('another Baton has the folder', async () => {
    await addressOf(start(credentials), serving);
    expect(await refused(credentials)).toMatch(
      /^Baton cannot start. DATA_DIR: another Baton is running[^\n]+\n$/,
    );
  });
});

describe('a DATA_DIR that cannot be used is one line, and no hang:', () => {
  const refused = async (dataDir: string): Promise<string> => {
    const running = start({ ...credentials, DATA_DIR: dataDir });
    expect(await running.ended).toBe(1);
    expect(running.out()).toBe('');
    return running.err();
  };

  test('a file, a way through a file, a file system without folders of ours', async () => {
    writeFileSync(join(folder, 'file'), '');
    const why = (dataDir: string, reason: string): string =>
      `Baton cannot start. DATA_DIR: cannot write to the folder ${dataDir} (${reason}).\n`;
    const file = join(folder, 'file');
    expect(await refused(file)).toBe(why(file, 'it is a file'));
    expect(await refused(join(file, 'x', 'y'))).toBe(why(join(file, 'x', 'y'), 'a file is in the way'));
    if (process.platform !== 'linux') return;
    // There, Node's own way of making folders never ends.
    expect(await refused('/proc/baton/x')).toBe(why('/proc/baton/x', 'no such file or folder'));
  });

  test.runIf(process.platform === 'linux')('what never answers', async () => {
    const dataDir = join(folder, 'hangs');
    mkdirSync(dataDir);
    // Reading it waits for somebody who writes: as a network drive does whose server is gone.
    execFileSync('mkfifo', [join(dataDir, 'baton.sqlite')]);
    expect(await refused(dataDir)).toMatch(
      /^Baton cannot start\. DATA_DIR: the folder \S+ does not answer \(10 seconds[^\n]+\n$/,
    );
  });
});

test('while the secret is rotated, both count', async () => {
  const older = 'what-it-was-before';
  const running = start({ ...credentials, WEBHOOK_SECRET: `${secret},${older}`, WEBHOOK_SECRETS: 'x' });
  const url = await addressOf(running, serving);
  const post = async (key: string): Promise<number> => {
    const headers = {
      'content-type': 'application/json',
      'x-github-event': 'ping',
      'x-github-delivery': key,
      'x-hub-signature-256': sign('{}', key),
    };
    return (await fetch(`${url}/api/github/webhooks`, { method: 'POST', headers, body: '{}' })).status;
  };
  expect([await post(secret), await post(older), await post('somebody-elses-secret')]).toEqual([
    202, 202, 401,
  ]);
  expect(running.out()).toContain(
    'WEBHOOK_SECRETS is set, and there is no such setting. Did you mean WEBHOOK_SECRET?',
  );
});

test('a variable that looks like a setting is told at the start', async () => {
  const running = start({ ...credentials, DATABSE_URL: 'postgres://a:very-secret@b/c' });
  await addressOf(running, serving);
  expect(running.out()).toContain(
    'DATABSE_URL is set, and there is no such setting. Did you mean DATABASE_URL?',
  );
  expect(running.out()).not.toContain('very-secret');
});

test('the real environment beats .env', async () => {
  writeFileSync(
    join(folder, '.env'),
    'WEBHOOK_SECRET=from-the-file-it-is\nHOST=192.0.2.1\nDATA_DIR=elsewhere\n',
  );
  const { WEBHOOK_SECRET: _, ...without } = credentials;
  const running = start(without);
  const url = await addressOf(running, serving);
  expect(new URL(url).hostname).toBe('127.0.0.1');
  expect(readFileSync(join(folder, 'elsewhere', 'baton.sqlite')).length).toBeGreaterThan(0);
});

describe('without credentials', () => {
  const registering = /Open (http:\/\/[^/]+)\/probot/;

  test('a page registers the App, and Baton goes on with the credentials', async () => {
    copyFileSync(join(root, 'app.yml'), join(folder, 'app.yml'));
    // Stands for GitHub; smee.io is not asked in tests.
    const github = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ id: 9, name: 'Baton', slug: 'baton', html_url: 'https://g.example/apps/b' }),
      );
    });
    await once(github.listen(0, '127.0.0.1'), 'listening');
    const api = `http://127.0.0.1:${(github.address() as AddressInfo).port}`;
    const running = start({ WEBHOOK_PROXY_URL: '', NO_SMEE_SETUP: 'true', GITHUB_API_URL: api });
    const url = await addressOf(running, registering);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/api/github/webhooks`, { method: 'POST' })).status).toBe(503);
    expect(await (await fetch(`${url}/probot`)).text()).toContain('<form action="/probot" method="post">');
    const app = JSON.stringify({ appId: '9', pem: pkcs1, webhook_secret: 'made by GitHub, long' });
    const post = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${url}/probot/import`, { method: 'POST', headers, body: app });
    expect((await post({})).status).toBe(403);
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ origin: url })).status).toBe(200);
    const served = await addressOf(running, serving);
    await expect.poll(async () => (await fetch(`${served}/readyz`)).status).toBe(200);
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
    expect(running.out() + running.err()).not.toMatch(/PRIVATE KEY|made by GitHub, long/);
    github.closeAllConnections();
    github.close();
  });

  test('a signal ends the page', async () => {
    const running = start({ NO_SMEE_SETUP: 'true' });
    await addressOf(running, registering);
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  });
});

test('npm start runs it on the Node that comes with it, and a signal to npm ends Baton', async () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  // With `exec`, node takes the shell's place; npm's signals would end the shell alone.
  expect(scripts.start).toMatch(/ exec node --max-semi-space-size=8 src\/main\.ts$/);
  const child = spawn(join(root, 'node_modules/.bin/node'), ['--version'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect(await text(child.stdout)).toMatch(/^v24\./);

  const running = start({ ...credentials, DATA_DIR: folder }, 'npm', ['start', '--silent'], root);
  const url = await addressOf(running, serving);
  running.child.kill('SIGTERM');
  expect(await running.ended).toBe(0);
  expect(await fetch(url).catch(() => 'closed')).toBe('closed');
});

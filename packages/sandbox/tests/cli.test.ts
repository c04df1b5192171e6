/** `baton-sandbox` as people start it: by itself, with a file, with something wrong, and how it ends. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { afterAll, afterEach, describe, expect, test } from 'vitest';

import { readArguments } from '../src/cli/arguments.ts';
import type { Report } from '../src/cli/report.ts';
import { readWorldFile } from '../src/cli/world-file.ts';
import { jwt } from './world.ts';

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'baton-sandbox-'));
const started: ChildProcessByStdio<null, Readable, Readable>[] = [];
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const over = once(child, 'exit');
    child.kill('SIGKILL');
    await over;
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Run = {
  readonly out: () => string;
  readonly error: () => string;
  readonly code: Promise<number | null>;
  readonly kill: (signal: NodeJS.Signals) => void;
};

function run(...words: readonly string[]): Run {
  const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  let out = '';
  let error = '';
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (error += text.toString()));
  return {
    out: () => out,
    error: () => error,
    code: once(child, 'close').then(([code]) => code as number | null),
    kill: (signal) => void child.kill(signal),
  };
}

/** Starts it with `--json`, and waits for its line. */
async function report(
  ...words: readonly string[]
): Promise<ReturnType<typeof run> & { readonly is: Report }> {
  const running = run('--json', ...words);
  for (const until = Date.now() + 60_000; !running.out().includes('\n');) {
    if (Date.now() > until || running.error() !== '') throw new Error(`It did not start: ${running.error()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { ...running, is: JSON.parse(running.out()) as Report };
}

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('started without a word', () => {
  test('it plays a GitHub with people, a repository and an App, and ends cleanly on SIGTERM', async () => {
    const { is, kill, code: ended } = await report();
    const maria = is.github.people.find(({ login }) => login === 'maria');
    const asked = await fetch(`${is.github.url}/user`, {
      headers: { authorization: `Bearer ${maria?.token}` },
    });
    expect(await asked.json()).toMatchObject({ login: 'maria', type: 'User' });
    const [helper] = is.github.apps;
    const bearer = jwt({ id: helper?.id ?? 0, privateKey: helper?.privateKey ?? '' });
    const app = await fetch(`${is.github.url}/app`, { headers: { authorization: `Bearer ${bearer}` } });
    expect(await app.json()).toMatchObject({ slug: 'helper' });
    // On loopback, an App's callback may be at any port.
    const signIn = new URLSearchParams({
      client_id: helper?.clientId ?? '',
      redirect_uri: 'http://127.0.0.1:4711/callback',
    });
    const page = await fetch(`${is.github.url}/login/oauth/authorize?${signIn.toString()}`);
    expect(await page.text()).toContain('value="maria"');
    const code = {
      client_id: helper?.clientId ?? '',
      client_secret: helper?.clientSecret ?? '',
      code: 'none',
    };
    const exchange = await fetch(`${is.github.url}/login/oauth/access_token`, {
      method: 'POST',
      body: new URLSearchParams(code),
    });
    expect(new URLSearchParams(await exchange.text()).get('error')).toBe('bad_verification_code');
    expect(helper?.installations).toEqual([{ account: 'acme', id: expect.any(Number) }]);
    expect(is).toMatchObject({ jira: null, github: { repositories: ['acme/shop'] } });
    kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  test('with a Jira beside it, people have tokens there, and Ctrl+C ends both', async () => {
    const { is, kill, code } = await report('--jira', 'data-center');
    const anton = is.jira?.people.find(({ handle }) => handle === 'anton');
    const asked = await fetch(`${is.jira?.url}/rest/api/2/myself`, {
      headers: { authorization: `Bearer ${anton?.token}` },
    });
    expect(await asked.json()).toMatchObject({ name: 'anton' });
    expect(is.jira).toMatchObject({ flavour: 'data-center', projects: ['SHOP'] });
    kill('SIGINT');
    expect(await code).toBe(0);
  });

  test('for people, it prints addresses, tokens and keys', async () => {
    const running = run('--jira', 'cloud', '--webhook', 'http://127.0.0.1:9/hook');
    await expect.poll(running.out, { timeout: 240_000 }).toContain('Stop with Ctrl+C.');
    expect(running.out()).toMatch(
      /^GitHub: http:\/\/127\.0\.0\.1:\d+ \(GraphQL: http:\/\/127\.0\.0\.1:\d+\/graphql\)$/m,
    );
    expect(running.out()).toMatch(/^ {4}maria +\S{20,}$/m);
    expect(running.out()).toMatch(/^App helper: APP_ID=\d+$/m);
    expect(running.out()).toMatch(/authorize: client id Iv23li\w{14}, client secret [\da-f]{40}$/m);
    expect(running.out()).toContain('to http://127.0.0.1:9/hook, WEBHOOK_SECRET=only for this machine');
    expect(running.out()).toContain('-----END PRIVATE KEY-----');
    expect(running.out()).toMatch(/^Jira \(cloud\): http/m);
  });
});

describe('a file of your own', () => {
  const world = `github:
  release: GHES 3.19
  people: [ann, bob]
  organizations: { corp: { admins: [ann], members: [bob], teams: { Core Team: [bob] } } }
  repositories:
    corp/api: { private: true, collaborators: { bob: maintain }, required-checks: [{ name: ci, app: bot }] }
  apps:
    bot: { permissions: { checks: write }, events: [check_run], installed-on: [corp] }
jira: { flavour: cloud, people: [ann], projects: { API: {} } }
`;

  test('says what is there', async () => {
    const { is } = await report('--world', file('world.yml', world));
    const [ann] = is.github.people;
    const asked = await fetch(`${is.github.url}/repos/corp/api`, {
      headers: { authorization: `Bearer ${ann?.token}` },
    });
    expect(asked.headers.get('x-github-enterprise-version')).toBe('3.19.0');
    expect(await asked.json()).toMatchObject({ full_name: 'corp/api', private: true });
    expect(is.jira).toMatchObject({ flavour: 'cloud', projects: ['API'] });
  });

  test.each([
    ['a word that is unknown', 'github: { peeple: [ann] }', /wrong\.yml: github: .*peeple/],
    [
      'a value that is none',
      'github: { repositories: { corp/api: { private: maybe } } }',
      /corp\/api: private/,
    ],
    ['no YAML', 'github: {', /wrong\.yml is no YAML/],
    ['nothing', '', /wrong\.yml: /],
  ])('is refused in one line where it has %s', (_, text, message) => {
    expect(() => readWorldFile(file('wrong.yml', text))).toThrow(message);
    expect(() => readWorldFile(file('wrong.yml', text))).toThrow(/^[^\n]+$/);
  });

  test('is refused where it cannot be read', () => {
    expect(() => readWorldFile(join(folder, 'missing.yml'))).toThrow(/missing\.yml \(no such file\)/);
  });

  test('is refused in one line, with 2, where it names somebody who is not there', async () => {
    const wrong = file('wrong.yml', 'github: { organizations: { corp: { admins: [ann] } } }');
    const { code, error, out } = run('--world', wrong);
    expect([await code, error(), out()]).toEqual([
      2,
      expect.stringMatching(/^baton-sandbox: [^\n]*ann[^\n]*\n$/),
      '',
    ]);
  });
});

describe('what follows its name', () => {
  test.each([
    [['--nope'], '--nope'],
    [['word'], 'word'],
    [['--port'], '--port'],
    [['--port', '70000'], '--port must be a port from 0 to 65535, not "70000"'],
    [['--port', '-1'], '--port'],
    [['--jira', 'server'], '--jira must be "cloud" or "data-center", not "server"'],
    [['--release', 'GHES 2'], '--release must be'],
    [['--webhook', 'here'], '--webhook must be an address'],
  ])('%j is refused in one line', (words, message) => {
    expect(() => readArguments(words)).toThrow(message);
    expect(() => readArguments(words)).toThrow(/^[^\n]+$/);
  });

  test('is refused with 2', async () => {
    const { code, error, out } = run('--nope');
    expect([await code, error(), out()]).toEqual([2, expect.stringMatching(/^baton-sandbox: [^\n]+\n$/), '']);
  });

  test('--help prints a page, with 0, whatever else is written', async () => {
    const { code, error, out } = run('--nope', '--help');
    expect(await code).toBe(0);
    expect(error()).toBe('');
    expect(out()).toMatch(/^baton-sandbox \[OPTIONS\]\n/);
  });

  test('a port that is taken is one line, with 1', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, error } = run('--port', String(port));
    expect(await code).toBe(1);
    expect(error()).toMatch(new RegExp(`^baton-sandbox: [^\\n]*EADDRINUSE[^\\n]*${port}\\n$`));
    server.close();
  });
});

/** `npm run dev`, in a copy of the code that is edited meanwhile. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, expect, test } from 'vitest';

import { bare } from '../children.ts';

import { childrenOf, isRunning, twice } from './processes.ts';

const root = new URL('../../', import.meta.url).pathname;
/** Baton starts six times here, which takes minutes where the machine is busy. */
const patience = { timeout: 240_000, interval: 250 };
const whole = 1_200_000;

let folder = '';
let child: ChildProcess | null = null;
afterEach(() => {
  child?.kill('SIGKILL');
  child = null;
  rmSync(folder, { recursive: true, force: true });
});

function copyAll(): void {
  folder = mkdtempSync(join(tmpdir(), 'baton-dev-test-'));
  for (const name of ['src', 'config', 'packages', 'app.yml', 'package.json'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'tmp'));
}

const main = 'src/demo/dev.ts';
/** Starts it in a shell whose settings and `.env` are those of a real App. */
function startDev(...words: string[]): () => string {
  writeFileSync(join(folder, '.env'), 'APP_ID=1\nDATABASE_URL=postgres://real@db.example.com/baton\n');
  const env = {
    ...bare,
    TMPDIR: join(folder, 'tmp'),
    GHE_HOST: 'github.example.com',
    LOG_LEVEL: 'silent' as const,
  };
  const started = spawn(
    process.execPath,
    [join(folder, main), '--port', '0', '--github-port', '0', ...words],
    {
      cwd: folder,
      env,
    },
  );
  child = started;
  let said = '';
  for (const stream of [started.stdout, started.stderr])
    stream.on('data', (part: Buffer) => (said += part.toString()));
  return () => said;
}

test.runIf(process.platform === 'linux')(
  'Baton works against GitHub, starts again when its code is saved, takes a saved policy, and Ctrl+C ends all',
  async () => {
    copyAll();
    const policy = join(folder, 'roles.yml');
    writeFileSync(policy, 'roles:\n  pm: [maria]\n  engineer: [anton]\n');
    const said = startDev('--policy', policy);
    await expect.poll(said, patience).toContain('Ctrl+C ends it.');
    const [, github = ''] = /GitHub is at (\S+),/.exec(said()) ?? [];
    const tokens = new Map(
      Array.from(said().matchAll(/^ {2}(\w+) +(ghp_\w+)$/gm), ([, login, token]) => [login, token]),
    );
    async function call(login: string, path: string, body?: object): Promise<string> {
      const answer = await fetch(`${github}/repos/acme/shop${path}`, {
        headers: { authorization: `Bearer ${tokens.get(login)}` },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      });
      expect([path, answer.ok]).toEqual([path, true]);
      return answer.text();
    }
    await expect.poll(() => call('maria', '/issues/1/comments'), patience).toContain('<!-- baton:card -->');

    const starts = () => said().match(/Baton takes webhooks at/g)?.length;
    const log = join(folder, 'src/log.ts');
    appendFileSync(log, '// saved\n');
    await expect.poll(starts, patience).toBe(2);
    // Many editors write another file, and put it in the place of the old one.
    for (const times of [3, 4]) {
      writeFileSync(`${log}.new`, `${readFileSync(log, 'utf8')}// ${times}\n`);
      renameSync(`${log}.new`, log);
      await expect.poll(starts, patience).toBe(times);
    }
    const right = readFileSync(log, 'utf8');
    writeFileSync(log, `${right}throw new Error('a mistake');\n`);
    await expect
      .poll(said, patience)
      .toContain('Baton ended by itself (1). Save a file, and it starts again.');
    writeFileSync(log, right);
    await expect.poll(starts, patience).toBe(5);
    await call('maria', '/issues/1/comments', { body: '/approve spec' });
    await expect.poll(() => call('maria', '/issues/1/labels'), patience).toContain('spec:approved');

    writeFileSync(policy, 'mode: observe\nroles:\n  pm: [maria]\n  engineer: [anton]\n');
    await expect.poll(said, patience).toContain(`Pushed ${policy} as .github/roles.yml.`);
    rmSync(policy);
    await expect.poll(said, patience).toContain(`${policy} cannot be read (no such file or folder)`);

    const all = childrenOf(child?.pid ?? 0);
    expect(all).toHaveLength(1);
    if (child !== null) expect(await twice(child, 'SIGINT')).toEqual([0, null]);
    await expect.poll(() => all.filter(isRunning), patience).toEqual([]);
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  },
  whole,
);

test(
  'a port that is taken and a policy that is not there are one line each',
  async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = String((server.address() as AddressInfo).port);
    const run = (...words: string[]) =>
      spawnSync(process.execPath, [join(root, main), ...words], { env: bare, encoding: 'utf8' });
    const taken = run('--port', '0', '--github-port', port);
    const takenToo = run('--port', port, '--github-port', '0');
    const missing = run('--port', '0', '--github-port', '0', '--policy', 'roles.yml');
    server.close();
    expect([taken.status, taken.stdout]).toEqual([1, '']);
    expect(taken.stderr).toMatch(
      /^npm run dev: GitHub cannot start \([^\n]*\); --github-port N takes another port\.\n$/,
    );
    expect([takenToo.status, takenToo.stdout]).toEqual([1, '']);
    expect(takenToo.stderr).toMatch(
      /^npm run dev: Baton cannot start \([^\n]*\); --port N takes another port\.\n$/,
    );
    expect([missing.status, missing.stdout]).toEqual([1, '']);
    expect(missing.stderr).toBe('npm run dev: cannot read roles.yml (no such file or folder).\n');
  },
  whole,
);

/** The service by its commands: `baton serve`, `baton web` and `baton work`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { bare } from '../children.ts';
import { credentials } from '../web/nowhere.ts';
import { typed } from './typed.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baton-serve-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function set(settings: Readonly<Record<string, string>>): void {
  const quiet = { LOG_LEVEL: 'silent', HOST: '127.0.0.1', PORT: '0', DATA_DIR: folder };
  for (const [name, value] of Object.entries({ ...credentials, ...quiet, ...settings }))
    vi.stubEnv(name, value);
}

test('serve takes webhooks until Ctrl+C, which may come twice, and ends with 0', async () => {
  const baton = spawn('node_modules/.bin/node', ['src/cli/baton.ts', 'serve'], {
    env: { ...bare, ...credentials, PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder, LOG_FORMAT: 'json' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  baton.stdout.on('data', (part: Buffer) => (said += part.toString()));
  await expect.poll(() => said, { timeout: 240_000 }).toContain('Baton takes webhooks at');
  const [, url = ''] = /webhooks at (http:\/\/[^/]+)\/api/.exec(said) ?? [];
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  baton.kill('SIGINT');
  baton.kill('SIGINT');
  expect(await once(baton, 'close')).toEqual([0, null]);
});

test.each(['web', 'work'])('%s alone needs a database that others can use', async (command) => {
  set({});
  expect(await typed(command, [])).toEqual({
    code: 2,
    out: '',
    said: `Baton cannot start. baton ${command} needs DATABASE_URL: a database in DATA_DIR is for one process, which does both.`,
  });
});

test('a wrong setting is told, with 2', async () => {
  set({ PORT: 'http' });
  const { code, said } = await typed('serve', []);
  expect([code, said]).toEqual([2, expect.stringMatching(/^Baton cannot start\. PORT /)]);
});

test('a port that something else listens on is told, with 3', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  set({ PORT: String(port) });
  const { code, said } = await typed('serve', []);
  other.close();
  expect([code, said]).toEqual([3, expect.stringContaining(String(port))]);
});

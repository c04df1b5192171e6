/**
 * A PostgreSQL for tests: TEST_DATABASE_URL, or a server of our own from this machine's programs, on a socket in a
 * temporary folder. Where there is neither, the tests that need one are skipped, and say so; with CI set, they fail.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

const given = process.env['TEST_DATABASE_URL'] ?? '';
const programs = given === '' ? findPrograms() : null;
const available = given !== '' || programs !== null;

/** The address of a new, empty database. */
export type NewDatabase = () => Promise<string>;

/** Tests that need PostgreSQL: one server for all of them. */
export function describePostgres(name: string, body: (newDatabase: NewDatabase) => void): void {
  if (!available) {
    if (process.env['CI'] !== undefined) {
      test(`${name}: PostgreSQL is needed`, () => {
        expect.fail('Neither initdb nor TEST_DATABASE_URL: these tests must not be skipped here.');
      });
      return;
    }
    console.warn(`Skipped, because there is neither initdb nor TEST_DATABASE_URL: ${name}`);
  }
  describe.skipIf(!available)(name, () => {
    let server: { readonly url: string; stop(): Promise<void> } | null = null;
    const made: string[] = [];
    beforeAll(async () => {
      server =
        programs === null
          ? { url: given, stop: async () => {} }
          : await startServer(programs, process.getuid?.());
    });
    afterAll(async () => {
      if (programs === null)
        for (const each of made) await query(given, `drop database if exists ${each} with (force)`);
      await server?.stop();
    });
    body(async () => {
      const database = `baton_${randomUUID().replaceAll('-', '')}`;
      await query(server?.url ?? given, `create database ${database}`);
      made.push(database);
      const url = new URL(server?.url ?? given);
      url.pathname = database;
      return url.href;
    });
  });
}

/** Runs one statement as whoever owns the server. */
export async function query(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** The folder that has both programs. */
function findPrograms(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  try {
    folders.push(execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: 'pipe' }).trim());
  } catch {
    // It is not installed, or does not say.
  }
  const debian = '/usr/lib/postgresql';
  if (existsSync(debian)) {
    folders.push(
      ...readdirSync(debian)
        .toSorted((one, other) => Number(other) - Number(one))
        .map((version) => join(debian, version, 'bin')),
    );
  }
  return folders.find((each) => ['initdb', 'postgres'].every((name) => existsSync(join(each, name)))) ?? null;
}

async function startServer(
  bin: string,
  uid: number | undefined,
): Promise<{ url: string; stop(): Promise<void> }> {
  // PostgreSQL refuses to run as root.
  const user = uid === 0 ? somebody() : {};
  const folder = mkdtempSync(join(tmpdir(), 'baton-pg-'));
  chmodSync(folder, 0o755);
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'baton', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const options = [
    '-D',
    data,
    '-k',
    folder,
    '-c',
    'listen_addresses=',
    '-c',
    'fsync=off',
    '-c',
    'max_connections=200',
  ];
  // The shell ends it with us, however we end: then nobody holds the other end of its input.
  const child = spawn(
    'sh',
    [
      '-c',
      '"$@" 2>/dev/null & pid=$!; read -r _; kill -INT $pid; wait $pid',
      'sh',
      join(bin, 'postgres'),
      ...options,
    ],
    { ...user, cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] },
  );
  const url = `postgres://baton@localhost/postgres?host=${encodeURIComponent(folder)}`;
  await vi.waitFor(() => query(url, 'select 1'), { timeout: 30_000, interval: 20 });
  return {
    url,
    async stop() {
      const over = ended(child);
      child.stdin?.end();
      await over;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function somebody(): { readonly uid?: number; readonly gid?: number } {
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // There is nobody of that name.
    }
  }
  return {};
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve();
    else child.once('close', () => resolve());
  });
}

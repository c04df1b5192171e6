/** A PostgreSQL server of our own, from this machine's programs, on a socket in a temporary folder. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { Client } from 'pg';

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
export function findPrograms(): string | null {
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

export async function startServer(
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
  // The shell ends it with us, however we end: then nobody holds the other end of its input. It leaves nothing behind.
  const child = spawn(
    'sh',
    [
      '-c',
      'folder=$1; shift; "$@" 2>/dev/null & pid=$!; read -r _; kill -INT $pid; wait $pid; rm -rf "$folder"',
      'sh',
      folder,
      join(bin, 'postgres'),
      ...options,
    ],
    { ...user, cwd: tmpdir(), stdio: ['pipe', 'ignore', 'ignore'] },
  );
  const url = `postgres://baton@localhost/postgres?host=${encodeURIComponent(folder)}`;
  await answering(url);
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

/** Waits until the server answers; it takes some hundred milliseconds. */
async function answering(url: string): Promise<void> {
  for (const end = Date.now() + 30_000; ;) {
    try {
      await query(url, 'select 1');
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await wait(20);
    }
  }
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

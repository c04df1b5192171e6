/** Whether the file system of a folder answers at all: one that hangs would take this process with it. */
import { spawn } from 'node:child_process';

import { StoreUnusable } from './store.ts';

/** Milliseconds that a process of its own may take to read, write and lock there. */
const patience = 10_000;

/** What it does is of no interest, and what it is refused is told by whoever opens the store: it only has to end. */
const script = `
  const { DatabaseSync } = require('node:sqlite');
  const { existsSync, rmSync } = require('node:fs');
  const { join } = require('node:path');
  const folder = process.argv[1];
  if (!existsSync(folder)) process.exit();
  const attempt = (work) => { try { work(); } catch {} };
  for (const name of ['baton.lock', 'baton.sqlite']) {
    const file = join(folder, name);
    if (existsSync(file)) attempt(() => new DatabaseSync(file, { readOnly: true }).exec('pragma schema_version'));
  }
  const file = join(folder, '.baton-probe-' + process.pid);
  attempt(() => {
    const database = new DatabaseSync(file);
    database.exec('pragma journal_mode = wal; create table probe (a); insert into probe values (1)');
    database.close();
  });
  for (const end of ['', '-wal', '-shm', '-journal']) attempt(() => rmSync(file + end, { force: true }));
`;

/** @throws StoreUnusable when the file system of the folder does not answer */
export async function probeFolder(folder: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<'ended' | 'late'>();
  const child = spawn(process.execPath, ['--no-warnings', '-e', script, folder], { stdio: 'ignore' });
  const timer = setTimeout(() => resolve('late'), patience);
  child.once('close', () => resolve('ended'));
  // What cannot be started says nothing of the folder.
  child.once('error', () => resolve('ended'));
  const how = await promise;
  clearTimeout(timer);
  if (how === 'ended') return;
  child.kill('SIGKILL');
  child.unref();
  throw new StoreUnusable(
    `DATA_DIR: the folder ${folder} does not answer (${patience / 1000} seconds without an end). Is its network drive there? Choose a folder on a disk of this machine, or set DATABASE_URL.`,
  );
}

/** Where is measured: SQLite in a folder, and PostgreSQL where its programs or TEST_DATABASE_URL are. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findPrograms, startServer } from '../postgres-server.ts';

/** What a service finds in its environment. */
export type Where = { readonly DATA_DIR: string } | { readonly DATABASE_URL: string };

/** Measures on one after the other; says so when there is no PostgreSQL. */
export async function onEachStore(
  part: string,
  bench: (name: string, where: Where) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'));
  await bench('SQLite', { DATA_DIR: folder });
  rmSync(folder, { recursive: true });
  const given = process.env['TEST_DATABASE_URL'];
  const programs = findPrograms();
  if (given !== undefined) return bench('PostgreSQL', { DATABASE_URL: given });
  if (programs === null)
    return console.log(`\n${part}, PostgreSQL: left out, there is no server on this machine`);
  const server = await startServer(programs, process.getuid?.());
  await bench('PostgreSQL', { DATABASE_URL: server.url });
  await server.stop();
}

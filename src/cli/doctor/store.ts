/** Whether the database can be read and written, is up to date, and has room. */
import { existsSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

import { createKeptWorkSet } from '../../inbox/index.ts';
import { glanceAtStore, isPostgresUrl, migrationsOf, StoreUnusable } from '../../store/index.ts';
import { reportOf, type Finding } from './finding.ts';

const { fine, warning, problem, unknown } = reportOf('The database');

/** Bytes: less is soon nothing, and less than that stops webhooks. */
const little = 1_000_000_000;
const tooLittle = 100_000_000;

/** @param where a folder, or the address of a PostgreSQL database */
export async function examineStore(where: string): Promise<readonly Finding[]> {
  const isFolder = !isPostgresUrl(where);
  const room = isFolder ? roomIn(where) : [];
  if (isFolder && !existsSync(join(where, 'baton.sqlite')))
    return [
      warning(
        'store',
        `There is no database in ${where} yet.`,
        'Baton makes one when it starts. If it has been running, see that DATA_DIR is the same here and there.',
      ),
      ...room,
    ];
  let db;
  try {
    db = await glanceAtStore(where);
  } catch (error) {
    return [unusable(error), ...room];
  }
  try {
    const { missing, newer } = await migrationsOf(db);
    const dead = await createKeptWorkSet<unknown>(db).dead();
    return [
      newer
        ? problem(
            'store',
            'The database was made by a newer Baton.',
            'Start that version, or restore the backup from before the update.',
          )
        : missing === 0
          ? fine('store', 'The database answers, and its tables are up to date.')
          : warning(
              'store',
              'The tables of the database are those of an older Baton.',
              'Start this version: it brings them up to date.',
            ),
      ...(dead.length === 0
        ? []
        : [
            warning(
              'dead-letters',
              dead.length === 1
                ? 'One evaluation failed for good.'
                : `${dead.length} evaluations failed for good.`,
              'baton dead-letters says which, and why.',
            ),
          ]),
      ...room,
    ];
  } catch (error) {
    return [unusable(error), ...room];
  } finally {
    await db.destroy();
  }
}

function unusable(error: unknown): Finding {
  if (error instanceof StoreUnusable)
    return problem('store', error.message, 'Check DATABASE_URL or DATA_DIR, and that the database runs.');
  const why = error instanceof Error ? error.message : String(error);
  if (/not a database|malformed/.test(why))
    return problem(
      'store',
      `The database is damaged (${why}).`,
      'Restore a backup, or move baton.sqlite away: decisions are read again from GitHub, and the audit log starts anew.',
    );
  return unknown('store', `The database could not be read (${why}).`, 'Ask as the user that Baton runs as.');
}

function roomIn(folder: string): readonly Finding[] {
  try {
    const { bavail, bsize } = statfsSync(existsSync(folder) ? folder : '.');
    const free = bavail * bsize;
    const what = `The disk of DATA_DIR has ${(free / 1e9).toFixed(1)} GB left`;
    if (free < tooLittle)
      return [problem('disk', `${what}: soon nothing can be stored.`, 'Free some space, or move DATA_DIR.')];
    if (free < little) return [warning('disk', `${what}.`, 'Free some space before it is full.')];
    return [fine('disk', `${what}.`)];
  } catch {
    return [unknown('disk', `How much space ${folder} has left could not be found out.`)];
  }
}

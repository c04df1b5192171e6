/** How Baton does at this moment, from what it keeps anyway: no tracker is asked. */
import { readFileSync } from 'node:fs';

import * as z from 'zod';

import { missedNow } from '../../github/index.ts';
import { retriesOf, type DeadLetter, type InboxMetrics, type Retry } from '../../inbox/index.ts';
import type { Outage } from '../../outages.ts';
import { root } from '../../root.ts';
import { installationOwners, isPostgres, migrationNames, sessionStore } from '../../store/index.ts';
import type { BoardOptions, Trouble } from '../options.ts';

/** So many lines of each list are shown. */
export const mostShown = 50;

export type Now = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly queue: InboxMetrics;
  readonly retries: readonly Retry[];
  readonly dead: readonly DeadLetter<unknown>[];
  readonly outages: readonly Outage[];
  readonly limits: readonly {
    readonly installation: number;
    readonly limit: number;
    readonly remaining: number;
    readonly until: number;
  }[];
  /** Whose an installation is. */
  readonly owners: ReadonlyMap<number, string>;
  readonly missed: Awaited<ReturnType<typeof missedNow>>;
  /** When all installations were looked at last; null: never. */
  readonly round: number | null;
  readonly troubles: readonly Trouble[];
  readonly sessions: { readonly sessions: number; readonly people: number };
  readonly versions: readonly (readonly [what: string, version: string])[];
};

const packageShape = z.object({ version: z.string() });

export async function readNow({
  store,
  github,
  inbox,
  outages,
  troubles,
  environment,
  now,
  clock,
}: BoardOptions): Promise<Now> {
  const [queue, retries, dead, owners, missed, round, sessions] = await Promise.all([
    inbox.metrics(),
    retriesOf(store.db, mostShown),
    inbox.dead(),
    installationOwners(store.db),
    missedNow(store),
    store.mark('round'),
    sessionStore(store.db).sessionsNow(now()),
  ]);
  const { version } = packageShape.parse(JSON.parse(readFileSync(new URL('package.json', root), 'utf8')));
  return {
    at: clock(),
    queue,
    retries,
    dead,
    outages: outages(),
    limits: Array.from(github.budgets(), ([installation, budget]) => ({ installation, ...budget })),
    owners,
    missed,
    round: round === null ? null : Number(round),
    troubles: troubles(),
    sessions,
    versions: [
      ['Baton', version],
      ['Node', process.version.slice(1)],
      ['Database', isPostgres(store.db) ? 'PostgreSQL' : 'SQLite'],
      ['Tables', migrationNames.at(-1) ?? ''],
      ['GitHub’s API', `2022-11-28, at ${new URL(environment.apiUrl).host}`],
    ],
  };
}

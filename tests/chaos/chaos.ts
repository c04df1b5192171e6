/**
 * Chaos: people act, Baton is killed again and again, GitHub answers badly; and at the end everything is as if nothing
 * had happened.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import type { Sandbox } from '@baton/sandbox';
import { Kysely } from 'kysely';

import { createKeptWorkSet } from '../../src/inbox/index.ts';
import { openDatabase, sqliteDialect } from '../../src/store/sqlite.ts';
import { openPostgres } from '../../src/store/postgres-pool.ts';
import type { Database, Tables } from '../../src/store/index.ts';
import { clientOf, secret } from '../baton.ts';
import { openTown } from '../town.ts';
import { faultAtRandom } from './faults.ts';
import { actAtRandom, settle } from './people.ts';
import { freePort, startBaton, type Process, type Setting } from './processes.ts';
import { createRandom } from './random.ts';
import { doubled, lostDeliveries } from './verify.ts';

export type Chaos = {
  readonly seed: number;
  readonly deliveries: number;
  readonly items: number;
  readonly kills: number;
  /** The address of an empty PostgreSQL database, used by one web process and two workers; null: SQLite, one process. */
  readonly databaseUrl: string | null;
  /** Milliseconds until an operator asks for the deliveries that Baton waits with before it asks again. */
  readonly patience: number;
};

export type Outcome = {
  /** What is wrong, in sentences; nothing is right. */
  readonly problems: readonly string[];
  readonly figures: Readonly<Record<string, number | string>>;
};

/** Runs it, and looks at what has become of everything. */
export async function runChaos(chaos: Chaos): Promise<Outcome> {
  const started = performance.now();
  const random = createRandom(chaos.seed);
  const folder = mkdtempSync(join(tmpdir(), 'baton-chaos-'));
  const github = await openTown();
  const town = { github, random, items: [] as string[] };
  const baton = await startAll(chaos, github, folder);
  const db = openDb(chaos, folder);
  const faults = new Map<string, number>();
  let kills = 0;
  try {
    github.hook('baton', { url: `http://127.0.0.1:${baton.port}/api/github/webhooks`, secret });
    github.install('baton', 'acme');
    settle(town, chaos.items);
    const killing = Math.max(1, Math.floor(chaos.deliveries / (chaos.kills + 1)));
    let nextKill = killing;
    while (github.deliveries.length < chaos.deliveries || kills < chaos.kills) {
      actAtRandom(town);
      if (random.next() < 0.1) {
        const kind = faultAtRandom(github, random);
        faults.set(kind, (faults.get(kind) ?? 0) + 1);
      }
      if (github.deliveries.length >= nextKill && kills < chaos.kills) {
        nextKill += killing;
        kills += 1;
        await wait(random.below(150));
        await random.pick(baton.processes).kill();
      }
      await wait(random.below(8));
    }
    github.faults.clear();
    await github.settled();
    const byHand = await quiet(github, db, chaos.patience);
    const count = (of: string): number => github.requests.filter(({ kind }) => kind === of).length;
    const requests = { reads: count('query'), writes: count('mutation') };
    const problems = await verify(chaos, town, db, baton.processes);
    return {
      problems,
      figures: {
        seed: chaos.seed,
        store: chaos.databaseUrl === null ? 'SQLite' : 'PostgreSQL',
        deliveries: github.deliveries.length,
        kills,
        ...Object.fromEntries([...faults].map(([kind, count]) => [`faults: ${kind}`, count])),
        ...requests,
        'redelivered by hand': byHand,
        seconds: Math.round((performance.now() - started) / 1000),
      },
    };
  } finally {
    await Promise.all(baton.processes.map((each) => each.stop()));
    await db.destroy();
    await github.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startAll(
  { databaseUrl }: Chaos,
  github: Sandbox,
  folder: string,
): Promise<{ readonly port: number; readonly processes: readonly Process[] }> {
  const port = await freePort();
  const where: Setting['where'] = databaseUrl === null ? { DATA_DIR: folder } : { DATABASE_URL: databaseUrl };
  const start = async (duties: readonly string[], at: number): Promise<Process> =>
    startBaton({ github, port: at, duties, where });
  if (databaseUrl === null) return { port, processes: [await start([], port)] };
  const processes = [await start(['--web'], port)];
  for (const _ of [1, 2]) processes.push(await start(['--work'], await freePort()));
  return { port, processes };
}

function openDb({ databaseUrl }: Chaos, folder: string): Database {
  return databaseUrl === null
    ? new Kysely<Tables>({ dialect: sqliteDialect(openDatabase(join(folder, 'baton.sqlite'))) })
    : openPostgres(databaseUrl);
}

/** True when every item that is wanted now has been looked at. What Baton does by itself, as the App, never ends. */
async function isSettled(db: Database): Promise<boolean> {
  const open = await db
    .selectFrom('items')
    .select('key')
    .where('buried_at', 'is', null)
    .where('group_name', '!=', '0')
    .where((eb) => eb.or([eb('held_by', 'is not', null), eb('tries', '>', 0), eb('due', '<=', Date.now())]))
    .limit(1)
    .executeTakeFirst();
  return open === undefined;
}

/** Deliveries that were not taken, whether or not Baton lived to say so: the last try of each. */
async function missing(github: Sandbox, db: Database): Promise<readonly Sandbox['deliveries'][number][]> {
  const rows = await db.selectFrom('deliveries').select('id').execute();
  const taken = new Set(rows.map(({ id }) => id));
  return [...Map.groupBy(github.deliveries, ({ guid }) => guid)]
    .filter(([guid, tries]) => !taken.has(guid) && tries.every(({ statusCode }) => statusCode !== 202))
    .flatMap(([, tries]) => tries.at(-1) ?? []);
}

/**
 * Waits until every delivery arrived and everything wanted was looked at. Baton asks by itself for what is missing; what
 * failed several times it asks for after minutes, which an operator's "Redeliver" makes shorter.
 * @returns how many were asked for by hand
 */
async function quiet(github: Sandbox, db: Database, patience: number): Promise<number> {
  let byHand = 0;
  for (const hand = Date.now() + patience, end = hand + 225_000; Date.now() < end;) {
    await github.settled();
    const lost = await missing(github, db);
    if (lost.length === 0 && (await isSettled(db))) return byHand;
    if (Date.now() > hand && lost.length > 0) {
      byHand += lost.length;
      await redeliver(github, lost);
    }
    await wait(100);
  }
  return byHand;
}

async function redeliver(github: Sandbox, lost: readonly { readonly id: number }[]): Promise<void> {
  const app = await clientOf(github).app();
  for (const { id } of lost)
    await app.request('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: id });
}

async function verify(
  chaos: Chaos,
  { github, items }: { readonly github: Sandbox; readonly items: readonly string[] },
  db: Database,
  processes: readonly Process[],
): Promise<readonly string[]> {
  const rows = await db.selectFrom('deliveries').select('id').execute();
  const problems = [
    ...lostDeliveries(github, new Set(rows.map(({ id }) => id))),
    ...items.flatMap((address) => doubled(github.find.item(address), address)),
    ...github.unplayed.map((what) => `The sandbox does not play: ${JSON.stringify(what)}`),
  ];
  const set = createKeptWorkSet(db);
  for (const { key, error } of await set.dead()) problems.push(`A dead letter: ${key}: ${error}`);
  if (!(await isSettled(db))) problems.push('Something wanted was not looked at.');
  await Promise.all(processes.map((each) => each.stop()));
  return [...problems, ...(await freshLook(chaos, github))];
}

/**
 * A Baton that knows nothing looks at everything, and finds nothing to write. What it does not know does not matter
 * here: nobody left a team, and no word against a gate was deleted.
 */
async function freshLook({ deliveries }: Chaos, github: Sandbox): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-chaos-fresh-'));
  const port = await freePort();
  github.requests.length = 0;
  const fresh = await startBaton({ github, port, duties: [], where: { DATA_DIR: folder } });
  const db = openDb({ databaseUrl: null } as Chaos, folder);
  try {
    for (const end = Date.now() + 120_000; Date.now() < end;) {
      await wait(300);
      if ((await isSettled(db)) && github.requests.length > Math.min(deliveries, 10)) break;
    }
    const written = github.requests.filter(({ kind }) => kind === 'mutation');
    return written.map(({ document }) => `A fresh look wrote something: ${document?.slice(0, 300)}`);
  } finally {
    await fresh.stop();
    await db.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the work set takes for a look while many items wait: to claim one, to end it, and to know when the next is due. */
import { createKeptWorkSet } from '../../src/inbox/index.ts';
import { openStore, type Database } from '../../src/store/index.ts';
import { addBacklog } from '../inbox/backlog.ts';
import type { Figures, LeftOut } from './compare.ts';
import { shares } from './post.ts';
import { onEachStore } from './stores.ts';

const sizes = [2000, 20_000];
const groupings = [1, 20, 500];
const rounds = 200;
const now = 1_000_000;

type Times = { readonly claim: number; readonly done: number; readonly nextDue: number };

/** Prints the medians, one store beside the other. As many items as wait are scheduled, and the older half is of one group. */
export async function benchClaims(): Promise<Figures> {
  const growths: Record<string, readonly number[] | LeftOut> = {};
  for (const name of ['SQLite', 'PostgreSQL']) growths[growthOf(name)] = { leftOut: 'there is no server' };
  const lines = new Map<string, string[]>();
  await onEachStore('claims', async (name, where) => {
    const sums: Record<number, number[]> = {};
    const store = await openStore('DATA_DIR' in where ? where.DATA_DIR : where.DATABASE_URL);
    for (const waiting of sizes) {
      for (const groups of groupings) {
        const { claim, done, nextDue } = await measure(store.db, waiting, groups);
        (sums[waiting] ??= []).push(claim + done + nextDue);
        const what = `${waiting} waiting, ${groups} groups`;
        const figures = `${name} claim ${ms(claim)} done ${ms(done)} nextDue ${ms(nextDue)}`;
        lines.set(what, [...(lines.get(what) ?? []), figures]);
      }
    }
    await store.close();
    const [few = [], many = []] = sizes.map((waiting) => sums[waiting]);
    growths[growthOf(name)] = many.map((time, at) => time / (few[at] ?? Number.NaN));
  });
  console.log('\nclaims (ms)');
  for (const [what, figures] of lines) console.log(`  ${what.padEnd(26)} ${figures.join('   ')}`);
  return growths;
}

const growthOf = (store: string): string => `claim, done and nextDue at their growths, ${store}`;

/** Three items are held, and one group is paused. */
async function measure(db: Database, waiting: number, groups: number): Promise<Times> {
  await db.deleteFrom('items').execute();
  await db.deleteFrom('pauses').execute();
  await addBacklog(db, { waiting, groups, now });
  const set = createKeptWorkSet<string>(db, { perGroup: 4 });
  if (groups > 1) await set.pause('1', now + 1e6);
  for (let held = 0; held < 3; held += 1) await set.claim('another', now);
  const times: Record<keyof Times, number[]> = { claim: [], done: [], nextDue: [] };
  async function timed<T>(what: keyof Times, run: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await run();
    times[what].push(performance.now() - start);
    return result;
  }
  for (let round = 0; round < rounds; round += 1) {
    const claim = await timed('claim', () => set.claim('one', now));
    if (claim === null) throw new Error('There was nothing to claim.');
    await timed('nextDue', () => set.nextDue(now));
    await timed('done', () => set.done(claim, null));
  }
  return {
    claim: shares(times.claim).p50,
    done: shares(times.done).p50,
    nextDue: shares(times.nextDue).p50,
  };
}

const ms = (time: number): string => time.toFixed(2).padStart(6);

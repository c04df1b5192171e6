/**
 * Load: how fast webhooks are acknowledged that are kept on disk, how soon they lead to a decision, and what a backlog
 * costs. Baton, the sandbox and who posts share one process: a Baton alone is faster.
 */
import type { Sandbox } from '@baton/sandbox';
import { pino } from 'pino';

import type { Duties } from '../../src/duties.ts';
import { readEnvironment } from '../../src/environment/index.ts';
import { usualRhythm } from '../../src/github/index.ts';
import { createLook } from '../../src/reconcile/index.ts';
import { startService, type Service } from '../../src/service/index.ts';
import { secret, settingsFor } from '../baton.ts';
import { openTown, repository } from '../town.ts';
import type { Figures, LeftOut } from './compare.ts';
import { openIssues, postAll, shares } from './post.ts';
import { onEachStore, type Where } from './stores.ts';

const items = 500;
const backlog = 10_000;
const idle = 200;

/** Prints the figures for each store. */
export async function benchLoad(): Promise<Figures> {
  const figures: Record<string, readonly number[] | LeftOut> = {};
  for (const name of ['SQLite', 'PostgreSQL']) figures[readsOf(name)] = { leftOut: 'there is no server' };
  await onEachStore('load', async (name, where) => {
    figures[readsOf(name)] = [await benchStore(name, where)];
  });
  return figures;
}

const readsOf = (store: string): string => `reads for one item of a backlog, ${store}`;

async function benchStore(name: string, where: Where): Promise<number> {
  console.log(`\nload, ${name}`);
  const github = await openTown();
  const posted = await openIssues(github, items);
  const decided = new Map<string, number>();

  const web = await serve(github, where, { web: true, work: false }, decided);
  const taken = await postAll(hookOf(web), secret, posted, backlog, 10);
  await web.stop();
  say(
    'acknowledged, 10 at once',
    `${taken.perSecond.toFixed(0)} a second   p50 ${taken.p50.toFixed(2)} ms   p99 ${taken.p99.toFixed(2)} ms`,
  );

  github.requests.length = 0;
  const start = performance.now();
  const both = await serve(github, where, { web: true, work: true }, decided);
  await both.inbox.settled();
  const seconds = (performance.now() - start) / 1000;
  const queries = github.requests.filter(({ kind }) => kind === 'query');
  // Of items, one each or several at once; the rest is read once for all of them.
  const reads = queries.filter(({ operation }) => /^(Observe|Resume)/.test(operation ?? '')).length;
  say(
    `${backlog} deliveries of ${items} items`,
    `done after ${seconds.toFixed(1)} s, with ${reads} reads of items and ${queries.length - reads} others; ${(items / seconds).toFixed(0)} looks a second`,
  );

  github.hook('baton', { url: hookOf(both), secret });
  const soon = await decisions(github, both, decided);
  say('acknowledged to looked at, idle', `p50 ${soon.p50.toFixed(1)} ms   p99 ${soon.p99.toFixed(1)} ms`);
  await both.stop();
  await github.close();
  return reads / items;
}

/** How long it takes from the acknowledgement of a comment to the end of the look that it led to. */
async function decisions(
  github: Sandbox,
  service: Service,
  decided: ReadonlyMap<string, number>,
): Promise<{ readonly p50: number; readonly p99: number }> {
  const times: number[] = [];
  for (let turn = 0; turn < idle; turn += 1) {
    github.clock.advance(1000);
    const before = github.deliveries.length;
    github.as('anton').comment(`${repository}#${1 + (turn % items)}`, 'I think so, too.');
    await github.settled();
    const acknowledged = performance.now();
    await service.inbox.settled();
    const ended = decided.get(github.deliveries[before]?.guid ?? '');
    if (ended !== undefined) times.push(Math.max(0, ended - acknowledged));
  }
  if (times.length < idle) throw new Error(`Only ${times.length} of ${idle} comments were looked at.`);
  return shares(times);
}

/** @param decided where the ends of looks are noted by delivery */
function serve(
  github: Sandbox,
  where: Where,
  duties: Duties,
  decided: Map<string, number>,
): Promise<Service> {
  const environment = readEnvironment({ ...settingsFor(github), ...where });
  if (environment.github === null) throw new Error('The bench has credentials.');
  return startService({
    environment: { ...environment, github: environment.github },
    log: pino({ level: 'silent' }),
    createItemLook: ({ tracker, store, inbox, log }) => {
      const look = createLook({ tracker, store, want: inbox.want, log });
      return async (item, turn) => {
        const result = await look(item, turn);
        for (const cause of turn.causes) decided.set(cause, performance.now());
        return result;
      };
    },
    now: Date.now,
    // What was never sent is not asked for: it would be counted, too.
    rhythm: { ...usualRhythm, missed: 24 * 3_600_000, sweep: 24 * 3_600_000 },
    duties,
  });
}

const hookOf = ({ url }: Service): string => `${url}/api/github/webhooks`;

const say = (what: string, figures: string): void => console.log(`  ${what.padEnd(34)} ${figures}`);

/**
 * Load: how fast webhooks are acknowledged that are kept on disk, how soon they lead to a decision, what a backlog
 * costs, and whether memory grows. Baton, the sandbox and who posts share one process: a Baton alone is faster.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { pino } from 'pino';

import type { Duties } from '../../src/arguments.ts';
import { readEnvironment } from '../../src/environment.ts';
import { usualRhythm } from '../../src/github/index.ts';
import { createLook } from '../../src/reconcile/index.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { startService, type Service } from '../../src/service/index.ts';
import { secret, settingsFor } from '../baton.ts';
import { openTown, repository } from '../town.ts';
import { postAll, shares, type Posted } from './post.ts';
import { onEachStore, type Where } from './stores.ts';

const items = 500;
const backlog = 10_000;
const idle = 200;
const flood = [20_000, 60_000, 100_000] as const;

/** Prints the figures for each store. */
export async function benchLoad(): Promise<void> {
  await onEachStore('load', benchStore);
}

async function benchStore(name: string, where: Where): Promise<void> {
  console.log(`\nload, ${name}`);
  const github = await openTown();
  const posted = await openIssues(github);
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
  const reads = github.requests.filter(({ kind }) => kind === 'query').length;
  say(
    `${backlog} deliveries of ${items} items`,
    `done after ${seconds.toFixed(1)} s, with ${reads} reads; ${(items / seconds).toFixed(0)} looks a second`,
  );

  github.hook('baton', { url: hookOf(both), secret });
  const soon = await decisions(github, both, decided);
  say('acknowledged to looked at, idle', `p50 ${soon.p50.toFixed(1)} ms   p99 ${soon.p99.toFixed(1)} ms`);
  await both.stop();
  await github.close();
}

/** Prints the memory after many deliveries. Looks read nothing: what stays is what Baton keeps of deliveries. */
export async function benchMemory(): Promise<void> {
  console.log('\nmemory, SQLite; who posts included');
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'));
  const github = await openTown();
  const posted = await openIssues(github);
  const service = await serve(github, { DATA_DIR: folder }, { web: true, work: true }, null);
  const sizes: string[] = [];
  let sent = 0;
  for (const upTo of flood) {
    await postAll(hookOf(service), secret, posted, upTo - sent, 10);
    sent = upTo;
    await service.inbox.settled();
    collectGarbage();
    const { rss, heapUsed } = process.memoryUsage();
    sizes.push(`${upTo / 1000}k: ${toMegabytes(rss)} (heap ${toMegabytes(heapUsed)})`);
  }
  say('MB, after so many deliveries', sizes.join('   '));
  await service.stop();
  await github.close();
  rmSync(folder, { recursive: true });
}

const toMegabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
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

/** Opens the items; gives back what GitHub said of them, which nobody but a listener of ours has heard. */
async function openIssues(github: Sandbox): Promise<readonly Posted[]> {
  const listener = createServer((request, response) => void request.resume().on('end', () => response.end()));
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  github.hook('baton', { url: `http://127.0.0.1:${port}/`, secret });
  github.install('baton', 'acme');
  for (let index = 0; index < items; index += 1) {
    github.clock.advance(1000);
    github.as('maria').openIssue(repository, { title: `Coupons ${index}`, body: 'One coupon per order.' });
  }
  await github.settled();
  listener.closeAllConnections();
  await new Promise((resolve) => listener.close(resolve));
  return github.deliveries
    .filter(({ event, action }) => event === 'issues' && action === 'opened')
    .map(({ event, payload }) => ({ event, body: JSON.stringify(payload) }));
}

/** @param decided where the ends of looks are noted by delivery; null: looks do nothing */
function serve(
  github: Sandbox,
  where: Where,
  duties: Duties,
  decided: Map<string, number> | null,
): Promise<Service> {
  const environment = readEnvironment({ ...settingsFor(github), ...where });
  if (environment.github === null) throw new Error('The bench has credentials.');
  return startService(
    { ...environment, github: environment.github },
    pino({ level: 'silent' }),
    ({ tracker, store, inbox, log }) => {
      if (decided === null) return async () => {};
      const look = createLook({ tracker, store, want: inbox.want, log });
      return async (item, turn) => {
        const result = await look(item, turn);
        for (const cause of turn.causes) decided.set(cause, performance.now());
        return result;
      };
    },
    Date.now,
    // What was never sent is not asked for: it would be counted, too.
    { ...usualRhythm, missed: 24 * 3_600_000, sweep: 24 * 3_600_000 },
    duties,
  );
}

const hookOf = ({ url }: Service): string => `${url}/api/github/webhooks`;

const say = (what: string, figures: string): void => console.log(`  ${what.padEnd(34)} ${figures}`);

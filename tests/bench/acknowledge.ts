/**
 * How a webhook is acknowledged, beside a bare Probot app that does nothing, in turns in one run. Each server and whoever
 * posts have a process of their own.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { secret } from '../baton.ts';
import { freePort, startBaton } from '../chaos/processes.ts';
import { openTown } from '../town.ts';
import type { Figures } from './compare.ts';
import { openIssues, type Posted, type Times } from './post.ts';
import type { Order } from './poster.ts';

const rounds = 7;
const each = 1_000;
const items = 200;
/** Events that lead to evaluations beside a round. */
const beside = 25;

/** Milliseconds of processor time that a process took so far, and how many evaluations were over by then. */
type Taken = { readonly work: number; readonly looks: number };
type Server = { readonly url: string; readonly taken: () => Promise<Taken> };
type Round = Times & Taken;

/** Prints what an acknowledgement takes, for both, and the ratios of the medians of the rounds. */
export async function benchAcknowledge(): Promise<Figures> {
  const figures: Record<string, readonly number[]> = {};
  const github = await openTown();
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'));
  const relevant = await openIssues(github, items, 'x'.repeat(4_000));
  const irrelevant = relevant.map(({ body }) => ({ event: 'push', body: pushFrom(body) }));
  const [bare, stopBare] = await begin('bare-probot.ts', {}, '/cpu');
  const poster = fork(new URL('poster.ts', import.meta.url));
  console.log(
    `\nacknowledgement of a webhook, 10 at once (median of ${rounds} rounds of ${each}, in turns with a bare Probot app)`,
  );
  const tell = (state: string, { text, ratios }: Compared): void => {
    console.log(`  ${state}\n${text}`);
    figures[`${state}: processor time over a bare Probot app`] = ratios;
  };
  const [door, stopDoor] = await begin('door-alone.ts', { DATA_DIR: join(folder, 'idle') }, '/metrics');
  tell('idle, irrelevant', await compare(poster, irrelevant, { bare, baton: door }));
  const idle = await compare(poster, relevant, { bare, baton: door });
  tell('idle, relevant', idle);
  await stopDoor();
  const port = await freePort();
  const process = await startBaton({ github, port, duties: [], where: { DATA_DIR: join(folder, 'busy') } });
  const baton = serverAt(port, '/metrics');
  const other = fork(new URL('poster.ts', import.meta.url));
  const meanwhile: Meanwhile = {
    acknowledgement: idle.work,
    count: beside,
    async post() {
      await post(other, { url: baton.url, posted: relevant, count: beside, pace: { perSecond: 50 } });
    },
  };
  const busy = { bare, baton, meanwhile };
  tell('with evaluations running, irrelevant', await compare(poster, irrelevant, busy));
  tell('with evaluations running, relevant', await compare(poster, relevant, busy));
  other.disconnect();
  const steady = await post(poster, {
    url: baton.url,
    posted: relevant,
    count: 500,
    pace: { perSecond: 25 },
  });
  console.log(
    `  25 relevant ones a second: p50 ${steady.p50.toFixed(1)} ms   p99 ${steady.p99.toFixed(1)} ms`,
  );
  figures['p99 at 25 relevant ones a second'] = [steady.p99];
  await process.stop();
  await stopBare();
  poster.disconnect();
  await github.close();
  rmSync(folder, { recursive: true });
  return figures;
}

/** @param path where it tells what it took: as Baton's metrics do, or in seconds of processor time and nothing else */
function serverAt(port: number, path: string): Server {
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    async taken() {
      const page = await textOf(`${url}${path}`);
      const seconds = /^(?:baton_process_cpu_seconds_total )?([\d.]+)$/m.exec(page)?.[1];
      const looks = [...page.matchAll(/^baton_look_seconds_count\{outcome="over".*\} (.+)$/gm)];
      return {
        work: Number(seconds) * 1000,
        looks: looks.reduce((sum, [, count]) => sum + Number(count), 0),
      };
    },
  };
}

async function begin(
  script: string,
  env: Readonly<Record<string, string>>,
  path: string,
): Promise<readonly [Server, () => Promise<void>]> {
  const child = fork(new URL(script, import.meta.url), { env: { WEBHOOK_SECRET: secret, ...env } });
  const [port] = (await once(child, 'message')) as [number];
  const stop = async (): Promise<void> => {
    child.disconnect();
    await once(child, 'exit');
  };
  return [serverAt(port, path), stop];
}

/** A push to a branch that nobody's policy comes from, with as long a text. */
function pushFrom(body: string): string {
  const { repository, installation, sender } = JSON.parse(body) as Record<string, unknown>;
  const commits = [{ added: [], modified: ['README.md'], removed: [], message: 'x'.repeat(4_000) }];
  return JSON.stringify({ ref: 'refs/heads/work', commits, repository, installation, sender });
}

type Compared = { readonly text: string; readonly ratios: readonly number[]; readonly work: number };

/** What keeps Baton at work during a round. */
type Meanwhile = {
  readonly post: () => Promise<void>;
  /** How many events that posts, and the milliseconds of processor time that the acknowledgement of one takes. */
  readonly count: number;
  readonly acknowledgement: number;
};

/** Where evaluations run, what they take is measured without the others in each turn, and left out. */
async function compare(
  poster: ChildProcess,
  posted: readonly Posted[],
  { meanwhile, ...servers }: Readonly<Record<'bare' | 'baton', Server>> & { readonly meanwhile?: Meanwhile },
): Promise<Compared> {
  const during = async (server: Server, what: () => Promise<unknown>): Promise<Taken> => {
    const before = await server.taken();
    await what();
    const after = await server.taken();
    return { work: after.work - before.work, looks: after.looks - before.looks };
  };
  const taken: Record<keyof typeof servers, Round[]> = { bare: [], baton: [] };
  const alone = { work: 0, looks: 0 };
  for (let turn = 0; turn <= rounds; turn += 1)
    for (const name of ['bare', 'baton'] as const) {
      const server = servers[name];
      const others = name === 'baton' ? meanwhile : undefined;
      if (others !== undefined) {
        const took = await during(server, others.post);
        // The first warms up.
        if (turn > 0) {
          alone.work += took.work - others.count * others.acknowledgement;
          alone.looks += took.looks;
        }
      }
      let times: Times | null = null;
      const took = await during(server, async () => {
        const atWork = others?.post();
        times = await post(poster, { url: server.url, posted, count: each, pace: { atOnce: 10 } });
        await atWork;
      });
      if (turn > 0 && times !== null) taken[name].push({ ...(times as Times), ...took });
    }
  const look = alone.looks === 0 ? 0 : alone.work / alone.looks;
  const events = each + (meanwhile?.count ?? 0);
  const done = {
    bare: taken.bare.map((round) => ({ ...round, work: round.work / each })),
    baton: taken.baton.map((round) => ({ ...round, work: (round.work - round.looks * look) / events })),
  };
  const median = (of: keyof typeof servers, what: keyof Round): number =>
    done[of].map((round) => round[what]).toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
  const line = (name: keyof typeof servers, called: string): string =>
    `    ${called.padEnd(11)} ${median(name, 'perSecond').toFixed(0).padStart(6)} a second   p50 ${median(name, 'p50').toFixed(2)} ms   p99 ${median(name, 'p99').toFixed(2)} ms   ${median(name, 'work').toFixed(3)} ms of processor time`;
  const ratio = (what: keyof Round): string => (median('baton', what) / median('bare', what)).toFixed(2);
  const text = `${line('bare', 'bare Probot')}\n${line('baton', 'Baton')}\n    Baton: ${ratio('work')} times the processor time, ${ratio('p50')} times as long (p50)`;
  const looks = median('baton', 'looks');
  const left =
    meanwhile === undefined
      ? ''
      : `\n    beside ${looks} evaluations of ${look.toFixed(2)} ms of processor time each, which are left out`;
  return {
    text: `${text}${left}`,
    work: median('baton', 'work'),
    ratios: done.baton.map(({ work }, turn) => work / (done.bare[turn]?.work ?? Number.NaN)),
  };
}

async function post(poster: ChildProcess, order: Omit<Order, 'secret'>): Promise<Times> {
  poster.send({ ...order, url: `${order.url}/api/github/webhooks`, secret } satisfies Order);
  const [answer] = (await once(poster, 'message')) as [{ times: Times } | { error: string }];
  if ('error' in answer) throw new Error(answer.error);
  return answer.times;
}

const textOf = async (url: string): Promise<string> => (await fetch(url)).text();

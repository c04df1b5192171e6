/**
 * How a webhook is acknowledged, beside a bare Probot app that does nothing. Both are in one process, which evaluates
 * items meanwhile; whoever posts has a process of its own. What an acknowledgement takes is what a short while with
 * webhooks takes more than one without, with as many evaluations: many of both in random order tell it apart from noise.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { settingsFor, secret } from '../baton.ts';
import { openTown } from '../town.ts';
import type { Figures } from './compare.ts';
import { resting, type Doors, type Question, type Taken } from './doors.ts';
import { openIssues, type Posted, type Times } from './post.ts';
import type { Order } from './poster.ts';

/** How often each is measured; before that, as many times as warm up. */
const blocks = 25;
const warming = 4;
/** So many samples are made of the blocks. */
const samples = 5;
/** Webhooks in a while. */
const each = 400;
const items = 200;
/** Events in a while that lead to an evaluation each. */
const beside = 20;

type Webhook = 'irrelevant' | 'relevant';
/** `bare`: the same webhooks, at the door of the other app. */
type Kind = 'none' | Webhook | `bare ${Webhook}`;
const kinds: readonly Kind[] = ['none', 'irrelevant', 'bare irrelevant', 'relevant', 'bare relevant'];
/** Milliseconds of processor time, by kind. */
type Block = Readonly<Record<Kind, number>>;

/** Prints what an acknowledgement takes, and how sure that is. */
export async function benchAcknowledge(): Promise<Figures> {
  const figures: Record<string, readonly number[]> = {};
  const github = await openTown();
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'));
  const opened = await openIssues(github, items, 'x'.repeat(4_000));
  const irrelevant = opened.map(({ body }) => ({ event: 'push', body: pushFrom(body) }));
  const relevant = opened.map(({ event, body }) => ({ event, body: ofResting(body) }));
  const env = { ...process.env, ...settingsFor(github), DATA_DIR: folder };
  const baton = await openBoth(env);
  const [poster, other] = [forkPoster(), forkPoster()];
  console.log(
    `\nacknowledgement of a webhook, 10 at once (${blocks} times ${each} of each kind in random order, in one process with a bare Probot app)`,
  );
  const now = async (): Promise<Taken> => baton.ask({ kind: 'taken' });
  let next = 0;
  /** Evaluates so many items, and takes webhooks of a kind meanwhile. */
  const during = async (kind: Kind, evaluations: number): Promise<number> => {
    const before = await now();
    const events = Array.from({ length: evaluations }, () => opened[next++ % opened.length] ?? opened[0]);
    const over = baton.ask({ kind: 'over', count: before.evaluations + evaluations });
    await Promise.all([
      evaluations === 0
        ? null
        : post(other, {
            url: baton.doors.baton,
            posted: events as readonly Posted[],
            count: evaluations,
            pace: { perSecond: 50 },
          }),
      kind === 'none'
        ? null
        : post(poster, {
            url: kind.startsWith('bare') ? baton.doors.bare : baton.doors.baton,
            posted: kind.endsWith('irrelevant') ? irrelevant : relevant,
            count: each,
            pace: { atOnce: 10 },
          }),
    ]);
    await over;
    return (await now()).work - before.work;
  };
  for (const [state, evaluations] of [
    ['idle', 0],
    ['with evaluations running', beside],
  ] as const) {
    const measured: Block[] = [];
    for (let turn = 0; turn < warming + blocks; turn += 1) {
      const block: Partial<Record<Kind, number>> = {};
      for (const kind of shuffled(kinds)) block[kind] = await during(kind, evaluations);
      if (turn >= warming) measured.push(block as Block);
    }
    console.log(
      `  ${state}${evaluations === 0 ? '' : `: ${(mean(measured, 'none') / evaluations).toFixed(1)} ms for an evaluation`}`,
    );
    for (const kind of ['irrelevant', 'relevant'] as const) {
      const ratios = inSamples(measured).map((part) => ratioOf(part, kind));
      const [low, high] = sureOf(measured, kind);
      console.log(
        `    ${kind.padEnd(12)} ${costOf(measured, kind).toFixed(3)} ms of processor time, bare Probot ${costOf(measured, `bare ${kind}`).toFixed(3)} ms: ${ratioOf(measured, kind).toFixed(2)} times (90 % sure of ${low.toFixed(2)}–${high.toFixed(2)})`,
      );
      figures[`${state}, ${kind}: processor time over a bare Probot app`] = ratios;
    }
  }
  const steady = await post(poster, {
    url: baton.doors.baton,
    posted: opened,
    count: 500,
    pace: { perSecond: 25 },
  });
  console.log(
    `  25 relevant ones a second: p50 ${steady.p50.toFixed(1)} ms   p99 ${steady.p99.toFixed(1)} ms`,
  );
  figures['p99 at 25 relevant ones a second'] = [steady.p99];
  for (const child of [poster, other]) child.disconnect();
  await baton.stop();
  await github.close();
  rmSync(folder, { recursive: true });
  return figures;
}

type Both = {
  readonly doors: Doors;
  readonly ask: (question: Question) => Promise<Taken>;
  readonly stop: () => Promise<void>;
};

async function openBoth(env: NodeJS.ProcessEnv): Promise<Both> {
  const child = fork(new URL('both-doors.ts', import.meta.url), {
    env,
    execArgv: ['--max-semi-space-size=8'],
  });
  const [doors] = (await once(child, 'message')) as [Doors];
  return {
    doors,
    async ask(question) {
      child.send(question);
      const [taken] = (await once(child, 'message')) as [Taken];
      return taken;
    },
    async stop() {
      const over = once(child, 'exit');
      child.disconnect();
      await over;
    },
  };
}

/** A push to a branch that nobody's policy comes from, with as long a text. */
function pushFrom(body: string): string {
  const { repository, installation, sender } = JSON.parse(body) as Record<string, unknown>;
  const commits = [{ added: [], modified: ['README.md'], removed: [], message: 'x'.repeat(4_000) }];
  return JSON.stringify({ ref: 'refs/heads/work', commits, repository, installation, sender });
}

/** The same of an installation that rests: it is kept, and what it leads to is measured by itself. */
function ofResting(body: string): string {
  return JSON.stringify({ ...(JSON.parse(body) as object), installation: { id: resting } });
}

const mean = (measured: readonly Block[], kind: Kind): number =>
  measured.reduce((sum, block) => sum + block[kind], 0) / measured.length;

/** Milliseconds that one webhook takes: without the highest and the lowest, which something else took. */
function costOf(measured: readonly Block[], kind: Kind): number {
  const more = measured.map((block) => block[kind] - block.none).toSorted((one, another) => one - another);
  const cut = Math.floor(more.length / 10);
  const kept = more.slice(cut, more.length - cut);
  return kept.reduce((sum, one) => sum + one, 0) / kept.length / each;
}

const ratioOf = (measured: readonly Block[], kind: Webhook): number =>
  costOf(measured, kind) / costOf(measured, `bare ${kind}`);

/** Every fifth is of one sample, so that all of them saw the same weather. */
const inSamples = (measured: readonly Block[]): readonly (readonly Block[])[] =>
  Array.from({ length: samples }, (_, part) => measured.filter((__, index) => index % samples === part));

/** Between which ratios nine of ten lie that others of these blocks, drawn by lot, give. */
function sureOf(measured: readonly Block[], kind: Webhook): readonly [low: number, high: number] {
  const drawn = Array.from({ length: 1000 }, () =>
    ratioOf(
      measured.map(() => measured[Math.floor(Math.random() * measured.length)] as Block),
      kind,
    ),
  ).toSorted((one, another) => one - another);
  return [drawn[50] ?? Number.NaN, drawn[949] ?? Number.NaN];
}

function shuffled<T>(all: readonly T[]): readonly T[] {
  return all
    .map((one) => ({ one, at: Math.random() }))
    .toSorted((one, another) => one.at - another.at)
    .map(({ one }) => one);
}

const forkPoster = (): ChildProcess => fork(new URL('poster.ts', import.meta.url));

async function post(poster: ChildProcess, order: Omit<Order, 'secret'>): Promise<Times> {
  poster.send({ ...order, url: `${order.url}/api/github/webhooks`, secret } satisfies Order);
  const [answer] = (await once(poster, 'message')) as [{ times: Times } | { error: string }];
  if ('error' in answer) throw new Error(answer.error);
  return answer.times;
}

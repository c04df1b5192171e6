/**
 * Who answers playgrounds: one thread, one job after the other, so much time for each, and after each a rest as long as it
 * took. What visitors can cause is bounded by that, whoever and however many they are.
 */
import { getCompileCacheDir } from 'node:module';
import { Worker } from 'node:worker_threads';

import { codeFolder } from '../../root.ts';
import type { Answer, Job } from './answer.ts';

export type Asked =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** Too many wait already. */
  | { readonly kind: 'busy' }
  /** It would have taken too long. */
  | { readonly kind: 'too-long' };

export type Desk = {
  /** @throws Error where something in it failed */
  readonly ask: (job: Job) => Promise<Asked>;
  readonly close: () => Promise<void>;
};

/** Milliseconds that one job may take. */
const longest = 3000;
/** Milliseconds until the thread has loaded what it needs. */
const longestStart = 30_000;
/** Without a job for so long, the thread ends; the next one starts another. */
const idle = 120_000;
const mostWaiting = 24;
/** Megabytes that the thread may hold. */
const memory = 160;

type Message =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly why: string };

type Waiting = {
  readonly job: Job;
  readonly answered: (asked: Asked) => void;
  readonly failed: (error: Error) => void;
};

/** @param thread where its code is; absent: beside this */
export function createDesk({
  thread = threadFile(),
  limit = longest,
}: { thread?: URL; limit?: number } = {}): Desk {
  const waiting: Waiting[] = [];
  let worker: Worker | null = null;
  let current: Waiting | null = null;
  let isResting = false;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const rest = (milliseconds: number): void => {
    isResting = true;
    setTimeout(() => {
      isResting = false;
      next();
    }, milliseconds).unref();
  };
  const finish = (then: (done: Waiting) => void, begun: number): void => {
    clearTimeout(timer);
    const done = current;
    current = null;
    if (done !== null) then(done);
    rest(Math.min(longest, performance.now() - begun));
  };
  const end = (): void => {
    const ended = worker;
    worker = null;
    void ended?.terminate();
  };
  const start = (): Worker => {
    const started = new Worker(thread, {
      resourceLimits: { maxOldGenerationSizeMb: memory },
      workerData: getCompileCacheDir() ?? null,
      // It needs none of them, and secrets are among them.
      env: {},
      execArgv: [],
    });
    started.unref();
    return started;
  };

  function next(): void {
    if (current !== null || isResting) return;
    current = waiting.shift() ?? null;
    clearTimeout(timer);
    if (current === null) {
      timer = setTimeout(end, idle).unref();
      return;
    }
    let begun = performance.now();
    const within = (milliseconds: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        end();
        finish(({ answered }) => answered({ kind: 'too-long' }), begun);
      }, milliseconds).unref();
    };
    const { job } = current;
    const isNew = worker === null;
    const mine = (worker ??= start());
    const give = (): void => {
      begun = performance.now();
      within(limit);
      mine.postMessage(job);
    };
    mine.removeAllListeners();
    mine.on('message', (message: Message) => {
      if (message.kind === 'ready') give();
      else
        finish(({ answered, failed }) => {
          if (message.kind === 'answer') answered(message);
          else failed(new Error(message.why));
        }, begun);
    });
    mine.on('error', (error) => {
      worker = null;
      const isTooMuch =
        error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      finish(({ answered, failed }) => {
        if (isTooMuch) answered({ kind: 'too-long' });
        else failed(error instanceof Error ? error : new Error(String(error)));
      }, begun);
    });
    if (isNew) within(longestStart);
    else give();
  }

  return {
    ask: (job) =>
      new Promise((answered, failed) => {
        if (isClosed || waiting.length >= mostWaiting) {
          answered({ kind: 'busy' });
          return;
        }
        waiting.push({ job, answered, failed });
        next();
      }),
    async close() {
      isClosed = true;
      clearTimeout(timer);
      for (const { answered } of waiting.splice(0)) answered({ kind: 'busy' });
      const ended = worker;
      worker = null;
      await ended?.terminate();
      current?.answered({ kind: 'busy' });
      current = null;
    },
  };
}

/** Beside this file, or in the bundle that this is a part of. */
function threadFile(): URL {
  const { href } = codeFolder;
  if (href.endsWith('/bundle/')) return new URL('playground.js', codeFolder);
  return new URL(`board/playground/thread${href.endsWith('/dist/') ? '.js' : '.ts'}`, codeFolder);
}

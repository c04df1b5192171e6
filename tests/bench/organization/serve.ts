/** Baton in compressed time, and waiting until it has done what it can. */
import { setTimeout as wait } from 'node:timers/promises';

import type { Sandbox } from '@baton/sandbox';
import { pino } from 'pino';

import { readEnvironment } from '../../../src/environment/index.ts';
import { createLook } from '../../../src/reconcile/index.ts';
import { startService, type Service } from '../../../src/service/index.ts';
import { settingsFor } from '../../baton.ts';
import type { Asked } from './causes.ts';
import type { CompressedTime } from './time.ts';

const minute = 60_000;
const hour = 60 * minute;

export type Served = {
  readonly github: Sandbox;
  readonly time: CompressedTime;
  readonly service: Service;
  readonly asked: Asked;
  /** Evaluations by item that no event led to. */
  readonly looks: Map<string, number>;
};

export function serve(
  github: Sandbox,
  { clock }: CompressedTime,
  asked: Asked,
  looks: Map<string, number>,
): Promise<Service> {
  const environment = readEnvironment(settingsFor(github));
  if (environment.github === null) throw new Error('The bench has credentials.');
  return startService({
    environment: { ...environment, github: environment.github, dataDir: ':memory:' },
    log: pino({ level: process.env['STORY_LOG'] ?? 'silent' }),
    now: clock.now,
    clock,
    createItemLook({ tracker, store, inbox, log }) {
      const look = createLook({ tracker, store, want: inbox.want, log, now: clock.now, onboarding: false });
      return (item, turn) =>
        asked.because(item, turn, () => {
          if (!asked.isLive()) looks.set(turn.key, (looks.get(turn.key) ?? 0) + 1);
          return look(item, turn);
        });
    },
  });
}

/** Everything that can be done now is done: what is left waits for a limit, or for its time. */
export async function settle({ github, service, asked }: Omit<Served, 'looks'>): Promise<void> {
  let quiet = 0;
  for (let seen = -1; quiet < 1;) {
    const { waiting, running, looks, vain } = await service.inbox.metrics();
    const sum = github.deliveries.length + asked.count() + looks + vain;
    // What waits may be about to begin.
    if (running > 0 || sum !== seen) quiet = 0;
    else quiet += waiting === 0 ? 1 : 0.34;
    seen = sum;
    await github.settled();
    await wait(running > 0 ? 10 : 3);
  }
}

/** Lets time pass, until nothing is left to do, or two days are over. */
export async function finish(bench: Omit<Served, 'looks'>): Promise<void> {
  for (let passed = 0; passed < 48 * hour; passed += 5 * minute) {
    await settle(bench);
    const { waiting, running, retrying } = await bench.service.inbox.metrics();
    if (waiting + running + retrying === 0) return;
    bench.time.advance(5 * minute);
  }
  console.log('  (after two days there is still something to do)');
}

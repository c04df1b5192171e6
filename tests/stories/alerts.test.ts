/** The alerts that the documentation offers: each fires in its trouble, and none in a day of normal work. */
import { afterEach, expect, test } from 'vitest';

import { createLog } from '../../src/log.ts';
import { fired, sampleOf, type Sample } from '../prometheus.ts';
import { approvedIssue, openPull, openStage, type Stage } from './stage.ts';
import { tryFor } from './trouble-passes.ts';

let stage: Stage;
afterEach(() => stage.close());

async function sample(): Promise<Sample> {
  const page = await (await fetch(`${stage.service().url}/metrics`)).text();
  return sampleOf(stage.github.clock.now(), page);
}

/** Time passes while not everything can be done; a sample a minute. */
async function watched(minutes: number): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (let each = 0; each < minutes * 4; each += 1) {
    await tryFor(stage, 15_000);
    if (each % 4 === 3) samples.push(await sample());
  }
  return samples;
}

test('a day of normal work fires none, and writes no line above info', async () => {
  const loud: string[] = [];
  const log = createLog({ logLevel: 'warn' }, { write: (line: string) => void loud.push(line) });
  stage = await openStage({ timed: true, log });
  const samples: Sample[] = [];
  for (let hour = 0; hour < 24; hour += 1) {
    if (hour % 6 === 0) {
      const issue = await approvedIssue(stage, `Work ${hour}`);
      const pull = await openPull(stage, `Closes ${issue}`);
      await stage.act('otto', (otto) => otto.comment(issue, 'Nice!'));
      await stage.act('anton', (anton) => anton.merge(pull));
      await stage.act('maria', (maria) => maria.comment(issue, '/accept'));
      expect(stage.see(issue).state).toBe('closed: completed');
    }
    for (let part = 0; part < 2; part += 1) {
      await stage.later(30 * 60_000);
      await stage.service().outages.look();
      samples.push(await sample());
    }
  }
  expect(fired(samples)).toEqual([]);
  expect(loud).toEqual([]);
});

test('GitHub is out: that fires, and what people wait for; a lasting one fires for what is retried', async () => {
  stage = await openStage({ timed: true, rough: true });
  const issue = await approvedIssue(stage);
  stage.github.faults.add({ match: () => true, kind: '5xx', times: Infinity });
  stage.hurry('ben', (ben) => ben.comment(issue, 'And?'));
  await stage.github.settled();
  const short = await watched(5);
  expect(fired(short)).toEqual(['BatonOutage']);
  const all = [...short, ...(await watched(35))];
  expect(fired(all)).toEqual(['BatonOutage', 'BatonEventUnanswered', 'BatonItemRetried']);
  stage.github.faults.clear();
});

test('the database takes nothing, and something fails for good', async () => {
  stage = await openStage({ timed: true, rough: true, rhythm: { attempts: 2 } });
  const issue = await approvedIssue(stage);
  const before = [await sample()];
  const { schema } = stage.service().store.db;
  await schema.alterTable('deliveries').renameTo('away').execute();
  stage.hurry('ben', (ben) => ben.comment(issue, 'And?'));
  await stage.github.settled();
  await schema.alterTable('away').renameTo('deliveries').execute();
  stage.github.clock.advance(60_000);
  expect(fired([...before, await sample()])).toEqual(['BatonDeliveriesNotKept']);
  stage.github.faults.add({
    match: ({ kind }) => kind === 'query',
    kind: '5xx',
    status: 400,
    times: Infinity,
  });
  stage.hurry('ben', (ben) => ben.comment(issue, 'Hello?'));
  await stage.github.settled();
  expect(fired(await watched(15))).toContain('BatonDeadLetters');
  stage.github.faults.clear();
});

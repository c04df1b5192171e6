/** What the check of a pull request says when it cannot be read for the last time. */
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Turn } from '../../src/inbox/index.ts';
import { createLook } from '../../src/reconcile/index.ts';
import { TryLater, type Item } from '../../src/tracker.ts';
import { alone, smallest, start, startWorld, type World } from './world.ts';

const shop = 'acme/shop';
let world: World;
let lines: string[];
/** What reading fails with. */
let fault: Error | null;
let look: (failures: number) => Promise<unknown>;

beforeEach(async () => {
  world = await startWorld();
  lines = [];
  fault = null;
  world.policy(shop, smallest);
  world.sandbox.as('evan').push(shop, 'work', { files: { 'a.txt': 'a' } });
  const { number } = world.sandbox.as('evan').openPull(shop, { title: 'Work', head: 'work' });
  const { tracker, store, deps } = world;
  const lookAt = createLook({
    tracker: {
      ...tracker,
      reads: {
        ...tracker.reads,
        observe: async (item) => (fault === null ? tracker.reads.observe(item) : Promise.reject(fault)),
      },
    },
    store,
    want: deps.want,
    now: deps.now,
    log: pino(
      { level: 'warn' },
      { write: (line: string) => void lines.push((JSON.parse(line) as { msg: string }).msg) },
    ),
  });
  const item: Item = {
    kind: 'pull-request',
    installation: world.installation,
    repository: shop,
    number,
  };
  look = async (failures) => {
    const turn: Turn = {
      key: 'key',
      group: 'group',
      causes: [],
      only: null,
      wish: '1',
      since: start,
      tries: failures,
      failures,
      attempts: 10,
      ...alone,
      stillMine: () => true,
    };
    return lookAt(item, turn);
  };
  await look(0);
});
afterEach(() => world.close());

/** The newest run, as people see it. */
function shown() {
  const { suites } = world.sandbox.find.repository(shop);
  const run = suites.flatMap((suite) => suite.runs).at(-1);
  return { conclusion: run?.conclusion, title: run?.title, summary: run?.summary };
}

test('a failure that is the last says who can do what, and nothing of what is inside', async () => {
  fault = new Error('It never works.');
  await expect(look(9)).rejects.toBe(fault);
  expect(shown()).toEqual({
    conclusion: 'action_required',
    title: 'Baton stopped after 10 tries: run this check again',
    summary:
      'Run this check again, or comment on the pull request: any new event here makes Baton retry. ' +
      'It couldn’t decide (something went wrong in Baton itself, and its log says what). ' +
      'The operator of Baton finds the reason in the list of dead letters.',
  });
  expect(lines).toEqual([]);
});

test('it is said although it was said before that it is tried again, and then that anew', async () => {
  fault = new Error('It never works.');
  const titles: unknown[] = [];
  for (const failures of [1, 2, 9, 0, 1]) {
    await expect(look(failures)).rejects.toBe(fault);
    titles.push(shown().title?.split(':')[0]);
  }
  const [again, end] = ['Baton will retry', 'Baton stopped after 10 tries'];
  expect(titles).toEqual([again, again, end, end, again]);
});

test('where GitHub does not answer, nothing is given up, however long that takes', async () => {
  fault = new TryLater('GitHub answered 502.');
  await expect(look(9)).rejects.toBe(fault);
  expect(shown()).toMatchObject({ title: 'Baton will retry: something couldn’t be read' });
});

test('what cannot be written either is in the log', async () => {
  fault = new Error('It never works.');
  const before = shown();
  world.sandbox.faults.add({ match: ({ kind }) => kind === 'mutation', kind: '5xx' });
  await expect(look(9)).rejects.toBe(fault);
  expect(shown()).toEqual(before);
  expect(lines).toEqual(['The check could not be updated to say that Baton gave up.']);
});

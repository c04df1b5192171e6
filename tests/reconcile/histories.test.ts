/** Reading many histories: all that was touched since a time, twenty in a request, with a person's token alone. */
import { startSandbox, createClock, type Sandbox } from '@baton/sandbox';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createPersonGitHub, createGitHubTracker, type Reads } from '../../src/github/index.ts';
import { placeShape, type PastItem } from '../../src/reconcile/histories/index.ts';
import { createHistories } from '../../src/reconcile/index.ts';
import { openStore, type Store } from '../../src/store/index.ts';

const home = 'maria/shop';
const start = Date.parse('2026-03-02T09:00:00Z');
const day = 86_400_000;

let github: Sandbox;
let store: Store;
let reads: Reads;
beforeEach(async () => {
  github = await startSandbox({ clock: createClock(start) });
  github.user('maria');
  github.repository(home, {
    files: { '.github/roles.yml': 'roles: { pm: [maria], engineer: [maria] }\n' },
  });
  store = await openStore(':memory:');
  const access = { token: github.token('maria'), apiUrl: github.url, app: 'baton' };
  const tracker = createGitHubTracker(createPersonGitHub(access));
  reads = { ...tracker.reads, installationSince: async () => null, isInstalled: async () => true };
});
afterEach(async () => {
  await store.close();
  expect([github.unplayed, github.misfits]).toEqual([[], []]);
  await github.close();
});

/** Opens so many issues, each with a few comments. */
function open(many: number): void {
  const maria = github.as('maria');
  for (let index = 0; index < many; index += 1) {
    const { number } = maria.openIssue(home, { title: `Issue ${index}` });
    maria.comment(`${home}#${number}`, '/approve spec');
    github.clock.advance(60_000);
  }
}

async function numbersIn(
  items: AsyncIterable<{ readonly items: readonly PastItem[] }>,
): Promise<readonly number[]> {
  const found: number[] = [];
  for await (const page of items) found.push(...page.items.map(({ number }) => number));
  return found;
}

test('what was touched since a time is read in few requests, whole, and once', async () => {
  open(5);
  github.clock.advance(10 * day);
  const since = github.clock.now();
  open(45);
  const histories = createHistories({ reads, store });
  const place = await histories.list(home, since);
  if (place === null) throw new Error('It is not seen.');
  expect(place.items).toHaveLength(45);
  github.requests.length = 0;
  const found: PastItem[] = [];
  for await (const { items, unread } of histories.read(place)) {
    expect(unread).toEqual([]);
    found.push(...items);
  }
  expect(found.map(({ number }) => number).toSorted((one, other) => one - other)).toEqual(
    Array.from({ length: 45 }, (_, index) => index + 6),
  );
  const queries = github.requests.filter(({ kind }) => kind === 'query');
  expect(queries.filter(({ operation }) => operation === 'ObserveIssues')).toHaveLength(3);
  const [item] = found;
  if (item?.kind !== 'issue' || item.inForce.kind !== 'policy')
    throw new Error('It is an issue with a policy.');
  const { issue, members, policy } = await item.facts(item.inForce);
  expect(policy.gates.map(({ name }) => name)).toEqual(['spec', 'acceptance']);
  expect(issue.history.moments.map(({ kind }) => kind)).toEqual(['opened', 'commented']);
  expect([...members.today.values()].map((roles) => [...roles])).toContainEqual(['pm', 'engineer']);
});

test('a reading that broke off goes on where the last page ended', async () => {
  open(45);
  const histories = createHistories({ reads, store });
  const whole = await histories.list(home, start);
  if (whole === null) throw new Error('It is not seen.');
  const first = await histories.read(whole).next();
  if (first.done === true) throw new Error('There is a page.');
  const kept = placeShape.parse(JSON.parse(JSON.stringify(first.value.place)));
  const read = first.value.items.map(({ number }) => number);
  const rest = await numbersIn(histories.read(kept));
  expect(rest).toHaveLength(25);
  expect(new Set([...read, ...rest]).size).toBe(45);
});

test('a limit is waited for, and said; a repository that is not there is told from one without history', async () => {
  open(3);
  const waits: string[] = [];
  const histories = createHistories({ reads, store, onWait: (_, why) => waits.push(why) });
  expect(await histories.list('maria/none', start)).toBeNull();
  expect((await histories.list(home, github.clock.now() + day))?.items).toEqual([]);
  github.faults.add({ match: ({ path }) => path === '/graphql', kind: '5xx', status: 502 });
  expect((await histories.list(home, start))?.items).toHaveLength(3);
  expect(waits).toHaveLength(1);
});

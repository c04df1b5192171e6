/** Asking GitHub again for deliveries that did not arrive, over hours. */
import { createClock, startSandbox, type Sandbox } from '@baton/sandbox';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createAskForMissed, type AskForMissed } from '../../src/github/receive/missed-deliveries.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { clientOf, registerBaton, secret } from '../baton.ts';

const minute = 60_000;
let sandbox: Sandbox;
let store: Store;
let warnings: string[];
let opened = 0;

beforeEach(async () => {
  sandbox = await startSandbox({ clock: createClock(Date.UTC(2026, 0, 5, 9)) });
  store = await openStore(':memory:');
  warnings = [];
  opened = 0;
  for (const login of ['olga', 'maria']) sandbox.user(login);
  sandbox.organization('acme', { admins: ['olga'], members: ['maria'] });
  sandbox.repository('acme/shop', { collaborators: { maria: 'write' }, files: {} });
  registerBaton(sandbox);
  sandbox.install('baton', 'acme');
  // The sandbox has no such address: it answers 404, as a service that is not there would through its proxy.
  sandbox.hook('baton', { url: `${sandbox.url}/nowhere`, secret });
  // A Baton that was here before.
  await process()();
});
afterEach(async () => {
  await sandbox.close();
  await store.close();
});

/** As one process does; another knows what is in the store alone. */
function process(): AskForMissed {
  return createAskForMissed(
    {
      github: clientOf(sandbox),
      store,
      taken: async () => new Set(),
      log: { info: () => {}, warn: (_, message) => void warnings.push(message) },
    },
    () => sandbox.clock.now(),
  );
}

async function openIssue(): Promise<string> {
  opened += 1;
  sandbox.as('maria').openIssue('acme/shop', { title: `Issue ${opened}` });
  await sandbox.settled();
  return sandbox.deliveries.at(-1)?.guid ?? '';
}
const tries = (guid: string): number => sandbox.deliveries.filter((each) => each.guid === guid).length;

/** Every minute, for some minutes, by a new process each time. */
async function minutes(count: number): Promise<boolean> {
  let open = false;
  for (let at = 0; at < count; at += 1) {
    ({ open } = await process()());
    await sandbox.settled();
    sandbox.clock.advance(minute);
  }
  return open;
}

test('what never arrives is asked for five times, at growing intervals, and never again', async () => {
  const guid = await openIssue();
  const times: number[] = [];
  for (let at = 0; at < 180; at += 1) {
    const before = tries(guid);
    await minutes(1);
    if (tries(guid) > before) times.push(at);
  }
  expect(times).toEqual([0, 1, 3, 7, 15]);
  expect(warnings).toEqual(['A delivery keeps failing; Baton asks for it one last time.']);
  expect(await minutes(1)).toBe(false);
});

test('what fails for ever does not keep what comes later from being asked for', async () => {
  await openIssue();
  await minutes(60);
  const later = await openIssue();
  await minutes(1);
  expect(tries(later)).toBe(2);
});

test('of many, fifty are asked for in one go, the oldest first', async () => {
  const guids: string[] = [];
  for (let issue = 0; issue < 120; issue += 1) guids.push(await openIssue());
  await minutes(1);
  expect(guids.map(tries)).toEqual([...Array<number>(50).fill(2), ...Array<number>(70).fill(1)]);
});

test('what is older than three days is left', async () => {
  const old = await openIssue();
  sandbox.clock.advance(73 * 60 * minute);
  const fresh = await openIssue();
  await minutes(1);
  expect([tries(old), tries(fresh)]).toEqual([1, 2]);
});

test('a worker that loses its claim while it asks for many asks for no more', async () => {
  for (let issue = 0; issue < 5; issue += 1) await openIssue();
  const sent = sandbox.deliveries.length;
  let asked = 0;
  const asking = process()(() => (asked += 1) <= 2);
  await expect(asking).rejects.toThrow('the claim was lost');
  await sandbox.settled();
  expect(sandbox.deliveries.length).toBe(sent + 2);
});

/** Pages of the list that one go reads. */
async function pages(): Promise<number> {
  sandbox.requests.length = 0;
  await process()();
  return sandbox.requests.filter(({ path, method }) => method === 'GET' && path.includes('/deliveries'))
    .length;
}

test('a process that starts reads one page, although something keeps failing since long', async () => {
  await openIssue();
  await minutes(3);
  for (let issue = 0; issue < 20; issue += 1) await openIssue();
  await minutes(5);
  await openIssue();
  expect(await pages()).toBe(1);
  expect(tries(sandbox.deliveries.at(-1)?.guid ?? '')).toBe(2);
});

test('a Baton that knows nothing yet asks for none of what it is going to look at anyway', async () => {
  await store.forgetMark('deliveries');
  const issue = await openIssue();
  sandbox.as('olga').createLabel('acme/shop', { name: 'bug' });
  await sandbox.settled();
  const label = sandbox.deliveries.at(-1)?.guid ?? '';
  await minutes(2);
  expect([tries(issue), tries(label)]).toEqual([1, 3]);
  const later = await openIssue();
  await minutes(1);
  expect([tries(issue), tries(later)]).toEqual([1, 2]);
});

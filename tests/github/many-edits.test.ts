/** A body that was edited hundreds of times costs what is new of it, and says the same as if all had been read. */
import { createClock, startSandbox, type Sandbox } from '@baton/sandbox';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createGitHubTracker, expectedShape, keptEditsShape, type Reads } from '../../src/github/index.ts';
import { openStore, pastStore, type Store } from '../../src/store/index.ts';
import type { Item, Observation } from '../../src/tracker.ts';
import { clientOf, registerBaton } from '../baton.ts';

const repository = 'acme/shop';
let github: Sandbox;
let store: Store;
let installation: number;
let trackerOf: (edits: 'kept' | 'none') => Reads;

beforeEach(async () => {
  github = await startSandbox({ clock: createClock(Date.parse('2026-03-02T09:00:00Z')) });
  for (const login of ['olga', 'pia', 'ed']) github.user(login);
  github.organization('acme', { admins: ['olga'], members: ['pia', 'ed'] });
  github.repository(repository, {
    private: true,
    collaborators: { pia: 'write', ed: 'write' },
    files: { '.github/roles.yml': 'roles: {pm: [pia], engineer: [ed]}\n' },
  });
  registerBaton(github);
  installation = github.install('baton', 'acme').id;
  store = await openStore(':memory:');
  const client = clientOf(github);
  const now = (): number => github.clock.now();
  const nowhere = { past: async () => null, keepPast: async () => {}, forgetPast: async () => {} };
  trackerOf = (edits) =>
    createGitHubTracker(client, {
      now,
      edits: edits === 'kept' ? pastStore(store.db, keptEditsShape, now) : nowhere,
      expected: edits === 'kept' ? pastStore(store.db, expectedShape, now) : nowhere,
    }).reads;
});

afterEach(async () => {
  const { unplayed, misfits } = github;
  await store.close();
  await github.close();
  expect({ unplayed, misfits }).toEqual({ unplayed: [], misfits: [] });
});

const as = (login: string) => github.as(login);
const issue: Item = { installation: 0, repository, kind: 'issue', number: 1 };
const address = `${repository}#1`;

function edits(count: number, from = 0): void {
  for (let made = from; made < from + count; made += 1) {
    github.clock.advance(1000);
    as('pia').edit(address, { body: `Coupons, as of ${made}.` });
  }
}

function edited(count: number): void {
  as('pia').openIssue(repository, { title: 'Coupons', body: 'One per order.' });
  edits(count);
}

const operations = (): readonly (string | null | undefined)[] =>
  github.requests
    .map(({ operation }) => operation)
    .filter((operation) => operation !== null && operation !== undefined && operation !== 'WhatIsThere');

/** What a look with what is kept says, and what it asked for; it is the same as without. */
async function look(reads: Reads, item: Item = issue): Promise<[Observation, readonly unknown[]]> {
  github.requests.length = 0;
  const seen = await reads.observe({ ...item, installation });
  const asked = operations();
  expect(seen).toEqual(await trackerOf('none').observe({ ...item, installation }));
  return [seen, asked];
}

const bodiesOf = (seen: Observation): readonly (string | null)[] =>
  seen.kind === 'issue'
    ? seen.issue.history.moments.flatMap((moment) => (moment.kind === 'edited' ? [moment.body] : []))
    : [];

test('six hundred edits are read once; then a look is one read, also in a new process', async () => {
  edited(600);
  const [, first] = await look(trackerOf('kept'));
  expect(first).toHaveLength(7);
  for (let event = 0; event < 3; event += 1) {
    as('ed').comment(address, '/approve spec');
    edits(1, 1000 + event);
    const [seen, asked] = await look(trackerOf('kept'));
    expect(asked).toEqual(['ObserveIssue']);
    expect(bodiesOf(seen)).toHaveLength(601 + event);
  }
  // So many at once that what is kept begins a page later.
  edits(120, 2000);
  expect((await look(trackerOf('kept')))[1]).toHaveLength(2);
  expect((await look(trackerOf('kept')))[1]).toEqual(['ObserveIssue']);
});

test('a revision that is deleted on GitHub is not known any more, however old it is', async () => {
  edited(600);
  await look(trackerOf('kept'));
  for (const place of [0, 3, 420, 595]) {
    as('olga').deleteRevision(address, place);
    const [seen, asked] = await look(trackerOf('kept'));
    expect(asked).toEqual(['ObserveIssue']);
    if (place > 0) expect(bodiesOf(seen)).not.toContain(`Coupons, as of ${place - 1}.`);
    const rows = await store.db.selectFrom('pasts').select('content').execute();
    expect(JSON.stringify(rows)).not.toContain(place === 0 ? 'One per order.' : `as of ${place - 1}.`);
  }
});

test('what is kept can be lost, or be of another issue', async () => {
  edited(250);
  await look(trackerOf('kept'));
  await store.db.updateTable('pasts').set({ content: '{"version":1,"value":{}}' }).execute();
  expect((await look(trackerOf('kept')))[1]).toHaveLength(3);
  expect((await look(trackerOf('kept')))[1]).toHaveLength(1);
  await store.db.deleteFrom('pasts').execute();
  expect((await look(trackerOf('kept')))[1]).toHaveLength(3);
});

test('a pull request that closes such an issue, and is such a one itself, asks for that with itself', async () => {
  edited(600);
  await look(trackerOf('kept'));
  as('ed').push(repository, 'coupons', { message: 'Coupons', files: { 'a.ts': '1' } });
  const { number } = as('ed').openPull(repository, { title: 'Coupons', body: 'Closes #1', head: 'coupons' });
  const pull = { ...issue, kind: 'pull-request', number } as const;
  as('olga').deleteRevision(address, 7);
  // That the repository has an issue like that is kept as well.
  expect((await look(trackerOf('kept'), pull))[1]).toEqual(['ObservePullRequest']);
  const aside = ['expected', 'long'].map((what) =>
    store.db.deleteFrom('pasts').where('item', 'like', `% ${what}`),
  );
  for (const lost of aside) await lost.execute();
  as('olga').deleteRevision(address, 8);
  expect((await look(trackerOf('kept'), pull))[1]).toEqual(['ObservePullRequest', 'EditsThere']);
  as('olga').deleteRevision(address, 9);
  expect((await look(trackerOf('kept'), pull))[1]).toEqual(['ObservePullRequest']);
  for (let made = 0; made < 300; made += 1) {
    github.clock.advance(1000);
    as('ed').editPull(`${repository}#${number}`, { body: `Closes #1, as of ${made}.` });
  }
  expect((await look(trackerOf('kept'), pull))[1]).toEqual(['ObservePullRequest', 'MoreOfPullRequest']);
  as('olga').deleteRevision(`${repository}#${number}`, 220);
  as('ed').editPull(`${repository}#${number}`, { body: 'Closes #1, at last.' });
  expect((await look(trackerOf('kept'), pull))[1]).toEqual(['ObservePullRequest']);
});

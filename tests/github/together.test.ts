/** Items that are read at once: each comes out as by itself, for a fraction of the requests. */
import { createClock, startSandbox, type Sandbox } from '@baton/sandbox';
import { afterEach, beforeEach, expect, test } from 'vitest';

import {
  createGitHubTracker,
  mostTogether,
  type GitHub,
  type GitHubTracker,
} from '../../src/github/index.ts';
import { TryLater, type Item } from '../../src/tracker.ts';
import { clientOf, registerBaton } from '../baton.ts';

const shop = 'acme/shop';
let sandbox: Sandbox;
let tracker: GitHubTracker;
let installation: number;

beforeEach(async () => {
  sandbox = await startSandbox({ clock: createClock(Date.parse('2026-03-02T09:00:00Z')) });
  for (const login of ['olga', 'pia', 'ed']) sandbox.user(login);
  sandbox.organization('acme', { admins: ['olga'], members: ['pia', 'ed'] });
  const files = { '.github/roles.yml': 'roles: {pm: [pia], engineer: [ed]}\n' };
  sandbox.repository(shop, { collaborators: { pia: 'write', ed: 'write' }, files });
  sandbox.repository('acme/other', { collaborators: { pia: 'write', ed: 'write' } });
  registerBaton(sandbox);
  installation = sandbox.install('baton', 'acme').id;
  tracker = createGitHubTracker(clientOf(sandbox));
});
afterEach(async () => {
  const { unplayed, misfits } = sandbox;
  await sandbox.close();
  expect({ unplayed, misfits }).toEqual({ unplayed: [], misfits: [] });
});

const of = (kind: 'issue' | 'pull-request', number: number): Item => ({
  installation,
  repository: shop,
  kind,
  number,
});
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

function openIssues(count: number): readonly Item[] {
  for (const index of numbers(count)) sandbox.as('pia').openIssue(shop, { title: `Issue ${index}` });
  return numbers(count).map((number) => of('issue', number));
}

function openPull(body: string): number {
  const head = `work-${sandbox.find.repository(shop).items.size}`;
  sandbox.as('ed').push(shop, head, { files: { [`${head}.txt`]: head } });
  return sandbox.as('ed').openPull(shop, { title: 'Work', body, head }).number;
}

/** What was asked since the last call, by the operations' names. */
const asked = (): readonly string[] =>
  sandbox.requests.splice(0).flatMap(({ operation }) => (operation === null ? [] : [operation]));

/** Reads all of them at once with one tracker, and each by itself with another; gives back what the former asked. */
async function expectAlike(items: readonly Item[]): Promise<readonly string[]> {
  const alone = createGitHubTracker(clientOf(sandbox)).reads;
  const expected = [];
  for (const item of items) expected.push(await alone.observe(item));
  asked();
  const together = tracker.reads.together(items);
  const found = [];
  for (const item of items) found.push(await tracker.reads.observe(item, together));
  expect(found).toEqual(expected);
  return asked().filter((operation) => operation !== 'WhatIsThere');
}

test('twenty issues are one request', async () => {
  const items = openIssues(mostTogether);
  expect(await expectAlike(items)).toEqual(['ObserveIssues']);
});

test('whatever they hold, issues and pull requests are seen as each by itself', async () => {
  openIssues(8);
  const [pia, ed] = [sandbox.as('pia'), sandbox.as('ed')];
  sandbox.clock.advance(1000);
  const said = ed.comment(`${shop}#1`, '/approve spec');
  ed.editComment(said, '/approve spec\n\nReally.');
  pia.createLabel(shop, { name: 'spec:approved' });
  pia.label(`${shop}#2`, 'spec:approved');
  pia.edit(`${shop}#2`, { body: 'A text', title: 'A title' });
  pia.assign(`${shop}#3`, 'ed');
  pia.close(`${shop}#4`);
  pia.addSubIssue(`${shop}#5`, `${shop}#6`);
  for (const index of numbers(120)) ed.comment(`${shop}#7`, `Comment ${index}`);
  const pulls = [
    openPull('Closes #1, closes #2'),
    openPull('Closes #2'),
    openPull('Nothing'),
    openPull('Closes #7'),
  ];
  const elsewhere = pia.openIssue('acme/other', { title: 'Elsewhere' }).number;
  pulls.push(openPull(`Closes acme/other#${elsewhere}`));
  ed.merge(`${shop}#${pulls[3]}`);
  sandbox.as('olga').deleteIssue(`${shop}#8`);
  const issues = numbers(8).map((number) => of('issue', number));
  const operations = await expectAlike([
    ...issues,
    ...pulls.map((number) => of('pull-request', number)),
    of('issue', 99),
  ]);
  // A long timeline goes on for itself, and what is gone is asked for once more.
  expect(operations.filter((name) => name === 'ObserveIssues')).toHaveLength(1);
  expect(operations.filter((name) => name === 'ObservePullRequests')).toHaveLength(1);
  expect(operations.length).toBeLessThan(12);
});

test('an issue is seen with the labels that the repository had not told yet', async () => {
  const items = openIssues(3);
  const together = tracker.reads.together(items);
  for (const item of items) await tracker.reads.observe(item, together);
  expect(asked().filter((name) => name === 'ObserveIssues')).toHaveLength(1);
});

test('an answer holds for seconds: what is observed later is read later', async () => {
  const items = openIssues(3);
  let now = 0;
  tracker = createGitHubTracker(clientOf(sandbox), { now: () => now });
  const together = tracker.reads.together(items);
  await tracker.reads.observe(items[0] as Item, together);
  sandbox.as('pia').edit(`${shop}#2`, { title: 'Another' });
  now += 60_000;
  const seen = await tracker.reads.observe(items[1] as Item, together);
  expect(seen).toMatchObject({ issue: { history: { item: { title: 'Another' } } } });
  await tracker.reads.observe(items[2] as Item, together);
  expect(asked().filter((name) => name === 'ObserveIssues')).toHaveLength(2);
});

test('what is asked for twice is read again', async () => {
  const [first, second] = openIssues(2) as [Item, Item];
  const together = tracker.reads.together([first, second]);
  await tracker.reads.observe(first, together);
  sandbox.as('pia').edit(`${shop}#1`, { title: 'Another' });
  const seen = await tracker.reads.observe(first, together);
  expect(seen).toMatchObject({ issue: { history: { item: { title: 'Another' } } } });
});

test('where it is too much for GitHub, half as many are tried, and more again once that works', async () => {
  const items = openIssues(mostTogether);
  sandbox.faults.add({ kind: '5xx', match: ({ operation }) => operation === 'ObserveIssues', times: 2 });
  const operations = await expectAlike(items);
  // Twenty, ten, and then five, six, …: what cannot be read so is read by itself.
  expect(operations.slice(0, 5)).toEqual([
    'ObserveIssues',
    'ObserveIssue',
    'ObserveIssues',
    'ObserveIssue',
    'ObserveIssues',
  ]);
  expect(operations.length).toBeLessThan(12);
});

test('an answer that GitHub says is not all there is is none', async () => {
  const items = openIssues(3);
  const client = clientOf(sandbox);
  const limited: GitHub = {
    ...client,
    async graphql<T>(id: number, document: string, variables = {}) {
      const answer = await client.graphql<T>(id, document, variables);
      const isMuch = document.startsWith('query ObserveIssues');
      const error = { type: 'RESOURCE_LIMITS_EXCEEDED', message: 'Resource limits for this query exceeded.' };
      return isMuch ? { ...answer, errors: [{ ...error, path: ['repository', 'i2'] }] } : answer;
    },
  };
  tracker = createGitHubTracker(limited);
  expect(await expectAlike(items)).toEqual(expect.arrayContaining(['ObserveIssue']));
});

test('a limit ends it for all of them, without another request', async () => {
  const items = openIssues(3);
  const together = tracker.reads.together(items);
  sandbox.faults.add({
    kind: 'primary-limit',
    match: ({ operation }) => operation === 'ObserveIssues',
    seconds: 600,
  });
  for (const item of items) await expect(tracker.reads.observe(item, together)).rejects.toThrow(TryLater);
  expect(asked().filter((name) => name.startsWith('Observe'))).toEqual(['ObserveIssues']);
});

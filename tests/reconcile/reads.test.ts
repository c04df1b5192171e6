/** No way to read can write: every method there is of what reads is called, and the trackers say what they were asked. */
import { startJira, type Jira } from '@baton/sandbox/jira';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createGitHubTracker, type Reads } from '../../src/github/index.ts';
import { createJiraTracker, type JiraView } from '../../src/jira/index.ts';
import { readPolicy, type Policy } from '../../src/policy/index.ts';
import type { PullRequest } from '../../src/handoff/index.ts';
import type { Item, Observation } from '../../src/tracker.ts';
import { clientOf } from '../baton.ts';
import { siteOf } from '../stories/jira-stage.ts';
import { path, start, startWorld, type World } from './world.ts';

/** For each method, what it is called with: one without a row does not pass the types. */
type Rows<Of> = {
  readonly [Name in keyof Of]: Of[Name] extends (...of: infer With) => unknown ? With : never;
};
type Called = Readonly<Record<string, (...of: readonly unknown[]) => unknown>>;

const shop = 'acme/shop';
const text = `roles:
  pm: { members: [maria, acme/product], jira: { groups: [product], accounts: [lena] } }
  engineer: { members: [evan], permission: write }
gates: { spec: { preset: spec } }
jira: { site: acme, projects: [SHOP], gates: { spec: { status: Approved } } }
`;
const policy = ((): Policy => {
  const read = readPolicy(text, 'roles.yml');
  if (read.kind !== 'policy') throw new Error(JSON.stringify(read.problems));
  return read.policy;
})();

let world: World;
const sites: Jira[] = [];
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
  for (const jira of sites) await jira.close();
});

/** What comes of every way to read there is, each with nothing known before. */
async function sent<Of extends object>(
  open: () => Of,
  rows: Rows<Of>,
  asked: () => readonly string[],
): Promise<Readonly<Record<string, readonly string[]>>> {
  const came: Record<string, readonly string[]> = {};
  for (const name of Object.keys(open())) {
    const method = (open() as Called)[name];
    const row = (rows as Readonly<Record<string, readonly unknown[]>>)[name];
    if (method === undefined || row === undefined) throw new Error(`${name} has no row.`);
    asked();
    await ended(method(...row));
    came[name] = asked();
  }
  return came;
}

/** To the last page, where it comes in pages. */
async function ended(answer: unknown): Promise<void> {
  const isPaged = typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;
  if (!isPaged) return void (await answer);
  const pages: unknown[] = [];
  for await (const page of answer as AsyncIterable<unknown>) pages.push(page);
}

type OnGitHub = {
  readonly issue: Item & { readonly kind: 'issue' };
  readonly seenIssue: Observation;
  readonly pull: Item & { readonly kind: 'pull-request' };
  readonly pullRequest: PullRequest;
};

/** An issue with a sub-issue, and a pull request of two commits that closes it. */
async function onGitHub(): Promise<OnGitHub> {
  const { installation, sandbox } = world;
  const evan = sandbox.as('evan');
  sandbox.team('acme', 'product', { members: ['maria'] });
  const { number } = evan.openIssue(shop, { title: 'Coupons' });
  evan.createBranch(shop, 'work');
  for (const file of ['a.txt', 'b.txt']) evan.push(shop, 'work', { files: { [file]: file } });
  const opened = evan.openPull(shop, { title: 'Work', body: `Closes #${number}`, head: 'work' });
  const issue = { kind: 'issue', installation, repository: shop, number } as const;
  const pull = { kind: 'pull-request', installation, repository: shop, number: opened.number } as const;
  const seenIssue = await world.tracker.reads.observe(issue);
  const seenPull = await world.tracker.reads.observe(pull);
  if (seenPull.kind !== 'pull-request') throw new Error('The pull request is gone.');
  return { issue, seenIssue, pull, pullRequest: seenPull.pullRequest };
}

function rowsOnGitHub({ issue, seenIssue, pull, pullRequest }: OnGitHub): Rows<Reads> {
  const { installation } = world;
  return {
    withTypes: [issue, seenIssue],
    changedPaths: [pull, pullRequest],
    installationSince: [installation, shop],
    pushersOf: [pull, pullRequest],
    readBase: [installation, { repository: shop, path }],
    readRepository: [installation, shop],
    requiredOn: [installation, shop, 'main'],
    requirement: [installation, shop, 'main'],
    firstCommitOf: [installation, shop, path],
    lastCommitOf: [installation, shop, path],
    policyAt: [installation, shop, pullRequest.headSha],
    openDigest: [installation, shop],
    withSubIssues: [issue, seenIssue],
    forgetSubIssues: [shop],
    has: [installation],
    isInstalled: [installation, shop],
    permissionOf: [installation, shop, { login: 'evan' }],
    observe: [pull],
    together: [[issue, pull]],
    now: [],
    members: [pull, policy, { people: [{ login: 'evan' }], pins: new Map() }],
    listOpen: [{ installation, repository: shop, closedSince: start }],
    checksOn: [installation, shop, pullRequest.headSha],
    listClosing: [installation, shop, issue.number],
    pullRequests: [issue, [pullRequest.item.id]],
    listPullNames: [installation, shop],
    listByName: [installation, shop, { bodies: true, most: 200 }],
    listToTry: [installation, shop, start, 50],
    listTouched: [{ installation, repository: shop }, start],
    requests: [],
    surroundings: [installation, shop],
    budget: [installation],
  };
}

test('no way to read GitHub sends anything but reads', async () => {
  const rows = rowsOnGitHub(await onGitHub());
  const now = (): number => world.sandbox.clock.now();
  const requests = (): readonly string[] =>
    world.sandbox.requests
      .splice(0)
      .filter(({ path: to }) => !/\/(?:access_tokens|app)$/.test(to))
      .map(({ kind, method }) => (kind === 'rest' ? method : kind));
  const came = await sent(() => createGitHubTracker(clientOf(world.sandbox), { now }).reads, rows, requests);
  const kinds = Object.entries(came).map(([name, all]) => [name, [...new Set(all)].toSorted()] as const);
  expect(Object.fromEntries(kinds)).toEqual({
    withTypes: ['GET'],
    changedPaths: ['GET'],
    installationSince: ['GET'],
    pushersOf: ['query'],
    readBase: ['GET', 'query'],
    readRepository: ['query'],
    requiredOn: ['GET'],
    requirement: ['GET'],
    firstCommitOf: ['query'],
    lastCommitOf: ['query'],
    policyAt: ['GET'],
    openDigest: ['GET'],
    withSubIssues: ['query'],
    forgetSubIssues: [],
    has: ['query'],
    isInstalled: ['GET'],
    permissionOf: ['GET'],
    observe: ['query'],
    together: [],
    now: [],
    members: ['GET', 'query'],
    listOpen: ['query'],
    checksOn: ['query'],
    listClosing: ['query'],
    pullRequests: ['query'],
    listPullNames: ['query'],
    listByName: ['query'],
    listToTry: ['query'],
    listTouched: ['query'],
    requests: [],
    surroundings: ['query'],
    budget: [],
  });
});

/** What of Jira's API reads with a body, and changes nothing. */
const readingPosts: ReadonlySet<string> = new Set(['POST /issue/bulkfetch']);

test.each(['cloud', 'data-center'] as const)(
  'no way to read Jira (%s) sends anything but reads',
  async (flavour) => {
    const jira = await startJira({ flavour });
    sites.push(jira);
    jira.user('baton', { kind: 'app' });
    jira.user('maria');
    jira.group('product', ['maria']);
    jira.status('Draft', 'new');
    jira.status('Approved', 'new');
    jira.workflow('Product', { initial: ['Draft'], transitions: [{ name: 'Approve', to: 'Approved' }] });
    jira.project('SHOP', { workflow: 'Product', roles: { Administrators: { users: ['baton', 'maria'] } } });
    const { key, id } = jira.as('maria').createIssue('SHOP', { summary: 'Coupons' });
    const open = () => createJiraTracker([siteOf(jira)], Date.now);
    const reads = (): JiraView['reads'] => {
      const view = open().view(policy, shop);
      if (view === null) throw new Error('The site is not known.');
      return view.reads;
    };
    const sight = await reads().look(key);
    if (sight === null) throw new Error('The issue is gone.');
    const requests = (): readonly string[] =>
      jira.requests
        .splice(0)
        .map(({ method, operation }) => (readingPosts.has(operation ?? '') ? 'GET' : method));
    const came = await sent(
      reads,
      {
        named: [policy],
        misfits: [true],
        observe: [key],
        look: [key],
        again: [key, sight],
        findTold: [key, ['Hello.'], 0],
        unpinned: [],
        rolesOf: ['SHOP', sight.observed.history.moments],
      },
      requests,
    );
    const sweeper = () => {
      const found = open().sweeper('acme');
      if (found === null) throw new Error('The site is not known.');
      return {
        self: () => found.self(),
        time: () => found.time(),
        changedSince: (since: number, projects: readonly string[]) => found.changedSince(since, projects),
        gone: (ids: readonly string[]) => found.gone(ids),
      };
    };
    const swept = await sent(
      sweeper,
      { self: [], time: [], changedSince: [start, ['SHOP']], gone: [[id]] },
      requests,
    );
    const all = Object.entries({ ...came, ...swept });
    const isAsked = flavour === 'data-center';
    expect(all.filter(([, methods]) => methods.some((method) => method !== 'GET'))).toEqual([]);
    expect(all.filter(([, methods]) => methods.length === 0).map(([name]) => name)).toEqual(
      isAsked ? [] : ['unpinned'],
    );
  },
);

test('a method without a row does not pass the types', () => {
  // @ts-expect-error Nobody calls `close`, so nobody would see what it sends.
  const rows: Rows<{ open(key: string): void; close(key: string): void }> = { open: ['1'] };
  expect(rows).toEqual({ open: ['1'] });
});

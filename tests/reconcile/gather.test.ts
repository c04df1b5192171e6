/**
 * What a decision is made from is gathered in one place. Whoever only tries a policy, or explains a decision, reads the same
 * pages, comes to the same verdict, and writes nothing: here into a database that refuses it.
 */
import { Refusal, type Acting, type Comment } from '@baton/sandbox';
import fc from 'fast-check';
import { sql } from 'kysely';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';

import { foldIssue } from '../../src/handoff/index.ts';
import { keyOf } from '../../src/items.ts';
import { createGitHubTracker } from '../../src/github/index.ts';
import { createJiraTracker } from '../../src/jira/index.ts';
import {
  createBases,
  createInForce,
  gather,
  placeOf,
  type Deps,
  type InForce,
} from '../../src/reconcile/facts/index.ts';
import { createLook } from '../../src/reconcile/index.ts';
import { issueDigest } from '../../src/reconcile/looks/issue-digest.ts';
import { createLookedAt, readOnly, writing, type Notebook } from '../../src/reconcile/memory/index.ts';
import { verdictOn } from '../../src/reconcile/trial/issue.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import type { Item } from '../../src/tracker.ts';
import { clientOf } from '../baton.ts';
import { openJiraStage, siteOf, type JiraStage } from '../stories/jira-stage.ts';
import { alone, minute, smallest, start, startWorld, type World } from './world.ts';

const shop = 'acme/shop';
const issue = `${shop}#1`;
const part = `${shop}#2`;

const policies = {
  'the smallest': smallest,
  'a team and an exempt label': `roles:
  pm: ["@acme/product"]
  engineer: [evan]
exempt: { labels: [chore], by: [pm] }
gates:
  spec: { preset: spec }
  acceptance: { preset: acceptance }
`,
  'sub-issues and pushes': `roles:
  pm: [maria, "@acme/product"]
  engineer: [evan]
gates:
  spec: { preset: spec, requires: { sub-issues: satisfied } }
  acceptance: { preset: acceptance, stale-on: [spec-edit, push] }
`,
};

/** One thing that somebody does; where it cannot be done, nothing happens. */
type Act = { readonly name: string; readonly does: (world: World) => void };

const as =
  (login: string, does: (somebody: Acting) => void) =>
  ({ sandbox }: World): void =>
    does(sandbox.as(login));

const acts: readonly Act[] = [
  ...['maria', 'evan', 'oscar'].flatMap((login): Act[] => [
    ...[
      '/approve spec',
      '/request spec',
      '/return spec Too vague',
      '/question How many?',
      '/accept',
      '/why',
    ].map((said) => ({
      name: `${login}: ${said}`,
      does: as(login, (somebody) => somebody.comment(issue, said)),
    })),
    { name: `${login} assigns evan`, does: as(login, (somebody) => somebody.assign(issue, 'evan')) },
    { name: `${login} closes`, does: as(login, (somebody) => somebody.close(issue)) },
    { name: `${login} reopens`, does: as(login, (somebody) => somebody.reopen(issue)) },
    ...['spec:approved', 'chore'].flatMap((label): Act[] => [
      { name: `${login} adds ${label}`, does: as(login, (somebody) => somebody.label(issue, label)) },
      { name: `${login} removes ${label}`, does: as(login, (somebody) => somebody.unlabel(issue, label)) },
    ]),
  ]),
  { name: 'evan rewrites it', does: as('evan', (evan) => evan.edit(issue, { body: 'Three a day.' })) },
  {
    name: 'maria waives on the pull request',
    does: as('maria', (maria) => maria.comment(`${shop}#3`, '/waive spec Nobody is there')),
  },
  { name: 'evan unlinks it', does: as('evan', (evan) => evan.editPull(`${shop}#3`, { body: '' })) },
  { name: 'evan merges', does: as('evan', (evan) => void evan.merge(`${shop}#3`)) },
  {
    name: 'the last comment of a person goes',
    does: ({ sandbox }) => {
      const last = sandbox.find
        .item(issue)
        .timeline.findLast(
          (each): each is Comment =>
            each.kind === 'IssueComment' && !each.deleted && each.author.login !== 'baton[bot]',
        );
      if (last !== undefined) sandbox.as('olga').deleteComment(last);
    },
  },
  { name: 'it gets a sub-issue', does: as('evan', (evan) => evan.addSubIssue(issue, part)) },
  { name: 'the sub-issue is closed', does: as('evan', (evan) => evan.close(part)) },
  { name: 'oscar joins product', does: ({ sandbox }) => sandbox.addToTeam('acme/product', 'oscar') },
  { name: 'oscar leaves product', does: ({ sandbox }) => sandbox.removeFromTeam('acme/product', 'oscar') },
];

const item = (world: World, kind: 'issue' | 'pull-request', number: number) =>
  ({ installation: world.installation, repository: shop, kind, number }) as const;

/** An issue, one that may become its sub-issue, and evan's pull request for it, under a policy. */
async function begin(policy: string): Promise<World> {
  const world = await startWorld();
  const { sandbox } = world;
  sandbox.team('acme', 'Product', { members: ['maria'] });
  world.policy(shop, policy);
  for (const name of ['spec:approved', 'chore'])
    sandbox.as('olga').createLabel(shop, { name, color: 'ededed', description: '' });
  sandbox.as('evan').openIssue(shop, { title: 'Coupons', body: 'One coupon per order.' });
  sandbox.as('evan').openIssue(shop, { title: 'A part', body: 'Of it.' });
  sandbox.as('evan').push(shop, 'work', { files: { 'a.txt': 'a' } });
  sandbox.as('evan').openPull(shop, { title: 'Work', body: 'Closes #1', head: 'work' });
  return world;
}

const turn = (of: Item) => ({
  key: keyOf(of),
  group: '1',
  causes: [],
  only: null,
  wish: '1',
  since: start,
  tries: 10,
  failures: 0,
  attempts: 10,
  ...alone,
});

/** Does something while the database takes no writes. */
async function withoutWriting<T>({ db }: Pick<Store, 'db'>, does: () => Promise<T>): Promise<T> {
  await sql`pragma query_only = on`.execute(db);
  try {
    return await does();
  } finally {
    await sql`pragma query_only = off`.execute(db);
  }
}

type PolicyInForce = Extract<InForce, { kind: 'policy' }>;

/** The policy in force; what is kept of it is kept. */
async function policyIn({ deps, tracker, installation }: World): Promise<PolicyInForce> {
  const read = await tracker.reads.readRepository(installation, shop);
  if (read === null) throw new Error('It is gone.');
  const inForce = await deps.inForce(installation, read.repository, read.policy);
  if (inForce.kind !== 'policy') throw new Error('There is no policy.');
  return inForce;
}

/** What a trial comes to on the issue, as the ledger would say it. */
async function tried(world: World): Promise<unknown> {
  const { deps, tracker, store } = world;
  const inForce = await policyIn(world);
  return withoutWriting(store, async () => {
    const of = item(world, 'issue', 1);
    const seen = await tracker.reads.observe(of);
    if (seen.kind !== 'issue') throw new Error('It is gone.');
    const place = placeOf(deps, { item: of, repository: seen.repository });
    const facts = await gather(readOnly(store), place, inForce, seen);
    return JSON.parse(issueDigest(verdictOn(deps, facts), foldIssue(facts.issue), facts.isGone)) as unknown;
  });
}

/** A look at an item, as the inbox takes it; what the ledger says of it last. */
async function decided({ deps, tracker, store }: World, of: Item): Promise<unknown> {
  const { want, now, log } = deps;
  const look = createLook({ tracker, store, want, now, log });
  await look(of, turn(of));
  const [line] = await store.db
    .selectFrom('ledger')
    .select('verdict')
    .where('item', '=', keyOf(of))
    .orderBy('id', 'desc')
    .limit(1)
    .execute();
  return JSON.parse(line?.verdict ?? 'null') as unknown;
}

describe('a trial and a decision', () => {
  test.each(Object.entries(policies))('%s: whatever happened, they come to the same', async (_, policy) => {
    const life = fc.array(fc.constantFrom(...acts), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(life, async (all) => {
        const world = await begin(policy);
        try {
          for (const { does } of all) {
            world.sandbox.clock.advance(minute);
            attempt(() => does(world));
            // A sub-issue is judged first.
            await decided(world, item(world, 'issue', 2));
            const before = await tried(world);
            expect(before).toEqual(await decided(world, item(world, 'issue', 1)));
          }
        } finally {
          await world.close();
        }
      }),
      { numRuns: 5 },
    );
  });

  test.each(['cloud', 'data-center'] as const)(
    '%s: where Jira decides, an issue and a pull request are gathered to the same facts',
    async (flavour) => {
      const stage = await openJiraStage(flavour);
      const store = await openStore(':memory:');
      try {
        const wanted: unknown[] = [];
        const deps = depsOn(stage, store, wanted);
        const key = await stage.inJira('maria', (maria) => {
          const made = maria.createIssue('SHOP', { summary: 'Coupons' });
          maria.transition(made.key, 'Approved');
          return made.key;
        });
        await stage.act('anton', (anton) => anton.openIssue(shop, { title: `${key}: here`, body: '' }));
        await stage.act('anton', (anton) => anton.push(shop, 'work', { files: { 'a.txt': 'a' } }));
        await stage.act('anton', (anton) =>
          anton.openPull(shop, { title: `${key}: work`, body: 'Closes #1', head: 'work' }),
        );
        const { installationId: installation } = stage.github.deliveries[0]!;
        const both = async (kind: 'issue' | 'pull-request', number: number): Promise<void> => {
          const of = { installation, repository: shop, kind, number } as const;
          const seen = await deps.reads.observe(of);
          if (seen.kind === 'gone') throw new Error('It is gone.');
          const { repository } = seen;
          const inForce = await deps.inForce(installation, repository, seen.policy);
          if (inForce.kind !== 'policy') throw new Error('There is no policy.');
          const place = placeOf(deps, { item: of, repository });
          const gathered = (notebook: Notebook) => gather(notebook, place, inForce, seen);
          wanted.length = 0;
          const reads = await withoutWriting(store, () => gathered(readOnly(store)));
          expect(wanted).toEqual([]);
          const writes = await gathered(writing(deps));
          expect(reads).toEqual(writes);
          expect([...writes.decidedInJira.values()].map(({ key }) => key)).toEqual([key]);
        };
        await both('issue', 1);
        await both('pull-request', 2);
        // By now the pull request is known to name it.
        await both('issue', 1);
        expect(wanted.length).toBe(0);
      } finally {
        await store.close();
        await stage.close();
      }
    },
  );
});

/** What Baton would look with, and a database of its own. */
function depsOn(stage: JiraStage, store: Store, wanted: unknown[]): Deps {
  const now = (): number => stage.github.clock.now();
  const { reads, writes, seen } = createGitHubTracker(clientOf(stage.github), { now });
  const want: Deps['want'] = async (wants) => void wanted.push(...wants);
  const bases = createBases({ reads, store, want, now });
  return {
    reads,
    writes,
    board: null,
    jira: createJiraTracker([siteOf(stage.jira)], now),
    store,
    inForce: createInForce({ bases, reads, store, now }),
    bases,
    want,
    now,
    lookedAt: createLookedAt(),
    isRequired: async () => false,
    seen,
    begun: now,
    log: pino({ level: 'silent' }),
  };
}

/** What cannot be done is left undone: nobody closes what is closed. */
function attempt(does: () => void): void {
  try {
    does();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

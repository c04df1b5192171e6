/** No way to write can be forgotten: whatever writes is refused to a look whose claim was lost. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Writes } from '../../src/github/index.ts';
import { createJiraTracker, type JiraView } from '../../src/jira/index.ts';
import { readPolicy } from '../../src/policy/index.ts';
import { fenced, fencedView, fencedWrites } from '../../src/reconcile/memory/fence.ts';
import { startJira, type Jira } from '@baton/sandbox/jira';
import type { Write } from '../../src/tracker.ts';
import { siteOf } from '../stories/jira-stage.ts';
import { startWorld, type World } from './world.ts';

type Whats<Of> = { readonly [Name in keyof Of]: Of[Name] extends Write<infer What, unknown> ? What : never };
type Writing = Readonly<Record<string, Write<never, unknown>>>;

const lost = 'Another worker may be looking at it: its claim was lost.';
const shop = 'acme/shop';
const never = () => false;
/** The claim holds when the look begins to write, and not any more when it is GitHub's or Jira's turn. */
const untilSent = () => {
  let asked = 0;
  return () => (asked += 1) === 1;
};

let world: World;
let jira: Jira;
let draft: string;
let view: JiraView;
beforeAll(async () => {
  world = await startWorld();
  jira = await startJira({ flavour: 'cloud' });
  jira.user('baton', { kind: 'app' });
  jira.group('product', []);
  draft = jira.status('Draft', 'new').id;
  jira.status('Approved', 'new');
  jira.workflow('Product', { initial: ['Draft'], transitions: [{ name: 'Approve', to: 'Approved' }] });
  jira.project('SHOP', { workflow: 'Product', roles: { Administrators: { users: ['baton'] } } });
  const text = `roles: { pm: { members: [maria], jira: { groups: [product] } }, engineer: [evan] }
gates: { spec: { preset: spec } }
jira: { site: acme, projects: [SHOP], gates: { spec: { status: Approved } } }
`;
  const read = readPolicy(text, 'roles.yml');
  if (read.kind !== 'policy') throw new Error(JSON.stringify(read.problems));
  const opened = createJiraTracker([siteOf(jira)], Date.now).view(read.policy, shop);
  if (opened === null) throw new Error('The site is not known.');
  view = opened;
});
afterAll(async () => {
  await world.close();
  await jira.close();
});

/** A write of each kind that has something to write. */
async function whatsOnGitHub(): Promise<Whats<Writes>> {
  const { installation, sandbox } = world;
  const issue = sandbox.as('evan').openIssue(shop, { title: 'Coupons' });
  sandbox.as('maria').createLabel(shop, { name: `renamed ${issue.number}` });
  const label = sandbox.find.repository(shop).labels.find(({ name }) => name.startsWith('renamed'));
  const item = { kind: 'issue', installation, repository: shop, number: issue.number } as const;
  const seen = await world.tracker.reads.observe(item);
  if (seen.kind !== 'issue') throw new Error('The issue is gone.');
  const { repository } = seen;
  const { id } = seen.issue.history.item;
  const begin = { title: 'Begin', body: '<!-- baton:onboarding -->' };
  const isThere = [...sandbox.find.repository(shop).items.values()].some(
    ({ title }) => title === begin.title,
  );
  if (!isThere) sandbox.as('baton[bot]').openIssue(shop, begin);
  const telling = { installation, repository: shop, issue: { title: 'Broken', body: 'Line 1' } };
  return {
    perform: { item, repository, effects: [{ kind: 'comment', on: id, body: 'Hello.' }] },
    ensureLabels: {
      installation,
      repository,
      labels: [{ name: 'spec:approved', color: '0e8a16', description: '' }],
    },
    restoreLabel: { installation, repository, label: label?.nodeId ?? '', name: 'restored' },
    tellProblem: telling,
    tellDigest: telling,
    tellOnboarding: { ...telling, issue: null },
    editOnboarding: { installation, repository: shop, edit: (body) => `${body} More.` },
  };
}

function whatsInJira(): Whats<JiraView['writes']> {
  const { key } = jira.as('baton').createIssue('SHOP', { summary: 'Coupons' });
  return {
    move: { key, to: 'Approved', from: draft },
    tell: { key, paragraphs: ['Hello.'] },
    mark: { key, label: 'baton-stuck' },
    link: {
      key,
      pull: { id: 'baton:acme/shop#1', url: 'https://github.test/1', title: '#1', isOver: false },
    },
  };
}

const writesInJira = () => jira.requests.splice(0).filter(({ method }) => method !== 'GET');

/** What comes of every way to write there is, each begun with a claim of its own. */
async function became(
  of: () => object,
  whats: object,
  sent: () => readonly unknown[],
): Promise<Readonly<Record<string, { readonly error: string | null; readonly sent: number }>>> {
  const came: Record<string, { readonly error: string | null; readonly sent: number }> = {};
  for (const name of Object.keys(of())) {
    sent();
    const write = (of() as Writing)[name];
    const what = (whats as Readonly<Record<string, unknown>>)[name] as never;
    const error = await write?.(what).then(
      () => null,
      (thrown: unknown) => (thrown as Error).message,
    );
    came[name] = { error: error ?? null, sent: sent().length };
  }
  return came;
}

const claims = [
  ['was lost at the beginning', () => never, { error: lost, sent: 0 }],
  ['is lost once it is to be sent', untilSent, { error: lost, sent: 0 }],
  ['is held', () => () => true, { error: null, sent: 1 }],
] as const;

const all = <T>(whats: object, one: T): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.keys(whats).map((name) => [name, one]));

test.each(claims)('every way to write on GitHub, while the claim %s', async (_, claim, expected) => {
  const whats = await whatsOnGitHub();
  const writes = (): Writes => fencedWrites(world.tracker.writes, { stillMine: claim() });
  expect(await became(writes, whats, () => world.writes())).toEqual(all(whats, expected));
});

test.each(claims)('every way to write in Jira, while the claim %s', async (_, claim, expected) => {
  const whats = whatsInJira();
  const writes = (): JiraView['writes'] => fencedView(view, claim()).writes;
  expect(await became(writes, whats, writesInJira)).toEqual(all(whats, expected));
});

test('what cannot be fenced is no way to write: it does not pass the types', () => {
  const ask = () => {};
  // @ts-expect-error It takes more than one value, so nobody could be asked before it is sent.
  fenced({ tell: async (key: string, text: string) => key + text }, ask);
  // @ts-expect-error It is not waited for.
  fenced({ tell: (what: string) => what }, ask);
  // @ts-expect-error It is no way to write.
  fenced({ budget: 5 }, ask);
  expect(fenced({ tell: async (what: string) => what }, ask)).toHaveProperty('tell');
});

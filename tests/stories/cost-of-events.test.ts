/** Each kind of event costs one read and at most one write, whatever the past of the item and of what it is linked with. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { oneOf } from '../night.ts';
import { openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'baton-events-'));
  stage = await openStage({ dataDir, rough: true });
  await stage.act('maria', (maria) => maria.createLabel(repository, { name: 'bug' }));
  await pasts();
});
afterAll(async () => {
  await stage.close();
  await rm(dataDir, { recursive: true });
});

const day = 24 * 3_600_000;
const issues: Record<string, string> = {};
const pulls: Record<string, string> = {};
const numberOf = (item: string): string => item.split('#')[1] ?? '';

function issue(name: string): string {
  const { number } = stage.hurry('maria', (maria) =>
    maria.openIssue(repository, { title: name, body: 'One coupon per order.' }),
  );
  return (issues[name] = `${repository}#${number}`);
}

function pull(name: string, body: string): string {
  const head = `b-${Object.keys(pulls).length}`;
  stage.hurry('anton', (anton) => anton.push(repository, head, { files: { [`${head}.txt`]: head } }));
  const { number } = stage.hurry('anton', (anton) => anton.openPull(repository, { title: name, body, head }));
  return (pulls[name] = `${repository}#${number}`);
}

function comments(item: string, count: number): void {
  for (let each = 0; each < count; each += 1)
    stage.hurry('otto', (otto) => otto.comment(item, `No. ${each}`));
}

function edits(item: string, count: number, text: string): void {
  for (let each = 0; each < count; each += 1) {
    stage.github.clock.advance(1000);
    stage.hurry('maria', (maria) => maria.edit(item, { body: `${text} (${each})` }));
  }
}

/** All of this happened while nobody listened; then each item was looked at. */
async function pasts(): Promise<void> {
  stage.github.faults.addForDeliveries({ match: () => true, kind: 'lost', times: 100_000 });
  const fresh = issue('fresh');
  const talked = issue('250 comments');
  comments(talked, 250);
  const edited = issue('320 edits of the body');
  edits(edited, 320, 'Coupons');
  // A page and some more: what is kept of it is less than a page.
  const labeled = issue('120 labels');
  for (let each = 0; each < 60; each += 1) {
    stage.hurry('otto', (otto) => otto.label(labeled, 'bug'));
    stage.hurry('otto', (otto) => otto.unlabel(labeled, 'bug'));
  }
  const linked = issue('linked');
  const others = ['two', 'three', 'four', 'five'].map((name) => issue(name));
  for (const name of others) delete issues[Object.keys(issues).find((key) => issues[key] === name) ?? ''];
  delete issues['linked'];
  pull('fresh', `Closes #${numberOf(fresh)}`);
  pull('links five issues', [linked, ...others].map((each) => `Closes #${numberOf(each)}`).join('\n'));
  pull('links all pasts', [talked, edited, labeled].map((each) => `Closes #${numberOf(each)}`).join('\n'));
  const long = pull('250 comments, 200 edits', '');
  comments(long, 250);
  edits(long, 200, `Closes #${numberOf(linked)}`);
  const connected = pull('120 links', 'Work.');
  for (let each = 0; each < 60; each += 1) {
    stage.hurry('anton', (anton) => anton.connect(connected, linked));
    stage.hurry('anton', (anton) => anton.connect(connected, linked, false));
  }
  await stage.github.settled();
  stage.github.faults.clear();
  stage.github.clock.advance(2 * day);
  for (let look = 0; look < 2; look += 1)
    for (const each of [...Object.values(issues), linked, ...Object.values(pulls)])
      await stage.act('rita', (rita) => rita.comment(each, 'Hello.'));
}

type Act = (item: string) => Promise<unknown>;
const as =
  (
    login: string,
    what: (somebody: Parameters<Parameters<Stage['act']>[1]>[0], item: string) => unknown,
  ): Act =>
  (item) =>
    stage.act(login, (somebody) => what(somebody, item));
const said = new Map<string, ReturnType<Parameters<Parameters<Stage['act']>[1]>[0]['comment']>>();

const onBoth: Readonly<Record<string, Act>> = {
  'issue_comment.created': as('rita', (rita, item) => said.set(item, rita.comment(item, 'Nice.'))),
  'issue_comment.edited': as('rita', (rita, item) => rita.editComment(said.get(item)!, 'Very nice.')),
  'issue_comment.deleted': as('rita', (rita, item) => rita.deleteComment(said.get(item)!)),
  labeled: as('maria', (maria, item) => maria.label(item, 'bug')),
  unlabeled: as('maria', (maria, item) => maria.unlabel(item, 'bug')),
  'edited, title': as('maria', (maria, item) =>
    maria.edit(item, { title: `As of ${stage.github.clock.now()}` }),
  ),
  locked: as('maria', (maria, item) => maria.lock(item)),
  unlocked: as('maria', (maria, item) => maria.lock(item, false)),
};
const onIssues: Readonly<Record<string, Act>> = {
  ...onBoth,
  'edited, body': as('maria', (maria, item) =>
    maria.edit(item, { body: `As of ${stage.github.clock.now()}` }),
  ),
  assigned: as('maria', (maria, item) => maria.assign(item, 'maria')),
  unassigned: as('maria', (maria, item) => maria.unassign(item, 'maria')),
  pinned: as('maria', (maria, item) => maria.pin(item)),
  create: as('anton', (anton, item) => anton.createBranch(repository, `${numberOf(item)}-work`)),
  'a command': as('maria', (maria, item) => maria.comment(item, '/why')),
};
const onPulls: Readonly<Record<string, Act>> = {
  ...onBoth,
  'edited, body': as('anton', (anton, item) =>
    anton.editPull(item, { body: `${stage.github.find.item(item).body}.` }),
  ),
  'pull_request_review.submitted': as('otto', (otto, item) =>
    otto.review(item, { event: 'APPROVE', body: 'Fine.' }),
  ),
  synchronize: as('anton', (anton, item) =>
    anton.push(repository, `b-${Object.values(pulls).indexOf(item)}`, {
      files: { [`${stage.github.clock.now()}.txt`]: 'more' },
    }),
  ),
  converted_to_draft: as('anton', (anton, item) => anton.draft(item, true)),
  ready_for_review: as('anton', (anton, item) => anton.draft(item, false)),
};

/** Reads of one item each: an issue's pull requests are looked at where their checks may depend on what changed. */
const looks = new Set(['ObserveIssue', 'ResumeIssue', 'ObservePullRequest']);

/** Acts that follow one another on the same item. */
const inARow = [
  ['issue_comment.created', 'issue_comment.edited', 'issue_comment.deleted'],
  ['labeled', 'unlabeled'],
  ['locked', 'unlocked'],
  ['assigned', 'unassigned'],
  ['converted_to_draft', 'ready_for_review'],
];

/** What costs more than a read and a write for each item that is looked at, or looks at more than `most` of them. */
async function dear(
  acts: Readonly<Record<string, Act>>,
  items: Readonly<Record<string, string>>,
  most: (event: string) => number,
): Promise<readonly string[]> {
  const found: string[] = [];
  const turns = Object.keys(acts).map((event) => inARow.find((row) => row.includes(event))?.[0] ?? event);
  for (const [index, [event, act]] of Object.entries(acts).entries())
    for (const [name, item] of oneOf(4, Object.entries(items), turns.indexOf(turns[index] ?? event))) {
      stage.spent();
      await act(item);
      const operations = stage.github.requests.map(({ operation, path }) => operation ?? path);
      const reads = operations.filter((each) => looks.has(each)).length;
      const { queries, mutations, rest } = stage.spent();
      if (reads > most(event) || queries > reads || mutations > reads || rest > 0)
        found.push(`${event}, ${name}: ${operations.join(' ')}`);
    }
  return found;
}

test('on issues', async () => {
  // Two pull requests close some of them, and are looked at when what it says is another, or Baton said something.
  const andPulls = new Set(['edited, title', 'edited, body', 'a command']);
  expect(await dear(onIssues, issues, (event) => (andPulls.has(event) ? 3 : 1))).toEqual([]);
});

test('on pull requests', async () => {
  expect(await dear(onPulls, pulls, () => 1)).toEqual([]);
});

const opened = (prefix: string): Act =>
  as('anton', (anton, item) => {
    const head = `${prefix}-${numberOf(item)}`;
    anton.push(repository, head, { files: { [`${head}.txt`]: head } });
    anton.openPull(repository, { title: 'Work', body: `Closes #${numberOf(item)}`, head });
  });

test('a new pull request that closes one of these', async () => {
  // Work has begun before the spec is approved: the issue shows it, and its other pull requests are looked at.
  expect(await dear({ 'pull_request.opened': opened('new') }, issues, () => 4)).toEqual([]);
});

test('in a new process, too', async () => {
  await stage.restart();
  await stage.settled();
  const said = { 'issue_comment.created': onBoth['issue_comment.created'] ?? as('rita', () => {}) };
  // Who is who is read anew.
  for (const each of [issues['fresh'], pulls['fresh']]) await said['issue_comment.created'](each ?? '');
  expect(await dear(said, issues, () => 1)).toEqual([]);
  expect(await dear(said, pulls, () => 1)).toEqual([]);
  await stage.restart();
  await stage.settled();
  await said['issue_comment.created'](pulls['fresh'] ?? '');
  const edited = Object.entries(issues).filter(([name]) => name.includes('edits'));
  expect(await dear({ opened: opened('anew') }, Object.fromEntries(edited), () => 4)).toEqual([]);
});

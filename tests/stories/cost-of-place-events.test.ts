/** What the events cost that are not about one issue or pull request alone; every event that the App hears has a row. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { eventNames } from '../../src/github/receive/events.ts';
import { runsOn } from './seen.ts';
import { approvedIssue, openPull, openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
let issue: string;
let pull: string;
let head: string;
/** A line that the pull request changes. */
let place: { readonly path: string; readonly line: number };
beforeAll(async () => {
  stage = await openStage({
    rough: true,
    before(github) {
      github.repository('acme/other', { private: false });
      github.team('acme', 'Sales', { members: ['rita'] });
    },
  });
  stage.github.protect(repository, { checks: [{ name: 'Baton', app: 'baton' }], mergeQueue: true });
  for (const name of ['bug', 'later'])
    await stage.act('maria', (maria) => maria.createLabel(repository, { name }));
  issue = await approvedIssue(stage);
  pull = await openPull(stage, `Closes ${issue}`, { files: { 'changed.txt': 'changed' } });
  head = stage.github.find.pull(pull).headRef;
  place = { path: 'changed.txt', line: 1 };
  for (let each = 0; each < 60; each += 1) stage.hurry('otto', (otto) => otto.comment(issue, `No. ${each}`));
  for (const item of [issue, pull]) await stage.act('rita', (rita) => rita.comment(item, 'Hello.'));
});
afterAll(() => stage.close());

type Cost = { readonly queries: number; readonly mutations: number; readonly rest: number };
const nothing: Cost = { queries: 0, mutations: 0, rest: 0 };
const aRead: Cost = { ...nothing, queries: 1 };
const aReadAndAWrite: Cost = { ...aRead, mutations: 1 };

const heard = new Set<string>();

/** What an act costs, once all that follows from it happened. */
async function costOf(act: () => unknown): Promise<Cost & { readonly asked: readonly string[] }> {
  await stage.settled();
  stage.spent();
  const before = stage.github.deliveries.length;
  stage.github.clock.advance(2000);
  act();
  await stage.settled();
  for (const { event } of stage.github.deliveries.slice(before)) heard.add(event);
  const asked = stage.github.requests.map(({ operation, kind, path }) => operation ?? `${kind} ${path}`);
  const spent = stage.spent();
  return { ...spent, asked };
}

function runOf() {
  const item = stage.github.find.pull(pull);
  const [run] = runsOn(item, item.headOid);
  if (run === undefined) throw new Error('There is no check.');
  return run;
}

type Row = readonly [what: string, act: () => unknown, most: Cost];
const rows: readonly Row[] = [
  [
    'a label is made',
    () => stage.hurry('otto', (otto) => otto.createLabel(repository, { name: 'new' })),
    nothing,
  ],
  [
    'a label gets another colour',
    () => stage.hurry('otto', (otto) => otto.changeLabel(repository, 'bug', { color: 'ff0000' })),
    nothing,
  ],
  [
    'a label that means nothing is renamed',
    () => stage.hurry('otto', (otto) => otto.changeLabel(repository, 'bug', { name: 'bugs' })),
    aRead,
  ],
  [
    'a label that means nothing is deleted',
    () => stage.hurry('otto', (otto) => otto.deleteLabel(repository, 'later')),
    aRead,
  ],
  [
    'a push to another branch',
    () => stage.hurry('anton', (anton) => anton.push(repository, 'aside', { files: { 'a.txt': 'a' } })),
    nothing,
  ],
  [
    'a push to the default branch',
    () => stage.hurry('otto', (otto) => otto.push(repository, 'main', { files: { 'b.txt': 'b' } })),
    nothing,
  ],
  ['a new branch', () => stage.hurry('otto', (otto) => otto.createBranch(repository, 'unnamed')), nothing],
  [
    'a sub-issue is added',
    () => {
      const { number } = stage.hurry('maria', (maria) =>
        maria.openIssue(repository, { title: 'Part', body: 'One.' }),
      );
      stage.hurry('maria', (maria) => maria.addSubIssue(issue, `${repository}#${number}`));
    },
    { ...aReadAndAWrite, queries: 2 },
  ],
  [
    'a remark without a command',
    () => stage.hurry('otto', (otto) => otto.remark(pull, { body: 'LGTM', ...place })),
    aRead,
  ],
  [
    'a remark with a command',
    () => stage.hurry('otto', (otto) => otto.remark(pull, { body: '/why', ...place })),
    { ...aReadAndAWrite, queries: 2 },
  ],
  [
    'a new commit of a pull request',
    () => stage.hurry('anton', (anton) => anton.push(repository, head, { files: { 'c.txt': 'c' } })),
    aReadAndAWrite,
  ],
  [
    'the check is asked for again',
    () => stage.hurry('anton', (anton) => anton.rerun(runOf())),
    aReadAndAWrite,
  ],
  [
    'all checks are asked for again',
    () => stage.hurry('anton', (anton) => anton.rerun(runOf().suite)),
    aReadAndAWrite,
  ],
  ['somebody joins a team that no policy names', () => stage.github.addToTeam('acme/sales', 'otto'), nothing],
  [
    'a team that no policy names is renamed',
    () => stage.github.changeTeam('acme/sales', { name: 'Sellers' }),
    nothing,
  ],
  [
    'somebody joins a team of the policy',
    () => stage.github.addToTeam('acme/engineering', 'otto'),
    { queries: 4, mutations: 0, rest: 3 },
  ],
  ['somebody joins the organization', () => stage.github.addMember('acme', 'rita'), nothing],
  [
    'a collaborator gets another role',
    () => stage.github.collaborator(repository, 'otto', 'maintain'),
    nothing,
  ],
  [
    'a merge queue takes a pull request',
    () => stage.hurry('anton', (anton) => anton.enqueue(pull)),
    { queries: 9, mutations: 3, rest: 3 },
  ],
  [
    'a repository is renamed',
    () => stage.github.renameRepository('acme/other', 'another'),
    { ...aRead, rest: 1 },
  ],
];

test.each(rows)('%s', async (_, act, most) => {
  const { asked, ...cost } = await costOf(act);
  const isWithin = (['queries', 'mutations', 'rest'] as const).every((kind) => cost[kind] <= most[kind]);
  expect({ asked: isWithin ? [] : asked }).toEqual({ asked: [] });
});

/** Why some have no row: what is new to Baton is read once, in whole. */
const elsewhere: Readonly<Record<string, string>> = {
  installation: 'tests/stories/cold-start.test.ts, and npm run bench -- organization',
  installation_repositories: 'tests/stories/cold-start.test.ts, and npm run bench -- organization',
};

test('every event that the App hears has a row, or a reason why not', () => {
  const missing = eventNames.filter((name) => !heard.has(name) && elsewhere[name] === undefined);
  expect(missing).toEqual([]);
});

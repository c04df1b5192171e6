/** What is made good by itself: events that did not arrive, events that GitHub never sent. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { approvedIssue, openPull, openStage, repository, type Stage, type StageSettings } from './stage.ts';

let stage: Stage;
let dataDir: string;
const minute = 60_000;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'baton-catching-up-'));
});
afterEach(async () => {
  await stage.close();
  rmSync(dataDir, { recursive: true });
});

const open = async (settings: StageSettings = {}): Promise<void> => {
  stage = await openStage({ dataDir, rough: true, ...settings });
};

/** Ten minutes in which an engineer begins, somebody approves who may not, and maria does. */
function tenMinutes(issue: string, other: string): void {
  const { github } = stage;
  github.as('anton').assign(other, 'anton');
  github.clock.advance(5 * minute);
  github.as('otto').label(other, 'spec:approved');
  github.clock.advance(4 * minute);
  github.as('maria').comment(issue, '/revoke spec');
  github.clock.advance(minute);
}

const madeGood = { issue: { labels: [] }, other: { labels: [], assignees: [] } };
const now = (issue: string, other: string) => ({
  issue: { labels: stage.see(issue).labels },
  other: { labels: stage.see(other).labels, assignees: stage.see(other).assignees },
});

async function twoIssues(): Promise<readonly [string, string]> {
  const issue = await approvedIssue(stage);
  const { number } = await stage.act('maria', (maria) =>
    maria.openIssue(repository, { title: 'Vouchers', body: 'Later.' }),
  );
  return [issue, `${repository}#${number}`];
}

test('what was sent while Baton was down is asked for again, and handled', async () => {
  await open();
  const [issue, other] = await twoIssues();
  await stage.restart(() => tenMinutes(issue, other));
  expect(stage.github.deliveries.filter(({ status }) => status !== 'OK').length).toBeGreaterThan(0);
  await stage.settled();
  expect(now(issue, other)).toEqual(madeGood);
  const guids = Map.groupBy(stage.github.deliveries, ({ guid }) => guid);
  expect([...guids.values()].filter((tries) => !tries.some(({ status }) => status === 'OK'))).toEqual([]);
  // Each was asked for once.
  expect([...guids.values()].filter((tries) => tries.length > 2)).toEqual([]);
});

test('what arrived is not asked for again, also where GitHub heard no answer', async () => {
  await open();
  await twoIssues();
  const sent = stage.github.deliveries.length;
  const [first] = stage.github.deliveries;
  // Taken, and the answer was lost on its way back.
  if (first !== undefined) Object.assign(first, { status: 'timed out', statusCode: 0 });
  await stage.restart();
  await stage.settled();
  expect(stage.github.deliveries.length).toBe(sent);
});

test('what was refused is asked for again as well', async () => {
  await open();
  const issue = await approvedIssue(stage);
  stage.github.hook('baton', { url: `${stage.service().url}/nowhere`, secret: 'another' });
  stage.github.as('otto').unlabel(issue, 'spec:approved');
  await stage.github.settled();
  expect(stage.github.deliveries.at(-1)).toMatchObject({ event: 'issues', statusCode: 404 });
  await stage.restart();
  await stage.settled();
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
});

test('an event that GitHub never sent is found by the sweep', async () => {
  await open({ rhythm: { sweep: 50, share: 1000 } });
  const [issue, other] = await twoIssues();
  const pull = await openPull(stage, `Closes ${issue}`);
  expect(stage.see(pull).checks).toEqual(['Baton: success · You can merge this']);
  stage.github.clock.advance(2000);
  stage.github.faults.addForDeliveries({ match: () => true, kind: 'lost', times: 100 });
  tenMinutes(issue, other);
  await stage.until(() => stage.see(other).assignees.length === 0 && stage.see(issue).labels.length === 0);
  stage.github.faults.clear();
  await stage.until(() => stage.see(pull).checks[0]?.startsWith('Baton: action_required') === true);
  expect(now(issue, other)).toEqual(madeGood);
});

test('a merge that GitHub never told of is found by the sweep', async () => {
  await open({ rhythm: { sweep: 50, share: 1000 } });
  const issue = await approvedIssue(stage);
  const pull = await openPull(stage, `Closes ${issue}`);
  stage.github.clock.advance(2000);
  stage.github.faults.addForDeliveries({ match: () => true, kind: 'lost', times: 100 });
  stage.github.as('anton').merge(pull);
  await stage.until(() => stage.see(issue).state === 'open' && stage.see(pull).state !== 'open');
  stage.github.faults.clear();
});

test('a sweep of a quiet repository asks once and writes nothing', async () => {
  await open({ rhythm: { sweep: 20, share: 1000 } });
  await twoIssues();
  const sweeps = () => stage.github.requests.filter(({ operation }) => operation === 'ChangedItems').length;
  const count = sweeps();
  await stage.until(() => sweeps() >= count + 4);
  stage.github.requests.length = 0;
  await stage.until(() => sweeps() >= 5);
  expect(new Set(stage.github.requests.map(({ operation }) => operation))).toEqual(new Set(['ChangedItems']));
});

test('a repository without a policy is not swept', async () => {
  await open({ policy: null, rhythm: { sweep: 10 } });
  const waiting = await stage.service().inbox.metrics();
  // What is looked at by itself: deliveries that did not arrive, and all installations.
  expect(waiting.scheduled).toBe(2);
});

test('an installation that nobody told of is found', async () => {
  await open({ rhythm: { round: 50 } });
  const { github } = stage;
  github.organization('umbrella', { admins: ['olga'], members: ['maria'] });
  github.repository('umbrella/web', {
    files: { '.github/roles.yml': 'roles:\n  pm: [maria]\n  engineer: [anton]\n' },
    collaborators: { maria: 'write', olga: 'write' },
  });
  github.faults.addForDeliveries({ match: () => true, kind: 'lost', times: 100 });
  github.as('maria').openIssue('umbrella/web', { title: 'A page', body: 'For all.' });
  github.as('maria').openIssue('umbrella/web', { title: 'A word', body: 'For some.' });
  github.as('olga').label('umbrella/web#2', 'spec:approved');
  github.install('baton', 'umbrella');
  await stage.until(() => stage.see('umbrella/web#2').labels.length === 0);
  github.faults.clear();
  // Nobody touched this one: what happens there next brings the card.
  expect(stage.see('umbrella/web#1').card).toBeNull();
  await stage.act('maria', (maria) => maria.comment('umbrella/web#1', 'Soon.'));
  expect(stage.see('umbrella/web#1').card?.head).toBe('Waiting for maria to approve the spec');
});

/** While something cannot be read, the check does not go on saying what was true before. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { checkLine, runsOn } from './seen.ts';
import { openPull, openStage, repository, type Stage, type StageSettings } from './stage.ts';

let stage: Stage;
let dataDir: string;
const issue = `${repository}#1`;
const pull = `${repository}#2`;
const tryingAgain = 'Baton: in_progress · Baton will retry: something couldn’t be read';
const open = 'Baton: success · You can merge this';
const held = 'Baton: action_required · Waiting for maria to approve the spec of #1';
const rhythm = { backoff: { first: 20, most: 100 } };

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'baton-trying-again-'));
});
afterEach(async () => {
  await stage.close();
  rmSync(dataDir, { recursive: true });
});

/** An approved issue, and a pull request that may be merged. */
async function openWith(settings: StageSettings = {}): Promise<void> {
  stage = await openStage({ dataDir, rhythm, ...settings });
  await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Coupons', body: 'One.' }));
  await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
  expect(await openPull(stage, 'Closes #1')).toBe(pull);
  expect(stage.see(pull).checks).toEqual([open]);
}

const breakReads = (times: number): void =>
  stage.github.faults.add({
    match: ({ operation }) => operation === 'ObservePullRequest',
    kind: '5xx',
    times,
  });

const seen = (checks: readonly string[]) =>
  vi.waitFor(() => expect(stage.see(pull).checks).toEqual(checks), { timeout: 240_000, interval: 5 });

/** What became of each run of the check, the oldest first. */
const runs = (): readonly string[] =>
  stage.github.find
    .repository(repository)
    .suites.flatMap((suite) => suite.runs)
    .map((run) => `${run.name}: ${run.conclusion ?? run.status}`);

test('a pull request that cannot be read says so after the second try, and what is true once it can', async () => {
  await openWith();
  breakReads(3);
  stage.hurry('maria', (maria) => maria.unlabel(issue, 'spec:approved'));
  await seen([tryingAgain]);
  await seen([held]);
  await stage.settled();
  expect(runs()).toEqual(['Baton: success', 'Baton: action_required']);
});

test('also by a process that has not read it yet: what is kept tells enough', async () => {
  // What arrives between the two processes is asked for again.
  await openWith({ rough: true });
  await stage.restart();
  breakReads(1000);
  stage.hurry('maria', (maria) => maria.unlabel(issue, 'spec:approved'));
  await seen([tryingAgain]);
  await stage.restart();
  const failed = () => stage.github.requests.filter(({ status }) => status >= 500).length;
  const before = failed();
  await stage.until(() => failed() > before + 3);
  // It is said once, whichever process does.
  expect(runs()).toEqual(['Baton: success', 'Baton: in_progress']);
  stage.github.faults.clear();
  await stage.settled();
  expect(stage.see(pull).checks).toEqual([held]);
  // And once more, when it is true once more.
  await stage.restart();
  breakReads(3);
  stage.hurry('maria', (maria) => maria.label(issue, 'spec:approved'));
  await seen([tryingAgain]);
  await stage.settled();
  expect(stage.see(pull).checks).toEqual([open]);
});

test('the head of a merge queue says so, too, although nobody could ever read it', async () => {
  await openWith();
  stage.github.protect(repository, { checks: [{ name: 'Baton', app: 'baton' }], mergeQueue: true });
  await stage.restart();
  breakReads(6);
  const { headOid } = stage.hurry('anton', (anton) => anton.enqueue(pull));
  const group = () => runsOn(stage.github.find.pull(pull), headOid).map(checkLine);
  await stage.until(() => group()[0] === tryingAgain);
  await stage.settled();
  expect(group()).toEqual([open]);
  expect(stage.see(pull).state).toBe('merged');
});

test('a repository without a policy never sees that anything is tried again', async () => {
  stage = await openStage({ dataDir, rhythm, policy: null });
  breakReads(3);
  expect(await openPull(stage, 'Some work.')).toBe(`${repository}#1`);
  await stage.act('anton', (anton) => anton.comment(`${repository}#1`, 'Well?'));
  expect(stage.github.faults.pending()).toBe(false);
  expect(runs()).toEqual([]);
});

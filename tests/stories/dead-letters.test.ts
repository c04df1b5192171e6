/** What fails for good: an operator sees it and the reason, and sends it again. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { bare } from '../children.ts';

import { runsOn } from './seen.ts';
import { openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
let dataDir: string;
const command = fileURLToPath(new URL('../../src/cli/baton.ts', import.meta.url));

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'baton-dead-letters-'));
});
afterEach(async () => {
  await stage.close();
  rmSync(dataDir, { recursive: true });
});

const deadLetters = (...args: string[]): string =>
  execFileSync(process.execPath, [command, 'dead-letters', ...args], {
    encoding: 'utf8',
    env: { ...bare, DATA_DIR: dataDir },
  });

const seen = (pull: string, checks: readonly string[]) =>
  vi.waitFor(() => expect(stage.see(pull).checks).toEqual(checks), { timeout: 240_000, interval: 5 });
const tryingAgain = 'Baton: in_progress · Baton will retry: something couldn’t be read';
const givenUp = 'Baton: action_required · Baton stopped after 10 tries: run this check again';

test('an item that fails ten times is listed with the reason; sent again, it is made good', async () => {
  stage = await openStage({ dataDir, rough: true, rhythm: { backoff: { first: 20, most: 60 } } });
  const issue = `${repository}#1`;
  const pull = `${repository}#2`;
  await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Coupons', body: 'One.' }));
  await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
  await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'x' } }));
  await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'Coupons', body: 'Closes #1', head: 'coupons' }),
  );
  expect(deadLetters()).toBe('There are no dead letters.\n');

  // GitHub does not understand the question, and will not however often it is asked.
  stage.github.faults.add({
    match: ({ operation }) => operation === 'ObservePullRequest',
    kind: '5xx',
    status: 400,
    times: 1000,
  });
  stage.hurry('maria', (maria) => maria.unlabel(issue, 'spec:approved'));
  await seen(pull, [tryingAgain]);
  await seen(pull, [givenUp]);
  await vi.waitFor(async () => expect(await stage.service().inbox.dead()).toHaveLength(1), {
    timeout: 240_000,
    interval: 20,
  });
  const list = deadLetters();
  expect(list).toMatch(/acme\/shop pull-request 2: since .*, failed 10 times\n {2}Server Error/);
  const page = await (await fetch(`${stage.service().url}/metrics`)).text();
  expect(page).toContain('baton_dead_letters 1');

  // Whoever runs the check again, or says something, gets another ten.
  const [run] = runsOn(stage.github.find.pull(pull));
  if (run === undefined) throw new Error('There is no check.');
  stage.hurry('anton', (anton) => anton.rerun(run));
  await seen(pull, [tryingAgain]);
  await seen(pull, [givenUp]);
  await vi.waitFor(async () => expect(await stage.service().inbox.dead()).toHaveLength(1), {
    timeout: 240_000,
    interval: 20,
  });

  stage.github.faults.clear();
  expect(deadLetters('again', '--all')).toContain('1 sent again');
  stage.service().inbox.wake();
  await seen(pull, ['Baton: action_required · Waiting for maria to approve the spec of #1']);
  expect(deadLetters()).toBe('There are no dead letters.\n');
});

test('what Baton does by itself is tried again by itself, however often it failed', async () => {
  stage = await openStage({ dataDir, rough: true, rhythm: { tidy: 50 } });
  const { inbox, store } = stage.service();
  const kinds = async (): Promise<readonly string[]> => {
    const rows = await store.db.selectFrom('items').select('item').where('buried_at', 'is', null).execute();
    return rows.map(({ item }) => (JSON.parse(item) as { is: { kind: string } }).is.kind).toSorted();
  };
  const byItself = ['installations', 'missed', 'sweep'];
  await vi.waitFor(async () => expect(await kinds()).toEqual(byItself), { timeout: 240_000, interval: 5 });
  stage.github.requests.length = 0;
  await store.db
    .updateTable('items')
    .set({ due: null, error: 'It failed.', buried_at: Date.now() })
    .execute();
  const asked = () => stage.github.requests.map(({ path, operation }) => operation ?? path.split('?')[0]);
  await stage.until(() =>
    ['/app/hook/deliveries', '/app/installations', 'ChangedItems'].every((each) => asked().includes(each)),
  );
  await vi.waitFor(async () => expect(await kinds()).toEqual(byItself), { timeout: 240_000, interval: 5 });
  expect(await inbox.dead()).toEqual([]);
});

test('a dead letter that nobody asked for in ninety days is forgotten', async () => {
  stage = await openStage({ dataDir, rough: true, rhythm: { tidy: 20, backoff: { first: 1, most: 5 } } });
  stage.github.faults.add({
    match: ({ operation }) => operation === 'ObserveIssue',
    kind: '5xx',
    status: 400,
    times: 1000,
  });
  stage.hurry('maria', (maria) => maria.openIssue(repository, { title: 'Coupons', body: 'One.' }));
  const { inbox, store } = stage.service();
  await vi.waitFor(async () => expect(await inbox.dead()).toHaveLength(1), {
    timeout: 240_000,
    interval: 20,
  });
  const daysAgo = async (days: number) =>
    store.db
      .updateTable('items')
      .set({ buried_at: Date.now() - days * 24 * 3_600_000 })
      .where('buried_at', 'is not', null)
      .execute();
  await daysAgo(89);
  expect(await inbox.dead()).toHaveLength(1);
  await daysAgo(91);
  await vi.waitFor(async () => expect(await inbox.dead()).toEqual([]), { timeout: 240_000, interval: 20 });
});

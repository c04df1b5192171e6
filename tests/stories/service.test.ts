/** Baton stops and starts: what runs is finished, what was taken is done later, what was refused can be sent again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { commentsOf } from './seen.ts';
import { openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baton-story-'));
  stage = await openStage({ dataDir: folder, rough: true });
});
afterEach(async () => {
  await stage.close();
  rmSync(folder, { recursive: true });
});

const issue = `${repository}#1`;
const opens = () =>
  stage.act('anton', (anton) => anton.openIssue(repository, { title: 'Coupons', body: 'One.' }));

test('stopped while it looks: the look is finished, and nothing is said twice afterwards', async () => {
  await opens();
  stage.heard(issue);
  stage.github.faults.add({ match: ({ kind }) => kind === 'query', kind: 'slow', milliseconds: 400 });
  stage.hurry('maria', (maria) => maria.comment(issue, '/approve spec\n/why'));
  await stage.until(() => !stage.github.faults.pending());
  await stage.restart();
  expect(stage.see(issue)).toMatchObject({
    labels: ['spec:approved'],
    card: { head: 'Waiting for `@acme/engineering` to build this' },
  });
  await stage.act('anton', (anton) => anton.comment(issue, 'Well.'));
  expect(stage.heard(issue)).toHaveLength(2);
});

test('stopped before it could do it: it is done after the start, without another event', async () => {
  await opens();
  stage.github.faults.add({ match: ({ kind }) => kind === 'mutation', kind: 'secondary-limit', seconds: 2 });
  const before = Date.now();
  stage.hurry('maria', (maria) => maria.comment(issue, '/approve spec'));
  await stage.until(() => !stage.github.faults.pending());
  await stage.restart();
  // A machine may be so busy that the two seconds are over by now.
  if (Date.now() - before < 1900) expect(stage.see(issue).labels).toEqual([]);
  await stage.until(() => stage.see(issue).labels.includes('spec:approved'));
  await stage.settled();
  expect(commentsOf(stage.github.find.item(issue))).toHaveLength(2);
});

test('sent while nobody listens, and sent again, by Baton’s asking and by hand: looked at once', async () => {
  await opens();
  await stage.restart(() => stage.hurry('maria', (maria) => maria.comment(issue, '/approve spec')));
  await stage.settled();
  const failed = stage.github.deliveries.filter((delivery) => delivery.status !== 'OK');
  expect(failed.map(({ event, statusCode }) => [event, statusCode])).toEqual([['issue_comment', 0]]);
  // At its start, Baton asked for what it missed.
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
  const app = await stage.service().github.app();
  for (const _ of [1, 2])
    await app.request('POST /app/hook/deliveries/{delivery_id}/attempts', {
      delivery_id: failed[0]?.id ?? 0,
    });
  await stage.settled();
  expect(stage.see(issue)).toMatchObject({ labels: ['spec:approved'], said: [expect.any(String)] });
});

test('the same delivery twice, and a forged one: the first counts', async () => {
  await opens();
  await stage.act('maria', (maria) => maria.comment(issue, 'Hm.'));
  const delivery = stage.github.deliveries.at(-1);
  if (delivery === undefined) throw new Error('Nothing was delivered.');
  const send = async (
    headers: Record<string, string>,
    body = JSON.stringify(delivery.payload),
  ): Promise<number> => {
    const answer = await fetch(delivery.url, {
      method: 'POST',
      headers: { ...delivery.headers, ...headers },
      body,
    });
    return answer.status;
  };
  stage.spent();
  expect(await send({})).toBeLessThan(300);
  await stage.settled();
  expect(stage.spent()).toEqual({ queries: 0, mutations: 0, rest: 0 });
  expect(
    await send({ 'x-hub-signature-256': `sha256=${'0'.repeat(64)}`, 'x-github-delivery': 'forged' }),
  ).toBe(401);
  expect(await send({ 'x-github-delivery': 'other' }, '{}')).toBe(401);
  await stage.settled();
  expect(stage.spent()).toEqual({ queries: 0, mutations: 0, rest: 0 });
});

test('the ledger tells each decision once, with the deliveries that led to it', async () => {
  await opens();
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  await stage.act('rita', (rita) => rita.comment(issue, 'Nice.'));
  const rows = await stage
    .service()
    .store.db.selectFrom('ledger')
    .select(['item', 'effects', 'deliveries'])
    .orderBy('id')
    .execute();
  const kinds = (effects: string): readonly string[] =>
    (JSON.parse(effects) as { kind: string }[]).map(({ kind }) => kind);
  expect(rows.map(({ effects }) => kinds(effects))).toEqual([
    ['card'],
    ['label', 'comment', 'react', 'card'],
  ]);
  const guids = stage.github.deliveries.map(({ guid }) => guid);
  for (const { deliveries } of rows)
    for (const id of JSON.parse(deliveries) as string[]) expect(guids).toContain(id);
});

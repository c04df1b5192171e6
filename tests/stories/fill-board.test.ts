/** The board of a Baton that was updated: it shows what is open before anything happens there, and nobody notices. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { boardQueries, knownRepositories } from '../../src/store/index.ts';
import { openPull, openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baton-'));
});
afterEach(async () => {
  await stage.close();
  rmSync(folder, { recursive: true });
});

async function onBoard(): Promise<readonly string[]> {
  const { db } = stage.service().store;
  const sight = (await knownRepositories(db)).map(({ id }) => id);
  const { items } = await boardQueries(db).items(sight, {}, { order: 'waiting', limit: 100 });
  return items.map(({ entry }) => `${entry.name} ${entry.next}`).toSorted();
}

/** As the database was before there was a board; `filled`: it was there, and somebody emptied it. */
function before(filled = false): void {
  const db = new DatabaseSync(join(folder, 'baton.sqlite'));
  for (const table of ['board', 'board_batons', 'board_roles']) db.exec(`delete from ${table}`);
  if (!filled) db.exec(`delete from marks where name = 'board filled'`);
  db.close();
}

test('it is filled once, from the second start on it is as it is, and nothing is written on GitHub', async () => {
  stage = await openStage({ board: {}, dataDir: folder });
  const { number } = await stage.act('otto', (otto) => otto.openIssue(repository, { title: 'A', body: 'B' }));
  await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'C', body: 'D' }));
  await stage.act('maria', (maria) => maria.label(`${repository}#${number}`, 'spec:approved'));
  await openPull(stage, `Closes #${number}`);
  const all = await onBoard();
  expect(all).toHaveLength(3);
  const issues = [`${repository}#${number}`, `${repository}#${number + 1}`];
  const seen = issues.map((issue) => stage.see(issue));
  for (const issue of issues) stage.heard(issue);
  stage.spent();
  await stage.restart(before);
  await stage.settled();
  expect(await onBoard()).toEqual(all);
  expect(issues.map((issue) => stage.see(issue))).toEqual(seen);
  expect(issues.flatMap((issue) => stage.heard(issue))).toEqual([]);
  // Cards lead to their items' pages, and in this story the board is at another port after each start.
  const written = stage.github.requests.filter(({ kind }) => kind === 'mutation');
  const acts = written.flatMap(({ document }) => document?.match(/act\d+: \w+/g) ?? []);
  expect(new Set(acts)).toEqual(new Set(['act0: updateIssueComment']));
  await stage.restart(() => before(true));
  await stage.settled();
  expect(await onBoard()).toEqual([]);
  // What happens there shows, as ever.
  await stage.act('maria', (maria) => maria.comment(`${repository}#${number}`, 'Hello.'));
  expect((await onBoard()).length).toBeGreaterThan(0);
});

test('where nobody can sign in, nothing is filled', async () => {
  stage = await openStage({ dataDir: folder });
  await stage.act('otto', (otto) => otto.openIssue(repository, { title: 'A', body: 'B' }));
  expect(await onBoard()).toHaveLength(1);
  await stage.restart(before);
  await stage.settled();
  expect(await onBoard()).toEqual([]);
});

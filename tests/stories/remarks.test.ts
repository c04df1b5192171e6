/** Commands in remarks on lines of code: read like comments on the pull request, with the one read that every event costs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Remark } from '@baton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { remarkStore } from '../../src/store/index.ts';
import { approvedIssue, openPull, openStage, repository, type Stage } from './stage.ts';

const path = 'src/basket.ts';
const forPm = '`/approve` for “Spec approval” is for `pm` (maria).';

let stage: Stage;
let dataDir: string;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'baton-remarks-'));
  stage = await openStage({ dataDir });
  await approvedIssue(stage);
});
afterAll(async () => {
  await stage.close();
  rmSync(dataDir, { recursive: true });
});

/** An issue whose spec waits for its approval, and a pull request that closes it. */
async function begun(): Promise<{ readonly issue: string; readonly pull: string }> {
  const { number } = await stage.act('ben', (ben) =>
    ben.openIssue(repository, { title: 'Coupons', body: 'One.' }),
  );
  const pull = await openPull(stage, `Closes #${number}`, { files: { [path]: `${number}\n` } });
  stage.heard(pull);
  stage.heard(`${repository}#${number}`);
  stage.spent();
  return { issue: `${repository}#${number}`, pull };
}

const remark = (who: string, pull: string, body: string): Promise<Remark> =>
  stage.act(who, (somebody) => somebody.remark(pull, { path, line: 1, body }));
const reactions = (on: Remark): readonly string[] => on.reactions.map(({ content }) => content);
const noted = async (on: Remark): Promise<readonly string[]> =>
  (await remarkStore(stage.service().store.db).remarksOf([on.item.nodeId])).get(on.item.nodeId) ?? [];

test('one by whom the gate is for approves, and costs what a comment costs', async () => {
  const { issue, pull } = await begun();
  const { issue: other, pull: otherPull } = await begun();
  await stage.act('maria', (maria) => maria.comment(otherPull, 'Good.\n\n/approve spec'));
  const aComment = stage.spent();
  const word = await remark('maria', pull, 'Good.\n\n/approve spec');
  const aRemark = stage.spent();
  // The review that GitHub makes of it tells of itself, too.
  expect(aRemark).toEqual({ ...aComment, queries: expect.any(Number) as number });
  expect(aRemark.queries - aComment.queries).toBeLessThanOrEqual(1);
  expect(reactions(word)).toEqual(['+1']);
  expect([stage.see(issue).labels, stage.see(other).labels]).toEqual([['spec:approved'], ['spec:approved']]);
  expect(stage.see(issue).card?.gates[0]).toContain('Approved by maria (`pm`) in a comment on #');
  expect(stage.see(pull).checks[0]).toMatch(/^Baton: success/);
  for (const where of [pull, issue]) {
    await stage.act('rita', (rita) => rita.comment(where, 'Nice.'));
    expect(stage.spent()).toEqual({ queries: 1, mutations: 0, rest: 0 });
  }
  expect(stage.see(issue)).toMatchObject({ labels: ['spec:approved'] });
});

test('one by anybody else is refused, as in the conversation', async () => {
  const { issue, pull } = await begun();
  expect(reactions(await remark('anton', pull, '/approve spec'))).toEqual(['confused']);
  expect(stage.heard(pull)).toEqual([forPm]);
  expect(reactions(await remark('otto', pull, '/approve spec'))).toEqual(['confused']);
  expect(stage.see(issue)).toMatchObject({ labels: [] });
  const [why, answer] = [await remark('rita', pull, '/why'), stage.heard(pull).at(-1)];
  expect(reactions(why)).toEqual(['+1']);
  expect(answer).toContain('You can merge this once ');
});

test('edited by somebody, it is no evidence; written again, it is', async () => {
  const { issue, pull } = await begun();
  const word = await remark('maria', pull, '/approve spec');
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
  await stage.act('otto', (otto) => otto.editRemark(word, '/approve spec\n\nAnd more.'));
  expect(stage.see(issue).labels).toEqual([]);
  const plain = await remark('maria', pull, 'Hm.');
  expect(await noted(plain)).toEqual([word.nodeId]);
  stage.heard(pull);
  await stage.act('otto', (otto) => otto.editRemark(plain, '/approve spec'));
  expect(stage.see(issue).labels).toEqual([]);
  expect(stage.heard(pull)).toEqual([expect.stringContaining('edited your comment')]);
  await remark('maria', pull, '/approve spec');
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
});

test('deleted, an approval is gone, and a word against stays', async () => {
  const { issue, pull } = await begun();
  const word = await remark('maria', pull, '/approve spec');
  await stage.act('maria', (maria) => maria.deleteRemark(word));
  expect(stage.see(issue).labels).toEqual([]);
  expect(await noted(word)).toEqual([]);
  const against = await remark('maria', pull, '/return spec The tax is missing.');
  expect(stage.see(issue).card?.notes).toContain('> The tax is missing\\.');
  await stage.act('maria', (maria) => maria.deleteRemark(against));
  expect(stage.see(issue).card?.notes).toContain('> The tax is missing\\.');
});

test('hidden as spam, an approval opens nothing', async () => {
  const { issue, pull } = await begun();
  const word = await remark('maria', pull, '/approve spec');
  await stage.act('olga', (olga) => olga.hide(word, 'spam'));
  await stage.act('rita', (rita) => rita.comment(pull, 'Nice.'));
  expect(stage.see(issue).labels).toEqual([]);
});

test('one without a command costs nothing of its own, and is not remembered', async () => {
  const { pull } = await begun();
  await stage.act('rita', (rita) => rita.review(pull, { event: 'COMMENT' }));
  const aReview = stage.spent();
  const plain = await remark('rita', pull, 'Why not `/approve spec` it?\n\nI would.');
  expect(stage.spent()).toEqual(aReview);
  expect(await noted(plain)).toEqual([]);
  await stage.act('rita', (rita) => rita.editRemark(plain, 'I would not.'));
  await stage.act('rita', (rita) => rita.deleteRemark(plain));
  expect(stage.spent()).toEqual({ queries: 0, mutations: 0, rest: 0 });
});

test('a pull request of another issue, linked later, brings its remark along', async () => {
  const { pull } = await begun();
  const { number } = await stage.act('ben', (ben) => ben.openIssue(repository, { title: 'Tax', body: 'T.' }));
  await remark('maria', pull, '/approve spec');
  await stage.act('anton', (anton) => anton.connect(pull, `${repository}#${number}`));
  await stage.act('rita', (rita) => rita.comment(`${repository}#${number}`, 'Nice.'));
  // What was said before it was linked was not said of it.
  expect(stage.see(`${repository}#${number}`).labels).toEqual([]);
});

test('outsiders cannot take the place of those who belong there', async () => {
  const { issue, pull } = await begun();
  for (let count = 0; count < 25; count += 1)
    stage.hurry('rita', (rita) => rita.remark(pull, { path, line: 1, body: `${count}\n\n/why` }));
  await stage.settled();
  const word = await remark('maria', pull, '/approve spec');
  expect((await noted(word)).length).toBe(21);
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
});

test('it counts after a restart; where the database was lost, it is not read any more, and can be said again', async () => {
  const { issue, pull } = await begun();
  const word = await remark('maria', pull, '/approve spec');
  await stage.restart();
  stage.spent();
  await stage.act('rita', (rita) => rita.comment(issue, 'Nice.'));
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
  await stage.act('rita', (rita) => rita.comment(issue, 'Very nice.'));
  expect(reactions(word)).toEqual(['+1']);
  await stage.service().store.db.deleteFrom('remarks').execute();
  await stage.act('rita', (rita) => rita.comment(pull, 'Nice.'));
  expect(stage.see(issue).labels).toEqual([]);
  await stage.act('maria', (maria) => maria.comment(pull, '/approve spec'));
  expect(stage.see(issue).labels).toEqual(['spec:approved']);
});

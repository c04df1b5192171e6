/** The main job, end to end: two roles, and every handoff between them. */
import { afterEach, expect, test } from 'vitest';

import { openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
afterEach(async () => {
  expect(stage.github.unplayed).toEqual([]);
  expect(stage.github.misfits).toEqual([]);
  await stage.close();
});

test('from the first idea to the accepted result', async () => {
  stage = await openStage();
  const issue = `${repository}#1`;
  await stage.act('anton', (anton) =>
    anton.openIssue(repository, { title: 'Coupons', body: 'One coupon per order.' }),
  );
  console.log(stage.see(issue), stage.spent());
  await stage.act('anton', (anton) => anton.assign(issue, 'anton'));
  console.log(stage.see(issue), stage.spent());
  await stage.act('otto', (otto) => otto.label(issue, 'spec:approved'));
  console.log(stage.see(issue), stage.spent());
  await stage.act('maria', (maria) => maria.label(issue, 'spec:approved'));
  console.log(stage.see(issue), stage.spent());
  await stage.act('ben', (ben) => ben.edit(issue, { body: 'Two coupons per order.' }));
  console.log(stage.see(issue), stage.spent());
  await stage.act('maria', (maria) => maria.comment(issue, '/approve spec'));
  console.log(stage.see(issue), stage.spent());
  await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'x' } }));
  await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'Coupons', body: 'Closes #1', head: 'coupons' }),
  );
  console.log(stage.see(`${repository}#2`), stage.spent());
  await stage.act('anton', (anton) => anton.merge(`${repository}#2`));
  console.log(stage.see(issue), stage.spent());
  await stage.act('maria', (maria) => maria.comment(issue, '/return acceptance The totals are wrong.'));
  console.log(stage.see(issue), stage.spent());
  await stage.act('anton', (anton) => anton.comment(issue, '/request acceptance'));
  console.log(stage.see(issue), stage.spent());
  await stage.act('maria', (maria) => maria.comment(issue, '/accept'));
  console.log(stage.see(issue), stage.spent());
});

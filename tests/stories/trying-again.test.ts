/** While something cannot be read, the check does not go on saying what was true before. */
import { afterEach, expect, test, vi } from 'vitest';

import { openStage, repository, type Stage } from './stage.ts';

let stage: Stage;
afterEach(async () => {
  expect(stage.github.unplayed).toEqual([]);
  expect(stage.github.misfits).toEqual([]);
  await stage.close();
});

test('a pull request that cannot be read says so after the second try, and what is true once it can', async () => {
  stage = await openStage();
  const pull = `${repository}#2`;
  await stage.act('maria', (maria) => maria.openIssue(repository, { title: 'Coupons', body: 'One.' }));
  await stage.act('maria', (maria) => maria.label(`${repository}#1`, 'spec:approved'));
  await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'x' } }));
  await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: 'Coupons', body: 'Closes #1', head: 'coupons' }),
  );
  expect(stage.see(pull).checks).toEqual(['Baton: success · All gates are open']);

  stage.github.faults.add({
    match: ({ operation }) => operation === 'ObservePullRequest',
    kind: '5xx',
    times: 3,
  });
  stage.hurry('maria', (maria) => maria.unlabel(`${repository}#1`, 'spec:approved'));
  const seen = (checks: readonly string[]) =>
    vi.waitFor(() => expect(stage.see(pull).checks).toEqual(checks), { timeout: 10_000, interval: 20 });
  await seen(['Baton: in_progress · Being tried again: something could not be read']);
  await seen(['Baton: action_required · pm has to approve: Spec approval of #1']);
  await stage.settled();
  const runs = stage.github.find
    .repository(repository)
    .suites.flatMap((suite) => suite.runs)
    .map((run) => `${run.name}: ${run.conclusion ?? run.status}`);
  expect(runs).toEqual(['Baton: success', 'Baton: action_required']);
});

/** The sweep of Jira passes over what webhooks led to already, and finds what none told. */
import { afterEach, expect, test } from 'vitest';

import { openJiraStage, type JiraStage } from './jira-stage.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const open = 'Baton: success · You can merge this';
const minute = 60_000;

/** Which items were evaluated, and whether Jira was swept, since this was asked last. */
async function swept(): Promise<readonly string[]> {
  stage.jira.requests.length = 0;
  stage.github.requests.length = 0;
  for (let time = 0; time < 3; time += 1) await stage.later(6 * minute);
  expect(stage.jira.requests.filter(({ operation }) => operation === 'GET /search/jql').length).toBe(3);
  const names = stage.github.requests.map(({ operation }) => operation ?? '');
  return [
    ...names.filter((name) => name === 'ObservePullRequest'),
    ...stage.jira.requests.flatMap(({ operation }) =>
      operation === 'GET /issue/{issueIdOrKey}' ? [operation] : [],
    ),
  ];
}

test('what a webhook led to is not looked at again; what none told is', async () => {
  stage = await openJiraStage('cloud', { timed: true, rough: true });
  const { key } = await stage.inJira('maria', (maria) => maria.createIssue('SHOP', { summary: 'Coupons' }));
  await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'a' } }));
  const { number } = await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: `${key}: coupons`, body: 'Work.', head: 'coupons' }),
  );
  const item = `${repository}#${number}`;
  await swept();
  await stage.inJira('maria', (maria) => maria.transition(key, 'Approved'));
  expect(stage.see(item).checks).toContain(open);
  expect(await swept()).toEqual([]);
  await stage.inJira('otto', (otto) => otto.comment(key, 'Nice.'));
  expect(await swept()).toEqual([]);
  // Nobody tells of this one.
  stage.jira.faults.addForDeliveries({ match: () => true, kind: 'lost', times: 10 });
  stage.jira.clock.advance(2000);
  stage.jira.as('maria').transition(key, 'Draft');
  expect(await swept()).toContain('ObservePullRequest');
  expect(stage.see(item).checks).not.toContain(open);
});

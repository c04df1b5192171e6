/** A policy changes: every open item is looked at again, many of them with one request. */
import { afterEach, expect, test } from 'vitest';

import { openStage, repository, twoRoles, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const policyFile = '.github/roles.yml';
const push = (text: string) =>
  stage.act('olga', (olga) => olga.push(repository, 'main', { files: { [policyFile]: text } }));
const operations = (): readonly string[] => stage.github.requests.flatMap(({ operation }) => operation ?? []);

test('two hundred issues cost a tenth of two hundred requests', async () => {
  stage = await openStage();
  for (let count = 0; count < 200; count += 1)
    stage.hurry('maria', (maria) => maria.openIssue(repository, { title: 'Coupons', body: 'One.' }));
  await stage.settled();
  stage.spent();
  // Nothing of it changes any verdict.
  await push(`${twoRoles}reminders: { calendar: { timezone: Europe/Berlin } }\n`);
  const names = operations();
  expect(names.filter((name) => name === 'ObserveIssues').length).toBeLessThanOrEqual(16);
  expect(names.filter((name) => name === 'ObserveIssue')).toEqual([]);
  const { queries, mutations } = stage.spent();
  expect(queries).toBeLessThan(25);
  expect(mutations).toBeLessThanOrEqual(200);
});

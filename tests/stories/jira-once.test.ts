/** What Baton says and undoes in Jira, it says and undoes once, whatever is lost on the way. */
import { afterEach, describe, expect, test } from 'vitest';

import { flavours } from '../night.ts';
import { lookAtJira, openJiraStage, saidInJira, type JiraStage } from './jira-stage.ts';
import { repository } from './stage.ts';

let stage: JiraStage;
afterEach(() => stage.close());

const rhythm = { backoff: { first: 20, most: 100 } };
const settings = { rhythm, timeout: 1500, more: '  mode: revert\n' };

/** An issue that a pull request names; its key. */
async function named(): Promise<string> {
  const words = { summary: 'Coupons', description: 'No coupons.' };
  const key = await stage.inJira('maria', (maria) => maria.createIssue('SHOP', words).key);
  await stage.act('anton', (anton) => anton.push(repository, 'coupons', { files: { 'a.txt': 'x' } }));
  await stage.act('anton', (anton) =>
    anton.openPull(repository, { title: `${key}: coupons`, body: 'Work.', head: 'coupons' }),
  );
  return key;
}

const status = (key: string): string => stage.jira.issue(key).status.name;
const said = (key: string): readonly string[] => saidInJira(stage, key);

/** How often Baton moved it. */
const moves = (key: string): number =>
  stage.jira
    .issue(key)
    .histories.filter(
      ({ author, items }) => author?.handle === 'baton' && items.some(({ field }) => field === 'status'),
    ).length;

type Trouble = Parameters<JiraStage['jira']['faults']['add']>[0];

/** The next requests of that kind are carried out, or not, and never answered. */
const lose = (operation: string, kind: Trouble['kind'], rest: Partial<Trouble> = {}): void =>
  stage.jira.faults.add({
    match: (request) => request.operation === operation,
    kind,
    when: 'after-doing',
    ...rest,
  });

const transitions = 'POST /issue/{issueIdOrKey}/transitions';
const comments = 'POST /issue/{issueIdOrKey}/comment';
const readsOfComments = (): number =>
  stage.jira.requests.filter(({ operation }) => operation === 'GET /issue/{issueIdOrKey}/comment').length;

const explained = expect.stringMatching(
  /^Anton moved this to “Approved” on .* UTC\. That would approve “Spec approval”, and only pm can do that, so it doesn’t count\. I moved it back to “Draft”\./,
);

const threeTimes = expect.stringContaining('Anton has done this 3 times since ');

describe.each(flavours('cloud'))('%s', (flavour) => {
  test.each(['hang', 'reset', '5xx'] as const)(
    'a comment that Jira made without an answer (%s) is not made again',
    async (kind) => {
      stage = await openJiraStage(flavour, settings);
      const key = await named();
      lose(comments, kind);
      await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
      await lookAtJira(stage, key);
      expect([status(key), moves(key), said(key)]).toEqual(['Draft', 1, [explained]]);
      expect(readsOfComments()).toBe(1);
    },
  );

  test.each(['hang', 'reset', '5xx'] as const)(
    'an issue that Jira moved back without an answer (%s) is explained, and counts',
    async (kind) => {
      stage = await openJiraStage(flavour, settings);
      const key = await named();
      for (let time = 0; time < 3; time += 1) {
        lose(transitions, kind);
        await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
        await lookAtJira(stage, key);
        expect([status(key), moves(key)]).toEqual(['Draft', time + 1]);
      }
      expect(said(key)).toEqual([threeTimes]);
      await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
      await lookAtJira(stage, key);
      expect([status(key), moves(key), said(key)]).toEqual([
        'Approved',
        3,
        [threeTimes, expect.stringContaining('three times within an hour')],
      ]);
    },
  );

  test('a move that was never made is made, and explained once', async () => {
    stage = await openJiraStage(flavour, settings);
    const key = await named();
    lose(transitions, 'reset', { when: 'before-doing', times: 2 });
    await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
    await lookAtJira(stage, key);
    expect([status(key), moves(key), said(key)]).toEqual(['Draft', 1, [explained]]);
  });
});

test('what is well costs no read of comments', async () => {
  stage = await openJiraStage('cloud', settings);
  const key = await named();
  await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
  await lookAtJira(stage, key);
  expect([said(key).length, readsOfComments()]).toEqual([1, 0]);
});

test('the same words from an hour ago, or from somebody else, are not what is to be said now', async () => {
  stage = await openJiraStage('cloud', settings);
  const key = await named();
  await stage.inJira('anton', (anton) => anton.transition(key, 'Approved'));
  expect(said(key)).toEqual([explained]);
  const [first] = stage.jira.issue(key).comments;
  if (first === undefined) throw new Error('It said something.');
  lose(comments, '5xx', { when: 'before-doing', times: 2 });
  // Within the same minute: the words are the same, and Baton cannot edit what somebody deleted.
  stage.jira.as('site-admin').deleteComment(key, first);
  stage.jira.as('anton').transition(key, 'Approved');
  await stage.inJira('ben', (ben) => ben.comment(key, first.body));
  await lookAtJira(stage, key);
  expect(said(key)).toEqual([explained]);
});

test('somebody moved it on before it could be moved back: that is left alone, and nothing is explained', async () => {
  stage = await openJiraStage('cloud', settings);
  const key = await named();
  lose(transitions, '5xx', { when: 'before-doing', times: 1_000_000 });
  stage.jira.as('anton').transition(key, 'Approved');
  await stage.until(() => stage.jira.requests.some(({ operation }) => operation === transitions));
  await stage.inJira('maria', (maria) => maria.transition(key, 'Draft'));
  await lookAtJira(stage, key);
  expect([status(key), moves(key), said(key)]).toEqual(['Draft', 0, []]);
});

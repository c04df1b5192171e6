/** What the description of a merged pull request says afterwards links nothing, and unlinks nothing. */
import { afterEach, describe, expect, test } from 'vitest';

import { approvedIssue, openPull, openStage, twoRoles, type Stage } from './stage.ts';
import { cardOf } from './seen.ts';

let stage: Stage;
afterEach(() => stage.close());

const numberOf = (issue: string): string => `#${issue.split('#')[1] ?? ''}`;
const describeAs = (pull: string, body: string) =>
  stage.act('anton', (anton) => anton.editPull(pull, { body }));
const say = (who: string, on: string, text: string) =>
  stage.act(who, (somebody) => somebody.comment(on, text));

/** What people see on an issue, and how often somebody was called. */
const shows = (issue: string): unknown => ({
  seen: stage.see(issue),
  card: cardOf(stage.github.find.item(issue))?.body.replace(/<!-- baton:holder.*?-->/, ''),
});

async function merged(
  policy = twoRoles,
  rough = false,
): Promise<{ readonly issue: string; readonly pull: string }> {
  stage = await openStage({ policy, rough });
  const issue = await approvedIssue(stage);
  const pull = await openPull(stage, `Closes ${numberOf(issue)}`);
  await stage.act('anton', (anton) => anton.merge(pull));
  expect(stage.see(issue).card?.head).toMatch(/^Waiting for maria to /);
  return { issue, pull };
}

describe('of a merged pull request', () => {
  test('closing words that go take no turn back, and call nobody again; nor do they when they come back', async () => {
    const { issue, pull } = await merged();
    const before = shows(issue);
    for (const body of ['Coupons', `Closes ${numberOf(issue)}`, `Coupons, closes ${numberOf(issue)}`, '']) {
      await describeAs(pull, body);
      await say('anton', issue, 'The description is tidier now.');
      expect(shows(issue)).toEqual(before);
    }
    await say('maria', issue, '/accept');
    expect(stage.see(issue).state).toBe('closed: completed');
  });

  test('nor where Baton lost its database, before the edit or after it', async () => {
    const { issue, pull } = await merged(twoRoles, true);
    const before = shows(issue);
    await describeAs(pull, 'Coupons');
    await stage.restart();
    await say('anton', issue, 'Still with you, maria.');
    expect(shows(issue)).toEqual(before);
    await stage.restart(() => stage.github.as('anton').editPull(pull, { body: 'Coupons again' }));
    await say('anton', issue, 'Still with you.');
    expect(shows(issue)).toEqual(before);
  });

  test('nor where the edit and the merge arrive together', async () => {
    stage = await openStage();
    const issue = await approvedIssue(stage);
    const pull = await openPull(stage, `Closes ${numberOf(issue)}`);
    stage.github.clock.advance(2000);
    stage.hurry('anton', (anton) => anton.merge(pull));
    stage.github.clock.advance(2000);
    await stage.act('anton', (anton) => anton.editPull(pull, { body: 'Coupons' }));
    expect(stage.see(issue)).toMatchObject({
      state: 'open',
      card: { head: 'Waiting for maria to accept the result' },
    });
    expect(
      stage
        .heard(issue)
        .join()
        .match(/\*\*Waiting for/g),
    ).toHaveLength(1);
  });

  test('closing words that come hand no other issue over, and make no approval of it stale', async () => {
    const { pull } = await merged(
      `${twoRoles}gates:\n  spec: { preset: spec, stale-on: [spec-edit, push] }\n  acceptance: { preset: acceptance }\n`,
    );
    const other = await approvedIssue(stage, 'Refunds');
    const before = shows(other);
    await describeAs(pull, `Closes ${numberOf(other)}`);
    await say('anton', other, 'Is it done?');
    expect(shows(other)).toEqual(before);
    expect(stage.see(other).card?.head).toContain('engineering');
  });

  test('its author stays one of the issue’s, and becomes none of another’s', async () => {
    const both = `roles:
  pm: [maria, anton]
  engineer: ["@acme/engineering"]
gates:
  spec: { preset: spec }
  acceptance: { preset: acceptance, independent-of: [pull-request-authors], closing-accepts: false }
`;
    const { issue, pull } = await merged(both);
    await describeAs(pull, 'Coupons');
    await say('anton', issue, '/accept');
    expect(stage.see(issue).state).toBe('open');
    expect(stage.see(issue).labels).not.toContain('pm:accepted');
    const other = await approvedIssue(stage, 'Refunds');
    await describeAs(pull, `Closes ${numberOf(other)}`);
    await say('anton', other, '/accept');
    expect(stage.see(other).labels).toContain('pm:accepted');
  });
});

test('of an open one, they link and unlink as ever', async () => {
  stage = await openStage();
  const issue = await approvedIssue(stage);
  const pull = await openPull(stage, 'Coupons');
  expect(stage.see(pull).checks[0]).toContain('action_required');
  await describeAs(pull, `Closes ${numberOf(issue)}`);
  expect(stage.see(pull).checks[0]).toContain('success');
  await describeAs(pull, 'Coupons');
  expect(stage.see(pull).checks[0]).toContain('action_required');
  await stage.act('anton', (anton) => anton.merge(pull));
  expect(stage.see(issue).card?.head).toContain('engineer');
});

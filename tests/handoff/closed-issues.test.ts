/** Which linked issue counts as the one that a pull request needs: not one that stands for work that was done or dropped. */
import { describe, expect, test } from 'vitest';

import { anton, baton, maria, twoRoles } from './people.ts';
import { checkOf } from './shown.ts';
import { pullRequest, story, type Story } from './story.ts';

const passes = 'success: You can merge this';
const accepted = 'action_required: #1 is closed and accepted: link an open issue, or reopen it';
const closed = 'action_required: #1 is closed already: link an open issue, or reopen it';

const allowing = `${twoRoles}pull-requests: { closed-issues: allow }\n`;
const approved = (policy = twoRoles): Story => story({ policy }).comments(maria, '/approve spec');
const done = (policy = twoRoles): Story => approved(policy).closes(maria, 'completed');
const pull = (...closes: readonly Story[]) => pullRequest({ closes: [...closes], by: anton });
const other = (of: Story, number = 2): Story => story({ number, clock: of.on.clock });

describe('closed before the pull request was opened', () => {
  test('as completed, and accepted', () => expect(checkOf(pull(done()))).toBe(accepted));
  test('where nothing waits to be accepted', () => {
    const spec = `${twoRoles}gates: { spec: { preset: spec } }\n`;
    expect(checkOf(pull(approved(spec).closes(anton, 'completed')))).toBe(closed);
  });
  test('as not planned', () =>
    expect(checkOf(pull(approved().closes(maria, 'not_planned')))).toBe(
      'action_required: #1 was closed as not planned: link an open issue, or reopen it',
    ));
  test('as a duplicate', () =>
    expect(checkOf(pull(approved().closes(maria, 'duplicate')))).toBe(
      'action_required: #1 was closed as a duplicate: link the issue that it duplicates',
    ));
  test('reopened, it counts again', () => {
    const issue = done();
    const later = pull(issue);
    issue.reopens(maria);
    expect(checkOf(later)).toBe(passes);
  });
  test('the policy may let it count', () => {
    expect(checkOf(pull(done(allowing)))).toBe(passes);
    expect(checkOf(pull(approved(allowing).closes(maria, 'not_planned')))).toBe(passes);
  });
  test('where no issue is needed, it is no reason', () =>
    expect(checkOf(pull(done(`${twoRoles}pull-requests: { require-issue: false }\n`)))).toBe(passes));
  test('without gates, too', () => {
    const policy = `${twoRoles}applies-to: { labels: [feature] }\n`;
    expect(checkOf(pull(story({ policy })))).toBe('success: You can merge this: no approval is needed');
    expect(checkOf(pull(story({ policy }).closes(anton, 'completed')))).toBe(closed);
  });
});

describe('open when the pull request was opened', () => {
  test('closed since as completed', () => {
    const issue = approved();
    const first = pull(issue);
    issue.closes(maria, 'completed');
    expect(checkOf(first)).toBe(passes);
  });
  test('closed since by another pull request, and reopened until it is accepted', () => {
    const issue = approved();
    const [first, second] = [pull(issue), pullRequest({ closes: [issue], by: anton, number: 8 })];
    first.merges();
    expect(checkOf(second)).toBe(passes);
    issue.reopens(baton);
    expect(checkOf(second)).toBe(passes);
    expect(checkOf(pullRequest({ closes: [issue], by: anton, number: 9 }))).toBe(passes);
    issue.comments(maria, '/accept').closes(baton, 'completed');
    expect(checkOf(second)).toBe(passes);
    expect(checkOf(pullRequest({ closes: [issue], by: anton, number: 10 }))).toBe(accepted);
  });
  test('dropped since', () => {
    const issue = approved();
    const first = pull(issue);
    issue.closes(maria, 'not_planned');
    expect(checkOf(first)).toBe(
      'action_required: #1 was closed as not planned: link an open issue, or reopen it',
    );
  });
  test('what it closed itself is not held against it', () =>
    expect(pull(approved()).merges().look().verdict.reasons).toEqual([]));
});

test('one that Baton opened never counts, whatever the policy says', () => {
  const own = (policy: string): Story => story({ policy, by: baton });
  const opened = 'action_required: #1 was opened by Baton itself: link the issue that this is for';
  expect(checkOf(pull(own(twoRoles)))).toBe(opened);
  expect(checkOf(pull(own(allowing)))).toBe(opened);
});

test('several: one that counts is enough, and it is named what became of each of those that do not', () => {
  const issue = done();
  const open = other(issue).comments(maria, '/approve spec');
  expect(checkOf(pull(issue, open))).toBe(passes);
  const dropped = other(issue).comments(maria, '/approve spec').closes(maria, 'not_planned');
  expect(checkOf(pull(issue, dropped))).toBe(
    'action_required: #1 is closed and accepted and #2 was closed as not planned: link an open issue, or reopen the one that this is for',
  );
  expect(checkOf(pull(issue, other(issue, 3)))).toBe(
    'action_required: Waiting for maria or paul to approve the spec of #3',
  );
});

test('in warn, the check says so and is neutral', () =>
  expect(checkOf(pull(done(`mode: warn\n${twoRoles}`)))).toBe(
    accepted.replace('action_required', 'neutral'),
  ));

test('in Jira, an issue that is done', () => {
  const policy = `${twoRoles}people: [{ github: maria, jira: m1 }]
jira: { site: acme, projects: [SHOP], gates: { spec: { status: Approved } } }
gates: { spec: { preset: spec } }
`;
  const issue = story({ policy, repository: 'SHOP', number: 12 }).moves(maria, 'Approved');
  expect(checkOf(pull(issue))).toBe(passes);
  issue.closes(maria, 'completed');
  expect(checkOf(pull(issue))).toBe(closed.replace('#1', 'SHOP-12'));
});

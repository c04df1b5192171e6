/** The story of an issue, as its page tells it: the same words as the card, and a sentence for all that happened. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  courseOf,
  foldIssue,
  judge,
  shownOnIssue,
  storyOfIssue,
  whyIssue,
  type IssueStory,
} from '../../src/handoff/index.ts';
import { anton, ben, maria, olga } from './people.ts';
import { runs } from '../night.ts';
import { actsBy, anyPolicy, insiders, outsiders, played } from './properties/histories.ts';
import { hour, pullRequest, story, type Story } from './story.ts';

function storyIn(issue: Story): IssueStory {
  const [observed, circumstances] = [issue.observed(), issue.setting()];
  const state = foldIssue(observed);
  const verdict = shownOnIssue(judge(state, circumstances), state);
  const setting = { ...circumstances, policyUrl: 'https://x/policy', problems: [] };
  return storyOfIssue(setting, verdict, state, courseOf(observed, circumstances));
}

test('everything that happened, newest first, each in a sentence', () => {
  const issue = story();
  issue.comments(olga, '/approve spec').comments(maria, '/approve spec');
  issue.edits(anton, { body: 'Something else.' });
  const pull = pullRequest({ by: anton, closes: [issue] });
  pull.merges(ben);
  issue.reopens(maria).comments(maria, '/return acceptance the total is wrong');
  issue.comments(maria, '/approve spec').comments(maria, '/revoke spec').closes(anton);
  const told = storyIn(issue);
  expect(told.past?.happened.map(({ line }) => line)).toEqual([
    'anton closed the issue, although the result wasn’t accepted yet.',
    'maria took back the approval of the spec.',
    'maria approved the spec in a comment.',
    'maria sent the result back.',
    'maria reopened the issue.',
    'Merging a pull request closed the issue, although the result wasn’t accepted yet.',
    '#7 was merged, although the spec wasn’t approved yet.',
    'anton edited the text, so the approval of the spec no longer counts.',
    'maria approved the spec in a comment.',
    'olga approved the spec in a comment, which didn’t count: only `pm` (maria, paul) can approve it.',
  ]);
  // From one approval to the next, only what changed in between.
  expect(told.past?.redrawn.map(({ gate, patch }) => [gate, patch.split('\n')])).toEqual([
    ['Spec approval', [expect.stringMatching(/^@@/), '-Customers can enter a coupon.', '+Something else.']],
  ]);
});

test('what time does, waivers, questions, and what a role said of it', () => {
  const policy = `roles: {pm: [maria], engineer: [anton]}
reminders: {}
gates:
  spec: {preset: spec, deadline: 1 day, waive: [pm], requires: {consent: [engineer]}}`;
  const issue = story({ policy });
  issue
    .comments(anton, '/not-viable it has no end')
    .later(40 * hour)
    .comments(anton, '/viable');
  issue.comments(anton, '/question spec How many?').comments(maria, '/answer 1 Two.');
  issue.comments(maria, '/waive spec until 2027-03-01 a fair is on').comments(maria, '/revoke spec');
  expect(storyIn(issue).past?.happened.map(({ line }) => line)).toEqual([
    'maria ended the waiver of the spec.',
    'maria waived the spec until Monday, 1 Mar 2027: “a fair is on”',
    'maria answered a question about the spec.',
    'anton asked a question about the spec.',
    'anton said that the spec can be built.',
    'The deadline of `pm` (maria) for the spec passed.',
    'anton said that the spec can’t be built.',
  ]);
});

test('a page says what the explanation says, and nothing in it is missing a word', () => {
  fc.assert(
    fc.property(
      anyPolicy,
      fc.array(actsBy([...insiders, ...insiders, ...outsiders]), {
        minLength: 5,
        maxLength: 25,
        size: 'max',
      }),
      (policy, acts) => {
        const { issue } = played(policy, acts);
        const told = storyIn(issue);
        const [observed, circumstances] = [issue.observed(), issue.setting()];
        const state = foldIssue(observed);
        const verdict = shownOnIssue(judge(state, circumstances), state);
        const why = whyIssue({ ...circumstances, policyUrl: 'https://x/policy', problems: [] }, verdict);
        for (const { why: because, blocks, next } of told.gates)
          for (const sentence of [because, blocks, next ?? '']) expect(why).toContain(sentence);
        const lines = [...(told.past?.happened ?? []), ...(told.past?.batons ?? [])].map(({ line }) => line);
        expect(lines.filter((line) => /undefined|null|NaN|^\s*$/.test(line))).toEqual([]);
        expect(told.past?.happened.filter(({ line }) => !/[.”]$/.test(line))).toEqual([]);
      },
    ),
    { numRuns: runs(60) },
  );
});

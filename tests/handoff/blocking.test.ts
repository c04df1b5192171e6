/** What is held back while a gate is not open: each row of the policy's table, in each mode. */
import { describe, expect, test } from 'vitest';
import { anton, ben, bot, maria, olga } from './people.ts';
import { checkOf, inWords, violationsOf, writes } from './shown.ts';
import { hour, pullRequest, story, type Story } from './story.ts';

const withMode = (mode: string): string =>
  `mode: ${mode}\nroles: {pm: [maria, paul], engineer: [anton, ben]}\nwork: {labels: [in progress]}\n`;

type Row = readonly [what: string, told: (policy: string) => Story, violation: readonly string[]];

describe('enforced, it is undone', () => {
  test.each<Row>([
    [
      'an engineer is assigned',
      (policy) => story({ policy }).assigns(anton),
      ['undo: anton assigned anton (spec)'],
    ],
    [
      'by an approver',
      (policy) => story({ policy }).assigns(maria, ben),
      ['undo: maria assigned ben (spec)'],
    ],
    ['an approver is assigned', (policy) => story({ policy }).assigns(anton, maria), []],
    ['somebody without a role is assigned', (policy) => story({ policy }).assigns(anton, olga), []],
    [
      'a work label',
      (policy) => story({ policy }).labels(anton, 'in progress'),
      ['undo: anton put in progress on (spec)'],
    ],
    [
      'closed',
      (policy) => story({ policy }).closes(anton),
      ['undo: anton closed it as completed (acceptance)'],
    ],
    [
      'closed by a merge',
      (policy) => story({ policy }).closes(maria, 'completed', 'pull-request'),
      ['undo: maria closed it as completed (acceptance)'],
    ],
    [
      'closed by a commit',
      (policy) => story({ policy }).closes(maria, 'completed', 'commit'),
      ['undo: maria closed it as completed (acceptance)'],
    ],
    [
      'closed by another App',
      (policy) => story({ policy }).closes(bot('stale')),
      ['undo: stale[bot] closed it as completed (acceptance)'],
    ],
    ['closed by an approver', (policy) => story({ policy }).closes(maria), []],
    ['closed as not planned', (policy) => story({ policy }).closes(anton, 'not_planned'), []],
    ['closed as a duplicate', (policy) => story({ policy }).closes(anton, 'duplicate'), []],
    [
      'a gate’s label by the wrong person',
      (policy) => story({ policy }).labels(olga, 'spec:approved'),
      ['undo: olga put spec:approved on (spec)'],
    ],
    [
      'a gate’s label taken off by the wrong person',
      (policy) => story({ policy }).labels(maria, 'spec:approved').unlabels(olga, 'spec:approved'),
      ['undo: olga put spec:approved off (spec)'],
    ],
    [
      'assigned while the gate was open, and stale since',
      (policy) =>
        story({ policy }).labels(maria, 'spec:approved').assigns(anton).edits(ben, { body: 'Other.' }),
      [],
    ],
    [
      'assigned after it went stale',
      (policy) =>
        story({ policy }).labels(maria, 'spec:approved').edits(ben, { body: 'Other.' }).assigns(anton),
      ['undo: anton assigned anton (spec)'],
    ],
  ])('%s', (_, told, expected) => {
    const issue = told(withMode('enforce')).labels(anton, 'bug');
    expect(violationsOf(issue)).toEqual(expected);
    issue.settles();
    expect(violationsOf(issue)).toEqual([]);
  });
});

test('warned, it is named and left', () => {
  const issue = story({ policy: withMode('warn') })
    .assigns(anton)
    .labels(olga, 'spec:approved')
    .closes(anton);
  expect(violationsOf(issue)).toEqual([
    'warn: anton assigned anton (spec)',
    'warn: olga put spec:approved on (spec)',
    'warn: anton closed it as completed (acceptance)',
  ]);
  expect(writes(issue)).toEqual(['posts the card']);
});

test('observed, nothing is written', () => {
  const issue = story({ policy: withMode('observe') })
    .assigns(anton)
    .labels(olga, 'spec:approved')
    .comments(maria, '/approve spec')
    .closes(anton);
  expect(writes(issue)).toEqual([]);
  const pull = pullRequest({ closes: [issue] });
  expect(writes(pull)).toEqual(['check neutral: All gates are open']);
});

test('what is older than the policy is left alone', () => {
  const issue = story({ inForceSince: Date.UTC(2026, 2, 2, 10) }).assigns(anton);
  expect(writes(issue)).toEqual([]);
  issue.later(2 * hour).labels(olga, 'bug');
  expect(violationsOf(issue)).toEqual([]);
  expect(writes(issue)).toEqual(['posts the card']);
});

test('after three reversals within a day it stops, asks once, and goes on a day later', () => {
  const issue = story();
  for (let time = 0; time < 3; time += 1) {
    issue.closes(anton);
    expect(writes(issue)).toContain('opens again');
  }
  issue.closes(anton);
  expect(violationsOf(issue)).toEqual(['stopped: anton closed it as completed (acceptance)']);
  expect(writes(issue).filter((each) => each.startsWith('comments stopped:close'))).toHaveLength(1);
  expect(writes(issue.comments(olga, 'Hm.'))).toEqual([]);
  issue
    .reopens(olga)
    .later(25 * hour)
    .closes(anton);
  expect(writes(issue)).toContain('opens again');
});

test('accepted, it is closed again with the reason it had; opened by somebody else, it is not', () => {
  const issue = story().labels(maria, 'spec:approved').closes(anton);
  issue.settles();
  issue.comments(maria, '/accept');
  expect(writes(issue)).toContain('closes as completed');
  const other = story().labels(maria, 'spec:approved').closes(anton);
  other.settles();
  other.closes(anton, 'not_planned').reopens(olga).comments(maria, '/accept');
  expect(writes(other)).not.toContain('closes as completed');
});

test('closed again while the spec was never approved, the card says at once that nobody has the baton', () => {
  const issue = story().closes(anton);
  issue.settles();
  issue.labels(maria, 'pm:accepted');
  expect(issue.settles().map(inWords)).toEqual([['closes as completed', 'edits the card']]);
  expect(issue.on.card).toContain('Nobody has the baton');
});

test('closed and accepted while the spec is stale, the card does not say that nobody had to approve it', () => {
  const issue = story().labels(maria, 'spec:approved').edits(ben, { body: 'Other.' }).closes(maria);
  issue.settles();
  expect(issue.on.card).toContain('This issue is closed, and no gate holds that back.');
});

describe('merging', () => {
  const held = 'action_required: ';
  test.each<readonly [what: string, told: () => ReturnType<typeof pullRequest>, check: string]>([
    ['no issue', () => pullRequest(), `${held}Link the issue that this closes`],
    [
      'the spec waits',
      () => pullRequest({ closes: [story()] }),
      `${held}pm has to approve: Spec approval of #1`,
    ],
    [
      'the spec is stale',
      () => pullRequest({ closes: [story().labels(maria, 'spec:approved').edits(ben, { body: 'Other.' })] }),
      `${held}pm has to approve again: Spec approval of #1`,
    ],
    [
      'the spec is returned',
      () => pullRequest({ closes: [story().comments(maria, '/return spec No.')] }),
      `${held}pm has to mend: Spec approval of #1`,
    ],
    [
      'the spec is approved',
      () => pullRequest({ closes: [story().labels(maria, 'spec:approved')] }),
      'success: All gates are open',
    ],
    [
      'one of two',
      () => pullRequest({ closes: [story().labels(maria, 'spec:approved'), story({ number: 2 })] }),
      `${held}pm has to approve: Spec approval of #2`,
    ],
    [
      'an approver’s label on the pull request',
      () => pullRequest({ closes: [story()] }).labels(maria, 'spec:approved'),
      'success: All gates are open',
    ],
    [
      'an engineer’s label on the pull request',
      () => pullRequest({ closes: [story()] }).labels(anton, 'spec:approved'),
      `${held}pm has to approve: Spec approval of #1`,
    ],
    [
      'an issue of another repository',
      () => pullRequest({ alsoCloses: [{ repository: 'acme/other', number: 3, id: 'O3' }] }),
      `${held}Link the issue that this closes`,
    ],
    ['only exempt paths', () => pullRequest({ onlyExemptPaths: true }), 'success: Exempt, by its paths'],
    [
      'warned',
      () => pullRequest({ closes: [story({ policy: withMode('warn') })] }),
      'neutral: pm has to approve: Spec approval of #1',
    ],
  ])('%s', (_, told, expected) => {
    expect(checkOf(told())).toBe(expected);
  });
});

test.each([
  ['person', 'closing the issue by'],
  // Which pull request it was is not known here.
  ['pull-request', 'closing the issue with the merge of a pull request by'],
  ['commit', 'closing the issue with a commit by'],
  ['automation', 'closing the issue by'],
] as const)('closed through %s: the card says so', (through, words) => {
  const { effects } = story().closes(anton, 'completed', through).look();
  const card = effects.find((each) => each.kind === 'card');
  expect(card?.body).toContain(`- Undone: ${words} \`anton\``);
});

/** What is blocked until a gate is approved: each row of the policy's table, in each mode. */
import { describe, expect, test } from 'vitest';
import { anton, ben, bot, maria, olga, twoRoles } from './people.ts';
import { checkOf, inWords, violations, violationsOf, writes } from './shown.ts';
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

describe('what counts as work', () => {
  const number = { assignment: 'undo: anton assigned anton (spec)', label: 'undo: ben put doing on (spec)' };
  const begun = 'Started early';
  test.each([
    ['', [number.assignment, number.label], ['`1-coupons`', '/pull/7']],
    [', assignment: false', [number.label], ['`1-coupons`', '/pull/7']],
    [', branch: false', [number.assignment, number.label], ['/pull/7']],
    [', pull-request: false', [number.assignment, number.label], ['`1-coupons`']],
    [', branch: false, pull-request: false', [number.assignment, number.label], []],
  ])('work: {labels: [doing]%s}', (keys, undone, named) => {
    const policy = `roles: {pm: [maria], engineer: [anton, ben]}\nwork: {labels: [doing]${keys}}\n`;
    const issue = story({ policy }).branches('1-coupons').assigns(anton).labels(ben, 'doing');
    pullRequest({ closes: [issue] });
    expect(violationsOf(issue)).toEqual(undone);
    issue.settles();
    const card = issue.on.card ?? '';
    expect(['`1-coupons`', '/pull/7'].filter((each) => card.includes(each))).toEqual(named);
    expect(card.includes(begun)).toBe(named.length > 0);
  });

  test('a pull request is held back by a gate that blocks work alone, where it counts as work', () => {
    const policy = (keys: string): string => `roles: {pm: [maria], engineer: [anton]}
work: {${keys}}
gates: {spec: {preset: spec, blocks: [start]}}
`;
    expect(checkOf(pullRequest({ closes: [story({ policy: policy('') })] }))).toBe(
      'action_required: Waiting for maria to approve the spec of #1',
    );
    expect(checkOf(pullRequest({ closes: [story({ policy: policy('pull-request: false') })] }))).toBe(
      'success: You can merge this',
    );
  });
});

test('reasons of closing that are listed are held back, and given back once the gate opens', () => {
  const policy = `roles: {pm: [maria], engineer: [anton]}
gates: {acceptance: {preset: acceptance, after: [], close-reasons: [not_planned, duplicate]}}
`;
  const opened = (reason: 'completed' | 'not_planned' | 'duplicate'): Story =>
    story({ policy }).closes(anton, reason);
  expect(violationsOf(opened('completed'))).toEqual([]);
  expect(violationsOf(opened('duplicate'))).toEqual(['undo: anton closed it as duplicate (acceptance)']);
  const issue = opened('not_planned');
  expect(violationsOf(issue)).toEqual(['undo: anton closed it as not_planned (acceptance)']);
  issue.settles();
  expect(writes(issue.comments(maria, '/accept'))).toContain('closes as not_planned');
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
  const { verdict } = issue.look();
  expect(verdict.kind === 'gates' && [violations(verdict.violations), violations(verdict.observed)]).toEqual([
    [],
    ['warn: anton closed it as completed (acceptance)'],
  ]);
  const pull = pullRequest({ closes: [issue] });
  expect(writes(pull)).toEqual(['check neutral: #1 is closed already: link an open issue, or reopen it']);
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
  expect(issue.on.card).toContain('Closed: nothing left to do');
});

test('closed and accepted while the spec is stale, the card does not say that nobody had to approve it', () => {
  const issue = story().labels(maria, 'spec:approved').edits(ben, { body: 'Other.' }).closes(maria);
  issue.settles();
  expect(issue.on.card).toContain('Closed: nothing left to do');
});

describe('merging', () => {
  const held = 'action_required: ';
  test.each<readonly [what: string, told: () => ReturnType<typeof pullRequest>, check: string]>([
    ['no issue', () => pullRequest(), `${held}Link the issue that this closes`],
    [
      'the spec waits',
      () => pullRequest({ closes: [story()] }),
      `${held}Waiting for maria or paul to approve the spec of #1`,
    ],
    [
      'the spec is stale',
      () => pullRequest({ closes: [story().labels(maria, 'spec:approved').edits(ben, { body: 'Other.' })] }),
      `${held}Waiting for maria or paul to approve the spec of #1 again`,
    ],
    [
      'the spec is returned',
      () => pullRequest({ closes: [story().comments(maria, '/return spec No.')] }),
      `${held}Waiting for maria or paul to fix the spec of #1`,
    ],
    [
      'the spec is approved',
      () => pullRequest({ closes: [story().labels(maria, 'spec:approved')] }),
      'success: You can merge this',
    ],
    [
      'one of two',
      () => pullRequest({ closes: [story().labels(maria, 'spec:approved'), story({ number: 2 })] }),
      `${held}Waiting for maria or paul to approve the spec of #2`,
    ],
    [
      'an approver’s label on the pull request',
      () => pullRequest({ closes: [story()] }).labels(maria, 'spec:approved'),
      'success: You can merge this',
    ],
    [
      'an engineer’s label on the pull request',
      () => pullRequest({ closes: [story()] }).labels(anton, 'spec:approved'),
      `${held}Waiting for maria or paul to approve the spec of #1`,
    ],
    [
      'an issue of another repository',
      () =>
        pullRequest({ alsoCloses: [{ tracker: 'github', repository: 'acme/other', number: 3, id: 'O3' }] }),
      `${held}Link the issue that this closes`,
    ],
    [
      'no issue, where none is needed',
      () => pullRequest({ policy: `${twoRoles}pull-requests: {require-issue: false}\n` }),
      'success: You can merge this: it closes no issue, and needs none',
    ],
    [
      'an issue outside of those that have gates',
      () => pullRequest({ closes: [story({ policy: `${twoRoles}applies-to: {labels: [feature]}\n` })] }),
      'success: You can merge this: no approval is needed',
    ],
    [
      'a gate that is not for this issue',
      () =>
        pullRequest({
          closes: [
            story({ policy: `${twoRoles}gates: {spec: {preset: spec, when: {labels: [feature]}}}\n` }),
          ],
        }),
      'success: You can merge this',
    ],
    [
      'only exempt paths',
      () => pullRequest({ onlyExemptPaths: true }),
      'success: Exempt because of its paths: you can merge this',
    ],
    [
      'warned',
      () => pullRequest({ closes: [story({ policy: withMode('warn') })] }),
      'neutral: Waiting for maria or paul to approve the spec of #1',
    ],
  ])('%s', (_, told, expected) => {
    expect(checkOf(told())).toBe(expected);
  });
});

test.each([
  ['person', 'closed the issue on'],
  ['commit', 'closed the issue with a commit on'],
  ['automation', 'closed the issue on'],
] as const)('closed through %s: the card says so', (through, words) => {
  const { effects } = story().closes(anton, 'completed', through).look();
  const card = effects.find((each) => each.kind === 'card');
  expect(card?.body).toContain(`- anton ${words} `);
});

test('whoever is assigned only until that is taken back is not excluded as an assignee', () => {
  const policy = `roles: {pm: [maria, paul], engineer: [anton, ben]}
gates:
  spec: {approve: pm, independent-of: [assignees]}
  build: {approve: engineer, blocks: [start]}
`;
  const issue = story({ policy, by: anton }).assigns(anton, maria);
  expect(violationsOf(issue)).toEqual(['undo: anton assigned maria (build)']);
  expect(issue.settles()).toHaveLength(1);
  expect(issue.on.card).not.toContain('It cannot be');
});

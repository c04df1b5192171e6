/** A gate's label on a pull request opens the gate for that pull request alone. */
import { expect, test } from 'vitest';
import { anton, ben, maria, olga, paul } from './people.ts';
import { checkOf, stands, violations, writes } from './shown.ts';
import { pullRequest, story } from './story.ts';

const open = 'success: You can merge this';
const held = 'action_required: Waiting for maria or paul to approve the spec of #1';

test('for that pull request alone: neither the issue nor another pull request has it', () => {
  const issue = story();
  const labelled = pullRequest({ closes: [issue], number: 7 }).labels(maria, 'spec:approved');
  const other = pullRequest({ closes: [issue], number: 8 });
  expect([checkOf(labelled), checkOf(other)]).toEqual([open, held]);
  expect(stands(issue)).toEqual({ spec: 'waiting', acceptance: 'preparing', baton: 'pm for spec' });
});

test('taken off again by an approver, it opens nothing', () => {
  const pull = pullRequest({ closes: [story()] })
    .labels(maria, 'spec:approved')
    .unlabels(paul, 'spec:approved');
  expect(checkOf(pull)).toBe(held);
});

test('taken off by somebody else, it is put back', () => {
  const pull = pullRequest({ closes: [story()] })
    .labels(maria, 'spec:approved')
    .unlabels(anton, 'spec:approved');
  expect(checkOf(pull)).toBe(open);
  expect(writes(pull)).toEqual(['puts spec:approved on P7', `check ${open}`]);
});

test('put on by somebody else, it is taken off, also while the issue itself is approved', () => {
  const pull = pullRequest({ closes: [story()] }).labels(anton, 'spec:approved');
  expect(violations(pull.look().verdict.violations)).toEqual(['undo: anton put spec:approved on (spec)']);
  expect(writes(pull)).toEqual(['takes spec:approved off P7', `check ${held}`]);

  const approved = pullRequest({ closes: [story().labels(maria, 'spec:approved')] });
  expect(writes(approved.labels(anton, 'spec:approved'))).toEqual([
    'takes spec:approved off P7',
    `check ${open}`,
  ]);
});

test('a word against the gate on the issue closes it for the pull request, too', () => {
  for (const words of ['/return spec The error case is missing.', '/return The error case is missing.']) {
    const issue = story();
    const pull = pullRequest({ closes: [issue] }).labels(maria, 'spec:approved');
    issue.comments(maria, words);
    expect(checkOf(pull)).toBe('action_required: Waiting for maria or paul to fix the spec of #1');
    expect(writes(pull)[0]).toBe('takes spec:approved off P7');
    expect(checkOf(pull.labels(maria, 'spec:approved'))).toBe(open);
  }
});

test('so does an approver who takes the approval of the issue back', () => {
  const issue = story().labels(maria, 'spec:approved');
  const pull = pullRequest({ closes: [issue] }).labels(maria, 'spec:approved');
  issue.unlabels(maria, 'spec:approved');
  expect(checkOf(pull)).toBe(held);
});

test('an edit of the issue by somebody else makes it stale', () => {
  const issue = story();
  const pull = pullRequest({ closes: [issue] }).labels(maria, 'spec:approved');
  issue.edits(ben, { body: 'Something else.' });
  expect(checkOf(pull)).toBe('action_required: Waiting for maria or paul to approve the spec of #1 again');
});

test.each([maria, anton])('of a gate that does not hold merging back, it is no word there: $login', (by) => {
  const issue = story().labels(maria, 'spec:approved');
  const pull = pullRequest({ closes: [issue] }).labels(by, 'pm:accepted');
  expect(writes(pull)).toEqual([`check ${open}`]);
  expect(stands(issue)).toEqual({
    spec: 'satisfied',
    acceptance: 'preparing',
    baton: 'engineer for acceptance',
  });
});

const chain = `roles: {pm: [maria], engineer: [anton], lead: [paul]}
gates:
  design: { approve: lead, label: "design:ok", blocks: [merge, spec] }
  spec: { preset: spec }
`;

test('a gate that blocks this one holds it back here as well, and not once it is open on the issue', () => {
  const closed = pullRequest({ closes: [story({ policy: chain })] }).labels(maria, 'spec:approved');
  expect(checkOf(closed)).toBe('action_required: Waiting for paul to approve the design of #1, and 1 more');
  const issue = story({ policy: chain }).labels(paul, 'design:ok');
  expect(checkOf(pullRequest({ closes: [issue] }).labels(maria, 'spec:approved'))).toBe(open);
});

test('a gate without a label that blocks this one holds it back', () => {
  const policy = `roles: {pm: [maria], engineer: [anton], lead: [paul]}
gates:
  design: { approve: lead, blocks: [spec] }
  spec: { preset: spec }
`;
  const pull = pullRequest({ closes: [story({ policy })] }).labels(maria, 'spec:approved');
  expect(checkOf(pull)).toBe('action_required: Waiting for paul to approve the design of #1');
  // Whoever is held back reads who can let them go on, and how.
  const [summary = ''] = pull
    .look()
    .effects.flatMap((each) => (each.kind === 'check' ? [each.report.summary] : []));
  expect(summary.split('\n')[2]).toBe('### acme/shop#1 Coupons');
});

test('two roles may speak in two places', () => {
  const policy = `roles: {pm: [maria], engineer: [anton], qa: [olga]}
gates:
  spec: { preset: spec, approve: { all: [pm, qa] } }
`;
  const issue = story({ policy }).comments(maria, '/approve spec');
  expect(checkOf(pullRequest({ closes: [issue] }).labels(olga, 'spec:approved'))).toBe(open);
});

/** Commands: each row of the policy's table, who may, and what is not understood. */
import { expect, test } from 'vitest';
import { anton, ben, bot, maria, olga } from './people.ts';
import { outcomes, writes } from './shown.ts';
import { pullRequest, story, type Story } from './story.ts';

const approved = (): Story => story().comments(maria, '/approve spec');

type Row = readonly [what: string, told: () => Story, outcome: readonly string[]];

test.each<Row>([
  ['approve, by an approver', () => story().comments(maria, '/approve spec'), ['approve spec: done']],
  ['approve, without a name', () => story().comments(maria, '/approve'), ['approve spec: done']],
  [
    'approve, without a name: the first in order that waits',
    () => approved().comments(anton, '/request acceptance').comments(maria, '/approve'),
    ['approve spec: done', 'request acceptance: done', 'approve acceptance: done'],
  ],
  [
    'approve, without a name: one that is stale, too',
    () => approved().edits(anton, { body: 'Other.' }).comments(maria, '/approve'),
    ['approve spec: done', 'approve spec: done'],
  ],
  [
    'approve, without a name: none that is questioned, which is for answers',
    () => story().comments(anton, '/question Which tax?').comments(maria, '/approve'),
    ['question spec: done', 'approve: nothing-waiting'],
  ],
  ['in capitals, as phones write', () => story().comments(maria, '/Approve Spec'), ['approve spec: done']],
  ['approve, by an engineer', () => story().comments(anton, '/approve spec'), ['approve: role']],
  [
    'accept, by an approver',
    () => approved().comments(maria, '/accept'),
    ['approve spec: done', 'accept acceptance: done'],
  ],
  [
    'behind what only looks like the end of a line',
    () => story().comments(maria, 'So.\u2028/approve spec\u2029/approve spec'),
    [],
  ],
  ['accept, single criteria', () => story().comments(maria, '/accept 1 3'), ['accept: whole-only']],
  ['return, with a reason', () => story().comments(maria, '/return spec No.'), ['return spec: done']],
  ['return, nameless', () => story().comments(maria, '/return It is vague.'), ['return spec: done']],
  ['return, without a reason', () => story().comments(maria, '/return spec'), ['return: no-reason']],
  ['return, by an engineer', () => story().comments(ben, '/return spec No.'), ['return: role']],
  [
    'request, by who prepares',
    () => approved().comments(anton, '/request acceptance'),
    ['approve spec: done', 'request acceptance: done'],
  ],
  [
    'request, by somebody else',
    () => approved().comments(olga, '/request acceptance'),
    ['approve spec: done', 'request: role'],
  ],
  [
    'request, of an open gate',
    () => approved().comments(maria, '/request spec'),
    ['approve spec: done', 'request: already-open'],
  ],
  [
    'revoke, by an approver',
    () => approved().comments(maria, '/revoke spec'),
    ['approve spec: done', 'revoke spec: done'],
  ],
  ['revoke, of nothing', () => story().comments(maria, '/revoke spec'), ['revoke: not-open']],
  ['revoke, without a name', () => story().comments(maria, '/revoke'), ['revoke: no-gate-named']],
  ['why, by anybody', () => story().comments(olga, '/why'), ['why']],
  ['an unknown gate', () => story().comments(maria, '/approve launch'), ['approve: unknown-gate']],
  ['a condition', () => story().comments(maria, '/approve spec if QA agrees'), ['approve: extra-words']],
  [
    'nothing waits',
    () => approved().comments(maria, '/return Hm.'),
    ['approve spec: done', 'return: nothing-waiting'],
  ],
  ['somebody else’s words', () => story().comments(maria, '/deploy now\n/usr/bin/env'), []],
  ['quoted', () => story().comments(maria, '> /approve spec'), []],
  ['in code', () => story().comments(maria, '```\n/approve spec\n```\n`/why`'), []],
  ['in an HTML comment', () => story().comments(maria, '<!--\n/approve spec\n-->'), []],
  ['below a comment that ends', () => story().comments(olga, '<!-- a -->\n/why'), ['why']],
  ['in a comment in a paragraph', () => story().comments(maria, 'So <!--\n/approve spec\n-->'), []],
  [
    'behind a comment that a quote opened',
    () => story().comments(maria, '> <!-- a\n\n/approve spec'),
    ['approve: unread'],
  ],
  ['in code in a line that goes on', () => story().comments(maria, 'So `a\n/approve spec\nb`'), []],
  [
    'in the title of a link',
    () => story().comments(maria, '[a](b "\n/approve spec\n")'),
    ['approve: unread'],
  ],
  ['in the title of a definition', () => story().comments(maria, '[a]: b "\n/approve spec\n"'), []],
  ['below a definition', () => story().comments(olga, '[a]: https://one.test\n/why'), ['why']],
  ['below a link', () => story().comments(olga, 'See [a](https://one.test "A").\n/why'), ['why']],
  ['below a quote that goes on', () => story().comments(maria, '> So\n/approve spec'), ['approve: unread']],
  ['below a quote', () => story().comments(olga, '> So\n\n/why'), ['why']],
  ['in an item', () => story().comments(olga, '- So\n\n  /why'), ['why']],
  ['in HTML that quotes', () => story().comments(maria, '<pre>\n\n/approve spec\n\n</pre>'), []],
  ['in a table', () => story().comments(maria, 'a|b\n-|-\n/approve spec'), []],
  ['in a footnote', () => story().comments(maria, '[^1]: So\n    /approve spec'), []],
  ['after HTML', () => story().comments(olga, '<img src="a">\n\n/why'), ['why']],
  ['ends of lines as on Windows', () => story().comments(olga, 'So\r\n\r\n/why\r\n'), ['why']],
  ['indented by four', () => story().comments(maria, '    /approve spec'), []],
  ['indented by three', () => story().comments(maria, '   /approve spec'), ['approve spec: done']],
  ['in the middle of a line', () => story().comments(maria, 'Please /approve spec'), []],
  [
    'several lines',
    () => story().comments(maria, '/approve spec\n\nThanks!\n\n/accept'),
    ['approve spec: done', 'accept acceptance: done'],
  ],
  ['a bot', () => story().comments(bot('helper'), '/approve spec'), []],
  [
    'edited',
    () => story().comments(maria, '/approve spec').editsComment(maria, '/approve spec '),
    ['approve: edited'],
  ],
  [
    'edited into the comment',
    () => story().comments(maria, 'Fine.').editsComment(maria, '/approve spec'),
    ['approve: edited'],
  ],
  [
    'a return, edited away',
    () => story().comments(maria, '/return spec No.').editsComment(maria, 'Fine.'),
    ['return spec: done'],
  ],
  [
    'a revocation, edited away',
    () => approved().comments(maria, '/revoke spec').editsComment(maria, 'Fine.'),
    ['approve spec: done', 'revoke spec: done'],
  ],
])('%s', (_, told, expected) => {
  expect(outcomes(told())).toEqual(expected);
});

test('a command that was done gets a reaction; one that was not gets one and a sentence, once', () => {
  expect(writes(story().comments(maria, '/approve spec'))).toEqual([
    'puts spec:approved on I1',
    'comments handoff:engineer',
    'reacts done',
    'posts the card',
  ]);
  const refused = story().comments(anton, '/approve spec');
  const [comment] = refused.on.moments.slice(-1);
  expect(writes(refused)).toEqual([`comments answer:${comment?.id}`, 'reacts refused', 'posts the card']);
  expect(writes(refused)).toEqual([]);
});

test('a command of yesterday is heard, and not answered any more', () => {
  const late = story()
    .comments(maria, '/approve spec')
    .later(25 * 60 * 60_000);
  expect(outcomes(late)).toEqual(['approve spec: done']);
  expect(writes(late)).toEqual(['puts spec:approved on I1', 'comments handoff:engineer', 'posts the card']);
});

test('on a pull request they mean its one issue; with none or several they are refused', () => {
  const one = story();
  expect(outcomes(pullRequest({ closes: [one] }).comments(maria, '/approve spec'))).toEqual([
    'approve spec: done',
  ]);
  expect(outcomes(pullRequest().comments(maria, '/approve spec'))).toEqual(['approve: links']);
  const [first, second] = [story(), story({ number: 2 })];
  const both = pullRequest({ closes: [first, second] }).comments(maria, '/approve spec\n/why');
  expect(outcomes(both)).toEqual(['approve: links', 'why']);
});

/** Acceptance criterion by criterion. */
import { describe, expect, test } from 'vitest';
import { criteriaIn } from '../../src/handoff/sections.ts';
import { anton, maria, paul } from './people.ts';
import { outcomes, stands, writes } from './shown.ts';
import { story, type Story } from './story.ts';

const policy = `roles: {pm: [maria, paul], engineer: [anton, ben], qa: [quin, maria]}
gates:
  acceptance: { preset: acceptance, after: [], ready-when: {}, requires: { criteria: Acceptance criteria } }
`;
const both = policy.replace('after: []', 'approve: {all: [pm, qa]}, after: []');
const body =
  '## Acceptance criteria\n\n- [ ] A coupon is taken off\n- [ ] Only once\n- [x] Never below zero\n';
const opened = (text = body): Story => story({ policy, body: text });

const at = (acceptance: string, baton = 'pm') => ({ acceptance, baton: `${baton} for acceptance` });
const open = { acceptance: 'satisfied', baton: 'nobody' };
const done = 'accept acceptance: done';

type Row = readonly [what: string, told: () => Story, stands: object, outcomes: readonly string[]];

describe('criteria', () => {
  test.each<Row>([
    ['none is accepted', opened, at('waiting'), []],
    ['some are', () => opened().comments(maria, '/accept 1 3'), at('waiting'), [done]],
    [
      'all are, by two',
      () => opened().comments(maria, '/accept 1, 3').comments(paul, '/accept 2'),
      open,
      [done, done],
    ],
    ['all at once', () => opened().comments(maria, '/accept'), open, [done]],
    ['by the label', () => opened().labels(maria, 'pm:accepted'), open, []],
    ['by an engineer', () => opened().comments(anton, '/accept 1'), at('waiting'), ['accept: role']],
    [
      'there is none of that number',
      () => opened().comments(maria, '/accept 4'),
      at('waiting'),
      ['accept: unknown-criterion'],
    ],
    [
      'with a condition',
      () => opened().comments(maria, '/accept 1 if green'),
      at('waiting'),
      ['accept: extra-words'],
    ],
    [
      'in an edited comment',
      () => opened().comments(maria, '/accept 1 2').editsComment(maria, '/accept 1 2 3'),
      at('waiting'),
      ['accept: edited', 'accept: edited'],
    ],
    [
      'one is sent back',
      () => opened().comments(maria, '/accept').comments(maria, '/return 2 It was taken twice.'),
      at('returned', 'engineer'),
      [done, 'return acceptance: done'],
    ],
    [
      'one is sent back without a reason',
      () => opened().comments(maria, '/accept').comments(maria, '/return 2'),
      open,
      [done, 'return: no-reason'],
    ],
    [
      'sent back, mended, and waited for again',
      () =>
        opened()
          .comments(maria, '/accept')
          .comments(maria, '/return 2 Twice.')
          .comments(anton, '/request acceptance'),
      at('waiting'),
      [done, 'return acceptance: done', 'request acceptance: done'],
    ],
    [
      'sent back and accepted: the others stayed',
      () =>
        opened().comments(maria, '/accept').comments(maria, '/return 2 Twice.').comments(paul, '/accept 2'),
      open,
      [done, 'return acceptance: done', done],
    ],
    [
      'another one accepted does not mend the one sent back',
      () => opened().comments(maria, '/return 2 Twice.').comments(paul, '/accept 1 3'),
      at('returned', 'engineer'),
      ['return acceptance: done', done],
    ],
    [
      'the whole sent back: all are open again',
      () => opened().comments(maria, '/accept').comments(maria, '/return acceptance All wrong.'),
      at('returned', 'engineer'),
      [done, 'return acceptance: done'],
    ],
    [
      'one is changed by anybody: it is open again',
      () =>
        opened()
          .comments(maria, '/accept')
          .edits(maria, { body: body.replace('Only once', 'Only twice') }),
      at('stale'),
      [done],
    ],
    [
      'changed and accepted: the others stayed',
      () =>
        opened()
          .comments(maria, '/accept')
          .edits(anton, { body: body.replace('Only once', 'Only twice') })
          .comments(maria, '/accept 2'),
      open,
      [done, done],
    ],
    [
      'ticked: that is no change',
      () =>
        opened()
          .comments(maria, '/accept')
          .edits(anton, { body: body.replaceAll('[ ]', '[x]') }),
      open,
      [done],
    ],
    [
      'one more is written',
      () =>
        opened()
          .comments(maria, '/accept')
          .edits(anton, { body: `${body}- [ ] With tax\n` }),
      at('stale'),
      [done],
    ],
    [
      'moved around, they are the same',
      () =>
        opened().comments(maria, '/accept').edits(anton, {
          body: '## Acceptance criteria\n\n1. Never below zero\n2. Only once\n3. A coupon is taken off\n',
        }),
      open,
      [done],
    ],
    ['there are none', () => opened('Nothing here.'), at('preparing', 'engineer'), []],
    [
      'none, and accepted',
      () => opened('Nothing here.').comments(maria, '/accept'),
      at('preparing', 'engineer'),
      ['accept: lacks'],
    ],
    [
      'with two roles, each has to accept each',
      () => story({ policy: both, body }).comments(paul, '/accept 1 2 3'),
      at('waiting', 'qa'),
      [done],
    ],
    [
      'with two roles, one person may have both',
      () => story({ policy: both, body }).comments(maria, '/accept 1 2 3'),
      open,
      [done],
    ],
  ])('%s', (_what, told, standing, came) => {
    expect({ stands: stands(told()), outcomes: outcomes(told()) }).toEqual({
      stands: standing,
      outcomes: came,
    });
  });

  test('the card lists them, and how each stands', () => {
    const issue = opened().comments(maria, '/accept 1').comments(paul, '/return 2 It was taken twice.');
    writes(issue);
    const lines = (issue.on.card ?? '').split('\n').filter((line) => /^\d\./.test(line));
    expect(lines).toEqual([
      '1. A coupon is taken off: ✅ accepted by `maria`, 2 Mar 2026, 09:02 UTC',
      '2. Only once: ↩️ sent back by `paul`: “It was taken twice\\.”',
      '3. Never below zero: ⏳ not accepted yet',
    ]);
  });

  test('how many are accepted cannot be mistaken for which', () => {
    const row = (told: Story): string | undefined => {
      told.settles();
      return told.on.card?.split('\n').find((line) => line.startsWith('| Acceptance'));
    };
    expect(row(opened().comments(maria, '/accept 1 3'))).toContain(
      '2 of 3 acceptance criteria are accepted; number 2 is not.',
    );
    expect(row(opened().comments(maria, '/accept 3'))).toContain(
      '1 of 3 acceptance criteria is accepted; numbers 1 and 2 are not.',
    );
  });
});

describe('what counts as a criterion', () => {
  test.each<readonly [what: string, body: string, texts: readonly string[]]>([
    ['tasks', '## AC\n- [ ] a\n* [x] b', ['a', 'b']],
    ['a numbered list', '### ac:\n1. a\n2) b', ['a', 'b']],
    ['what an issue form makes of checkboxes', '### AC\n\n- [X] a\n- [ ] b', ['a', 'b']],
    ['no plain list', '## AC\n- a\n- b', []],
    ['what is nested belongs to its criterion', '## AC\n- [ ] a\n  - [ ] b\n- [ ] c', ['a - [ ] b', 'c']],
    ['deeper headings within the section', '## AC\n### One\n- [ ] a\n### Two\n1. b', ['a', 'b']],
    ['not what follows', '## AC\n- [ ] a\n## Else\n- [ ] b', ['a']],
    ['two that say the same are two', '## AC\n- [ ] a\n- [ ] a', ['a', 'a']],
    ['no empty ones', '## AC\n- [ ] \n- [ ] <!-- x -->\n- [ ] a', ['a']],
    ['nothing in code or quotes', '## AC\n```\n- [ ] a\n```\n> - [ ] b', []],
  ])('%s', (_what, text, texts) => {
    const found = criteriaIn(text, 'AC');
    expect(found.map((each) => each.text)).toEqual(texts);
    expect(new Set(found.map((each) => each.key)).size).toBe(found.length);
  });
});

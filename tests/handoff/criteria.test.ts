/** Acceptance criterion by criterion. */
import { describe, expect, test } from 'vitest';
import { criteriaIn } from '../../src/handoff/text/sections.ts';
import { anton, maria, olga, paul, person } from './people.ts';
import { outcomes, stands, writes } from './shown.ts';
import { story, type Story } from './story.ts';

const policy = `roles: {pm: [maria, paul], engineer: [anton, ben], qa: [quin, maria]}
gates:
  acceptance: { preset: acceptance, after: [], ready-when: {}, requires: { criteria: Acceptance criteria } }
`;
const quin = person('quin');
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
      ['accept: edited'],
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
      '1. A coupon is taken off: ✅ accepted by maria, 2 Mar, 09:02 UTC',
      '2. Only once: ↩️ sent back by paul: “It was taken twice\\.”',
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

const twice = '/return 2 Twice.';
const returned = 'return acceptance: done';
const without = (...lines: readonly string[]): string =>
  body
    .split('\n')
    .filter((line) => !lines.some((each) => line.includes(each)))
    .join('\n');
const accepted = (): Story => opened().comments(maria, '/accept 1 3');
const sentBack = (): Story => accepted().comments(maria, twice);
const rewritten = (told: () => Story, text: string, by = anton): Story => told().edits(by, { body: text });

describe('what is not accepted cannot be edited away', () => {
  const list = (...items: readonly string[]): string =>
    ['## Acceptance criteria', '', ...items.map((item) => `- [ ] ${item}`), ''].join('\n');
  const reworded = body.replace('Only once', 'Only one time');

  test.each<Row>([
    [
      'one that was sent back is deleted',
      () => rewritten(sentBack, without('once')),
      at('returned', 'engineer'),
      [done, returned],
    ],
    [
      'and it is asked for again',
      () => rewritten(sentBack, without('once')).comments(anton, '/request acceptance'),
      at('waiting'),
      [done, returned, 'request acceptance: done'],
    ],
    ['one that nobody judged is deleted', () => rewritten(accepted, without('once')), at('waiting'), [done]],
    [
      'so are all that nobody judged',
      () => rewritten(() => opened().comments(maria, '/accept 1'), without('once', 'zero')),
      at('waiting'),
      [done],
    ],
    [
      'it is moved below another heading',
      () => rewritten(sentBack, `${without('once')}\n## Later\n\n- [ ] Only once\n`),
      at('returned', 'engineer'),
      [done, returned],
    ],
    [
      'it is no task any more',
      () => rewritten(sentBack, body.replace('- [ ] Only', 'Only')),
      at('returned', 'engineer'),
      [done, returned],
    ],
    [
      'it is put in a comment',
      () => rewritten(sentBack, body.replace('- [ ] Only once', '<!-- - [ ] Only once -->')),
      at('returned', 'engineer'),
      [done, returned],
    ],
    [
      'it is crossed out by making it a part of another',
      () => rewritten(sentBack, body.replace('- [ ] Only', '  - [ ] Only')),
      at('returned', 'engineer'),
      [done, returned],
    ],
    [
      'it becomes the same as one that is accepted',
      () => rewritten(sentBack, list('A coupon is taken off', 'A coupon is taken off', 'Never below zero')),
      at('returned', 'engineer'),
      [done, returned],
    ],
    [
      'two are merged into one',
      () =>
        rewritten(
          () => opened().comments(maria, '/accept 1').comments(maria, twice),
          list('A coupon is taken off', 'Only once and never below zero'),
        ),
      at('returned', 'engineer'),
      [done, returned],
    ],
    [
      'it is merged into one that is accepted',
      () => rewritten(sentBack, list('A coupon is taken off, only once', 'Never below zero')),
      at('returned', 'engineer'),
      [done, returned],
    ],
    [
      'it is split, and one half is deleted',
      () =>
        rewritten(
          () => rewritten(sentBack, list('A coupon is taken off', 'Only', 'Once', 'Never below zero')),
          without('once'),
        ),
      at('returned', 'engineer'),
      [done, returned],
    ],
    [
      'it is reworded, and that is deleted',
      () => rewritten(() => rewritten(sentBack, reworded), without('once')),
      at('returned', 'engineer'),
      [done, returned],
    ],
    [
      'the heading is renamed and named again without it',
      () => rewritten(() => rewritten(sentBack, body.replace('Acceptance', 'Acceptable')), without('once')),
      at('returned', 'engineer'),
      [done, returned],
    ],
    [
      'all is deleted and written again without it',
      () => rewritten(() => rewritten(sentBack, ''), without('once')),
      at('returned', 'engineer'),
      [done, returned],
    ],
    [
      'it is lost, and written again without it',
      () => rewritten(() => sentBack().edits(anton, { lost: true }), without('once')),
      at('returned', 'engineer'),
      [done, returned],
    ],
    [
      'somebody without a role deletes it',
      () => rewritten(sentBack, without('once'), olga),
      at('returned', 'engineer'),
      [done, returned],
    ],
    [
      'one that was added to an accepted list is deleted',
      () =>
        rewritten(
          () =>
            opened()
              .comments(maria, '/accept')
              .edits(maria, { body: `${body}- [ ] With tax\n` }),
          body,
        ),
      at('stale'),
      [done],
    ],
    [
      'one is changed, sent back and changed back to what was accepted',
      () =>
        rewritten(
          () =>
            rewritten(() => opened().comments(maria, '/accept'), reworded).comments(maria, '/return 2 No.'),
          body,
        ),
      at('returned', 'engineer'),
      [done, returned],
    ],
    [
      'one is reworded and written as it was accepted',
      () => rewritten(() => rewritten(() => opened().comments(maria, '/accept'), reworded), body),
      at('stale'),
      [done],
    ],
    [
      'the heading is renamed and named as it was',
      () =>
        rewritten(
          () =>
            rewritten(() => opened().comments(maria, '/accept'), body.replace('Acceptance', 'Acceptable')),
          body,
        ),
      at('stale'),
      [done],
    ],
    [
      'others are accepted after that',
      () =>
        rewritten(
          () => opened().comments(maria, '/accept 1').comments(maria, twice),
          without('once'),
        ).comments(maria, '/accept 2'),
      at('returned', 'engineer'),
      [done, returned, done],
    ],
    [
      'the other role had accepted it alone',
      () =>
        rewritten(
          () => story({ policy: both, body }).comments(paul, '/accept').comments(quin, '/accept 1 3'),
          without('once'),
        ),
      at('waiting', 'pm+qa'),
      [done, done],
    ],
    [
      'an approver who cannot open it alone deletes it',
      () =>
        rewritten(
          () => story({ policy: both, body }).comments(paul, '/accept').comments(quin, '/accept 1 3'),
          without('once'),
          paul,
        ),
      at('waiting', 'pm+qa'),
      [done, done],
    ],
    [
      'an approver whose own word does not count deletes it',
      () =>
        rewritten(
          () =>
            story({ policy: policy.replace('after:', 'independent-of: [author], after:'), body, by: maria })
              .comments(paul, '/accept 1 3')
              .comments(paul, twice),
          without('once'),
          maria,
        ),
      at('returned', 'engineer'),
      [done, returned],
    ],
    [
      'one is deleted, and an approver asks for help, which tries what would send it back',
      () => rewritten(accepted, without('once')).comments(maria, '/help'),
      at('waiting'),
      [done, 'help: approve acceptance, return acceptance, revoke acceptance, question'],
    ],
  ])('%s: the gate stays closed', (_what, told, standing, came) => {
    expect({ stands: stands(told()), outcomes: outcomes(told()) }).toEqual({
      stands: standing,
      outcomes: came,
    });
  });

  test.each<Row>([
    [
      'the list is accepted as it is now',
      () => rewritten(sentBack, without('once')).comments(maria, '/accept'),
      open,
      [done, returned, done],
    ],
    [
      'by the numbers of all that are left',
      () => rewritten(sentBack, without('once')).comments(maria, '/accept 1 2'),
      open,
      [done, returned, done],
    ],
    [
      'one by one',
      () => rewritten(sentBack, without('once')).comments(maria, '/accept 1').comments(paul, '/accept 2'),
      open,
      [done, returned, done, done],
    ],
    ['by the label', () => rewritten(accepted, without('once')).labels(maria, 'pm:accepted'), open, [done]],
    ['by closing', () => rewritten(accepted, without('once')).closes(maria), open, [done]],
    [
      'it is written again, and accepted',
      () => rewritten(() => rewritten(sentBack, without('once')), body).comments(maria, '/accept 2'),
      open,
      [done, returned, done],
    ],
    [
      'it is reworded, and accepted in its new words',
      () => rewritten(sentBack, reworded).comments(maria, '/accept 2'),
      open,
      [done, returned, done],
    ],
    [
      'one that nobody judged is reworded, and accepted',
      () => rewritten(accepted, reworded).comments(maria, '/accept 2'),
      open,
      [done, done],
    ],
    [
      'it is split, and both are accepted',
      () =>
        rewritten(sentBack, list('A coupon is taken off', 'Only', 'Once', 'Never below zero')).comments(
          maria,
          '/accept 2 3',
        ),
      open,
      [done, returned, done],
    ],
    ['the approver deletes it', () => rewritten(sentBack, without('once'), paul), open, [done, returned]],
    [
      'all have to look again, and do',
      () =>
        rewritten(
          () => story({ policy: both, body }).comments(paul, '/accept').comments(quin, '/accept 1 3'),
          without('once'),
        )
          .comments(paul, '/accept')
          .comments(quin, '/accept'),
      open,
      [done, done, done, done],
    ],
    [
      'the whole was sent back, and then all that is left is accepted',
      () =>
        rewritten(accepted, without('once'))
          .comments(maria, '/return acceptance Hm.')
          .comments(maria, '/accept 1 2'),
      open,
      [done, returned, done],
    ],
    [
      'written as it was accepted by the approver',
      () => rewritten(() => rewritten(() => opened().comments(maria, '/accept'), reworded), body, paul),
      open,
      [done],
    ],
    [
      'written as it was accepted, and accepted again',
      () =>
        rewritten(() => rewritten(() => opened().comments(maria, '/accept'), reworded), body).comments(
          maria,
          '/accept',
        ),
      open,
      [done, done],
    ],
    [
      'an accepted one is deleted: nothing to ask',
      () => rewritten(() => opened().comments(maria, '/accept'), without('once')),
      open,
      [done],
    ],
    [
      'deleted before anybody judged anything',
      () => rewritten(opened, without('once')).comments(maria, '/accept 1').comments(maria, '/accept 2'),
      open,
      [done, done],
    ],
  ])('%s: the gate is open', (_what, told, standing, came) => {
    expect({ stands: stands(told()), outcomes: outcomes(told()) }).toEqual({
      stands: standing,
      outcomes: came,
    });
  });

  const still = (told: Story): Story => told.inTheSameSecond();
  test.each<Row>([
    [
      'accepted by its number in the second in which it was moved',
      () =>
        still(rewritten(accepted, list('Only once', 'A coupon is taken off', 'Never below zero'))).comments(
          maria,
          '/accept 1',
        ),
      at('waiting'),
      [done, done],
    ],
    [
      'the list accepted in the second in which one was reworded',
      () => still(rewritten(opened, reworded)).comments(maria, '/accept'),
      at('waiting'),
      [done],
    ],
    [
      'the list accepted in the second in which one was removed',
      () => still(rewritten(accepted, without('once'))).comments(maria, '/accept'),
      at('waiting'),
      [done, done],
    ],
    [
      'accepted by its number in the second in which boxes were ticked',
      () => still(rewritten(accepted, body.replaceAll('[ ]', '[x]'))).comments(maria, '/accept 2'),
      open,
      [done, done],
    ],
  ])('%s: what cannot be told is not accepted', (_what, told, standing, came) => {
    expect({ stands: stands(told()), outcomes: outcomes(told()) }).toEqual({
      stands: standing,
      outcomes: came,
    });
  });

  const cardOf = (told: Story): string => {
    writes(told);
    return told.on.card ?? '';
  };

  test('the card says what was removed, by whom, and what accepts the list', () => {
    const card = cardOf(rewritten(accepted, without('once')));
    expect(card).toContain(
      'anton removed “Only once” from the list on 2 Mar, 09:03 UTC, before it was accepted. The others were accepted, but not since.',
    );
    expect(card).toContain('- ~~Only once~~: 🗑️ removed by anton, 2 Mar, 09:03 UTC, before it was accepted');
    expect(card).toContain(
      'To accept the list as it stands, comment `/accept` or add the label `pm:accepted`. If something in it needs work, comment `/return 1` and why; if something is missing, `/return acceptance` and why.',
    );
  });

  test('what was sent back is still said to be, in whatever words it stands', () => {
    expect(cardOf(rewritten(sentBack, without('once')))).toContain(
      '- ~~Only once~~: 🗑️ removed by anton, 2 Mar, 09:04 UTC, before it was accepted; before that sent back by maria: “Twice\\.”',
    );
    expect(cardOf(rewritten(sentBack, reworded))).toContain(
      '2. Only one time: ↩️ sent back by maria, when it was “Only once”: “Twice\\.”',
    );
  });

  test('a list that was edited back says so', () => {
    expect(
      cardOf(
        rewritten(
          () =>
            rewritten(() => opened().comments(maria, '/accept'), body.replace('Acceptance', 'Acceptable')),
          body,
        ),
      ),
    ).toContain(
      'anton edited the list of acceptance criteria on 2 Mar, 09:04 UTC. All of it has to be accepted again.',
    );
  });

  test('accepted, the list says nothing of it any more', () => {
    expect(cardOf(rewritten(sentBack, without('once')).comments(maria, '/accept'))).not.toContain('once');
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

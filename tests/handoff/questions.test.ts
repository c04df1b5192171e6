/** A question about the spec, and the way back. */
import { expect, test } from 'vitest';
import { whyIssue } from '../../src/handoff/index.ts';
import { anton, ben, maria, olga, paul, twoRoles } from './people.ts';
import { checkOf, outcomes, stands, writes } from './shown.ts';
import { pullRequest, story, type Story } from './story.ts';

const approved = (): Story => story().labels(maria, 'spec:approved');
const asked = (): Story => approved().comments(anton, '/question Which tax?');

const closed = { spec: 'questioned', acceptance: 'preparing', baton: 'pm for spec' };
const open = { spec: 'satisfied', acceptance: 'preparing', baton: 'engineer for acceptance' };
const waiting = { spec: 'waiting', acceptance: 'preparing', baton: 'pm for spec' };

type Row = readonly [what: string, told: () => Story, stands: object, outcomes: readonly string[]];

test.each<Row>([
  ['asked by an engineer, it closes the gate', asked, closed, ['question spec: done']],
  [
    'asked by an approver, too',
    () => approved().comments(paul, '/question Which tax?'),
    closed,
    ['question spec: done'],
  ],
  [
    'by somebody without a role, nothing happens',
    () => approved().comments(olga, '/question Which tax?'),
    open,
    ['question: role'],
  ],
  ['without words', () => approved().comments(anton, '/question'), open, ['question: no-reason']],
  [
    'before the approval',
    () => story().comments(anton, '/question Which tax?'),
    closed,
    ['question spec: done'],
  ],
  [
    'answered, the approval stands again',
    () => asked().comments(paul, '/answer The usual one.'),
    open,
    ['question spec: done', 'answer spec: done'],
  ],
  [
    'answered before the approval, it is waited for',
    () => story().comments(anton, '/question Which tax?').comments(maria, '/answer The usual one.'),
    waiting,
    ['question spec: done', 'answer spec: done'],
  ],
  [
    'answered by an engineer, it stays open',
    () => asked().comments(ben, '/answer The usual one.'),
    closed,
    ['question spec: done', 'answer: role'],
  ],
  [
    'an answer that was edited is none',
    () => asked().comments(maria, '/answer No.').editsComment(anton, '/answer Yes.'),
    closed,
    ['question spec: done', 'answer: edited'],
  ],
  [
    'an edit by an approver answers it, as an amendment',
    () => asked().edits(paul, { body: 'With the usual tax.' }),
    open,
    ['question spec: done'],
  ],
  [
    'an edit by somebody else does not',
    () => asked().edits(ben, { body: 'With the usual tax.' }),
    closed,
    ['question spec: done'],
  ],
  [
    'a new approval answers it',
    () => asked().comments(maria, '/approve spec'),
    open,
    ['question spec: done', 'approve spec: done'],
  ],
  [
    'edited into something else, it is still what was asked',
    () => asked().editsComment(anton, 'Never mind.'),
    closed,
    ['question spec: done'],
  ],
  [
    'of two, one is answered',
    () => asked().comments(ben, '/question And abroad?').comments(maria, '/answer 1 The usual one.'),
    closed,
    ['question spec: done', 'question spec: done', 'answer spec: done'],
  ],
  [
    'of two, both are answered one by one',
    () =>
      asked()
        .comments(ben, '/question And abroad?')
        .comments(maria, '/answer 2 Nowhere.\n/answer 1 The usual one.'),
    open,
    ['question spec: done', 'question spec: done', 'answer spec: done', 'answer spec: done'],
  ],
  [
    'of two, an answer has to say which it means',
    () => asked().comments(ben, '/question And abroad?').comments(maria, '/answer Nowhere.'),
    closed,
    ['question spec: done', 'question spec: done', 'answer: which-question'],
  ],
  ['an answer to nothing', () => approved().comments(maria, '/answer So.'), open, ['answer: no-question']],
  [
    'returned with an open question, it is returned',
    () => asked().comments(maria, '/return spec It is vague.'),
    { ...closed, spec: 'returned' },
    ['question spec: done', 'return spec: done'],
  ],
])('%s', (_what, told, standing, came) => {
  expect({ stands: stands(told()), outcomes: outcomes(told()) }).toEqual({
    stands: standing,
    outcomes: came,
  });
});

test('what is written: the label comes off, the baton goes back, and all is as before with the answer', () => {
  const issue = story().labels(maria, 'spec:approved');
  const pull = pullRequest({ closes: [issue] });
  writes(issue);
  expect(checkOf(pull)).toBe('success: You can merge this');
  issue.comments(anton, '/question Which tax?');
  expect(writes(issue)).toEqual([
    'takes spec:approved off I1',
    'comments handoff:pm',
    'reacts done',
    'edits the card',
  ]);
  expect(issue.on.card).toContain('- **1.** anton asks (2 Mar, 09:06 UTC): “Which tax?”');
  expect(checkOf(pull)).toBe(
    'action_required: Waiting for maria or paul to answer a question about the spec of #1',
  );
  issue.comments(maria, '/answer The usual one.');
  expect(writes(issue)).toEqual([
    'puts spec:approved on I1',
    'comments handoff:engineer',
    'reacts done',
    'edits the card',
  ]);
  expect(checkOf(pull)).toBe('success: You can merge this');
});

test('each keeps its number wherever it is shown: Markdown would count a list of its own', () => {
  const policy = `${twoRoles}gates:
  spec: { preset: spec, requires: { criteria: AC } }
  acceptance: { preset: acceptance, requires: { criteria: AC } }
`;
  const issue = story({ policy, body: '## AC\n- [ ] a\n- [ ] b' })
    .comments(anton, '/question Which tax?')
    .comments(ben, '/question And abroad?')
    .comments(ben, '/question And at sea?')
    .comments(maria, '/answer 2 Nowhere.');
  const asked = [
    '- **1.** anton asks (2 Mar, 09:02 UTC): “Which tax?”',
    '- **3.** ben asks (2 Mar, 09:04 UTC): “And at sea?”',
  ];
  const open = ['1. a: ⏳ not accepted yet', '2. b: ⏳ not accepted yet'];
  const numbered = (text: string): readonly string[] =>
    text.split('\n').filter((line) => /^(?:-? ?\**\d\.|\*\*[^❓]|####)/u.test(line));
  const lists = [
    '**Open questions (Spec approval)**',
    ...asked,
    '**Acceptance criteria (Spec approval)**',
    ...open,
    '**Acceptance criteria (Acceptance)**',
    ...open,
  ];
  const pull = pullRequest({ closes: [issue] });
  const [summary = ''] = pull
    .settles()
    .flat()
    .flatMap((each) => (each.kind === 'check' ? [each.report.summary] : []));
  expect(numbered(summary)).toEqual(lists);
  issue.settles();
  expect(numbered(issue.on.card ?? '').filter((line) => !/^\*\*(?:Next|Started)/.test(line))).toEqual(lists);
  expect(numbered(whyIssue(issue.setting(), issue.look().verdict))).toEqual([
    '#### Spec approval: question to answer',
    ...asked,
    ...open,
    '#### Acceptance: not ready yet',
    ...open,
  ]);
});

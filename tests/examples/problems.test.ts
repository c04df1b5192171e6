/** What is wrong in a file of examples, where, and what to do about it. */
import { describe, expect, test } from 'vitest';

import { problemsOf } from './reading.ts';

const one = (...steps: readonly string[]): string =>
  `people: { maria: pm, anton: engineer }\nexamples:\n  - name: One\n    steps:\n${steps.map((step) => `      - ${step}\n`).join('')}`;
const issue = '{ by: maria, opens: issue }';

describe('what is written', () => {
  test.each([
    [
      'nothing',
      '',
      [
        '1:1: The file is empty. The smallest is "examples:" with "- name: …" and "steps:" below it, and steps like "- { by: maria, opens: issue }".',
      ],
    ],
    [
      'no examples',
      'people: {}',
      [
        '1:1: "examples" is missing. The smallest is "examples:" with "- name: …" and "steps:" below it, and steps like "- { by: maria, opens: issue }".',
      ],
    ],
    [
      'a misspelt key',
      'exampels: []',
      [
        '1:1: "examples" is missing. The smallest is "examples:" with "- name: …" and "steps:" below it, and steps like "- { by: maria, opens: issue }".',
        '1:1: "exampels" is not a key of a file of examples. Did you mean "examples"?',
      ],
    ],
    [
      'an example without a name',
      'examples:\n  - steps: [{ by: maria, opens: issue }]',
      [
        '2:5: The example has no name. Say in a few words what it shows: "name: Work starts once the spec is approved".',
      ],
    ],
    [
      'a misspelt act',
      one('{ by: maria, coments: hi }'),
      ['5:22: "coments" is not a key of a step. Did you mean "comments"?'],
    ],
    [
      'a key of elsewhere',
      one('{ by: maria, gates: { spec: approved } }'),
      ['5:22: "gates" is not a key of a step. It belongs in "expect".'],
    ],
    [
      'a comma in a text',
      one('{ by: maria, opens: issue, body: One coupon, per order }'),
      ['5:54: "per order" is not a key of a step. Between { and }, put text that holds a comma in quotes.'],
    ],
    [
      'a status that there is not',
      one(issue, 'expect: { gates: { spec: aproved } }'),
      [
        '6:34: "spec" must be preparing, not ready yet, waiting, waiting for approval, satisfied, approved, stale, changed since approval, returned, sent back, questioned, question to answer, waived, not applicable or not needed; here it is the text "aproved". Did you mean "approved"?',
      ],
    ],
    [
      'an alias',
      'examples: &a\n  - *a',
      [
        '2:3: Text that begins with & is a name for this place (an anchor) in YAML, and examples have none. If it is meant as text, put it in quotes: "&a".',
      ],
    ],
  ])('%s', (_, text, problems) => expect(problemsOf(text)).toEqual(problems));
});

describe('what makes no sense', () => {
  test.each([
    [
      'nobody acts',
      one('{ opens: issue }', 'expect: { state: open }'),
      '5:9: Nobody does this. Say who: "by: maria".',
    ],
    [
      'somebody unknown acts',
      one('{ by: mari, opens: issue }', 'expect: { silent: true }'),
      '5:15: "mari" takes no part in the example. Did you mean "maria"?',
    ],
    [
      'two acts',
      one(issue, '{ by: maria, comments: a, adds-label: b }', 'expect: { state: open }'),
      '6:47: "comments" and "adds-label" are in one step. Write a step for each, in their order.',
    ],
    [
      'an act that is none',
      one('{ by: maria }', 'expect: { silent: true }'),
      '5:9: Nothing happens in this step. Write who does what, like "- { by: maria, comments: /approve spec }". They can: opens, comments, reviews, edits, adds-label, removes-label, assigns, unassigns, adds-sub-issue, removes-sub-issue, pushes, merges, closes, reopens.',
    ],
    [
      'nothing is opened yet',
      one('{ by: maria, comments: a }', 'expect: { silent: true }'),
      '5:9: No issue was opened before. Open it first: "- { by: maria, opens: issue }".',
    ],
    [
      'two issues, and nobody says which',
      one(
        issue,
        '{ by: maria, opens: issue, name: other }',
        '{ by: maria, comments: a }',
        'expect: { silent: true }',
      ),
      '7:9: It is not clear where. Say it: "on: issue". There is "issue", "other".',
    ],
    [
      'two things of one name',
      one(issue, issue, 'expect: { on: issue, state: open }'),
      '6:29: There is "issue" already. Give this one another name: "name: second".',
    ],
    [
      'an issue is merged',
      one(issue, '{ by: maria, merges: issue }', 'expect: { state: open }'),
      '6:30: "issue" is an issue. Name a pull request.',
    ],
    [
      'an unknown gate',
      one(issue, 'expect: { gates: { specc: approved } }'),
      '6:35: No gate is named "specc". Did you mean "spec"?',
    ],
    [
      'an unknown role',
      one(issue, 'expect: { baton: qa }'),
      '6:26: "qa" is neither a role nor somebody of the example. Write a role (pm, engineer), somebody’s login, or nobody.',
    ],
    [
      'no length of time',
      one(issue, '{ passes: soon }', 'expect: { state: open }'),
      '6:19: "soon" is no length of time. Write a number and minutes, hours, days, working days or weeks, like "2 working days".',
    ],
    [
      'nothing is expected',
      one(issue),
      '3:11: The example expects nothing. Add a step like "- expect: { gates: { spec: approved } }".',
    ],
    [
      'a key that does not go with it',
      one(issue, '{ by: maria, comments: a, files: [b] }', 'expect: { state: open }'),
      '6:35: "files" does not go with "comments". With "comments" there can be: by, on.',
    ],
    [
      'files of an issue',
      one('{ by: maria, opens: issue, files: [b] }', 'expect: { state: open }'),
      '5:36: "files" does not go with an issue. Delete it.',
    ],
  ])('%s', (_, text, problem) => expect(problemsOf(text)).toEqual([problem]));

  test.each([
    ['{ maria: prod }', '1:18: No role is named "prod". The policy has "pm", "engineer".'],
    [
      '{ "@acme/product": pm }',
      '1:28: "@acme/product" is no login. People act, teams don’t: write who of the team it is, like "maria: pm".',
    ],
    [
      '{ "release[bot]": engineer }',
      '1:27: release[bot] can’t hold "engineer". A bot holds a role only where the policy names it itself.',
    ],
  ])('people: %s', (people, problem) =>
    expect(
      problemsOf(`people: ${people}\nexamples: [{ name: a, steps: [{ expect: { silent: true } }] }]`),
    ).toEqual([problem]),
  );

  test('a day that there is not', () =>
    expect(
      problemsOf('starts: 2026-02-30\nexamples: [{ name: a, steps: [{ expect: { silent: true } }] }]'),
    ).toEqual(['1:9: "2026-02-30" is no day with a time. Write it like 2026-01-05 09:00.']));
});

test.each([
  [
    '10 MB',
    'examples:\n' + '  - name: a\n'.repeat(900_000),
    'The file has 10800010 characters; a file of examples can have 131072 at most.',
  ],
  ['deep nesting', `examples: ${'['.repeat(5000)}`, 'nested more than 24 deep'],
  ['many words', `examples: [${'a, '.repeat(20_000)}]`, 'The file holds more than 16000 words'],
  ['a bomb of aliases', `examples: &a [*a, *a, *a]`, 'examples have none'],
  ['what is no text', null, 'The file is too large, or not text.'],
])('%s: it is refused at once', (_, text, message) => {
  const began = performance.now();
  expect(problemsOf(text)[0]).toContain(message);
  expect(performance.now() - began).toBeLessThan(3000);
});

import { describe, expect, test } from 'vitest';
import { missingSections } from '../../src/handoff/sections.ts';
import { specText } from '../../src/handoff/text.ts';

const says = (body: string): string => specText('Coupons', body);

describe('what is no edit of a spec', () => {
  test.each<readonly [what: string, before: string, after: string]>([
    ['white space', 'One  two\n\n\nthree', ' One two\r\nthree\n'],
    ['a ticked box', '- [ ] one\n* [ ] two', '- [x] one\n* [X] two'],
    ['a ticked box in a list in a list', '- one\n  1. [ ] two', '- one\n  1. [x] two'],
    ['an HTML comment', 'One\n\ntwo', 'One\n\n<!-- three\n\nfour -->\n\ntwo'],
    ['an HTML comment in a line', 'One two', 'One <!-- three --> two'],
    ['an HTML comment in a word', 'Onetwo', 'One<!-- three -->two'],
    ['an HTML comment that does not end', 'One', 'One\n\n<!-- two'],
    [
      'an issue form without an answer',
      '### Problem\n\n### Next',
      '### Problem\n\n_No response_\n\n### Next',
    ],
    ['one letter written in two ways', 'caf\u00E9', 'cafe\u0301'],
  ])('%s', (_, before, after) => {
    expect(says(after)).toBe(says(before));
  });
});

describe('what is an edit of a spec', () => {
  test.each<readonly [what: string, before: string, after: string]>([
    ['a word', 'One', 'One two'],
    ['a box that was not there', '- one', '- [ ] one'],
    ['an HTML comment in a block of code', '```\none\n```', '```\none <!-- two -->\n```'],
    ['an HTML comment in code in a line', 'One `two`', 'One `two<!-- three -->`'],
    ['a tick in a block of code', '```\n- [ ] one\n```', '```\n- [x] one\n```'],
    ['_No response_ in a sentence', 'One.', 'One. _No response_'],
    ['text behind a comment that ends at once', 'One', 'One\n\n<!-->two<!-- -->'],
    ['text behind a comment that ends at once, with a dash', 'One', 'One\n\n<!--->two<!-- -->'],
    ['text behind a comment that ends with --!>', 'One', 'One\n\n<!-- --!>two<!-- -->'],
    ['text behind a comment that is an attribute', 'One', 'One\n\n<p title="<!--">two</p><!-- -->'],
    ['text behind a comment in a tag that does not end', 'One', 'One\n\n<p title="<!-- two -->'],
    ['text beside a comment', 'One', 'One\n\n<!-- two --> three'],
  ])('%s', (_, before, after) => {
    expect(says(after)).not.toBe(says(before));
  });

  test('the title', () => {
    expect(specText('One', '')).not.toBe(specText('Two', ''));
    expect(specText(' One  two', '')).toBe(specText('One two', ''));
  });
});

describe('sections that are required', () => {
  const sections = ['Problem', 'Acceptance criteria'];

  test.each<readonly [what: string, body: string, missing: readonly string[]]>([
    ['none', '', sections],
    ['one', '## Problem\n\nNo coupons.', ['Acceptance criteria']],
    ['both', '# problem:\nNo coupons.\n\n### Acceptance  Criteria\n- [ ] one', []],
    ['underlined', 'Problem\n-------\nNo coupons.\n\nAcceptance criteria\n===\nOne.', []],
    [`underlined with a long line`, `Problem\n${'-'.repeat(90)}\nNo coupons.`, ['Acceptance criteria']],
    ['bold, and with a link', '## **Problem**\nNone.\n\n## [Acceptance criteria](#a)\nOne.', []],
    ['without text', '## Problem\n\n## Acceptance criteria\n', sections],
    [
      'with a comment only',
      '## Problem\n<!-- what is wrong? -->\n\n## Acceptance criteria\n_No response_',
      sections,
    ],
    ['with empty boxes only', '## Problem\n- [ ]\n\n## Acceptance criteria\n- \n- [ ] \n1.', sections],
    ['with smaller headings only', '## Problem\n### Details\n\n## Acceptance criteria\n---', sections],
    [
      'with text below a smaller heading',
      '## Problem\n### Details\nNone.\n## Acceptance criteria\n### One\nTwo',
      [],
    ],
    ['in code', '```\n## Problem\nNone.\n```', sections],
    ['in a quote', '> ## Problem\n> None.', sections],
    ['the second of two has text', '## Problem\n\n## Problem\nNone.', ['Acceptance criteria']],
    ['only a picture below', '## Problem\n![a](b.png)\n## Acceptance criteria\n| a |\n| - |\n| b |', []],
    ['as plain lines', 'Problem:\nNone.', sections],
  ])('%s', (_, body, missing) => {
    expect(missingSections(body, sections)).toEqual(missing);
  });
});

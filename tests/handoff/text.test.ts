import { describe, expect, test } from 'vitest';
import { missingSections } from '../../src/handoff/text/sections.ts';
import { specText } from '../../src/handoff/text/text.ts';

const says = (body: string): string => specText('Coupons', body);

const table = (row: string): string => `| One | Two |\n| --- | --- |\n| ${row} |`;

describe('what is no edit of a spec', () => {
  test.each<readonly [what: string, before: string, after: string]>([
    ['white space that does not show', 'One  two\n\n\nthree', ' One two  \r\n\r\nthree\n'],
    ['a new line in a paragraph', 'One two', 'One\ntwo'],
    ['more blank lines', '# One\n\ntwo\n\n- three', '# One\n\n\n\ntwo\n\n\n- three\n\n'],
    ['other blanks in a table', '| One | Two |\n|---|---|\n|a|b|', '|One|Two|\n| --- | ----- |\n| a | b   |'],
    ['other marks of a list', '- one\n- two', '* one\n* two'],
    ['another indentation of a list', '- one\n  - two', '- one\n    - two'],
    ['a comment below a heading', '## One\n\ntwo', '## One\n<!-- what? -->\n\ntwo'],
    [
      'a comment within a tag’s block',
      '<details>\n\none\n\n</details>',
      '<details>\n<!-- a -->\n\none\n\n</details>',
    ],
    [
      'a ticked box behind a picture',
      '- [ ] a\n<img src="b">\n\n- [ ] c',
      '- [ ] a\n<img src="b">\n\n- [x] c',
    ],
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
    ['a comment across the cells of a table', table('a'), table('a <!-- | b -->')],
    [
      'other words between the ends of comments in a table',
      table('Login <!-- | with a password --> | by two factors'),
      table('Login <!-- | without a password --> | by two factors'),
    ],
    ['a comment in a line that only some readers see', 'One', 'One <!-- a -- b -->'],
    ['a comment that keeps two halves of a sign apart', '&lt;', '&l<!-- -->t;'],
    ['a heading that becomes a line', '# One\ntwo', '# One two'],
    ['items that become one', '- one\n- two', '- one - two'],
    ['a line that is indented in code', '```\none\n  two\n```', '```\none\ntwo\n```'],
    ['where a link leads', '[a]\n\n[a]: https://one.test', '[a]\n\n[a]: https://two.test'],
    ['a definition that makes a link', '[a]', '[a]\n\n[a]: https://two.test'],
    ['the title of a link', '[a](b "one")', '[a](b "two")'],
    ['a picture', '![a](one.png)', '![a](two.png)'],
    ['a word that is struck out', 'One two', 'One ~~two~~'],
    ['a footnote', 'One[^1]\n\n[^1]: two', 'One[^1]\n\n[^1]: three'],
    ['a quote that becomes an alert', '> [!NOTE] one', '> [!NOTE]\n> one'],
    ['a backslash before a comment that is a line', 'One\\', 'One\\\n    <!-- a -->'],
    ['a new paragraph', 'One two', 'One\n\ntwo'],
    ['a backslash that breaks a line', 'One\\ two', 'One\\\ntwo'],
    ['a tick in a quote', '> - [ ] one', '> - [x] one'],
    ['text that a comment hid before a container ended', '> <!-- a\n\nb', '> <!-- a\n\nc'],
    ['text beside a comment', 'One', 'One\n\n<!-- two --> three'],
    ['a comment that keeps the halves of a tag apart', 'a<img src="x">', 'a<img <!-- z -->\nsrc="x">'],
    ['a comment that keeps the halves of code apart', 'a ` b c`', 'a <!-- ` -->`'],
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

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { criteriaIn, missingSections } from '../../src/handoff/text/sections.ts';
import { readAdf } from '../../src/jira/text/adf.ts';
import { escapeWiki, toAdf, toWiki } from '../../src/jira/text/compose.ts';
import { wikiToMarkdown } from '../../src/jira/text/wiki.ts';
import { runs } from '../night.ts';
import { atOnce } from '../../src/portions.ts';
import { cpuTime } from '../cpu.ts';

const adfToMarkdown = (document: unknown): string => atOnce(readAdf(document));

type Adf = { readonly type: string; readonly [key: string]: unknown };
const doc = (...content: readonly Adf[]): Adf => ({ type: 'doc', version: 1, content });
const text = (words: string, ...marks: readonly Adf[]): Adf => ({ type: 'text', text: words, marks });
const of =
  (type: string, attrs: object = {}) =>
  (...content: readonly (Adf | string)[]): Adf => ({
    type,
    attrs,
    content: content.map((each) => (typeof each === 'string' ? text(each) : each)),
  });
const p = of('paragraph');
const li = of('listItem');

describe('ADF', () => {
  test.each<readonly [string, Adf, string]>([
    ['nothing', doc(), ''],
    ['paragraphs', doc(p('one'), p('two')), 'one\n\ntwo'],
    ['a heading', doc(of('heading', { level: 2 })('Problem')), '## Problem'],
    ['a heading of no level', doc(of('heading', { level: 'x' })('Problem')), '# Problem'],
    ['a line break', doc(p('one', { type: 'hardBreak' }, 'two')), 'one\ntwo'],
    ['bullets', doc(of('bulletList')(li(p('one')), li(p('two')))), '- one\n- two'],
    ['numbers', doc(of('orderedList', { order: 3 })(li(p('one')), li(p('two')))), '3. one\n4. two'],
    [
      'nested lists',
      doc(of('orderedList')(li(p('one'), of('bulletList')(li(p('in one')))), li(p('two')))),
      '1. one\n   - in one\n2. two',
    ],
    [
      'tasks',
      doc(of('taskList')(of('taskItem', { state: 'TODO' })('one'), of('taskItem', { state: 'DONE' })('two'))),
      '- [ ] one\n- [x] two',
    ],
    [
      'nested tasks',
      doc(of('taskList')(of('taskItem')('one'), of('taskList')(of('taskItem', { state: 'DONE' })('two')))),
      '- [ ] one\n  - [x] two',
    ],
    ['a block of a task', doc(of('taskList')(of('blockTaskItem')(p('one')))), '- [ ] one'],
    ['a decision', doc(of('decisionList')(of('decisionItem')('we do'))), '- we do'],
    ['a quote', doc(of('blockquote')(p('one'), p('two'))), '> one\n>\n> two'],
    ['code', doc(of('codeBlock', { language: 'js' })('a\n  b')), '```js\na\n  b\n```'],
    ['code with a fence in it', doc(of('codeBlock')('```\nx')), '````\n```\nx\n````'],
    ['code within text', doc(p('see ', text('a*b', { type: 'code' }))), 'see `a*b`'],
    [
      'a link',
      doc(p(text('here', { type: 'link', attrs: { href: 'https://x.test/a(b)' } }))),
      '[here](https://x.test/a%28b%29)',
    ],
    ['what is struck out', doc(p(text('not this', { type: 'strike' }))), '~~not this~~'],
    ['emphasis', doc(p(text('this', { type: 'strong' }))), 'this'],
    ['a rule', doc(p('one'), { type: 'rule' }, p('two')), 'one\n\n---\n\ntwo'],
    ['a panel', doc(of('panel', { panelType: 'info' })(p('one'))), 'one'],
    ['what opens out', doc(of('expand', { title: 'More' })(p('one'))), 'More\n\none'],
    [
      'a table',
      doc(
        of('table')(
          of('tableRow')(of('tableHeader')(p('a')), of('tableHeader')(p('b'))),
          of('tableRow')(of('tableCell')(p('1|2')), of('tableCell')(p('3'), p('4'))),
        ),
      ),
      String.raw`| a | b |
| --- | --- |
| 1\|2 | 3 4 |`,
    ],
    [
      'people, faces, days, states, cards',
      doc(
        p(
          { type: 'mention', attrs: { id: '1', text: '@Maria' } },
          ' ',
          { type: 'emoji', attrs: { shortName: ':ok:', text: '👌' } },
          ' ',
          { type: 'date', attrs: { timestamp: '1582152559000' } },
          ' ',
          { type: 'status', attrs: { text: 'DONE' } },
          ' ',
          { type: 'inlineCard', attrs: { url: 'https://x.test/1' } },
        ),
      ),
      '@Maria 👌 2020-02-19 DONE https://x.test/1',
    ],
    [
      'a day far away, and one that is none',
      doc(
        p({ type: 'date', attrs: { timestamp: '253402300800000' } }, ' ', {
          type: 'date',
          attrs: { timestamp: 'soon' },
        }),
      ),
      '+010000-01-01 soon',
    ],
    [
      'a picture',
      doc(of('mediaSingle')({ type: 'media', attrs: { id: 'f-1', alt: 'The page' } })),
      '![The page](f-1)',
    ],
    ['what is not known', doc(of('hologram')(of('ray')('light'))), 'light'],
    ['text alone', text('one'), 'one'],
  ])('%s', (_, document, markdown) => {
    expect(adfToMarkdown(document)).toBe(markdown);
  });

  test('what looks like Markdown in Jira is text there, and stays it', () => {
    const lines = [
      '# no heading',
      '- no item',
      '1. no item',
      '> no quote',
      '```',
      '<!-- seen -->',
      '[a]: b',
      '    x',
    ];
    const markdown = adfToMarkdown(
      doc(
        of('heading', { level: 2 })('Criteria'),
        ...lines.map((line) => p(line)),
        p('a', { type: 'hardBreak' }, '==='),
      ),
    );
    expect(markdown.split('\n\n')).toEqual([
      '## Criteria',
      '\\# no heading',
      '\\- no item',
      '1\\. no item',
      '\\> no quote',
      '\\```',
      '\\<!-- seen -->',
      '\\[a]: b',
      'x',
      'a\n\\===',
    ]);
    expect(criteriaIn(markdown, 'Criteria')).toEqual([]);
  });

  test('sections and criteria are found as on GitHub', () => {
    const markdown = adfToMarkdown(
      doc(
        of('heading', { level: 2 })(text('Problem', { type: 'strong' })),
        p('It is slow.'),
        of('heading', { level: 3 })('Acceptance criteria'),
        of('taskList')(of('taskItem')('Fast'), of('taskItem', { state: 'DONE' })('Cheap')),
        of('orderedList')(li(p('Good'))),
        of('heading', { level: 2 })('Risks'),
      ),
    );
    expect(missingSections(markdown, ['Problem', 'Acceptance criteria', 'Risks'])).toEqual(['Risks']);
    expect(criteriaIn(markdown, 'acceptance criteria').map((each) => each.text)).toEqual([
      'Fast',
      'Cheap',
      'Good',
    ]);
  });

  test('a document that is deeper than any person writes keeps its text', () => {
    let deep: Adf = p('bottom');
    for (let level = 0; level < 5000; level += 1) deep = of('blockquote')(deep);
    expect(adfToMarkdown(doc(deep))).toContain('bottom');
  });
});

describe('wiki text', () => {
  test.each([
    ['', ''],
    ['one\n\ntwo', 'one\n\ntwo'],
    ['h2. Problem\nIt is slow.', '## Problem\n\nIt is slow.'],
    ['h2. *Problem*', '## *Problem*'],
    ['h7. no heading', 'h7. no heading'],
    ['* one\n* two\n** in two\n* three', '- one\n- two\n  - in two\n- three'],
    ['# one\n#* in one\n# two', '1. one\n   - in one\n1. two'],
    ['- one\ngoes on', '- one\n  goes on'],
    ['bq. said', '> said'],
    ['{quote}\none\ntwo\n{quote}\nafter', '> one\n> two\n\nafter'],
    ['{quote} never closed', 'never closed'],
    ['{code:java|title=x.java}\nint a;\n{code}\nafter', 'x.java\n\n```java\nint a;\n```\n\nafter'],
    ['{code:title=x.java|java}h2. no heading{code}', 'x.java\n\n```java\nh2. no heading\n```'],
    ['{noformat}* no item{noformat}', '```\n* no item\n```'],
    ['{code} never closed', '{code} never closed'],
    ['see {{a*b}}', 'see `a*b`'],
    ['||a||b||\n|1|2|', '| a | b |\n| --- | --- |\n| 1 | 2 |'],
    ['|1|[a|https://x.test]|', '|  |  |\n| --- | --- |\n| 1 | [a](https://x.test) |'],
    ['[here|https://x.test/1] and [https://x.test/2]', '[here](https://x.test/1) and https://x.test/2'],
    ['[~maria] knows', '@maria knows'],
    ['{panel:title=Note|bgColor=#fff}\none\n{panel}', 'Note\n\none'],
    ['{color:red}red{color}', 'red'],
    ['----', '---'],
    [String.raw`\# no item`, String.raw`\# no item`],
    [String.raw`\*not bold\*`, '*not bold*'],
    [String.raw`one\\two`, 'one\ntwo'],
    ['a &#92; b &amp; c', String.raw`a \ b & c`],
    ['## no Markdown heading', '1. no Markdown heading'],
    ['<!-- seen -->', String.raw`\<!-- seen -->`],
    [
      '1. no item\n> no quote',
      String.raw`1\. no item
\> no quote`,
    ],
  ])('%j', (wiki, markdown) => {
    expect(wikiToMarkdown(wiki)).toBe(markdown);
  });

  test('sections and criteria are found as on GitHub', () => {
    const markdown = wikiToMarkdown(
      'h2. Problem\nIt is slow.\n\nh3. Acceptance criteria\n# Fast\n# Cheap\n\nh2. Risks\n',
    );
    expect(missingSections(markdown, ['Problem', 'Acceptance criteria', 'Risks'])).toEqual(['Risks']);
    expect(criteriaIn(markdown, 'Acceptance criteria').map((each) => each.text)).toEqual(['Fast', 'Cheap']);
  });

  test('a text that is made to be slow is not', () => {
    const parts = [
      '{code:a}',
      '{code}',
      '{quote}',
      '|',
      '[a|',
      '[',
      '{{',
      '\\',
      '#',
      '* ',
      '&#',
      '{panel:',
      '|[',
      '{color:',
    ];
    for (const part of [...parts, '{anchor:', 'h1. ', '\n', '<', '- ', '_']) {
      const start = cpuTime();
      wikiToMarkdown(part.repeat(Math.ceil(100_000 / part.length)));
      expect([part, cpuTime() - start < 4000]).toEqual([part, true]);
    }
  });
});

const wild = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(...'h1.bq #*-+_?^~|%{}[]()!@\\&;:<>`=0aD\n\r\t'.split('')),
    maxLength: 60,
  }),
);
const node = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.record({
      type: fc.constant('text'),
      text: wild,
      marks: fc.constantFrom([], [{ type: 'code' }], [{ type: 'strike' }]),
    }),
    fc.record({
      type: fc.constantFrom(
        'doc',
        'paragraph',
        'heading',
        'bulletList',
        'orderedList',
        'listItem',
        'taskList',
        'taskItem',
        'table',
        'tableRow',
        'tableCell',
        'tableHeader',
        'blockquote',
        'codeBlock',
        'panel',
        'expand',
        'toString',
        '',
      ),
      attrs: fc.constantFrom({}, { level: 3 }, { state: 'DONE' }, { order: 2 }, null, 7),
      content: fc.array(tie('node'), { maxLength: 4 }),
    }),
  ),
})).node;

/** All strings in a value. */
function textsIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(textsIn).join('\n');
}

/** Letters: neither the marks that are put in, nor the numbers of lists. */
const letters = (markdown: string): string =>
  markdown.replaceAll(/%[0-9A-F]{2}/g, '').replaceAll(/[^\p{L}]/gu, '');

function isSubset(some: string, all: string): boolean {
  const left = new Map<string, number>();
  for (const char of all) left.set(char, (left.get(char) ?? 0) + 1);
  for (const char of some) {
    const count = left.get(char) ?? 0;
    if (count === 0) return false;
    left.set(char, count - 1);
  }
  return true;
}

describe('whatever is given', () => {
  test('ADF never throws, and nothing comes out that is not in there but the ticks of tasks', () => {
    fc.assert(
      fc.property(node, (value) => {
        const markdown = adfToMarkdown(value);
        expect(isSubset(letters(markdown.replaceAll('[x]', '')), letters(textsIn(value)))).toBe(true);
      }),
      { numRuns: runs(2000) },
    );
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof adfToMarkdown(value) === 'string'));
    fc.assert(fc.property(fc.anything(), (value) => typeof adfToMarkdown(value) === 'string'));
  });

  test('text in ADF is never lost', () => {
    fc.assert(
      fc.property(fc.array(wild, { maxLength: 4 }), (lines) => {
        const markdown = adfToMarkdown(doc(...lines.map((line) => p(line))));
        // Apart, as they are in the document: "%" and "0D" are no mark that was put in.
        expect(letters(markdown)).toBe(letters(lines.join('\n')));
      }),
      { examples: [[['%', '0D']]] },
    );
  });

  test('wiki text never throws, and nothing comes out that is not in there', () => {
    fc.assert(
      fc.property(fc.array(wild, { maxLength: 6 }), (lines) => {
        const wiki = lines.join('\n');
        const all =
          letters(wiki) +
          letters(
            wiki.replaceAll(/&#(\d{1,7});/g, (_, code: string) => {
              return Number(code) < 0x10_ff_ff ? String.fromCodePoint(Number(code)) : '';
            }),
          );
        expect(isSubset(letters(wikiToMarkdown(wiki)), all)).toBe(true);
      }),
      { numRuns: runs(2000) },
    );
  });

  test('what is written means the same in both, and nothing but itself', () => {
    const paragraph = fc.array(
      fc.oneof(
        wild,
        fc.record({ text: wild, href: fc.constantFrom('https://x.test/a_b?c=[d]|{e}', 'javascript:x') }),
      ),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(fc.array(paragraph, { maxLength: 3 }), (paragraphs) => {
        const plain = (markdown: string): string =>
          markdown.replaceAll(/\s+/g, '').replaceAll(/\([^()]*\)|\\/g, '');
        expect(plain(wikiToMarkdown(atOnce(toWiki(paragraphs))))).toBe(
          plain(adfToMarkdown(atOnce(toAdf(paragraphs)))),
        );
      }),
      { numRuns: runs(3000) },
    );
  });

  test('wiki: escaped text comes back', () => {
    fc.assert(
      fc.property(wild, (words) => {
        const back = wikiToMarkdown(`x ${atOnce(escapeWiki(words.replaceAll(/\s/g, ' ')))} x`);
        const asText = adfToMarkdown(doc(p(`x ${words.replaceAll(/\s/g, ' ')} x`)));
        expect(back).toBe(asText);
      }),
      { numRuns: runs(3000) },
    );
  });
});

test('what Baton writes', () => {
  const words = [
    ['Not *yet*: see ', { text: 'a|b]', href: 'https://x.test/p?q=[1]' }, ' [~maria]'],
    ['h1. next\nline'],
  ];
  expect(atOnce(toWiki(words))).toBe(
    String.raw`Not \*yet\*: see [a&#124;b&#93;|https://x.test/p?q=%5B1%5D] \[\~maria\]

h1&#46; next
line`,
  );
  expect(atOnce(toAdf(words))).toEqual({
    version: 1,
    type: 'doc',
    content: [
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'Not *yet*: see ' },
          {
            type: 'text',
            text: 'a|b]',
            marks: [{ type: 'link', attrs: { href: 'https://x.test/p?q=[1]' } }],
          },
          { type: 'text', text: ' [~maria]' },
        ],
      },
      {
        type: 'paragraph',
        content: [{ type: 'text', text: 'h1. next' }, { type: 'hardBreak' }, { type: 'text', text: 'line' }],
      },
    ],
  });
});

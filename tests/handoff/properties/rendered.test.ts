/** Two texts that are shown differently never say the same: an approval of one is none of the other. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coveredText, criteriaIn, missingSections } from '../../../src/handoff/text/sections.ts';
import { meaningOf } from '../../../src/handoff/text/text.ts';
import { runs } from '../../night.ts';
import { rendered } from './rendered.ts';

/** What begins, ends, nests or hides something in Markdown, and breaks off in the middle. */
const parts = [
  ['a', 'b c', 'x  y', 'q\n', '\n', '\n', '\n\n', '\n\n\n', ' ', '  ', '    ', '\t', '    q\n', '  q\n'],
  ['<!-- c -->', '<!--', '-->', '<!-- | -->', '<!-- a\nb -->', '<!-->', '<!--->', '--!>', '<!-- - -- -->'],
  [
    '`',
    '``',
    '```',
    '~~~',
    '```js\n',
    '> ',
    '- ',
    '* ',
    '1. ',
    '2. ',
    '1) ',
    '+ ',
    '-',
    '- \n',
    '-\n',
    '>\n',
  ],
  ['# ', '## ', '===', '---', '***', '|', '\n|', 'a|b\n-|-\n', '| a | b |\n| --- | --- |\n', '|-|-|\n', ':-'],
  ['\\', '\\|', '\\\n', '[', '](', '](u "t")', ']', '[a]: ', '[a]: u\n', '[^1]: ', '[^1]', '[a]', '!['],
  ['<b>x</b>', '</b>', '<div>', '</div>', '<div>\n', '<details>\n', '</details>\n', '<summary>s</summary>'],
  ['<pre>x  y</pre>', '<p title="', '">', '<script>', '</script>', '<style>', '<?', '?>', '<![CDATA[', ']]>'],
  ['<!X', '<http://a.b>', 'www.a.b', 'a@b.c', '&lt;', '&amp;', '&#60;!--', '*', '**', '_', '~~', '~'],
  ['[ ] ', '[x] ', '- [ ] a', '- [x] b\n', '1. [x] ', '\u200B', '\u202E', '\u00A0', '\r\n'],
  ['<picture>\n', '<source>\n', '<img src="x">', '$', '$$', ':tada:', '> [!NOTE]\n', '@m', '#1', '\0', '='],
  ['"', "'", '(', ')', '<img title="<!--">', '<a\n', '  \n', '<br>', '>', '<'],
].flat();

const source = fc
  .array(fc.constantFrom(...parts), { minLength: 2, maxLength: 14 })
  .map((some) => some.join(''));

/** What people change without changing what is said, put where it may change it after all. */
const inserted = [
  ' ',
  '  ',
  '\n',
  '\n\n',
  '\t',
  '    ',
  '\r\n',
  '<!-- z -->',
  '<!-- z -->\n',
  '\n<!-- z -->\n',
];
const change = fc.oneof(
  fc.record({
    at: fc.nat(99),
    put: fc.constantFrom(...inserted, '\n\n<!-- z -->\n\n', '<!--z', '<!-- \n -->'),
  }),
  fc.record({ at: fc.nat(99), take: fc.nat(3) }),
  fc.constantFrom<'tick' | 'uncomment' | 'blank'>('tick', 'uncomment', 'blank'),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(text: string, how: Change): string {
  if (how === 'tick') return text.replace('[ ]', '[x]');
  if (how === 'uncomment') return text.replace(/<!--[^]*?-->/, '');
  if (how === 'blank') return text.replace(/\n\n+/, '\n\n\n');
  const at = how.at % (text.length + 1);
  return 'put' in how
    ? text.slice(0, at) + how.put + text.slice(at)
    : text.slice(0, at) + text.slice(at + how.take);
}

test('what is shown differently does not say the same', () => {
  let same = 0;
  fc.assert(
    fc.property(source, fc.array(change, { minLength: 1, maxLength: 3 }), (before, changes) => {
      const after = changes.reduce(changed, before);
      fc.pre(after !== before);
      if (meaningOf(before) !== meaningOf(after)) return;
      same += 1;
      expect(rendered(after)).toBe(rendered(before));
    }),
    { numRuns: Number(process.env['HISTORIES'] ?? runs(4_000)) },
  );
  // Else it would have shown nothing.
  expect(same).toBeGreaterThan(runs(100));
});

const under = (text: string): string => `# Problem\n\n${text}\n\n# Other\n\nx\n`;
/** What is below a heading of the highest rank is no longer in the section. */
const isWhole = (text: string): boolean => {
  const shown = rendered(text);
  return shown.split('<h1>').length === 3 && shown.endsWith('<h1>\nOther\n</h1>\nx');
};

test('nor do the parts of a text that approvals are bound to', () => {
  fc.assert(
    fc.property(source, fc.array(change, { minLength: 1, maxLength: 3 }), (before, changes) => {
      const [one, other] = [before, changes.reduce(changed, before)].map(under) as [string, string];
      fc.pre(isWhole(one) && isWhole(other));
      if (coveredText(one, ['Problem', 'Other']) !== coveredText(other, ['Problem', 'Other'])) return;
      expect(rendered(other)).toBe(rendered(one));
    }),
    { numRuns: runs(1_000) },
  );
});

test('what is in a comment, in code or in a quote heads nothing, whatever stands around it', () => {
  const hide = fc.constantFrom<(text: string) => string>(
    (text) => `<!--\n${text}\n-->`,
    (text) => `\`\`\`\n${text}\n\`\`\``,
    (text) => `~~~~\n${text}\n~~~~`,
    (text) => text.replaceAll(/^/gm, '> '),
    (text) => text.replaceAll(/^/gm, '    '),
    (text) => `<pre>\n${text.replaceAll('\n\n', '\n')}\n</pre>`,
  );
  fc.assert(
    fc.property(hide, fc.constantFrom('', 'a\n\n', '- b\n\n', '# c\n\n'), (hidden, before) => {
      const text = `${before}${hidden('## Hidden\n\n- [ ] one\n\ntwo')}\n\nafter`;
      expect(missingSections(text, ['Hidden'])).toEqual(['Hidden']);
      expect(criteriaIn(text, 'Hidden')).toEqual([]);
    }),
  );
});

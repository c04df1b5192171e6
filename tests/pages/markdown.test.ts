/** Markdown on pages: what Baton writes looks as on GitHub; what others wrote loads nothing, runs nothing, breaks nothing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { markdown } from '../../src/pages/index.ts';

const shown = (text: string): string =>
  /^<div class="markdown" dir="auto">([^]*)<\/div>$/.exec(markdown(text).toString())?.[1] ?? '';

test.each([
  [
    'what Baton writes',
    '**Spec**: `pm`\n\n- one\n- two',
    '<p><strong>Spec</strong>: <code>pm</code></p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>',
  ],
  [
    'a part that opens',
    '<details><summary>Why</summary>\n\nBecause.\n\n</details>',
    '<details><summary>Why</summary>\n<p>Because.</p>\n</details>',
  ],
  [
    'code in a language',
    '<details><summary>What changed</summary>\n\n```diff\n-a\n```\n</details>\n\nb',
    '<details><summary>What changed</summary>\n<pre><code class="language-diff">-a\n</code></pre>\n</details>\n<p>b</p>',
  ],
  ['small print', '<sub>since Monday</sub>', '<p><sub>since Monday</sub></p>'],
  ['a mark that nobody sees', '<!-- baton:card\n1 -->text', '<p>text</p>'],
  ['a name that is no mention', '@\u200Bmaria', '<p>@maria</p>'],
  ['tasks', '- [x] done\n- [ ] not', '<ul>\n<li>☑ done</li>\n<li>☐ not</li>\n</ul>'],
  [
    'other tags',
    '<b onclick="x()">hi</b> <script>alert(1)</script>',
    '<p>&lt;b onclick=&quot;x()&quot;&gt;hi&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;</p>',
  ],
  ['a tag with more in it', '<sub onclick=x>a</sub>', '<p>&lt;sub onclick=x&gt;a</p>'],
  ['an address that runs', '[a](javascript:alert(1))', '<p><a href="">a</a></p>'],
  ['a picture', '![a](https://evil.example/a.png)', '<p>!<a href="https://evil.example/a.png">a</a></p>'],
  ['a tag that is left open', '<details><summary>a', '<details><summary>a</summary></details>'],
  ['a tag that closes what is around it', 'a</details>b', '<p>ab</p>'],
  ['writing turned round', 'a\u202Eb', '<p>ab</p>'],
])('%s', (_, text, expected) => {
  expect(shown(text)).toBe(expected);
});

const parts = fc.constantFrom(
  '<',
  '>',
  '</',
  '/>',
  '<details>',
  '</details>',
  '<summary>',
  '</summary>',
  '<sub>',
  '</sub>',
  '<script>',
  '<img src=x onerror=y>',
  '![',
  '](',
  ')',
  'javascript:',
  'data:text/html,',
  '`',
  '```\n',
  '\n',
  '\n\n',
  '&lt;',
  '&#60;',
  '<!--',
  '-->',
  '"',
  "'",
  ' onclick=',
  '<a href="',
  '|',
  '- ',
  '1. ',
  '> ',
  '<div>',
  '<svg>',
  '[^1]',
  '[^1]: ',
);

test('whatever is written, no other tag and no attribute comes out, and what is opened is closed', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(parts, fc.string({ maxLength: 6 })), { maxLength: 30 }), (all) => {
      const made = shown(all.join(''));
      const found = [...made.matchAll(/<\/?([a-z][a-z\d]*)([^<>]*)>/gi)];
      for (const [, name = '', rest = ''] of found) {
        expect(name).toMatch(
          /^(?:p|a|code|pre|strong|em|del|ul|ol|li|blockquote|h[1-6]|hr|br|table|thead|tbody|tr|th|td|details|summary|sub|sup|kbd)$/,
        );
        expect(rest).toMatch(
          /^(?: (?:href="(?:(?:https?|mailto|ircs?|xmpp):[^"<>]*|[^":<>]*(?:[/?#][^"<>]*)?)"|title="[^"<>]*"|class="language-[^"<>]*"|start="\d+"|align="(?:left|right|center)"))*(?: ?\/)?$/,
        );
      }
      // Whatever is left begins no tag.
      expect(made.replaceAll(/<\/?[a-z][a-z\d]*[^<>]*>/gi, '')).not.toContain('<');
      for (const name of ['details', 'summary', 'sub'])
        expect(made.split(`<${name}>`).length).toBe(made.split(`</${name}>`).length);
    }),
    { numRuns: 1500 },
  );
});

test('a long text is cut, and costs no more than a moment', () => {
  const begun = performance.now();
  expect(shown('word '.repeat(200_000)).length).toBeLessThan(80_000);
  expect(performance.now() - begun).toBeLessThan(1500);
});

test.each([
  ['quotations in each other', '>'.repeat(60_000)],
  ['lists in each other', '- '.repeat(30_000)],
  ['words crossed out', '~~a'.repeat(20_000)],
  ['links that do not end', '[a]('.repeat(16_000)],
])('tens of thousands of %s are shown as they were written, at once', (_, text) => {
  const began = performance.now();
  expect(shown(text)).toMatch(/^<pre>/);
  expect(performance.now() - began).toBeLessThan(2000);
});

/** A line that a reader sees standing alone is read as a command; one that he does not see is not. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandsIn } from '../../../src/handoff/commands/commands.ts';
import { runs } from '../../night.ts';
import { alone } from './alone.ts';

/** What begins, ends, nests or hides something in Markdown, and breaks off in the middle. */
const parts = [
  ['a', 'b c\n', 'q', '\n', '\n', '\n\n', '\n\n', ' ', '  ', '    ', '\t', '\r\n'],
  ['<!-- c -->', '<!--', '-->', '<!-- c -->\n', '<!-->', '--!>', '<!-- a\n\nb -->'],
  ['`', '``', '```\n', '```', '~~~\n', '> ', '> ', '>', '- ', '* ', '1. ', '- \n', '- [ ] ', '[x] '],
  ['# ', '===', '---', '***', '|', 'a|b\n-|-\n', '\\', '[', '](', '](u "t")', '[a]: ', '[^1]: ', '!['],
  ['<b>', '</b>', '<div>', '</div>', '<div>\n', '<details>\n', '</details>\n', '<summary>s</summary>'],
  [
    '<img src="x">\n',
    '<img src="x" />\n',
    '<img alt="',
    '">',
    '<br>',
    '<br>\n',
    '<p align="center">\n',
    '</p>',
  ],
  ['<pre>', '</pre>', '<code>', '</code>', '<blockquote>', '</blockquote>', '<del>', '</del>', '<script>'],
  ['*', '**', '_', '__', '~~', '~', '<table><tr><td>', '</td></tr></table>', '<picture>\n', '<source>\n'],
].flat();

const command = '/why';
const source = fc
  .array(fc.oneof(fc.constantFrom(...parts), fc.constantFrom(command, `${command}\n`, `\n${command}\n`)), {
    minLength: 1,
    maxLength: 10,
  })
  .map((some) => some.join(''));

/** What may stand behind a command that takes no text. */
const ending = /[\s*_`<>()[\]{}"'.,:;!]+$/;

const histories = Number(process.env['HISTORIES'] ?? runs(8_000));

test('what is read stands alone for whoever reads the comment', () => {
  let read = 0;
  fc.assert(
    fc.property(source, (text) => {
      const found = commandsIn(text).filter(({ doubt, words }) => doubt === undefined && words === '');
      if (found.length === 0) return;
      read += 1;
      expect([
        text,
        alone(text).filter((line) => line.replace(ending, '') === command).length >= found.length,
      ]).toEqual([text, true]);
    }),
    { numRuns: histories },
  );
  expect(read).toBeGreaterThan(runs(200));
});

/** Texts above and below, in which nothing is left open. */
const closed = fc.constantFrom(
  '',
  'Looks fine.\n\n',
  '<img width="10" src="https://a.test/b.png" />\n',
  '<img src="a">\n\n',
  '<details>\n<summary>Log</summary>\n\n```\n/approve\n```\n\n</details>\n',
  '</details>\n',
  '<br>\n',
  '<p align="center">\n<img src="a">\n</p>\n',
  '<!-- /approve -->\n',
  '> /approve spec\n\n',
  '- one\n- two\n\n',
  '| a |\n|---|\n| b |\n\n',
  'So:\n',
  '## Decision\n',
  '---\n',
);
const around = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => `- ${text}`,
  (text) => `1. ${text}`,
  (text) => `**${text}**`,
  (text) => `__${text}__`,
  (text) => `*${text}*`,
  (text) => `<b>${text}</b>`,
  (text) => `<p>${text}</p>`,
  (text) => `   ${text}`,
);
test('what stands alone is read', () => {
  let read = 0;
  fc.assert(
    fc.property(closed, around, closed, (above, put, below) => {
      const text = `${above}${put(command)}\n\n${below}`;
      // Right below HTML, Markdown is none.
      if (!alone(text).includes(command)) return;
      read += 1;
      expect([text, commandsIn(text)]).toMatchObject([text, [{ verb: 'why', words: '' }]]);
      expect(commandsIn(text)[0]?.doubt).toBeUndefined();
    }),
    { numRuns: runs(1_000) },
  );
  expect(read).toBeGreaterThan(runs(600));
});

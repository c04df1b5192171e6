/** Which issues a description says that it closes, against what GitHub's documentation says of it. */
import { describe, expect, test } from 'vitest';

import { closedBy } from '../../src/github/read/closing-words.ts';
import { cpuTime } from '../cpu.ts';

const read = (text: string): readonly string[] =>
  closedBy(text, 'acme/shop', 'github.com').map(({ repository, number }) => `${repository}#${number}`);

const own = ['acme/shop#1'];

describe('what closes an issue', () => {
  const all = ['close', 'closes', 'closed', 'fix', 'fixes', 'fixed', 'resolve', 'resolves', 'resolved'];
  test.each(all)('%s', (word) => {
    expect(read(`This ${word} #1.`)).toEqual(own);
    expect(read(`${word.toUpperCase()}: #1`)).toEqual(own);
  });

  test.each([
    ['Closes acme/specs#2', ['acme/specs#2']],
    ['Fixes https://github.com/acme/specs/issues/3 at last', ['acme/specs#3']],
    ['Fixes GH-1', own],
    ['Closes #1, closes #2', ['acme/shop#1', 'acme/shop#2']],
    ['Closes #1 and closes acme/shop#1', own],
    ['**Closes #1**', own],
    ['- [x] closes #1', own],
    ['> closes #1', own],
    ['Work.\r\n\r\nCloses #1\r\n', own],
    ['<!-- A comment --> closes #1', own],
    ['```\ncode\n```\ncloses #1', own],
    ['`code` closes #1', own],
    ['One ` closes #1', own],
  ])('%s', (text, issues) => {
    expect(read(text)).toEqual(issues);
  });

  test.each([
    '#1',
    'See #1',
    'Closes issue #1',
    'Encloses #1',
    'closing #1',
    'Closes #1a',
    'Closes acme#1',
    'Fixes https://elsewhere.example/acme/shop/issues/1',
    'Fixes https://github.com/acme/shop/pull/1',
    '`closes #1`',
    '`` closes ` #1 ``',
    '```\ncloses #1\n```',
    '~~~\ncloses #1',
    'Text.\n\n    closes #1',
    '<!-- closes #1 -->',
    '<!--\ncloses #1\n',
  ])('not: %s', (text) => {
    expect(read(text)).toEqual([]);
  });

  test('long texts take no time', () => {
    const before = cpuTime();
    for (const piece of [
      '`',
      '``` ',
      '<!--',
      'closes ',
      'closes\n\n',
      'a/',
      '`a``b',
      'closes a/b',
      '~~~\n',
      '\n    ',
    ])
      closedBy(piece.repeat(Math.ceil(65_000 / piece.length)), 'acme/shop', 'github.com');
    expect(cpuTime() - before).toBeLessThan(1000);
  });
});

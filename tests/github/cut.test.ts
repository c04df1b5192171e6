/** Texts that are longer than GitHub takes: where they are cut, and what is never lost. */
import { describe, expect, test } from 'vitest';

import { shortened, shortenedTitle } from '../../src/github/write/cut.ts';

const limit = 600;
const note = '\n\n_Too long for GitHub: the rest was cut off here._';
const x = (length: number): string => 'x'.repeat(length);

test('a text that fits is left as it is', () => {
  expect(shortened(x(limit), limit)).toBe(x(limit));
  expect(shortened('', limit)).toBe('');
});

test('one character more, and it says that it was cut, within the limit', () => {
  const cut = shortened(x(limit + 1), limit);
  expect(cut).toMatch(/^x{500,}\n\n_Too long for GitHub: the rest was cut off here\._$/);
  expect(cut.length).toBeLessThanOrEqual(limit);
  expect(cut.length).toBeGreaterThan(limit - 10);
});

test('at the end of a line where one is near, and within a line where none is', () => {
  expect(shortened(`${x(500)}\n${x(500)}`, limit)).toBe(`${x(500)}${note}`);
  expect(shortened(`${x(200)}\n${x(900)}`, limit)).toMatch(/^x{200}\nx{300,}\n\n_Too long/);
});

test.each([
  ['is left open', `\`\`\`\n${x(900)}`, '\n```'],
  ['is left open, and indented as a list has it', `   \`\`\`ts\n${x(900)}`, '\n```'],
  ['was closed', `\`\`\`\n1\n\`\`\`\n${x(900)}`, ''],
  ['is opened again', `\`\`\`\n1\n\`\`\`\n\`\`\`\n${x(900)}`, '\n```'],
  ['is not there: only its marks within a line', `a \`\`\`\n${x(900)}`, ''],
  ['is not there: it is indented too far', `    \`\`\`\n${x(900)}`, ''],
])('a block of code that %s', (_, text, end) => {
  const cut = shortened(text, limit);
  expect(cut.endsWith(`x${end}${note}`)).toBe(true);
  expect(cut.length).toBeLessThanOrEqual(limit);
});

describe("Baton's own markers", () => {
  const first = '<!-- baton:card -->';
  const last = '<!-- baton:handoff spec -->';

  test('that are cut off come after the note; those that are not are there once', () => {
    const cut = shortened(`${first}\n${x(900)}\n${last}`, limit);
    expect(cut).toMatch(/^<!-- baton:card -->\nx{300,}\n\n_Too long[^\n]*\n<!-- baton:handoff spec -->$/);
    expect(cut.length).toBeLessThanOrEqual(limit);
  });

  test.each([1, 4, 9])('leave room for each other: %i', (count) => {
    const all = Array.from({ length: count }, (_, each) => `<!-- baton:said ${each} -->`);
    const cut = shortened(`${x(900)}${all.join('')}`, limit);
    expect(cut.endsWith(`${note}\n${all.join('\n')}`)).toBe(true);
    expect(cut.length).toBeLessThanOrEqual(limit);
  });

  test('that have no room are cut off, too: no text is longer than GitHub takes', () => {
    expect(shortened('<!-- baton:card -->'.repeat(90), limit)).toHaveLength(limit);
  });

  test('of others are no markers', () => {
    expect(shortened(`${x(900)}<!-- robot:card -->`, limit)).not.toContain('robot');
  });
});

test('a title is cut with an ellipsis, never within a character', () => {
  expect(shortenedTitle(x(255), 255)).toBe(x(255));
  expect(shortenedTitle(x(300), 255)).toBe(`${x(254)}…`);
  expect(shortenedTitle(`${x(253)}😀${x(100)}`, 255)).toBe(`${x(253)}…`);
  expect(shortenedTitle(`${x(252)}😀${x(100)}`, 255)).toBe(`${x(252)}😀…`);
  // The two ends of where the first halves of characters are.
  expect(shortenedTitle(`${x(253)}\u{10000}${x(100)}`, 255)).toBe(`${x(253)}…`);
  expect(shortenedTitle(`${x(253)}\u{10ffff}${x(100)}`, 255)).toBe(`${x(253)}…`);
  expect(shortenedTitle(`${x(253)}\ue000${x(100)}`, 255)).toBe(`${x(253)}\ue000…`);
});

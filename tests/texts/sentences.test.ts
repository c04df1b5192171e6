/** No sentence of the code is missing from the table of texts, and each is plain English. */
import { describe, expect, test } from 'vitest';

import { audienceOf } from './audiences.ts';
import { words } from './plain.ts';
import { sentences, sentencesIn, sources } from './sentences.ts';

/** Without what is filled in, and what stands in code or in quotes. */
const own = (text: string): string => text.replaceAll(/\{[\w.…]+\}|`[^`]*`|“[^”]*”|"[^"]*"/g, 'X');

test('somebody is known to read each sentence, in every file that has one', () => {
  expect(sources.filter((file) => audienceOf(file) === null && sentencesIn(file).length > 0)).toEqual([]);
  expect(sentences.length).toBeGreaterThan(1000);
});

test('it has the texts of each audience', () => {
  const some = new Map(sentences.map(({ text, audience }) => [text, audience]));
  expect(some.get('WEBHOOK_SECRET is missing: without it anybody could send us events.')).toBe(
    'the operator: settings',
  );
  expect(some.get('A delivery was accepted.')).toBe('the operator: log and dead letters');
  expect(
    some.get(
      'Moves what is in DATA_DIR to DATABASE_URL, once, while Baton is stopped. Nothing in the folder changes.',
    ),
  ).toBe('the operator: command line');
  expect(some.get('I moved it back to “{from.name}”.')).toBe('people in Jira');
  expect(some.get('No role is defined.')).toBe('authors of policies');
});

describe('each sentence', () => {
  test.each(words)('says nothing like %s, but: %s', (not) => {
    const wrong = sentences.filter(({ text }) => not.test(own(text)));
    expect(wrong.map(({ where, text }) => `${where}: ${text}`)).toEqual([]);
  });

  test('leaves no word that stands twice', () => {
    const wrong = sentences.filter(({ text }) => /\b([a-z]{2,}) \1\b/.test(own(text)));
    expect(wrong.map(({ where, text }) => `${where}: ${text}`)).toEqual([]);
  });
});

/** Every text is plain English: no word of our own, no time that is only UTC's, no sentence that is too long to read. */
import { describe, expect, test } from 'vitest';
import { nounOf } from '../../src/handoff/words/gate-noun.ts';
import { words } from './plain.ts';
import { allTexts, visible } from './shown.ts';

/** What is Baton's: without what people wrote (in quotes), paths, labels and commands (in code). */
const own = (text: string): string =>
  visible(text)
    .replaceAll(/```[\s\S]*?```/g, '')
    .replaceAll(/^> .*$/gm, '')
    .replaceAll(/“[^”]*”/g, '“X”')
    .replaceAll(/<code>.*?<\/code>|`[^`]*`/g, 'code')
    .replaceAll(/\]\([^)]*\)/g, ']');

const sentences = (text: string): readonly string[] =>
  own(text)
    .split(/\n|\||(?<=[.!?:;])\s+/)
    .map((sentence) => sentence.trim())
    .filter(Boolean);

const texts = allTexts();
const among = (is: (text: string) => boolean): readonly string[] =>
  texts
    .filter(({ text }) => is(text))
    .map(({ audience, when, text }) => `${audience}, ${when}: ${visible(text)}`);

describe('every text', () => {
  test('each audience has some, and each has words', () => {
    const audiences = new Set(texts.map(({ audience }) => audience));
    expect([...audiences].toSorted()).toEqual([
      '/why',
      'Jira',
      'answers',
      'comments',
      'reminders',
      'the card',
      'the check',
    ]);
    expect(texts.length).toBeGreaterThan(200);
    expect(among((text) => visible(text) === '')).toEqual([]);
  });

  test.each(words)('says nothing like %s, but: %s', (not) => {
    expect(among((text) => not.test(own(text)))).toEqual([]);
  });

  test('tells times in the time zone of the policy, by its name', () => {
    expect(among((text) => /UTC|\bGMT/.test(own(text)))).toEqual([]);
    expect(among((text) => /\d\d:\d\d(?! (?:CET|CEST)\b)/.test(own(text)))).toEqual([]);
  });

  test('has no sentence of more than 30 words', () => {
    const long = texts.flatMap(({ text }) => sentences(text)).filter((each) => each.split(/\s+/).length > 30);
    expect([...new Set(long)]).toEqual([]);
  });

  test('leaves no place holder, and no word that stands twice', () => {
    expect(
      among((text) =>
        /\bundefined\b|\bnull\b|\bNaN\b|\[object|\b(\w+) \1\b|\.\.|: \.|[.!?]: /.test(own(text)),
      ),
    ).toEqual([]);
  });

  test('shows no blame on the card of a normal life, nor on that of an issue that is done', () => {
    const cards = texts.filter(({ audience }) => audience === 'the card');
    const blaming = cards.filter(({ text }) => /Out of turn|undid|before the \w+ was/.test(text));
    expect(blaming.map(({ when }) => when).toSorted()).toEqual([
      'a work label is added too early',
      'it is closed too early',
      'it is only warned',
      'somebody is assigned too early',
    ]);
  });

  test('begins with the headline: the card, the check and /why say it in the same words', () => {
    const heads = new Map(
      texts
        .filter(({ audience }) => audience === 'the card')
        .map(({ when, text }) => [
          when,
          visible(text)
            .split('\n')[0]
            ?.replace(/^### \S+ /u, '') ?? '',
        ]),
    );
    const whys = texts.filter(({ audience, when }) => audience === '/why' && heads.has(when));
    expect(whys.length).toBeGreaterThan(30);
    for (const { when, text } of whys)
      expect(`${when}: ${visible(text)}`).toContain(`${when}: ${heads.get(when) ?? ''}`);
  });
});

describe('a gate without a noun', () => {
  test.each([
    ['Launch brief', 'the launch brief'],
    ['QA check', 'the QA check'],
    ['The design', 'the design'],
    ['Our budget', 'our budget'],
    ['Legal approval', '“Legal approval”'],
    ['UX sign-off', '“UX sign-off”'],
    ['Prüfung', '“Prüfung”'],
    ['Done?', '“Done?”'],
    ['x', 'the x'],
  ])('%s: %s', (title, noun) => expect(nounOf({ name: 'gate', title })).toBe(noun));

  test('acceptance is of the result', () =>
    expect(nounOf({ name: 'acceptance', title: 'Acceptance' })).toBe('the result'));
});

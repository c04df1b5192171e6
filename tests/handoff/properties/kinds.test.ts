/** The commands that are found in a comment are those that a reader of it sees, in documents of every kind of Markdown. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandsIn } from '../../../src/handoff/commands/commands.ts';
import { sourceOf } from '../../../src/handoff/text/text.ts';
import { runs } from '../../night.ts';
import { alone } from './alone.ts';
import { damagedDocuments, documents } from './kinds-of-markdown.ts';

const command = '/why';
/** What may stand behind a command that takes no text. */
const ending = /[\s*_`<>()[\]{}"'.,:;!]+$/;
/** A line in which a command stands and nothing else, perhaps in a list or a quote. */
const plain = /^[ \t>*+-]*(?:\d{1,9}[.)] +)?\/why\s*$/;

/**
 * What micromark shows otherwise than GitHub: it loses the line end behind a note in a list, and behind a link that is defined
 * in a note, and takes a number below code for words. An escaped slash is answered, and no command.
 */
const otherwise =
  /^[ \t>*+\d.)-]+\[\^|\[\^[^\]\n]*\]:[^\n]*(?:\[spec|[-+*\d<`])|^(?:[ >]*(?: {4}|\t)).*\n+[ >]*\d+[.)]|\\\/|<!DOCTYPE </m;

type Counted = { readonly sure: number; readonly all: number; readonly seen: number; readonly exact: number };

function counted(text: string): Counted {
  const found = commandsIn(text);
  const lines = alone(text).map((line) => line.replaceAll('\u200B', '').trim());
  const written = text.split('\n').filter((line) => plain.test(line)).length;
  return {
    sure: found.filter(({ doubt, words }) => doubt === undefined && words === '').length,
    all: found.length,
    seen: lines.filter((line) => line.replace(ending, '') === command).length,
    exact: Math.min(written, lines.filter((line) => line === command).length),
  };
}

test.each([
  ['as they were meant', documents, 800],
  ['damaged', damagedDocuments, 1_500],
] as const)('documents of every kind, %s', (_, arbitrary, times) => {
  let [sure, seen] = [0, 0];
  fc.assert(
    fc.property(arbitrary.map(sourceOf), (text) => {
      fc.pre(!otherwise.test(text));
      const count = counted(text);
      // What is done stands there for everybody, and what stands there is done, or at least answered.
      expect([text, count.sure <= count.seen]).toEqual([text, true]);
      const isAnswered =
        arbitrary === documents ? count.exact <= count.all : count.exact === 0 || count.all > 0;
      expect([text, isAnswered]).toEqual([text, true]);
      sure += count.sure;
      seen += count.seen;
    }),
    { numRuns: runs(times) },
  );
  expect(sure).toBeGreaterThan(0.6 * seen);
  expect(seen).toBeGreaterThan(runs(times) / 3);
});

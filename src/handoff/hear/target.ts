/** Which gate a command is about. */
import { gateIn } from '../commands/index.ts';
import type { Stage, Track } from '../gates/index.ts';
import type { Outcome, Refusal } from '../verdict.ts';
import { sameText } from '../../same-text.ts';

export const refused = (verb: string, because: Refusal): Outcome => ({ kind: 'refused', verb, because });

export function named(stage: Stage, word: string): Track | undefined {
  const meant = gateIn(word);
  return stage.tracks.find((track) => sameText(track.gate.name, meant));
}

export const names = (stage: Stage): readonly string[] =>
  stage.tracks.filter(({ applies }) => applies).map((track) => track.gate.name);

/** The first word, and the rest as it was written. */
export function firstWord(words: string): readonly [first: string, rest: string] {
  const [first = ''] = words.split(/\s+/, 1);
  return [first, words.slice(first.length).trim()];
}

/** The gate that a command is about: the one it names, else the first in order that `isMeant`. */
export function target(
  stage: Stage,
  words: string,
  isMeant: (track: Track) => boolean,
): { readonly track: Track; readonly rest: string } | Refusal {
  const [first, rest] = firstWord(words);
  const track = first === '' ? undefined : named(stage, first);
  if (track !== undefined)
    return track.applies ? { track, rest } : { kind: 'not-applicable', gate: track.gate.name };
  const meant = stage.tracks.find(isMeant);
  if (meant === undefined) return { kind: 'nothing-waiting', gates: names(stage) };
  return { track: meant, rest: words };
}

/** A command that takes a gate's name and nothing else. */
export function aloneWith(stage: Stage, words: string, isMeant: (track: Track) => boolean): Track | Refusal {
  const found = target(stage, words, isMeant);
  const [first] = firstWord(words);
  if ('kind' in found) {
    return words === '' || found.kind !== 'nothing-waiting'
      ? found
      : { kind: 'unknown-gate', word: first, gates: names(stage) };
  }
  if (found.rest === '') return found.track;
  return named(stage, first) === undefined
    ? { kind: 'unknown-gate', word: first, gates: names(stage) }
    : { kind: 'extra-words', gate: found.track.gate.name };
}

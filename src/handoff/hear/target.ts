/** Which gate a command is about. */
import { gateIn } from '../commands/index.ts';
import type { Stage, Track } from '../gates/index.ts';
import type { Outcome, Refusal } from '../verdict.ts';
import { nearest } from '../../policy/index.ts';
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
  const space = words.search(/\s/);
  return space < 0 ? [words, ''] : [words.slice(0, space), words.slice(space).trim()];
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

/** Words that people put around the name of a gate. */
const around: ReadonlySet<string> = new Set(
  'a an at for gate gates here in it its my of on our please that the these this those to your'.split(' '),
);

/** How many words are looked at for a gate: what comes after that is about something else. */
const mostWords = 4;

/**
 * What is said where the first word names no gate: which one was probably meant. It is asked for, never acted upon.
 * @param waiting the gate that is meant where no name is given
 */
export function unknownGate(stage: Stage, words: string, waiting?: Track): Refusal {
  const all = words.split(/\s+/, mostWords);
  const bare = all.map((word) => gateIn(word).replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
  const index = bare.findIndex((word) => word !== '' && !around.has(word));
  const gates = names(stage);
  const guess = index < 0 ? (waiting?.gate.name ?? null) : gateLike(bare[index] ?? '', gates);
  if (index < 0 && guess === null) return { kind: 'no-gate-named', gates };
  const word = all[index] ?? '';
  return { kind: 'unknown-gate', word, gates, ...(guess === null ? {} : { guess }) };
}

const gateLike = (word: string, gates: readonly string[]): string | null =>
  gates.find((gate) => sameText(gate, word)) ?? nearest(word, gates);

/** A command that takes a gate's name and nothing else. */
export function aloneWith(stage: Stage, words: string, isMeant: (track: Track) => boolean): Track | Refusal {
  const found = target(stage, words, isMeant);
  const [first] = firstWord(words);
  if ('kind' in found) {
    return words === '' || found.kind !== 'nothing-waiting' ? found : unknownGate(stage, words);
  }
  if (found.rest === '') return found.track;
  return named(stage, first) === undefined
    ? unknownGate(stage, words, found.track)
    : { kind: 'extra-words', gate: found.track.gate.name };
}

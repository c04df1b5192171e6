/** Waivers: who made one, why, and until when. */
import { dayAt, endOfDay } from '../calendar.ts';
import { type Command, untilIn } from '../commands/index.ts';
import { type Spoken, heldRole } from '../history/index.ts';
import type { Stage } from '../gates/index.ts';
import { firstWord, named, names, refused, unknownGate } from './target.ts';
import type { Outcome } from '../verdict.ts';

/** `/waive <gate> <reason> [until YYYY-MM-DD]`; the day is one of the policy's calendar, and it is the last one. What may be an end and is not understood is no reason. */
export function hearWaive(stage: Stage, word: Spoken, { verb, words, isEndless }: Command): Outcome {
  const [first, rest] = firstWord(words);
  if (first === '') return refused(verb, { kind: 'no-gate-named', gates: names(stage) });
  const track = named(stage, first);
  if (track === undefined) return refused(verb, unknownGate(stage, words));
  const { name, waive } = track.gate;
  if (!track.applies) return refused(verb, { kind: 'not-applicable', gate: name });
  if (waive.length === 0) return refused(verb, { kind: 'nobody', gate: name });
  if (word.by.self || !waive.some((role) => heldRole(stage.members, word, role)))
    return refused(verb, { kind: 'role', gate: name, roles: waive });
  if (word.editedBy !== null) return refused(verb, { kind: 'edited', by: word.editedBy });
  const said = rest.replaceAll(/\s+/g, ' ');
  const found = untilIn(said, dayAt(word.at, stage.timezone));
  if (found.kind === 'unclear' && isEndless !== true)
    return refused(verb, { kind: 'no-day', word: found.words });
  const reason = found.kind === 'day' ? found.rest : said;
  if (reason === '') return refused(verb, { kind: 'no-reason', gate: name });
  const until = found.kind === 'day' ? { at: endOfDay(found.day, stage.timezone), day: found.day } : null;
  if (until !== null && until.at <= word.at) return refused(verb, { kind: 'past-day', day: until.day });
  const { id, at, by } = word;
  track.waiver = { by: { id, at, by }, words: reason, until };
  track.ended = null;
  track.against = null;
  return { kind: 'done', verb, gate: name };
}

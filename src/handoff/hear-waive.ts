/** Exceptions: who made one, why, and until when. */
import { isDay } from '../policy/index.ts';
import { endOfDay } from './calendar.ts';
import type { Command } from './commands.ts';
import type { Spoken } from './fold.ts';
import { heldRole } from './members.ts';
import type { Stage } from './stage.ts';
import { firstWord, named, names, refused } from './target.ts';
import type { Outcome } from './verdict.ts';

/** `/waive <gate> <reason> [until YYYY-MM-DD]`; the day is one of the policy's calendar, and it is the last one. */
export function hearWaive(stage: Stage, word: Spoken, { verb, words }: Command): Outcome {
  const [first, rest] = firstWord(words);
  if (first === '') return refused(verb, { kind: 'no-gate-named', gates: names(stage) });
  const track = named(stage, first);
  if (track === undefined) return refused(verb, { kind: 'unknown-gate', word: first, gates: names(stage) });
  const { name, waive } = track.gate;
  if (!track.applies) return refused(verb, { kind: 'not-applicable', gate: name });
  if (waive.length === 0) return refused(verb, { kind: 'nobody', gate: name });
  if (word.by.self || !waive.some((role) => heldRole(stage.members, word, role)))
    return refused(verb, { kind: 'role', gate: name, roles: waive });
  if (word.editedBy !== null) return refused(verb, { kind: 'edited', by: word.editedBy });
  const said = rest.replaceAll(/\s+/g, ' ');
  // A day is written in the last two words.
  const found = /\buntil (\S+)$/i.exec(said.slice(-100));
  const day = found?.[1]?.replace(/\.$/, '') ?? null;
  const reason = found === null ? said : said.slice(0, -found[0].length).trim();
  if (day !== null && !isDay(day) && /\d/.test(day)) return refused(verb, { kind: 'no-day', word: day });
  // "until" and no date is part of the reason.
  const isDated = day !== null && isDay(day);
  if ((isDated ? reason : said) === '') return refused(verb, { kind: 'no-reason', gate: name });
  const until = isDated ? { at: endOfDay(day, stage.timezone), day } : null;
  if (until !== null && until.at <= word.at) return refused(verb, { kind: 'past-day', day: until.day });
  const { id, at, by } = word;
  track.waiver = { by: { id, at, by }, words: isDated ? reason : said, until };
  track.ended = null;
  track.against = null;
  return { kind: 'done', verb, gate: name };
}

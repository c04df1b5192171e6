/** Reminders that are put off: until when, and who may. */
import { isDay, rolesOf, spanOf, type Gate } from '../../policy/index.ts';
import { dayAt, endOf, startOf } from '../calendar.ts';
import { type Command, untilIn } from '../commands/index.ts';
import { type Spoken, heldRole } from '../history/index.ts';
import { type Stage, readyGates } from '../gates/index.ts';
import { firstWord, named, refused } from './target.ts';
import type { Outcome } from '../verdict.ts';

/** Those who may put a gate's reminders off. */
const rolesFor = ({ preparedBy, approve }: Gate): readonly string[] => [
  ...new Set([preparedBy, ...rolesOf(approve)]),
];

/** The gate that is named before the time, where one is, and the time. */
function gateAndTime(stage: Stage, words: string): { readonly gate: Gate | null; readonly time: string } {
  const [first, rest] = firstWord(words);
  const gate = /^(?:until|till|for)$/i.test(first) ? undefined : named(stage, first)?.gate;
  return gate === undefined ? { gate: null, time: words } : { gate, time: rest };
}

/**
 * `/snooze [gate] <length of time>` or `/snooze [gate] until YYYY-MM-DD`: without a name it is about every gate that waits
 * for somebody and that the speaker may put off.
 */
export function hearSnooze(stage: Stage, word: Spoken, { verb, words }: Command): Outcome {
  const { gate: named, time } = gateAndTime(stage, words);
  const waiting = readyGates(stage.tracks).map(({ gate }) => gate);
  const meant = named === null ? waiting : waiting.filter(({ name }) => name === named.name);
  const [first] = meant;
  if (first === undefined) return refused(verb, { kind: 'nobody-waits' });
  const may = (gate: Gate): boolean => rolesFor(gate).some((role) => heldRole(stage.members, word, role));
  const own = word.by.self ? [] : meant.filter(may);
  if (own.length === 0) return refused(verb, { kind: 'role', gate: first.name, roles: rolesFor(first) });
  const { reminding: calendar } = stage;
  const gates = own.filter(({ deadline }) => deadline !== null).map(({ name }) => name);
  if (calendar === null || gates.length === 0)
    return refused(verb, { kind: 'no-deadline', gate: (own[0] ?? first).name });
  if (word.editedBy !== null) return refused(verb, { kind: 'edited', by: word.editedBy });
  const said = time
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replace(/[\s.!,;]{1,10}$/, '');
  const span = spanOf(said.replace(/^for /, ''));
  if (span !== null) return { kind: 'snoozed', gates, until: endOf(span, word.at, calendar) };
  const found = untilIn(isDay(said) ? `until ${said}` : said, dayAt(word.at, calendar.timezone));
  if (found.kind === 'none' || (found.kind === 'day' && found.rest !== ''))
    return refused(verb, { kind: 'no-length' });
  if (found.kind === 'unclear') return refused(verb, { kind: 'no-day', word: found.words });
  const { day } = found;
  const until = startOf(day, calendar);
  return until > word.at ? { kind: 'snoozed', gates, until } : refused(verb, { kind: 'past-day', day });
}

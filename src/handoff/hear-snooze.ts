/** Reminders that are put off: until when, and who may. */
import { isDay, rolesOf, spanOf } from '../policy/index.ts';
import { dayAt, endOf, startOf } from './calendar.ts';
import type { Command } from './commands.ts';
import type { Spoken } from './fold.ts';
import { heldRole } from './members.ts';
import type { Stage } from './stage.ts';
import { refused } from './target.ts';
import { turnOf } from './turn.ts';
import { untilIn } from './until.ts';
import type { Outcome } from './verdict.ts';

/** `/snooze <length of time>` or `/snooze until YYYY-MM-DD`: it is about the gate that has the baton. */
export function hearSnooze(stage: Stage, word: Spoken, { verb, words }: Command): Outcome {
  const gate = turnOf(stage.tracks)?.gate;
  if (gate === undefined) return refused(verb, { kind: 'nobody-waits' });
  const roles = [...new Set([gate.preparedBy, ...rolesOf(gate.approve)])];
  if (word.by.self || !roles.some((role) => heldRole(stage.members, word, role)))
    return refused(verb, { kind: 'role', gate: gate.name, roles });
  const { reminding: calendar } = stage;
  if (calendar === null || gate.deadline === null)
    return refused(verb, { kind: 'no-deadline', gate: gate.name });
  if (word.editedBy !== null) return refused(verb, { kind: 'edited', by: word.editedBy });
  const said = words
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replace(/[\s.!,;]{1,10}$/, '');
  const span = spanOf(said.replace(/^for /, ''));
  if (span !== null) return { kind: 'snoozed', gate: gate.name, until: endOf(span, word.at, calendar) };
  const found = untilIn(isDay(said) ? `until ${said}` : said, dayAt(word.at, calendar.timezone));
  if (found.kind === 'none' || (found.kind === 'day' && found.rest !== ''))
    return refused(verb, { kind: 'no-length' });
  if (found.kind === 'unclear') return refused(verb, { kind: 'no-day', word: found.words });
  const { day } = found;
  const until = startOf(day, calendar);
  return until > word.at
    ? { kind: 'snoozed', gate: gate.name, until }
    : refused(verb, { kind: 'past-day', day });
}

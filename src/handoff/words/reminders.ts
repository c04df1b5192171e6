/** Reminders: to those who have the baton, and to somebody else when that did not help. */
import { markerOf, type Said } from '../own.ts';
import type { NextPrompt, Waiting } from '../reminders.ts';
import { code, instant, plain, withWeekday } from './markdown.ts';
import { ownWords } from './own-words.ts';
import { roleNames } from './people.ts';
import { holderMentions, holderNames, mentions, rolesWithPeople, type Setting } from './holders.ts';
import { nextStep } from './sentences.ts';

/** The comment that reminds, or escalates; `said` is what Baton notes of it. */
export function promptBody(setting: Setting, waiting: Waiting, said: Said): string {
  const { escalateTo } = waiting;
  const text =
    said.kind === 'escalation' && escalateTo !== null
      ? escalation(setting, waiting, escalateTo)
      : reminder(setting, waiting);
  return `${markerOf(said)}\n${text}`;
}

/** To those who have the baton. */
function reminder(setting: Setting, { gate, since: from }: Waiting): string {
  const names = holderNames(gate);
  const who = holderMentions(setting, gate);
  const title = plain(gate.gate.title);
  const since = instant(from);
  const next = nextStep(setting, gate);
  return (
    ownWords(setting, 'reminder', { who: who === '' ? names : who, gate: title, since, next }) ??
    [
      who === ''
        ? `${names}: “${title}” has waited for you since ${since}.`
        : `${who} “${title}” has waited for you (${names}) since ${since}.`,
      '',
      `**Next:** ${next}`,
      '',
      `<sub>If it has to wait, comment ${code('/snooze 2 working days')}.</sub>`,
    ].join('\n')
  );
}

/** To the role named in `escalate-to`. */
function escalation(setting: Setting, { gate, roles, since: from }: Waiting, to: string): string {
  const name = roleNames([to]);
  const who = mentions(setting, [to]);
  const title = plain(gate.gate.title);
  const since = instant(from);
  const holders = rolesWithPeople(setting, roles);
  const next = nextStep(setting, gate);
  return (
    ownWords(setting, 'escalation', { who: who === '' ? name : who, holders, gate: title, since, next }) ??
    [
      `${who === '' ? `${name}:` : `${who} (${name})`} “${title}” has waited for ${holders} since ${since}, and a reminder did not help.`,
      '',
      `**Next:** ${next}`,
    ].join('\n')
  );
}

/** Who is reminded next, or told, if nothing happens; null: nobody. */
export function nextPromptSentence(waiting: Waiting, next: NextPrompt): string | null {
  if (next.kind !== 'wait') return null;
  const { escalateTo, roles } = waiting;
  const when = withWeekday(next.until);
  return next.what === 'escalation' && escalateTo !== null
    ? `If nothing happens, ${roleNames([escalateTo])} is told on ${when}.`
    : `If nothing happens, ${roleNames(roles)} ${roles.length === 1 ? 'is' : 'are'} reminded on ${when}.`;
}

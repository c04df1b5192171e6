/** Reminders: to those who have the baton, and to somebody else when that did not help. */
import { markerOf, type Said } from '../own.ts';
import type { Waiting } from '../reminders.ts';
import { code, instant, plain } from './markdown.ts';
import { ownWords } from './own-words.ts';
import { roleNames } from './people.ts';
import { holderNames, mentions, nextStep, rolesWithPeople, type Setting } from './sentences.ts';

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
function reminder(setting: Setting, { gate, roles, since: from }: Waiting): string {
  const names = holderNames(gate);
  const who = mentions(setting, roles);
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

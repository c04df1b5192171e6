/** Reminders: to those who have the baton, and to somebody else when that did not help. */
import { markerOf, type Said } from '../history/index.ts';
import type { NextPrompt, Waiting } from '../judge/index.ts';
import { code, instant, plain, withWeekday } from '../phrases/index.ts';
import { ownWords } from './own-words.ts';
import { roleNames } from './people.ts';
import { holderMentions, holderNames, holdersWithPeople, mentions, type Setting } from './holders.ts';
import { nextStep } from './sentences.ts';

/** Something that is due to be said: what waits, and what Baton notes of saying it. */
export type Prompted = { readonly waiting: Waiting; readonly said: Said };

/**
 * The comment that reminds, or escalates, of all that is due.
 * @param isOneOfMany whether more waits here than that, so that each is put off by its name
 */
export function promptBody(setting: Setting, due: readonly Prompted[], isOneOfMany = due.length > 1): string {
  const texts = due.map(({ waiting, said }) => {
    const { escalateTo } = waiting;
    return said.kind === 'escalation' && escalateTo !== null
      ? escalation(setting, waiting, escalateTo)
      : reminder(setting, waiting, isOneOfMany);
  });
  return [...due.map(({ said }) => markerOf(said)), texts.join('\n\n')].join('\n');
}

/** To those who have the baton. */
function reminder(setting: Setting, { gate, since: from }: Waiting, isOneOfMany: boolean): string {
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
      `<sub>If it has to wait, comment ${code(`/snooze ${isOneOfMany ? `${gate.gate.name} ` : ''}2 working days`)}.</sub>`,
    ].join('\n')
  );
}

/** To the role named in `escalate-to`. */
function escalation(setting: Setting, { gate, since: from }: Waiting, to: string): string {
  const name = roleNames([to]);
  const who = mentions(setting, [to]);
  const title = plain(gate.gate.title);
  const since = instant(from);
  const holders = holdersWithPeople(setting, gate);
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

/**
 * Who is reminded next, or told, if nothing happens; null: nobody.
 * @param isOneOfMany whether more waits here than that, so that it is named
 */
export function nextPromptSentence(waiting: Waiting, next: NextPrompt, isOneOfMany: boolean): string | null {
  if (next.kind !== 'wait') return null;
  const { escalateTo, roles, gate } = waiting;
  const of = isOneOfMany ? ` of “${plain(gate.gate.title)}”` : '';
  const when = `${of} on ${withWeekday(next.until)}`.trimStart();
  return next.what === 'escalation' && escalateTo !== null
    ? `If nothing happens, ${roleNames([escalateTo])} is told ${when}.`
    : `If nothing happens, ${roleNames(roles)} ${roles.length === 1 ? 'is' : 'are'} reminded ${when}.`;
}

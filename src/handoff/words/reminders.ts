/** Reminders: to the people who have the baton, and to another role when that did not help. */
import { markerOf, type Said } from '../history/index.ts';
import type { NextPrompt, Waiting } from '../judge/index.ts';
import { nounOf } from './gate-noun.ts';
import { callFor, inMarkdown, stepOf, waitingFor } from './headline.ts';
import { code, plain } from '../phrases/index.ts';
import { customText } from './custom-text.ts';
import { roleNames } from './people.ts';
import {
  holderMentions,
  holderNames,
  holdersWithPeople,
  mentionOf,
  mentions,
  type Setting,
  clockOf,
} from './holders.ts';
import { nextStep } from './sentences.ts';
import { timeIn, weekdayIn, type Clock } from './times.ts';

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

/** To the people who have the baton. */
function reminder(setting: Setting, { gate, since: from }: Waiting, isOneOfMany: boolean): string {
  const called = holderMentions(setting, gate);
  const since = timeIn(from, clockOf(setting));
  const next = nextStep(setting, gate);
  return (
    customText(setting, 'reminder', {
      who: called.length === 0 ? holderNames(gate) : called.map(mentionOf).join(' '),
      gate: plain(gate.gate.title),
      since,
      next,
    }) ??
    [
      `**${callFor(setting, gate, called)}**, since ${since}.`,
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
  const called = mentions(setting, [to]);
  const since = timeIn(from, clockOf(setting));
  const next = nextStep(setting, gate);
  return (
    customText(setting, 'escalation', {
      who: called === '' ? name : called,
      holders: holdersWithPeople(setting, gate),
      gate: plain(gate.gate.title),
      since,
      next,
    }) ??
    [
      `${called === '' ? `${name}:` : `${called} (${name}):`} ${waitingFor([stepOf(setting, gate, inMarkdown)]).replace(/^W/, 'w')}, since ${since}. A reminder didn’t help.`,
      '',
      `**Next:** ${next}`,
    ].join('\n')
  );
}

/**
 * Who is reminded next, or told, as it follows “If nothing happens, I’ll”; null: nobody. `clock`: the policy's time zone.
 * @param isOneOfMany whether more waits here than that, so that it is named
 */
export function nextPromptClause(
  waiting: Waiting,
  next: NextPrompt,
  isOneOfMany: boolean,
  clock: Clock,
): string | null {
  if (next.kind !== 'wait') return null;
  const { escalateTo, roles, gate } = waiting;
  const of = isOneOfMany ? ` of ${plain(nounOf(gate.gate))}` : '';
  const when = `${of} on ${weekdayIn(next.until, clock)}`.trimStart();
  return next.what === 'escalation' && escalateTo !== null
    ? `tell ${roleNames([escalateTo])} ${when}`
    : `remind ${roleNames(roles)} ${when}`;
}

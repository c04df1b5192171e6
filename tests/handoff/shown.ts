/** Verdicts and effects in a few words, so that a test can state the whole of them. */
import {
  saidIn,
  type Effect,
  type PullVerdict,
  type Verdict,
  type Violation,
} from '../../src/handoff/index.ts';
import type { PullStory, Story } from './story.ts';

/** Each gate with its status, and who has the baton for which gate. */
export function gatesOf(verdict: Verdict): Readonly<Record<string, string>> {
  if (verdict.kind === 'no-gates') return { none: verdict.because.kind };
  return {
    ...Object.fromEntries(verdict.gates.map((each) => [each.gate.name, each.status])),
    baton: verdict.batons.map(({ gate, roles }) => `${roles.join('+')} for ${gate}`).join(', ') || 'nobody',
  };
}

/** How a story stands. */
export const stands = (told: Story): Readonly<Record<string, string>> => gatesOf(told.look().verdict);

/** Which words for gates did not count, and why. */
export function notCounted(told: Story): readonly string[] {
  const { verdict } = told.look();
  if (verdict.kind === 'no-gates') return [];
  return verdict.gates.flatMap((each) =>
    each.notCounted.map((word) => `${word.by.login}'s ${word.via} for ${word.gate}: ${word.because.kind}`),
  );
}

/** What every command came to, in order. */
export function outcomes(told: Story | PullStory): readonly string[] {
  return told.look().verdict.answers.flatMap((answer) =>
    answer.outcomes.map((outcome) => {
      if (outcome.kind === 'why') return 'why';
      if (outcome.kind === 'help')
        return `help: ${outcome.usable.map(({ verb, gate }) => [verb, gate ?? ''].join(' ').trim()).join(', ')}`;
      if (outcome.kind === 'meant') return `meant ${outcome.verb} ${outcome.gate ?? ''}`.trim();
      if (outcome.kind === 'snoozed')
        return `snooze ${outcome.gates.join('+')}: ${new Date(outcome.until).toISOString()}`;
      return outcome.kind === 'done'
        ? `${outcome.verb} ${outcome.gate}: done`
        : `${outcome.verb}: ${outcome.because.kind}`;
    }),
  );
}

export function violations(all: readonly Violation[]): readonly string[] {
  return all.map((one) => {
    switch (one.kind) {
      case 'assignment':
        return `${one.answer}: ${one.by.login} assigned ${one.assignee.login} (${one.gate})`;
      case 'work-label':
        return `${one.answer}: ${one.by.login} put ${one.label} on (${one.gate})`;
      case 'gate-label':
        return `${one.answer}: ${one.by.login} put ${one.label} ${one.put} (${one.gate})`;
      case 'close':
        return `${one.answer}: ${one.by.login} closed it as ${one.reason} (${one.gate})`;
      default:
        return one satisfies never;
    }
  });
}

export function violationsOf(told: Story): readonly string[] {
  const { verdict } = told.look();
  return verdict.kind === 'no-gates' ? [] : violations(verdict.violations);
}

/** The roles of a handoff, which is marked with gates and roles. */
const rolesIn = (to: string): string => [...new Set(to.split(/[,+]|[\w-]+:/).filter(Boolean))].join('+');

/** Effects in words; comments by what they are for. */
export function inWords(effects: readonly Effect[]): readonly string[] {
  return effects.map((effect) => {
    switch (effect.kind) {
      case 'label':
        return `puts ${effect.label} on ${effect.on}`;
      case 'unlabel':
        return `takes ${effect.label} off ${effect.on}`;
      case 'unassign':
        return `unassigns ${effect.login}`;
      case 'reopen':
        return 'opens again';
      case 'close':
        return `closes as ${effect.reason}`;
      case 'card':
        return effect.card === null ? 'posts the card' : 'edits the card';
      case 'show-comment':
        return `shows ${effect.comment}`;
      case 'remove-comment':
        return `removes ${effect.comment}`;
      case 'comment':
        return `${effect.comment === undefined ? 'comments' : 'goes on in a comment'} ${saidIn(effect.body)
          .filter(({ kind }) => kind !== 'told')
          .map((said) => `${said.kind}:${'to' in said ? rolesIn(said.to) : said.what}`)
          .join(' ')}`;
      case 'react':
        return `reacts ${effect.reaction}`;
      case 'check':
        return `check ${effect.report.conclusion ?? 'in progress'}: ${effect.report.title}`;
      default:
        return effect satisfies never;
    }
  });
}

/** All that Baton writes until nothing is left to write, in words. */
export const writes = (told: Story | PullStory): readonly string[] => told.settles().flatMap(inWords);

/** The check that a pull request would have now. */
export function checkOf(told: PullStory): string {
  const verdict: PullVerdict = told.look().verdict;
  const title = told.look().effects.flatMap((each) => (each.kind === 'check' ? [each.report.title] : []));
  return `${verdict.conclusion}: ${title.join('') || told.checks.at(-1)?.title || ''}`;
}

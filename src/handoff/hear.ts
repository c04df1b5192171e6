/** What a comment with commands does to the gates, and how each of its commands came out. */
import { isAgainst, type Command } from './commands.ts';
import type { Spoken } from './fold.ts';
import { hearApprove, hearRequest, hearReturn, hearRevoke } from './hear-gates.ts';
import { hearAnswer, hearQuestion, hearViable } from './hear-spec.ts';
import { hearSnooze } from './hear-snooze.ts';
import { hearWaive } from './hear-waive.ts';
import { exceptionsOf, outcomeOfHeld } from './held.ts';
import { personOf, type PullRequest } from './history.ts';
import type { Stage } from './stage.ts';
import { refused } from './target.ts';
import type { AgainstWord, Answer, Outcome } from './verdict.ts';

type Heard = { readonly answer: Answer; readonly against: readonly AgainstWord[] };

/** A comment without what it says for a gate. */
export function onlyAgainst(word: Spoken): Spoken {
  return { ...word, commands: word.commands.filter(({ verb }) => isAgainst(verb)), editedIn: [] };
}

/** Where a gate is decided elsewhere, that is the answer to almost everything. */
function hearHere(stage: Stage, word: Spoken, command: Command, on: PullRequest | null): Outcome {
  if (stage.held === null) return hearCommand(stage, word, command, on);
  const before = exceptionsOf(stage.tracks);
  return outcomeOfHeld(hearCommand(stage, word, command, on), stage.held, stage.tracks, before);
}

function hearCommand(stage: Stage, word: Spoken, command: Command, on: PullRequest | null): Outcome {
  const { verb } = command;
  switch (verb) {
    case 'approve':
    case 'accept':
      return hearApprove(stage, word, command, on);
    case 'return':
      return hearReturn(stage, word, command);
    case 'revoke':
      return hearRevoke(stage, word, command);
    case 'request':
      return hearRequest(stage, word, command);
    case 'question':
      return hearQuestion(stage, word, command);
    case 'answer':
      return hearAnswer(stage, word, command);
    case 'viable':
    case 'not-viable':
      return hearViable(stage, word, command);
    case 'waive':
      return hearWaive(stage, word, command);
    case 'snooze':
      return hearSnooze(stage, word, command);
    case 'why':
      return { kind: 'why' };
    default:
      return verb satisfies never;
  }
}

/** True when the actor's comments are none of Baton's business: bots without a role, and accounts that are gone without a record. */
export function isSilent(stage: Pick<Stage, 'members'>, word: Spoken): boolean {
  if (word.by.self) return true;
  if (word.by.kind === 'nobody')
    return ![...(stage.members.recorded.get(word.id)?.values() ?? [])].includes(true);
  const held = stage.members.today.get(personOf(word.by));
  return word.by.kind === 'bot' && (held === undefined || held.size === 0);
}

/** Hears a comment. Null: it is none of Baton's business. */
export function hear(stage: Stage, word: Spoken, on: PullRequest | null): Heard | null {
  if (isSilent(stage, word)) return null;
  const outcomes = word.commands.map((command) => hearHere(stage, word, command, on));
  const words = outcomes.flatMap((outcome): AgainstWord[] =>
    outcome.kind === 'done' && isAgainst(outcome.verb)
      ? [{ comment: word.id, gate: outcome.gate, pullRequest: on?.item.number ?? null }]
      : [],
  );
  const editor = word.editedBy;
  if (editor !== null) {
    for (const command of word.editedIn)
      outcomes.push(
        command.verb === 'why' ? { kind: 'why' } : refused(command.verb, { kind: 'edited', by: editor }),
      );
  }
  const { id: comment, at, by, reacted, reaction } = word;
  return {
    answer: { comment, place: on?.item.id ?? stage.place, at, by, reacted, reaction, outcomes },
    against: words,
  };
}

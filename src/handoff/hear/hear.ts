/** What a comment with commands does to the gates, and how each of its commands came out. */
import { gateIn, isAgainst, type Command } from '../commands/index.ts';
import { holdsAnyRole, type Spoken, type PullRequest } from '../history/index.ts';
import {
  hearApprove,
  hearRequest,
  hearReturn,
  hearReturnAgain,
  hearRevoke,
  type SpokenCommand,
} from './gates.ts';
import { hearAnswer, hearQuestion, hearViable } from './spec.ts';
import { hearHelp, hearNearMiss } from './help.ts';
import { hearSnooze } from './snooze.ts';
import { hearWaive } from './waive.ts';
import {
  waiversByGate,
  outcomeWhereJiraDecides,
  type Stage,
  type Track,
  evidenceOf,
  rejectApproval,
  Removals,
} from '../gates/index.ts';
import { firstWord, named, names, refused } from './target.ts';
import type { AgainstWord, Answer, Outcome } from '../verdict.ts';
import { sameText } from '../../same-text.ts';

type Heard = { readonly answer: Answer; readonly against: readonly AgainstWord[] };

/** A comment without what it says for a gate. */
export function onlyAgainst(word: Spoken): Spoken {
  return { ...word, commands: word.commands.filter(({ verb }) => isAgainst(verb)), editedIn: [] };
}

/** Where a gate is decided elsewhere, that is the answer to almost everything. */
function hearHere(stage: Stage, spoken: SpokenCommand): Outcome {
  if (stage.decidedInJira === null || spoken.command.doubt !== undefined) return hearCommand(stage, spoken);
  const before = waiversByGate(stage.tracks);
  return outcomeWhereJiraDecides(hearCommand(stage, spoken), stage.decidedInJira, stage.tracks, before);
}

function hearCommand(stage: Stage, spoken: SpokenCommand): Outcome {
  const { word, command } = spoken;
  const { verb, doubt } = command;
  if (doubt !== undefined) return refused(verb, { kind: 'unread', doubt });
  switch (verb) {
    case 'approve':
    case 'accept':
      return hearApprove(stage, spoken);
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
    case 'help':
      return hearHelp(stage, word, triedOn(stage, spoken));
    default:
      return verb satisfies never;
  }
}

/** The outcome of a command that needs no gate; null: it needs one. */
export function answeredAnywhere({ verb, doubt }: Command, holdsRole: () => boolean): Outcome | null {
  if (doubt !== undefined) return refused(verb, { kind: 'unread', doubt });
  if (verb === 'why') return { kind: 'why' };
  return verb === 'help' ? { kind: 'help', usable: [], holdsRole: holdsRole() } : null;
}

/** True when the actor's comments are none of Baton's business: bots without a role, and accounts that are gone without a record. */
export function isSilent(stage: Pick<Stage, 'members'>, word: Spoken): boolean {
  if (word.by.self) return true;
  if (word.by.kind === 'nobody')
    return ![...(stage.members.recorded.get(word.id)?.values() ?? [])].includes(true);
  if (word.by.kind !== 'bot') return false;
  return !holdsAnyRole(stage.members, word.by);
}

/** Commands that may name their gate. */
const namesGate: ReadonlySet<string> = new Set(['approve', 'return', 'request', 'revoke', 'waive']);

/** A command with the name of the gate that it means. */
export function naming(command: Command, gate: string): Command {
  const isNamed = sameText(gateIn(firstWord(command.words)[0]), gate);
  return !namesGate.has(command.verb) || isNamed
    ? command
    : { ...command, words: `${gate} ${command.words}`.trim() };
}

/** As things stand, to try out what a command would do. */
const copied = (stage: Stage): Stage => ({
  ...stage,
  tracks: stage.tracks.map((track): Track => ({
    ...track,
    inJira: track.inJira === null ? null : { ...track.inJira },
    approvals: track.approvals.forTrial(),
    questions: track.questions.forTrial(),
    // No outcome depends on these.
    returned: new Map(),
    removed: new Removals(),
    ineffective: new Set(),
  })),
});

/** How commands in the place of one would come out, each as things stand. */
function triedOn(stage: Stage, spoken: SpokenCommand): (command: Command) => Outcome {
  const word = { ...spoken.word, editedBy: null };
  let there = copied(stage);
  return (command) => {
    const outcome = hearHere(there, { ...spoken, word, command });
    // What is refused changes nothing that another outcome depends on; but where Jira decides, it may.
    if (outcome.kind !== 'refused' || stage.decidedInJira !== null) there = copied(stage);
    return outcome;
  };
}

/** Hears a command as it was heard first: what was refused stays refused, and what meant a gate means no other. */
function hearAgain(stage: Stage, spoken: SpokenCommand, before: Outcome | undefined): Outcome {
  const { word, command, on } = spoken;
  const { verb } = command;
  if (before?.kind === 'done') {
    const meant = asCounted(stage, { ...spoken, command: naming(command, before.gate) });
    return !isAgainst(verb) && meansAnother(stage, meant, before.gate)
      ? refused(verb, { kind: 'policy-changed', gates: names(stage) })
      : stillReturned(stage, spoken, hearHere(stage, meant), before.gate);
  }
  if (before?.kind === 'refused')
    return hearHere(copied(stage), spoken).kind === 'refused' ? hearHere(stage, spoken) : before;
  const isBare = (verb === 'approve' || verb === 'request') && isUnnamed(stage, command.words);
  if (before === undefined && isBare && word.at < stage.times.changedAt) {
    const tried = hearHere(copied(stage), spoken);
    if (tried.kind === 'done') {
      const track = named(stage, tried.gate);
      if (track !== undefined && verb === 'approve')
        rejectApproval(track, evidenceOf(stage, track.gate, { by: word, via: 'command', on }), {
          kind: 'unnamed',
        });
      return refused(verb, { kind: 'policy-changed', gates: names(stage) });
    }
  }
  if (before !== undefined || word.reaction !== 'done') return hearHere(stage, spoken);
  return stillReturned(stage, spoken, hearHere(stage, asCounted(stage, spoken)), null);
}

/** True when a command that meant one gate would do something to another now. */
function meansAnother(stage: Stage, spoken: SpokenCommand, gate: string): boolean {
  const { verb, words } = spoken.command;
  // What names a gate that is there means that one, or is refused.
  if (namesGate.has(verb) && named(stage, firstWord(words)[0])?.gate.name === gate) return false;
  const tried = hearHere(copied(stage), spoken);
  return tried.kind === 'done' && tried.gate !== gate;
}

/** A waiver that counted goes on counting, also where nobody would understand the end that it names. */
function asCounted(stage: Stage, spoken: SpokenCommand): SpokenCommand {
  const { command } = spoken;
  if (command.verb !== 'waive') return spoken;
  const tried = hearHere(copied(stage), spoken);
  return tried.kind === 'refused' && tried.because.kind === 'no-day'
    ? { ...spoken, command: { ...command, isEndless: true } }
    : spoken;
}

const gone: ReadonlySet<string> = new Set(['unknown-criterion', 'whole-only', 'nothing-waiting']);

/** What was sent back stays so, also where what it named is not there any more. */
function stillReturned(
  stage: Stage,
  { word, command }: SpokenCommand,
  outcome: Outcome,
  gate: string | null,
): Outcome {
  if (command.verb !== 'return' || outcome.kind !== 'refused' || !gone.has(outcome.because.kind))
    return outcome;
  return hearReturnAgain(stage, word, command, gate) ?? outcome;
}

const isUnnamed = (stage: Stage, words: string): boolean => named(stage, firstWord(words)[0]) === undefined;

const verbOf = (outcome: Outcome): string =>
  outcome.kind === 'snoozed'
    ? 'snooze'
    : outcome.kind === 'why' || outcome.kind === 'help'
      ? outcome.kind
      : outcome.verb;

/**
 * Which outcome each command had when the comment was heard first; undefined: none is known. Where fewer were heard than
 * are read now, those that are only read now had none.
 */
function outcomesBefore(word: Spoken, before: readonly Outcome[]): readonly (Outcome | undefined)[] {
  const isShort = before.length < word.commands.length;
  let next = 0;
  return word.commands.map(({ verb, isWider }) => {
    if (isShort && isWider === true) return undefined;
    const found = before.findIndex((outcome, index) => index >= next && verbOf(outcome) === verb);
    if (found < 0) return undefined;
    next = found + 1;
    return before[found];
  });
}

/** Commands that were silent when they were written stay so: nothing that was said gains another meaning later. */
function wasSilent(
  { times }: Stage,
  word: Spoken,
  { isWider }: Command,
  before: readonly Outcome[] | null | undefined,
): boolean {
  if (isWider !== true || word.at >= (times.widerSince ?? Number.NEGATIVE_INFINITY)) return false;
  if (before != null && before.length > 0) return before.length < word.commands.length;
  // Baton's own reaction tells that it was heard, where nothing else in the comment was.
  return word.reaction !== 'done' || word.commands.some((each) => each.isWider !== true);
}

/**
 * Hears a command of a comment that somebody hid as spam or abuse. Anyone who can write may hide one, so it opens nothing
 * and still stands against a gate.
 */
function hearHidden(
  stage: Stage,
  spoken: SpokenCommand,
  as: 'spam' | 'abuse',
  before: Outcome | undefined,
): Outcome {
  const { word, command, on } = spoken;
  const { verb } = command;
  if (isAgainst(verb)) return hearAgain(stage, spoken, before);
  const because = { kind: 'hidden', as } as const;
  const meant = before?.kind === 'done' ? naming(command, before.gate) : command;
  const tried = hearHere(copied(stage), { ...spoken, command: meant });
  const track = tried.kind === 'done' ? named(stage, tried.gate) : undefined;
  if (track !== undefined && (verb === 'approve' || verb === 'accept'))
    rejectApproval(track, evidenceOf(stage, track.gate, { by: word, via: 'command', on }), because);
  return refused(verb, because);
}

/** Where it is, and whether it is to be answered: a comment that was hidden so is not. */
export const answeredAs = ({
  hiddenAs,
  url,
  reacted,
  reaction,
}: Spoken): Pick<Answer, 'url' | 'reacted' | 'reaction'> =>
  hiddenAs === null ? { url, reacted, reaction } : { url, reacted: true, reaction: 'over' };

/** How the commands of a comment come out. */
function outcomesOf(stage: Stage, word: Spoken, on: PullRequest | null): Outcome[] {
  const before = stage.heard.get(word.id)?.outcomes;
  const known = before == null ? [] : outcomesBefore(word, before);
  const hearAll = (there: Stage): Outcome[] =>
    word.commands.map((command, index) =>
      wasSilent(there, word, command, before)
        ? refused(command.verb, { kind: 'refused-before' })
        : word.hiddenAs === null
          ? hearAgain(there, { word, command, on }, known[index])
          : hearHidden(there, { word, command, on }, word.hiddenAs, known[index]),
    );
  if (before != null || word.reaction !== 'refused') return hearAll(stage);
  // It was answered that something was not done: where everything would be now, that has changed since.
  if (hearAll(copied(stage)).some(({ kind }) => kind === 'refused')) return hearAll(stage);
  return word.commands.map((command) =>
    isAgainst(command.verb) || command.verb === 'why' || command.verb === 'help'
      ? hearHere(stage, { word, command, on })
      : refused(command.verb, { kind: 'refused-before' }),
  );
}

/** True where it is said already that such a command was edited. */
const isEdited = (outcome: Outcome, verb: string): boolean =>
  outcome.kind === 'refused' && outcome.verb === verb && outcome.because.kind === 'edited';

/** Hears a comment. Null: it is none of Baton's business. */
export function hear(stage: Stage, word: Spoken, on: PullRequest | null): Heard | null {
  if (isSilent(stage, word)) return null;
  const outcomes = outcomesOf(stage, word, on);
  const meant = word.near === undefined ? null : hearNearMiss(stage, word, word.near);
  if (meant !== null) outcomes.push(meant);
  if (word.near !== undefined && meant === null && word.editedIn.length === 0) return null;
  const words = outcomes.flatMap((outcome): AgainstWord[] =>
    outcome.kind === 'done' && isAgainst(outcome.verb)
      ? [{ comment: word.id, gate: outcome.gate, pullRequest: on?.item.number ?? null }]
      : [],
  );
  const editor = word.editedBy;
  if (editor !== null) {
    for (const { verb } of word.editedIn)
      if (!outcomes.some((outcome) => isEdited(outcome, verb)))
        outcomes.push(verb === 'why' ? { kind: 'why' } : refused(verb, { kind: 'edited', by: editor }));
  }
  const { id: comment, at, by } = word;
  const place = on?.item.id ?? stage.place;
  return {
    answer: { comment, place, at, by, ...answeredAs(word), outcomes },
    against: words,
  };
}

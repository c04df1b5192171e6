/** What a comment with commands does to the gates, and how each of its commands came out. */
import type { Command } from './commands.ts';
import type { Spoken } from './fold.ts';
import type { PullRequest } from './history.ts';
import { heldRole } from './members.ts';
import { approve, type Stage } from './stage.ts';
import { approvingRoles, rejectApproval, takeAgainst, type Track } from './track.ts';
import { sectionsMissing } from './texts.ts';
import type { AgainstWord, Answer, NotCountedBecause, Outcome, Refusal } from './verdict.ts';
import { rolesOf } from '../policy/index.ts';

type Spoke = Command & { readonly kind: 'command' };
type Heard = { readonly answer: Answer; readonly against: readonly AgainstWord[] };

const refused = (verb: string, because: Refusal): Outcome => ({ kind: 'refused', verb, because });

function named(stage: Stage, word: string): Track | undefined {
  return stage.tracks.find((track) => track.gate.name.toLowerCase() === word.toLowerCase());
}

const names = (stage: Stage): readonly string[] => stage.tracks.map((track) => track.gate.name);

/** The gate that a command is about: the one it names, else the first in order that `isMeant`. */
function target(
  stage: Stage,
  words: string,
  isMeant: (track: Track) => boolean,
): { readonly track: Track; readonly rest: string } | Refusal {
  const [first = '', ...rest] = words.split(/\s+/);
  const track = first === '' ? undefined : named(stage, first);
  if (track !== undefined) return { track, rest: rest.join(' ') };
  const meant = stage.tracks.find(isMeant);
  if (meant === undefined) return { kind: 'nothing-waiting', gates: names(stage) };
  return { track: meant, rest: words };
}

const isAsked = (track: Track): boolean => track.status === 'waiting' || track.status === 'stale';

/** A command that takes a gate's name and nothing else. */
function aloneWith(stage: Stage, words: string, isMeant: (track: Track) => boolean): Track | Refusal {
  const found = target(stage, words, isMeant);
  if ('kind' in found) {
    return words === '' || found.kind !== 'nothing-waiting'
      ? found
      : { kind: 'unknown-gate', word: words.split(/\s+/)[0] ?? '', gates: names(stage) };
  }
  if (found.rest === '') return found.track;
  const first = words.split(/\s+/)[0] ?? '';
  return named(stage, first) === undefined
    ? { kind: 'unknown-gate', word: first, gates: names(stage) }
    : { kind: 'extra-words', gate: found.track.gate.name };
}

const refusalOf = (gate: string, because: NotCountedBecause, roles: readonly string[]): Refusal => {
  switch (because.kind) {
    case 'role':
    case 'bot':
      return { kind: 'role', gate, roles };
    case 'edited':
      return because;
    case 'sections':
      return { kind: 'sections', gate, missing: because.missing };
    case 'blocked':
      return { kind: 'blocked', gate, by: because.gate };
    case 'independent':
      return { kind: 'independent', gate, party: because.party };
    default:
      return because satisfies never;
  }
};

function hearApprove(stage: Stage, word: Spoken, command: Spoke, on: PullRequest | null): Outcome {
  const { verb } = command;
  if (verb === 'accept' && /^\d/.test(command.words)) return refused(verb, { kind: 'no-criteria' });
  if (verb === 'accept' && command.words !== '')
    return refused(verb, { kind: 'extra-words', gate: 'acceptance' });
  const track = aloneWith(stage, verb === 'accept' ? 'acceptance' : command.words, isAsked);
  if ('kind' in track) return refused(verb, track);
  const roles = rolesOf(track.gate.approve);
  const { name } = track.gate;
  if (word.editedBy !== null) {
    if (approvingRoles(track.gate, stage.members, word).length === 0)
      return refused(verb, { kind: 'role', gate: name, roles });
    const evidence = { ...word, via: 'command' as const, roles: [], pullRequest: on?.item.number ?? null };
    rejectApproval(track, evidence, { kind: 'edited', by: word.editedBy });
    return refused(verb, { kind: 'edited', by: word.editedBy });
  }
  const because = approve(stage, track, word, 'command', on);
  return because === null
    ? { kind: 'done', verb, gate: name }
    : refused(verb, refusalOf(name, because, roles));
}

function hearReturn(stage: Stage, word: Spoken, command: Spoke): Outcome {
  const { verb } = command;
  const found = target(stage, command.words, isAsked);
  if ('kind' in found) return refused(verb, command.words === '' ? { kind: 'no-reason', gate: null } : found);
  const { track, rest } = found;
  if (approvingRoles(track.gate, stage.members, word).length === 0)
    return refused(verb, { kind: 'role', gate: track.gate.name, roles: rolesOf(track.gate.approve) });
  if (rest === '') {
    const gate = command.words === '' ? null : track.gate.name;
    return refused(verb, { kind: 'no-reason', gate });
  }
  takeAgainst(track, 'returned', word, rest);
  return { kind: 'done', verb, gate: track.gate.name };
}

function hearRevoke(stage: Stage, word: Spoken, command: Spoke): Outcome {
  const { verb } = command;
  const first = command.words.split(/\s+/)[0] ?? '';
  if (first === '') return refused(verb, { kind: 'no-gate-named', gates: names(stage) });
  const track = named(stage, first);
  if (track === undefined) return refused(verb, { kind: 'unknown-gate', word: first, gates: names(stage) });
  if (approvingRoles(track.gate, stage.members, word).length === 0)
    return refused(verb, { kind: 'role', gate: track.gate.name, roles: rolesOf(track.gate.approve) });
  if (track.approvals.length === 0) return refused(verb, { kind: 'not-open', gate: track.gate.name });
  takeAgainst(track, 'revoked', word, '');
  return { kind: 'done', verb, gate: track.gate.name };
}

function hearRequest(stage: Stage, word: Spoken, command: Spoke): Outcome {
  const { verb } = command;
  const track = aloneWith(stage, command.words, (each) => !each.open);
  if ('kind' in track) return refused(verb, track);
  const { name, preparedBy } = track.gate;
  if (!heldRole(stage.members, word, preparedBy))
    return refused(verb, { kind: 'role', gate: name, roles: [preparedBy] });
  if (track.open) return refused(verb, { kind: 'already-open', gate: name });
  const missing = sectionsMissing(track.gate, stage.texts);
  if (missing.length > 0) return refused(verb, { kind: 'sections', gate: name, missing });
  track.requested = true;
  track.against = null;
  return { kind: 'done', verb, gate: name };
}

function hearCommand(stage: Stage, word: Spoken, command: Command, on: PullRequest | null): Outcome {
  if (command.kind === 'planned') return refused(command.verb, { kind: 'planned' });
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
  const held = stage.members.today.get(word.by.login.toLowerCase());
  return word.by.kind === 'bot' && (held === undefined || held.size === 0);
}

/** Hears a comment. Null: it is none of Baton's business. */
export function hear(stage: Stage, word: Spoken, on: PullRequest | null): Heard | null {
  if (isSilent(stage, word)) return null;
  const outcomes = word.commands.map((command) => hearCommand(stage, word, command, on));
  const against = outcomes.flatMap((outcome): AgainstWord[] =>
    outcome.kind === 'done' && (outcome.verb === 'return' || outcome.verb === 'revoke')
      ? [{ comment: word.id, gate: outcome.gate, pullRequest: on?.item.number ?? null }]
      : [],
  );
  const editor = word.editedBy;
  if (editor !== null) {
    for (const command of word.editedIn)
      outcomes.push(
        command.kind === 'command' && command.verb === 'why'
          ? { kind: 'why' }
          : refused(command.verb, { kind: 'edited', by: editor }),
      );
  }
  const { id: comment, at, by, reacted } = word;
  return { answer: { comment, place: on?.item.id ?? stage.place, at, by, reacted, outcomes }, against };
}

/** Commands for and against a gate. */
import { rolesOf } from '../../policy/index.ts';
import type { Command } from '../commands/index.ts';
import { type Spoken, type PullRequest, heldRole, criteriaOf } from '../history/index.ts';
import {
  lackOf,
  approve,
  evidenceOf,
  type Stage,
  approvingRoles,
  rejectApproval,
  takeAgainst,
  takeAgainstCriterion,
  type Track,
} from '../gates/index.ts';
import type { Criterion } from '../text/index.ts';
import { aloneWith, firstWord, named, names, refused, target, unknownGate } from './target.ts';
import type { NotCountedBecause, Outcome, Refusal } from '../verdict.ts';

const isWaiting = ({ status }: Track): boolean => status === 'waiting' || status === 'stale';
const isAsked = (track: Track): boolean => isWaiting(track) || track.status === 'questioned';

const refusalOf = (gate: string, because: NotCountedBecause, roles: readonly string[]): Refusal => {
  switch (because.kind) {
    case 'role':
    case 'bot':
      return { kind: 'role', gate, roles };
    case 'edited':
    case 'hidden':
      return because;
    case 'sections':
    case 'consent':
    case 'no-criteria':
    case 'sub-issues':
      return { kind: 'lacks', gate, lack: because };
    case 'blocked':
      return { kind: 'blocked', gate, by: because.gate };
    case 'independent':
      return { kind: 'independent', gate, party: because.party, by: because.by };
    case 'other-label':
    case 'unnamed':
    case 'taken-back':
    case 'closed-as':
      return { kind: 'refused-before' };
    default:
      return because satisfies never;
  }
};

/** The gate whose criteria are meant by a number alone: acceptance, or the first that has any. */
function gateOfCriteria(stage: Stage): Track | undefined {
  const all = stage.tracks.filter(({ applies, gate }) => applies && gate.requires.criteria !== null);
  return all.find(({ gate }) => gate.name === 'acceptance') ?? all[0];
}

/** Numbers and nothing else, as in `1 3` or `1, 3`; null: something else. */
function numbersIn(words: string): readonly number[] | null {
  return /^\d{1,4}(?:[\s,]+\d{1,4})*,?$/.test(words) ? words.match(/\d+/g)!.map(Number) : null;
}

/** The criteria of these numbers. */
function criteriaBy(stage: Stage, track: Track, numbers: readonly number[]): readonly Criterion[] | Refusal {
  const all = criteriaOf(track.gate, stage.texts);
  if (all === null) return { kind: 'whole-only' };
  const unknown = numbers.find((number) => !all.some((one) => one.number === number));
  if (unknown !== undefined) return { kind: 'unknown-criterion', number: unknown, count: all.length };
  return all.filter((one) => numbers.includes(one.number));
}

/** One command of a comment. `on`: the pull request that the comment is on; null: it is on the issue. */
export type SpokenCommand = {
  readonly word: Spoken;
  readonly command: Command;
  readonly on: PullRequest | null;
};

/** `/approve [gate]`, `/accept`, and either with the numbers of criteria. */
export function hearApprove(stage: Stage, spoken: SpokenCommand): Outcome {
  const { verb, words } = spoken.command;
  const [first, rest] = firstWord(words);
  const isNamed = verb === 'approve' && named(stage, first) !== undefined;
  const numbers = numbersIn(isNamed ? rest : words);
  if (numbers === null) {
    if (verb === 'accept' && words !== '') return refused(verb, { kind: 'extra-words', gate: 'acceptance' });
    // Whoever approves answers what is asked: so a gate with a question has to be named.
    const track = aloneWith(stage, verb === 'accept' ? 'acceptance' : words, isWaiting);
    return 'kind' in track ? refused(verb, track) : approveWith(stage, track, spoken, null);
  }
  const track = isNamed ? named(stage, first) : gateOfCriteria(stage);
  if (track === undefined) return refused(verb, { kind: 'whole-only' });
  if (!track.applies) return refused(verb, { kind: 'not-applicable', gate: track.gate.name });
  const criteria = criteriaBy(stage, track, numbers);
  if ('kind' in criteria) return refused(verb, criteria);
  return approveWith(stage, track, spoken, new Set(criteria.map(({ key }) => key)));
}

function approveWith(
  stage: Stage,
  track: Track,
  { word, command: { verb }, on }: SpokenCommand,
  criteria: ReadonlySet<string> | null,
): Outcome {
  const roles = rolesOf(track.gate.approve);
  const { name } = track.gate;
  const approving = { by: word, via: 'command' as const, on };
  if (word.editedBy !== null) {
    const evidence = evidenceOf(stage, track.gate, approving);
    if (evidence.roles.length === 0) return refused(verb, { kind: 'role', gate: name, roles });
    rejectApproval(track, { ...evidence, roles: [] }, { kind: 'edited', by: word.editedBy });
    return refused(verb, { kind: 'edited', by: word.editedBy });
  }
  const because = approve(stage, track, approving, criteria);
  return because === null
    ? { kind: 'done', verb, gate: name }
    : refused(verb, refusalOf(name, because, roles));
}

/** `/return [gate] <reason>`, `/return 2 <reason>`. */
export function hearReturn(stage: Stage, word: Spoken, command: Command): Outcome {
  const { verb, words } = command;
  const single = returnedCriterion(stage, words);
  const found = single ?? target(stage, words, isAsked);
  if ('kind' in found) return refused(verb, words === '' ? { kind: 'no-reason', gate: null } : found);
  const { track, rest } = found;
  const { name, approve: rule } = track.gate;
  if (approvingRoles(track.gate, stage.members, word).length === 0)
    return refused(verb, { kind: 'role', gate: name, roles: rolesOf(rule) });
  if (rest === '') return refused(verb, { kind: 'no-reason', gate: words === '' ? null : name });
  if (single === null) takeAgainst(track, 'returned', word, rest);
  else {
    const criteria = criteriaBy(stage, track, [single.number]);
    if ('kind' in criteria) return refused(verb, criteria);
    for (const criterion of criteria) takeAgainstCriterion(track, criterion, word, rest);
  }
  return { kind: 'done', verb, gate: name };
}

/**
 * A return that was heard before, of something that cannot be found any more: the criterion is not in the text or the policy
 * looks for criteria elsewhere. It holds back the whole gate. `gate`: the one that it meant then; null: not known.
 */
export function hearReturnAgain(
  stage: Stage,
  word: Spoken,
  { verb, words }: Command,
  gate: string | null,
): Outcome | null {
  const [first, rest] = firstWord(words);
  const by = named(stage, first);
  const meant = gate === null ? undefined : named(stage, gate);
  const track = meant ?? by ?? gateOfCriteria(stage) ?? named(stage, 'acceptance');
  if (track?.applies !== true || approvingRoles(track.gate, stage.members, word).length === 0) return null;
  takeAgainst(track, 'returned', word, by === undefined ? words : rest);
  return { kind: 'done', verb, gate: track.gate.name };
}

/** The criterion that a return is about; null: a whole gate. */
function returnedCriterion(
  stage: Stage,
  words: string,
): { readonly track: Track; readonly number: number; readonly rest: string } | null {
  const [first, after] = firstWord(words);
  const by = named(stage, first);
  const track = by ?? gateOfCriteria(stage);
  if (track === undefined || !track.applies || track.gate.requires.criteria === null) return null;
  const found = /^(\d{1,4})(?:\s+|$)([\s\S]*)$/.exec(by === undefined ? words : after);
  return found === null ? null : { track, number: Number(found[1]), rest: found[2] ?? '' };
}

/** `/revoke <gate>`: an approval, or a waiver. */
export function hearRevoke(stage: Stage, word: Spoken, command: Command): Outcome {
  const { verb } = command;
  const [first] = firstWord(command.words);
  if (first === '') return refused(verb, { kind: 'no-gate-named', gates: names(stage) });
  const track = named(stage, first);
  if (track === undefined) return refused(verb, unknownGate(stage, command.words));
  const { name, approve: rule, waive } = track.gate;
  if (!track.applies) return refused(verb, { kind: 'not-applicable', gate: name });
  const mayRevoke = approvingRoles(track.gate, stage.members, word).length > 0;
  const mayWaive = waive.some((role) => heldRole(stage.members, word, role));
  if (!mayRevoke && !(mayWaive && track.waiver !== null))
    return refused(verb, { kind: 'role', gate: name, roles: rolesOf(rule) });
  if (track.approvals.isEmpty && track.waiver === null)
    return refused(verb, { kind: 'not-open', gate: name });
  const { waiver } = track;
  if (mayRevoke && !track.approvals.isEmpty) takeAgainst(track, 'revoked', word, '');
  else if (waiver !== null) track.ended = { waiver, at: word.at, by: word.by };
  track.waiver = null;
  return { kind: 'done', verb, gate: name };
}

/** `/request [gate]`. */
export function hearRequest(stage: Stage, word: Spoken, command: Command): Outcome {
  const { verb } = command;
  const track = aloneWith(stage, command.words, (each) => !each.open);
  if ('kind' in track) return refused(verb, track);
  const { name, preparedBy } = track.gate;
  if (!heldRole(stage.members, word, preparedBy))
    return refused(verb, { kind: 'role', gate: name, roles: [preparedBy] });
  if (track.open) return refused(verb, { kind: 'already-open', gate: name });
  const lack = lackOf(track, stage.texts);
  if (lack !== null) return refused(verb, { kind: 'lacks', gate: name, lack });
  track.requested = true;
  track.against = null;
  return { kind: 'done', verb, gate: name };
}

/**
 * What opens a gate where statuses and fields do: an approver brings the issue to the gate's sign. That somebody else
 * brings it there once more makes what was approved before no longer count; that it goes on from there changes nothing.
 */
import type { CloseReason, Gate, JiraSign, Policy } from '../../policy/index.ts';
import type { IssueName, MomentOf, StatusRef } from '../history/index.ts';
import { approveByAct, evidenceOf, type Stage } from './stage.ts';
import { approvingRoles, rejectApproval, takeAgainst, wasApproved, type Track } from './track.ts';
import { sameText } from '../../same-text.ts';

/** True for an issue of Jira. */
export const isInJira = ({ tracker }: Pick<IssueName, 'tracker'>): boolean => tracker === 'jira';

/** How people name an issue: `SHOP-12`, or `owner/name#12`; without the place where that is `home`. */
export function nameOf({ tracker, repository, number }: IssueName, home = ''): string {
  if (isInJira({ tracker })) return `${repository}-${number}`;
  return sameText(repository, home) ? `#${number}` : `${repository}#${number}`;
}

/** True when a gate of that name is decided in Jira. */
export const isDecidedInJira = ({ jira }: Pick<Policy, 'jira'>, gate: string): boolean =>
  Object.hasOwn(jira?.gates ?? {}, gate);

/** A policy as it holds in Jira: the gates that are decided there, opened by what opens them there. */
export function policyInJira(policy: Policy): Policy {
  const signs = policy.jira?.gates ?? {};
  const gates = gatesAmong(policy, (gate) => isDecidedInJira(policy, gate)).map((gate): Gate => {
    const sign = signs[gate.name];
    return {
      ...gate,
      ...(sign === undefined ? {} : { sign }),
      label: sign?.kind === 'label' ? sign.label : null,
      closingAccepts: false,
    };
  });
  return { ...policy, gates, exempt: { ...policy.exempt, authors: [], paths: [] } };
}

/** A policy without the gates that are decided in Jira. */
export function policyWithoutJira(policy: Policy): Policy {
  return { ...policy, gates: gatesAmong(policy, (gate) => !isDecidedInJira(policy, gate)) };
}

/** Some of a policy's gates, without what they say of the others. */
function gatesAmong({ gates }: Policy, isKept: (gate: string) => boolean): readonly Gate[] {
  return gates
    .filter(({ name }) => isKept(name))
    .map((gate) => ({
      ...gate,
      after: gate.after.filter(isKept),
      blocks: gate.blocks.filter((block) => block.kind !== 'gate' || isKept(block.gate)),
    }));
}

/** Something that may bring an issue to what opens a gate, or away from it. */
type SignWord = MomentOf<'moved' | 'resolved' | 'set'>;

/** Plays a change of the status, the resolution or a field. Gives back whether it could have changed a gate. */
export function playSign(stage: Stage, word: SignWord): boolean {
  let matters = false;
  for (const track of stage.tracks) {
    const { sign } = track.gate;
    if (sign === undefined || !track.applies) continue;
    if (word.kind === 'set') {
      if (comesTo(sign, word)) enter(stage, track, word);
      else if (isTakenBack(stage, track, sign, word)) takeAgainst(track, 'revoked', word, '');
      else continue;
    } else if (!playStatus(stage, track, sign, word)) continue;
    matters = true;
  }
  if (word.kind === 'moved') noteLeftStatus(stage, word);
  return matters;
}

/** Plays a change of the status or the resolution for one gate. False: it changes nothing. */
function playStatus(
  stage: Stage,
  track: Track,
  sign: JiraSign,
  word: MomentOf<'moved' | 'resolved'>,
): boolean {
  const { gate } = track;
  const [was, is] = [stateBefore(word), stateAfter(word)].map((standing) => isSigned(gate, standing));
  if (was === true && is === true) {
    // Between two statuses that both open it nothing changes; where it is not open, an approver can approve it so.
    if (word.kind === 'resolved' || word.through !== 'person' || (track.open && track.waiver === null))
      return false;
    if (approvingRoles(gate, stage.members, word).length === 0) return false;
    approveByAct(stage, track, { by: word, via: 'status', on: null });
    return true;
  }
  if (is === true) {
    if (word.kind === 'moved') enter(stage, track, word);
    else if (approvingRoles(gate, stage.members, word).length === 0) undoEntered(track, word);
    return true;
  }
  const isThere = opensAt(gate, stateAfter(word).status);
  if (was === true && isThere) {
    const isFirst = word.kind === 'resolved' && word.isFirst;
    if (!isFirst && approvingRoles(gate, stage.members, word).length === 0) return false;
    track.approvals.undoAll({ kind: 'resolved', by: { id: word.id, at: word.at, by: word.by } });
    return true;
  }
  if (word.kind === 'resolved') return false;
  // Whoever closes it as something that is not done accepts nothing.
  if (isThere && word.through === 'person') rejectClosing(stage, track, word);
  if (!isTakenBack(stage, track, sign, word)) return false;
  takeAgainst(track, 'revoked', word, '');
  return true;
}

function rejectClosing(stage: Stage, track: Track, word: MomentOf<'moved'>): void {
  const evidence = evidenceOf(stage, track.gate, { by: word, via: 'status', on: null });
  if (evidence.roles.length > 0) rejectApproval(track, evidence, { kind: 'closed-as' });
}

/** How an issue stands: its status, and why it counts as closed there; null: it does not. */
export type StateInJira = { readonly status: StatusRef; readonly closedAs: CloseReason | null };

export function stateBefore(word: MomentOf<'moved' | 'resolved'>): StateInJira {
  return { status: word.kind === 'moved' ? word.from : word.status, closedAs: word.wasClosedAs ?? null };
}

export function stateAfter(word: MomentOf<'moved' | 'resolved'>): StateInJira {
  return { status: word.kind === 'moved' ? word.to : word.status, closedAs: word.closedAs ?? null };
}

/** True where it stands as what opens the gate: what is closed for a reason that the gate leaves alone is not accepted by that. */
const isSigned = (gate: Gate, { status, closedAs }: StateInJira): boolean =>
  opensAt(gate, status) && (closedAs === null || gate.closeReasons.includes(closedAs));

/** Notes which status it has left, whoever moved it. */
export function noteLeftStatus({ left }: Stage, { from, at }: MomentOf<'moved'>): void {
  if (!left.has(from.id)) left.set(from.id, at);
}

/** True when a policy's words mean a status: its id, or its name. */
export const isStatus = (words: string, { id, name }: StatusRef): boolean =>
  words === id || sameText(words, name);

/** True when a gate is opened by a move to the status. */
export const opensAt = ({ sign }: Gate, status: StatusRef): boolean =>
  sign?.kind === 'status' && isStatus(sign.status, status);

function comesTo(sign: JiraSign, { field, value }: MomentOf<'set'>): boolean {
  return (
    sign.kind === 'field' && sameText(field, sign.field) && value !== null && sameText(value, sign.value)
  );
}

function enter(stage: Stage, track: Track, word: MomentOf<'moved' | 'set'>): void {
  const via = word.kind === 'moved' ? 'status' : 'field';
  const isWord = word.kind === 'set' || word.through === 'person';
  const because = isWord ? approveByAct(stage, track, { by: word, via, on: null }) : null;
  if (!isWord || because?.kind === 'role' || because?.kind === 'bot') undoEntered(track, word);
}

function undoEntered(track: Track, { id, at, by }: SignWord): void {
  track.approvals.undoAll({ kind: 'entered', by: { id, at, by } });
}

/** True when an approver takes back what was approved: to another value, or to a status from before the approval. */
function isTakenBack(stage: Stage, track: Track, sign: JiraSign, word: MomentOf<'moved' | 'set'>): boolean {
  if (!wasApproved(track) || approvingRoles(track.gate, stage.members, word).length === 0) return false;
  if (word.kind === 'set') return sign.kind === 'field' && sameText(word.field, sign.field);
  const approvedAt = track.approvals.last?.at ?? Number.NEGATIVE_INFINITY;
  return (
    sign.kind === 'status' &&
    word.through === 'person' &&
    (stage.left.get(word.to.id) ?? Number.POSITIVE_INFINITY) <= approvedAt
  );
}

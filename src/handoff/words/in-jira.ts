/** What Baton says in Jira: plain words, one paragraph each. Whoever writes them there escapes them for the place. */
import type { ApproveRule, JiraSign } from '../../policy/index.ts';
import type { ViolationInJira } from '../judge/index.ts';
import { personOf, type Actor, type StatusRef } from '../history/index.ts';
import { hashOf } from '../../hash.ts';
import { bothNames, isJoint, ruleNames, together } from '../phrases/index.ts';
import { timeIn, type Clock } from './times.ts';

const nameOf = ({ kind, name, login, anonymous }: Actor): string =>
  anonymous === true ? 'Anonymous' : kind === 'nobody' ? 'Somebody whose account is gone' : (name ?? login);

/** What came of it. `stuck`: it could not be moved back. `often`: it was, so often that Baton leaves it now. */
export type ViolationOutcome = 'told' | 'reverted' | 'stuck' | 'often';

/** What is said of something that a gate does not allow. `approvers`: who may open the gate; `clock`: the policy's. */
export function violationInJira(
  violation: ViolationInJira,
  approvers: ApproveRule,
  came: ViolationOutcome,
  clock: Clock,
): readonly string[] {
  const { gate, by, at, to, what } = violation;
  const who = ruleNames(approvers, { name: String });
  const title = `“${gate.gate.title}”`;
  const when = timeIn(at, clock);
  const happened = violation.isResolved
    ? `${nameOf(by)} changed the resolution on ${when}, so this now counts as done. ${title} isn’t approved yet: ${who} can approve it.`
    : what === 'sign'
      ? `${nameOf(by)} moved this to “${to.name}” on ${when}. That would approve ${title}, and ${isJoint(approvers) ? `it takes ${bothNames(approvers, { name: String })}` : `only ${who} can do that`}, so it doesn’t count.`
      : `${nameOf(by)} moved this to “${to.name}” on ${when}, but ${title} isn’t approved yet: ${who} can approve it${together(approvers)}.`;
  return [`${happened} ${outcome(violation, came)}`.trimEnd(), `Next: ${next(violation, who, came)}`];
}

/**
 * What kind of thing somebody did, and what came of it, as a key: whoever does it again is told where they were told before.
 * Null: nobody knows who it was.
 */
export function violationKind(
  { by, what, gate: { gate }, isResolved }: ViolationInJira,
  came: ViolationOutcome,
): string | null {
  if (by.kind === 'nobody' || by.anonymous === true) return null;
  const who = ruleNames(gate.approve, { name: String });
  return [personOf(by), gate.name, isResolved ? 'resolved' : what, came, hashOf(who).slice(0, 10)].join(' ');
}

/** What a comment adds that tells somebody of it again. `times`: how often it did before, and `since`: from when on. */
export const againInJira = (
  { by }: Pick<ViolationInJira, 'by'>,
  { times, since }: { readonly times: number; readonly since: number },
  clock: Clock,
): string =>
  `${nameOf(by)} has done this ${times + 1} times since ${timeIn(since, clock)}; this is about the last time.`;

/** What is said where Baton's own move crossed somebody else's, and no transition leads back to where they had moved it. */
export function moveConflictInJira(theirs: StatusRef, ours: StatusRef): readonly string[] {
  return [
    `Somebody moved this to “${theirs.name}” just as I moved it to “${ours.name}”, and none of the transitions I can use leads back.`,
    `Next: move it to “${theirs.name}” again.`,
  ];
}

function outcome({ from }: ViolationInJira, came: ViolationOutcome): string {
  switch (came) {
    case 'told':
      return '';
    case 'reverted':
      return `I moved it back to “${from.name}”.`;
    case 'stuck':
      return `I couldn’t move it back to “${from.name}”: none of the transitions I can use leads there.`;
    case 'often':
      return 'I’ve moved it back three times within an hour, so I’ll leave it now.';
    default:
      return came satisfies never;
  }
}

function next({ gate, from, what }: ViolationInJira, who: string, came: ViolationOutcome): string {
  const open = how(gate.gate.sign);
  const isBack = came === 'reverted';
  if (what === 'sign')
    return isBack
      ? `${who}, please review it; to approve it, ${open}.`
      : `${who}, please review it: move it back to “${from.name}”, and to approve it, ${open}.`;
  return isBack
    ? `${who}, please review it; to accept it, ${open}.`
    : `move it back to “${from.name}”. After that, ${who} can accept it: ${open}.`;
}

function how(sign: JiraSign | undefined): string {
  switch (sign?.kind) {
    case 'status':
      return `move it to “${sign.name ?? sign.status}”`;
    case 'label':
      return `add the label ${sign.label}`;
    case 'field':
      return `set ${sign.name ?? sign.field} to “${sign.value}”`;
    case undefined:
      return 'approve the gate';
    default:
      return sign satisfies never;
  }
}

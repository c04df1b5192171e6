/** The sentences that the card, the check, the answers and `/why` share. */
import type { ApproveRule, Gate, Policy } from '../../policy/index.ts';
import { samePerson } from '../history/index.ts';
import type { GateVerdict, NotCounted, NoGates, Reason, Reference } from '../verdict.ts';
import {
  criteriaSentence,
  endedSentence,
  howToAccept,
  howToAnswerQuestions,
  howToFix,
  relistedSentence,
  waiverSentence,
  wasLacking,
  whatIsLacking,
} from './details.ts';
import {
  exceptFor,
  approversWithPeople,
  severalHaveTo,
  somebodyElse,
  whatIsMissing,
  whoIsMissing,
  whoMay,
  type Setting,
  clockOf,
} from './holders.ts';
import { approvedWord, approveVerb, nounOf } from './gate-noun.ts';
import { firstFew, code, plain, quote, shorten, together } from '../phrases/index.ts';
import { howToApprove, person, personFirst } from './people.ts';
import { timeIn, type Clock } from './times.ts';

/** The title of a gate, as its policy has it. */
export function gateTitle(policy: Policy, name: string): string {
  return plain(policy.gates.find((gate) => gate.name === name)?.title ?? name);
}

/** A gate as a sentence names it: `the spec`. */
export function gateNoun(policy: Policy, name: string): string {
  const gate = policy.gates.find((each) => each.name === name);
  return plain(gate === undefined ? name : nounOf(gate));
}

/** How an approver answers: both ways. */
function howToAnswer(verdict: GateVerdict): string {
  const { gate, criteria } = verdict;
  const to = approveVerb(gate);
  if (gate.sign !== undefined) return `To ${to} it, ${howToApprove(verdict)}.`;
  if (criteria.length > 0) return howToAccept(verdict);
  return `To ${to} it, ${howToApprove(verdict)}. If it needs work, comment ${code(`/return ${gate.name}`)} and why.`;
}

/** The next step with a gate, in a sentence or two, for the people who have the baton: the headline says who they are. */
export function nextStep(setting: Setting, verdict: GateVerdict): string {
  const { gate, reason } = verdict;
  switch (reason.kind) {
    case 'approved':
    case 'waived':
    case 'not-applicable':
      return 'Nothing to do.';
    case 'sections':
    case 'consent':
    case 'no-criteria':
    case 'sub-issues':
      return howToFix(reason);
    case 'questioned':
      return howToAnswerQuestions(verdict);
    case 'blocked':
    case 'after':
      return `Wait until ${gateNoun(setting.policy, reason.gate)} is ${wordFor(setting.policy, reason.gate)}.`;
    case 'not-merged':
      if (gate.sign !== undefined) return 'Build it, and merge a pull request that names this issue.';
      return `Build it, and merge a pull request that closes this issue. If there’s nothing to merge, comment ${code(`/request ${gate.name}`)} when it’s ready.`;
    case 'asked':
    case 'partly':
    case 'revoked':
    case 'edited':
    case 'reopened':
    case 'pushed':
    case 'entered':
    case 'resolved':
    case 'relisted':
      return `${severalHaveTo(verdict)}${exceptFor(setting, verdict)}${howToAnswer(verdict)}`;
    case 'elsewhere':
      return 'What to do next is on that issue.';
    case 'returned':
      return `Fix what was asked for, then comment ${code(`/request ${gate.name}`)}.`;
    default:
      return reason satisfies never;
  }
}

/** `approved`, or `accepted`. */
const wordFor = (policy: Policy, name: string): string =>
  approvedWord(policy.gates.find((gate) => gate.name === name) ?? { name });

/** Why a gate is as it is, in one sentence. */
export function whyStatus(setting: Setting, verdict: GateVerdict): string {
  const { reason, gate } = verdict;
  const clock = clockOf(setting);
  switch (reason.kind) {
    case 'approved':
      return approvedBy(verdict, clock);
    case 'waived':
      return verdict.waiver === null ? 'It was waived.' : waiverSentence(verdict.waiver, clock);
    case 'not-applicable':
      return 'Issues like this one don’t need it.';
    case 'questioned':
      return questionSentence(verdict, clock);
    case 'sections':
    case 'consent':
    case 'no-criteria':
    case 'sub-issues':
      return whatIsLacking(reason, clock);
    case 'blocked':
    case 'after':
      return `It comes after ${gateNoun(setting.policy, reason.gate)}.`;
    case 'not-merged':
      return `No pull request that ${gate.sign === undefined ? 'closes' : 'names'} this issue is merged yet.`;
    case 'asked':
      return `${verdict.ended === null ? '' : `${endedSentence(verdict.ended, clock)} `}${whoIsMissing(verdict)}`;
    case 'partly':
      if (verdict.criteria.length > 0) return criteriaSentence(verdict);
      return `${approvedBy(verdict, clock)} ${whatIsMissing(verdict)}`;
    case 'relisted':
      return relistedSentence(verdict, clock);
    case 'edited':
      return reason.sameSecond
        ? `${personFirst(reason.edit.by)} edited the text in the same second in which it was approved (${timeIn(reason.edit.at, clock)}), so nobody can tell which text was approved.`
        : `${personFirst(reason.edit.by)} edited the text on ${timeIn(reason.edit.at, clock)}, after it was approved.`;
    case 'reopened':
      return `${personFirst(reason.by.by)} reopened the issue on ${timeIn(reason.by.at, clock)}.`;
    case 'pushed':
      return `New commits were pushed on ${timeIn(reason.at, clock)}, after the approval.`;
    case 'entered':
      return `${personFirst(reason.by.by)}, who can’t approve it, moved it there again on ${timeIn(reason.by.at, clock)}.`;
    case 'resolved':
      return `${personFirst(reason.by.by)} set a resolution on ${timeIn(reason.by.at, clock)} that says the work wasn’t done.`;
    case 'elsewhere':
      return 'Fewer people can read that issue, so only that issue says why.';
    case 'returned':
      return reason.criterion === null
        ? `${personFirst(reason.by.by)} sent it back on ${timeIn(reason.by.at, clock)}:`
        : `${personFirst(reason.by.by)} sent back criterion ${reason.criterion.number} on ${timeIn(reason.by.at, clock)} (${plain(shorten(reason.criterion.text, 100))}):`;
    case 'revoked':
      return `${personFirst(reason.by.by)} took back the approval of ${plain(nounOf(gate))} on ${timeIn(reason.by.at, clock)}.`;
    default:
      return reason satisfies never;
  }
}

/** How many questions are open, and whose the first is. */
function questionSentence({ questions }: GateVerdict, clock: Clock): string {
  const [first] = questions;
  if (first === undefined) return 'A question has no answer yet.';
  return questions.length === 1
    ? `${personFirst(first.by.by)} asked on ${timeIn(first.by.at, clock)}: “${plain(shorten(first.words, 300))}”`
    : `${questions.length} questions have no answer yet. ${personFirst(first.by.by)} asked the first, ${timeIn(first.by.at, clock)}.`;
}

/** The words that came with the reason, as a quote; null: there are none. */
export function wordsOf(reason: Reason): string | null {
  return reason.kind === 'returned' ? quote(reason.words) : null;
}

export const via = {
  label: 'with a label',
  command: 'in a comment',
  closing: 'by closing the issue',
  status: 'with a status in Jira',
  field: 'with a field in Jira',
} as const;

/** More edits than that are counted. */
const mostAmendments = 5;

/** Who approved, how and when; and whether they are also the author. */
function approvedBy(verdict: GateVerdict, clock: Clock): string {
  const words = verdict.approvals.map((word) => {
    const who = person(word.by);
    const own = verdict.ownWork !== null && samePerson(verdict.ownWork, word.by) ? ', also the author' : '';
    const place = word.pullRequest === null || word.by.hidden === true ? '' : ` on #${word.pullRequest}`;
    return `${who} (${word.roles.map(code).join(', ')}${own}) ${via[word.via]}${place}, ${timeIn(word.at, clock)}`;
  });
  return words.length === 0
    ? ''
    : `Approved by ${[...firstFew(words), ...amended(verdict, clock)].join('; ')}.`;
}

/** Edits by approvers, each, or how many there were and the last one. */
function amended({ amendments }: GateVerdict, clock: Clock): readonly string[] {
  const by = (edit: Reference): string => `${person(edit.by)}, ${timeIn(edit.at, clock)}`;
  const last = amendments.at(-1);
  return last !== undefined && amendments.length > mostAmendments
    ? [`amended ${amendments.length} times, last by ${by(last)}`]
    : amendments.map((edit) => `amended by ${by(edit)}`);
}

/** Why a word for a gate did not count, as the end of a sentence; `to`: the person whose it was, or others. */
export function whyNotCounted(
  setting: Setting,
  because: NotCounted['because'],
  rule: ApproveRule,
  to: 'you' | 'them' = 'them',
): string {
  switch (because.kind) {
    case 'role':
      return whoMay(setting, rule);
    case 'bot':
      return `bots can’t approve; ${whoMay(setting, rule, '')}`;
    case 'edited':
      return `${person(because.by)} edited that comment later, so it no longer counts. Write a new one`;
    case 'hidden':
      return `that comment was hidden as ${because.as}, so it no longer counts. Write a new one`;
    case 'sections':
    case 'consent':
    case 'no-criteria':
    case 'sub-issues':
      return wasLacking(because);
    case 'opened-with':
      return `the ${because.what === 'issue' ? 'issue' : 'pull request'} was opened with it, which approves nothing. Once the text is there, ${approversWithPeople(setting, rule)} can approve it${together(rule)}`;
    case 'blocked':
      return `${gateNoun(setting.policy, because.gate)} wasn’t ${wordFor(setting.policy, because.gate)} yet. Approve it again once it is`;
    case 'independent':
      return somebodyElse(setting, because, rule, to);
    case 'other-label':
      return 'the label didn’t belong to this gate yet. Add it again';
    case 'unnamed':
      return 'it names no gate, and the policy has changed since. Write it again with the name of the gate';
    case 'taken-back':
      return 'it was taken back then, and the policy has changed since. Do it again';
    case 'closed-as':
      return 'the resolution says that the work wasn’t done, which approves nothing';
    default:
      return because satisfies never;
  }
}

export function whatTheyDid(gate: Gate, via: NotCounted['via']): string {
  switch (via) {
    case 'label':
      return `added the label ${code(gate.label ?? gate.name)}`;
    case 'command':
      return `approved ${plain(nounOf(gate))} in a comment`;
    case 'closing':
      return 'closed the issue';
    case 'status':
      return gate.sign?.kind === 'status'
        ? `moved it to the status ${code(gate.sign.name ?? gate.sign.status)} in Jira`
        : 'moved it in Jira';
    case 'field':
      return gate.sign?.kind === 'field'
        ? `set ${code(gate.sign.name ?? gate.sign.field)} to ${code(gate.sign.value)} in Jira`
        : 'set a field in Jira';
    default:
      return via satisfies never;
  }
}

/** An approval that did not count, as a line. */
export function notCountedLine(setting: Setting, gate: Gate, rule: ApproveRule, word: NotCounted): string {
  return `${personFirst(word.by)} ${whatTheyDid(gate, word.via)} on ${timeIn(word.at, clockOf(setting))}: ${whyNotCounted(setting, word.because, rule)}.`;
}

export function noGatesBecause(because: NoGates): string {
  switch (because.kind) {
    case 'unreached':
      return 'Jira can’t be reached, and the policy lets it pass meanwhile';
    case 'own-issue':
      return 'Baton opened this issue itself';
    case 'exempt-label':
      return because.by === null
        ? `the label ${code(because.label)} exempts it`
        : `the label ${code(because.label)}, which ${person(because.by.by)} added, exempts it`;
    case 'exempt-author':
      return `issues by ${code(because.login)} are exempt`;
    case 'outside':
      return 'it has none of the types and labels that the policy applies to';
    default:
      return because satisfies never;
  }
}

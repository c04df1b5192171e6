/** The sentences that the card, the check, the answers and `/why` share. */
import type { ApproveRule, Gate, Policy } from '../../policy/index.ts';
import { samePerson } from '../history/index.ts';
import type { GateVerdict, NotCounted, NoGates, Reason } from '../verdict.ts';
import {
  criteriaSentence,
  endedSentence,
  howToAccept,
  howToAnswerQuestions,
  howToMend,
  relistedSentence,
  waiverSentence,
  wasLacking,
  whatIsLacking,
} from './details.ts';
import {
  exceptFor,
  holderNames,
  approversWithPeople,
  severalHaveTo,
  somebodyElse,
  whatIsMissing,
  whoIsMissing,
  whoMay,
  type Setting,
} from './holders.ts';
import { code, instant, plain, quote, shorten, together } from '../phrases/index.ts';
import { howToApprove, person, personFirst } from './people.ts';

/** The title of a gate, as its policy has it. */
export function gateTitle(policy: Policy, name: string): string {
  return plain(policy.gates.find((gate) => gate.name === name)?.title ?? name);
}

/** How an approver answers: both ways. */
function howToAnswer(verdict: GateVerdict): string {
  const { gate, criteria } = verdict;
  if (gate.sign !== undefined) return `To approve it, ${howToApprove(verdict)}.`;
  if (criteria.length > 0) return howToAccept(verdict);
  return `To approve it, ${howToApprove(verdict)}; if it needs work, comment ${code(`/return ${gate.name}`)} and why.`;
}

/** The next step with a gate, in one sentence (or two), for whoever has the baton. */
export function nextStep(setting: Setting, verdict: GateVerdict): string {
  const { gate, reason } = verdict;
  const who = holderNames(verdict);
  switch (reason.kind) {
    case 'approved':
      return 'Nothing to do.';
    case 'waived':
    case 'not-applicable':
      return 'Nothing to do.';
    case 'sections':
    case 'consent':
    case 'no-criteria':
    case 'sub-issues':
      return howToMend(reason, who);
    case 'questioned':
      return `${who}: please answer: ${howToAnswerQuestions(verdict)}.`;
    case 'blocked':
      return `${who}: wait for “${gateTitle(setting.policy, reason.gate)}”, which has to be open first.`;
    case 'after':
      return `${who}: your turn comes after “${gateTitle(setting.policy, reason.gate)}”.`;
    case 'not-merged':
      if (gate.sign !== undefined) return `${who}: build it and merge a pull request that names this issue.`;
      return `${who}: build it and merge a pull request that closes this issue. If there is none to merge, comment ${code(`/request ${gate.name}`)} when it is ready.`;
    case 'asked':
    case 'partly':
    case 'revoked':
      return `${who}: please look at it. ${severalHaveTo(verdict)}${exceptFor(setting, verdict)}${howToAnswer(verdict)}`;
    case 'edited':
    case 'reopened':
    case 'pushed':
    case 'entered':
    case 'resolved':
    case 'relisted':
      return `${who}: please look at it again. ${severalHaveTo(verdict)}${exceptFor(setting, verdict)}${howToAnswer(verdict)}`;
    case 'elsewhere':
      return `${who}: what to do next is on that issue.`;
    case 'returned':
      return `${who}: mend what was asked for, then comment ${code(`/request ${gate.name}`)}.`;
    default:
      return reason satisfies never;
  }
}

/** Why a gate is as it is, in one sentence. */
export function whyStatus(setting: Setting, verdict: GateVerdict): string {
  const { reason, gate } = verdict;
  switch (reason.kind) {
    case 'approved':
      return approvedBy(verdict);
    case 'waived':
      return verdict.waiver === null
        ? 'An exception was made.'
        : waiverSentence(verdict.waiver, setting.policy.calendar.timezone);
    case 'not-applicable':
      return 'It is not for issues like this one.';
    case 'questioned':
      return questionSentence(verdict);
    case 'sections':
    case 'consent':
    case 'no-criteria':
    case 'sub-issues':
      return whatIsLacking(reason);
    case 'blocked':
      return `“${gateTitle(setting.policy, reason.gate)}” is not open, and it blocks this gate.`;
    case 'after':
      return `It comes after “${gateTitle(setting.policy, reason.gate)}”.`;
    case 'not-merged':
      return `No pull request that ${gate.sign === undefined ? 'closes' : 'names'} this issue is merged yet.`;
    case 'asked':
      return `${verdict.ended === null ? '' : `${endedSentence(verdict.ended)} `}${whoIsMissing(verdict)}`;
    case 'partly':
      if (verdict.criteria.length > 0) return criteriaSentence(verdict);
      return `${approvedBy(verdict)} ${whatIsMissing(verdict)}`;
    case 'relisted':
      return relistedSentence(verdict);
    case 'edited':
      return reason.sameSecond
        ? `The text was edited by ${person(reason.edit.by)} in the very second of the approval (${instant(reason.edit.at)}), so it cannot be told which text was approved.`
        : `${personFirst(reason.edit.by)} edited the text on ${instant(reason.edit.at)}, after it was approved.`;
    case 'reopened':
      return `${personFirst(reason.by.by)} opened the issue again on ${instant(reason.by.at)}.`;
    case 'pushed':
      return `New commits were pushed on ${instant(reason.at)}, after the approval.`;
    case 'entered':
      return `${personFirst(reason.by.by)}, who may not approve it, brought it there once more on ${instant(reason.by.at)}.`;
    case 'resolved':
      return `${personFirst(reason.by.by)} set a resolution on ${instant(reason.by.at)} that says the work was not done.`;
    case 'elsewhere':
      return 'Fewer people can read that issue, so why is told only there.';
    case 'returned':
      return reason.criterion === null
        ? `${personFirst(reason.by.by)} sent it back on ${instant(reason.by.at)}:`
        : `${personFirst(reason.by.by)} sent criterion ${reason.criterion.number} back on ${instant(reason.by.at)} (${plain(shorten(reason.criterion.text, 100))}):`;
    case 'revoked':
      return `${personFirst(reason.by.by)} took the approval of “${plain(gate.title)}” back on ${instant(reason.by.at)}.`;
    default:
      return reason satisfies never;
  }
}

/** How many questions are open, and whose the first is. */
function questionSentence({ questions }: GateVerdict): string {
  const [first] = questions;
  if (first === undefined) return 'A question is open.';
  return questions.length === 1
    ? `${personFirst(first.by.by)} asked on ${instant(first.by.at)}: “${plain(shorten(first.words, 300))}”`
    : `${questions.length} questions are open; the first is by ${person(first.by.by)}, ${instant(first.by.at)}.`;
}

/** The words that came with the reason, as a quote; null: there are none. */
export function wordsOf(reason: Reason): string | null {
  return reason.kind === 'returned' ? quote(reason.words) : null;
}

const via = {
  label: 'label',
  command: 'comment',
  closing: 'by closing the issue',
  status: 'status in Jira',
  field: 'field in Jira',
} as const;

/** Who approved, how and when; and whether they also wrote it. */
function approvedBy(verdict: GateVerdict): string {
  const words = verdict.approvals.map((word) => {
    const who = person(word.by);
    const own = verdict.ownWork !== null && samePerson(verdict.ownWork, word.by) ? ', who also wrote it' : '';
    const place = word.pullRequest === null || word.by.hidden === true ? '' : ` on #${word.pullRequest}`;
    return `${who} (${word.roles.map(code).join(', ')})${own}, ${via[word.via]}${place}, ${instant(word.at)}`;
  });
  const amended = verdict.amendments.map((edit) => `amended by ${person(edit.by)}, ${instant(edit.at)}`);
  return words.length === 0 ? '' : `Approved by ${[...words, ...amended].join('; ')}.`;
}

/** Why a word for a gate did not count, in half a sentence; `to`: whoever said it, or others. */
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
      return `a bot opens no gate; ${whoMay(setting, rule, '')}`;
    case 'edited':
      return `${person(because.by)} edited that comment later, so it no longer counts; a new comment is needed`;
    case 'hidden':
      return `that comment was hidden as ${because.as}, so it no longer counts; a new comment is needed`;
    case 'sections':
    case 'consent':
    case 'no-criteria':
    case 'sub-issues':
      return wasLacking(because);
    case 'opened-with':
      return `the ${because.what === 'issue' ? 'issue' : 'pull request'} was opened with it, which approves nothing; once the text is there, ${approversWithPeople(setting, rule)} can approve it${together(rule)}`;
    case 'blocked':
      return `“${gateTitle(setting.policy, because.gate)}” was not open; once it is, it has to be given again`;
    case 'independent':
      return somebodyElse(setting, because, rule, to);
    case 'other-label':
      return 'the label did not belong to this gate yet; please add it again';
    case 'unnamed':
      return 'it names no gate, and the policy has changed since; please write it again with the name of the gate';
    case 'taken-back':
      return 'it was taken back then, and the policy has changed since; please do it again';
    case 'closed-as':
      return 'the issue was closed with a resolution that says the work was not done, which approves nothing';
    default:
      return because satisfies never;
  }
}

function whatTheyDid(gate: Gate, via: NotCounted['via']): string {
  switch (via) {
    case 'label':
      return `put on the label ${code(gate.label ?? gate.name)}`;
    case 'command':
      return `approved “${plain(gate.title)}” in a comment`;
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

/** A word that did not count, as a line. */
export function notCountedLine(setting: Setting, gate: Gate, rule: ApproveRule, word: NotCounted): string {
  return `${personFirst(word.by)} ${whatTheyDid(gate, word.via)} on ${instant(word.at)}: ${whyNotCounted(setting, word.because, rule)}.`;
}

export function noGatesBecause(because: NoGates): string {
  switch (because.kind) {
    case 'unreached':
      return 'Jira cannot be reached, and the policy lets it pass meanwhile';
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

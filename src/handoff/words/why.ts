/** The whole reasoning, for `/why`: every gate, its status, and the moments that it rests on. */
import type { Gate, Policy } from '../../policy/index.ts';
import type { IssueLink } from '../history/index.ts';
import { isInJira, nameOf, batonGates } from '../gates/index.ts';
import type { PullVerdict } from '../pull-verdict.ts';
import type { Verdict } from '../verdict.ts';
import { differenceBlock, violationLine } from './card.ts';
import { introductions, reasonLine } from './check.ts';
import { consentSentence, criteriaLines, questionLines } from './details.ts';
import { exemptLine, unexemptLine, unexemptLines } from './exempt.ts';
import { list, plain } from '../phrases/index.ts';
import {
  approvalOf,
  approversWithPeople,
  holderNames,
  holdersHave,
  rolesWithPeople,
  type Setting,
} from './holders.ts';
import { atBeginning, issueLink, issueName } from './names.ts';
import { gateTitle, nextStep, noGatesBecause, notCountedLine, whyStatus, wordsOf } from './sentences.ts';

const acts = { start: 'starting work', merge: 'merging', close: 'closing' } as const;

function blocksSentence(policy: Policy, { blocks }: Gate): string {
  if (blocks.length === 0) return 'It blocks nothing.';
  const names = blocks.map((block) =>
    block.kind === 'gate' ? `the gate “${gateTitle(policy, block.gate)}”` : acts[block.kind],
  );
  return `It blocks ${list(names)}.`;
}

const listed = (lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', ...lines, ''];

/** The reasoning about an issue; `reminder` says who is reminded next, if anybody is. */
export function whyIssue(setting: Setting, verdict: Verdict, reminder: string | null = null): string {
  if (verdict.kind === 'no-gates')
    return `This issue has no gates, because ${noGatesBecause(verdict.because)}.`;
  const parts = verdict.gates.flatMap((each) => {
    const { gate } = each;
    const words = wordsOf(each.reason);
    return [
      `#### ${plain(gate.title)}: ${each.status}`,
      whyStatus(setting, each),
      ...(words === null ? [] : ['', words, '']),
      ...listed(questionLines(each)),
      ...listed(criteriaLines(each)),
      ...(consentSentence(each) === '' ? [] : [consentSentence(each)]),
      `${blocksSentence(setting.policy, gate)} It is prepared by ${rolesWithPeople(setting, [gate.preparedBy])}, and opened by ${approversWithPeople(setting, gate.approve, true)}.`,
      ...(each.open ? [] : [`Next: ${nextStep(setting, each)}`]),
      ...each.notCounted.map(
        (word) => `- Not counted: ${notCountedLine(setting, gate, approvalOf(setting, gate.name), word)}`,
      ),
      ...differenceBlock(each),
      '',
    ];
  });
  const held = batonGates(verdict).map(
    ({ gate }) => `${holderNames(gate)} ${holdersHave(gate)} the baton, for “${plain(gate.gate.title)}”.`,
  );
  const baton = held.length === 0 ? 'Nobody has to act now.' : held.join(' ');
  return [
    reminder === null ? baton : `${baton} ${reminder}`,
    '',
    ...parts,
    ...verdict.violations.map((one) => `- ${violationLine(setting, one)}`),
    ...verdict.unexempt.map((one) => `- ${unexemptLine(setting, one, 'issue')}`),
    `The rules are in [this repository's policy](${setting.policyUrl}).`,
  ].join('\n');
}

/** A heading's name for an issue. */
function nameIn(issue: IssueLink, home: string): string {
  const name = issueName(issue, home);
  return name === nameOf(issue, home) ? name : atBeginning(issueLink(issue, home));
}

/** The reasoning about a pull request. */
export function whyPull(setting: Setting, verdict: PullVerdict): string {
  const lines = [
    introductions[verdict.conclusion],
    ...(verdict.pass?.kind === 'exempt' ? [exemptLine(verdict.pass)] : []),
    ...listed([
      ...verdict.reasons.map((reason) => `- ${reasonLine(setting, verdict, reason)}`),
      ...unexemptLines(setting, verdict).map((line) => `- ${line}`),
    ]),
  ];
  const issues = verdict.issues.flatMap(({ issue, title, verdict: of, gates }) => {
    if (of === null) return [];
    // A label on the pull request may open a gate for it alone.
    // In Jira, what is not allowed is answered there, and not undone here.
    const violations = of.kind === 'gates' && !isInJira(issue) ? of.violations : [];
    const here = of.kind === 'gates' ? { ...of, gates, violations } : of;
    return ['', `### ${nameIn(issue, verdict.home)} ${plain(title)}`.trimEnd(), whyIssue(setting, here)];
  });
  return [...lines, ...issues].join('\n');
}

/** The whole reasoning, for `/why`: one sentence, then every gate, its status, and the moments that it rests on. */
import type { Gate, Policy } from '../../policy/index.ts';
import type { IssueLink } from '../history/index.ts';
import { isInJira, nameOf, batonGates } from '../gates/index.ts';
import type { PullVerdict } from '../pull-verdict.ts';
import type { Verdict } from '../verdict.ts';
import { differenceBlock, violationLine } from './card.ts';
import { reasoning } from './check.ts';
import { consentSentence, criteriaLines, questionLines } from './details.ts';
import { exemptLine, unexemptLine, unexemptLines } from './exempt.ts';
import { firstFew, list, plain } from '../phrases/index.ts';
import { approveVerb } from './gate-noun.ts';
import { headline, inMarkdown, stepOf, waitingFor } from './headline.ts';
import { approvalOf, approversWithPeople, rolesWithPeople, type Setting, clockOf } from './holders.ts';
import { atBeginning, issueLink, issueName } from './names.ts';
import { gateNoun, nextStep, noGatesBecause, notCountedLine, whyStatus, wordsOf } from './sentences.ts';
import { statusName } from './statuses.ts';
import { timeIn, type Clock } from './times.ts';

const acts = { start: 'starting work', merge: 'merging', close: 'closing' } as const;

export function blocksSentence(policy: Policy, { blocks }: Gate): string {
  if (blocks.length === 0) return 'It blocks nothing.';
  const names = blocks.map((block) =>
    block.kind === 'gate' ? gateNoun(policy, block.gate) : acts[block.kind],
  );
  return `It blocks ${list(names)}.`;
}

const listed = (lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', ...lines, ''];

/** The reasoning about an issue; `reminder` says who is reminded next, if anybody is. */
export function whyIssue(setting: Setting, verdict: Verdict, reminder: string | null = null): string {
  if (verdict.kind === 'no-gates') return `This issue needs no approval: ${noGatesBecause(verdict.because)}.`;
  const clock = clockOf(setting);
  const parts = verdict.gates.flatMap((each) => {
    const { gate } = each;
    const words = wordsOf(each.reason);
    return [
      `#### ${plain(gate.title)}: ${statusName(each.status)}`,
      whyStatus(setting, each),
      ...(words === null ? [] : ['', words, '']),
      ...listed(questionLines(each, clock)),
      ...listed(criteriaLines(each, clock)),
      ...(each.consents.length === 0 ? [] : [consentSentence(each, clock)]),
      `${blocksSentence(setting.policy, gate)} ${rolesWithPeople(setting, [gate.preparedBy])} prepares it. It’s for ${approversWithPeople(setting, gate.approve, true)} to ${approveVerb(gate)}.`,
      ...(each.open ? [] : [`Next: ${nextStep(setting, each)}`]),
      ...each.notCounted.map(
        (word) => `- Not counted: ${notCountedLine(setting, gate, approvalOf(setting, gate.name), word)}`,
      ),
      ...differenceBlock(each),
      '',
    ];
  });
  const [first] = batonGates(verdict);
  const since =
    first?.gate.open === false && first.baton.since ? `, since ${timeIn(first.baton.since, clock)}` : '';
  const others = batonGates(verdict)
    .filter(({ baton }) => !baton.leads)
    .map(({ gate }) => ` Also ${waitingFor([stepOf(setting, gate, inMarkdown)]).replace(/^W/, 'w')}.`);
  return [
    `${headline(setting, verdict, inMarkdown)}${since}.${others.join('')}${reminder === null ? '' : ` ${reminder}`}`,
    '',
    ...parts,
    ...verdict.violations.map((one) => `- ${violationLine(setting, one)}`),
    ...firstFew(verdict.unexempt.map((one) => unexemptLine(setting, one, 'issue'))).map(
      (line) => `- ${line}`,
    ),
    `The rules are in [this repository's policy](${setting.policyUrl}).`,
  ].join('\n');
}

/** A heading's name for an issue. */
function nameIn(issue: IssueLink, home: string): string {
  const name = issueName(issue, home);
  return name === nameOf(issue, home) ? name : atBeginning(issueLink(issue, home));
}

/** Why a pull request passes, or does not, without its issues. */
export const whyPullAlone = (setting: Setting, verdict: PullVerdict): string =>
  [
    ...reasoning(setting, verdict),
    ...(verdict.pass?.kind === 'exempt' ? [exemptLine(verdict.pass)] : []),
    ...listed(unexemptLines(setting, verdict).map((line) => `- ${line}`)),
  ].join('\n');

/** The reasoning about a pull request. */
export function whyPull(setting: Setting, verdict: PullVerdict): string {
  const issues = verdict.issues.flatMap(({ issue, title, verdict: of, gates }) => {
    if (of === null) return [];
    // A label on the pull request may open a gate for it alone.
    // In Jira, what is not allowed is answered there, and not undone here.
    const violations = of.kind === 'gates' && !isInJira(issue) ? of.violations : [];
    const here = of.kind === 'gates' ? { ...of, gates, violations } : of;
    return ['', `### ${nameIn(issue, verdict.home)} ${plain(title)}`.trimEnd(), whyIssue(setting, here)];
  });
  return [whyPullAlone(setting, verdict), ...issues].join('\n');
}

/** What an explanation of the past begins with. Nobody keeps who held which role, or what the policy said. */
export const asOfSentence = (at: number, clock: Clock): string =>
  `As of ${timeIn(at, clock)}, by today’s policy and today’s roles.`;

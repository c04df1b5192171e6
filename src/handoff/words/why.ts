/** The whole reasoning, for `/why`: every gate, its status, and the moments that it rests on. */
import type { PullVerdict, Verdict } from '../verdict.ts';
import { approversOf, differenceBlock, violationLine } from './card.ts';
import { reasonLine } from './check.ts';
import { consentSentence, criteriaLines, questionLines } from './details.ts';
import { plain } from './markdown.ts';
import {
  holderNames,
  holdersHave,
  nextStep,
  noGatesBecause,
  notCountedLine,
  rolesWithPeople,
  whyStatus,
  wordsOf,
  type Setting,
} from './sentences.ts';

function blocksSentence(blocks: readonly { readonly kind: string; readonly gate?: string }[]): string {
  if (blocks.length === 0) return 'It blocks nothing.';
  const names = { start: 'starting work', merge: 'merging', close: 'closing' } as Record<string, string>;
  return `It blocks ${blocks.map((block) => names[block.kind] ?? `the gate “${plain(block.gate ?? '')}”`).join(', ')}.`;
}

const listed = (lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', ...lines, ''];

/** The reasoning about an issue. */
export function whyIssue(setting: Setting, verdict: Verdict): string {
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
      `${blocksSentence(gate.blocks)} It is opened by ${rolesWithPeople(setting, approversOf(setting, gate.name), 'or')} and prepared by ${rolesWithPeople(setting, [gate.preparedBy])}.`,
      ...(each.open ? [] : [`Next: ${nextStep(setting, each)}`]),
      ...each.notCounted.map(
        (word) => `- Not counted: ${notCountedLine(setting, gate, approversOf(setting, gate.name), word)}`,
      ),
      ...differenceBlock(each),
      '',
    ];
  });
  const holder = verdict.gates.find((each) => each.gate.name === verdict.baton?.gate);
  const baton =
    holder === undefined
      ? 'Nobody has to act now.'
      : `${holderNames(holder)} ${holdersHave(holder)} the baton, for “${plain(holder.gate.title)}”.`;
  return [
    baton,
    '',
    ...parts,
    ...verdict.violations.map((one) => `- ${violationLine(setting, one)}`),
    `The rules are in [this repository's policy](${setting.policyUrl}).`,
  ].join('\n');
}

/** The reasoning about a pull request. */
export function whyPull(setting: Setting, verdict: PullVerdict): string {
  const lines =
    verdict.reasons.length === 0
      ? ['Nothing holds this pull request back.']
      : [
          'This pull request is held back:',
          ...verdict.reasons.map((reason) => `- ${reasonLine(setting, verdict, reason)}`),
        ];
  const issues = verdict.issues.flatMap(({ issue, title, verdict: of }) =>
    of === null ? [] : ['', `### #${issue.number} ${plain(title)}`, whyIssue(setting, of)],
  );
  return [...lines, ...issues].join('\n');
}

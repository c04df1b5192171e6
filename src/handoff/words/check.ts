/** The check `Baton` on a pull request: may it be merged, and if not, who must do what. */
import { type CheckReport, checkName, exemptTitle } from '../effect.ts';
import type { IssueLink, IssueName } from '../history/index.ts';
import { isInJira, nameOf } from '../gates/index.ts';
import type { PullReason, PullVerdict, Uncounted } from '../pull-verdict.ts';
import type { GateVerdict } from '../verdict.ts';
import { atBeginning, issueLink, issueName } from './names.ts';
import { differenceBlock, gateTable } from './card.ts';
import { detailBlock } from './details.ts';
import { exemptLine, unexemptLine, unexemptLines } from './exempt.ts';
import { firstFew, code, link, list, plain, shorten } from '../phrases/index.ts';
import { nounOf } from './gate-noun.ts';
import { asText, inMarkdown, once, stepOf, waitingFor, type Step, type Style } from './headline.ts';
import { approvalOf, type Setting, clockOf } from './holders.ts';
import { movedSentence } from './moved.ts';
import { nextStep, noGatesBecause, notCountedLine, wordsOf } from './sentences.ts';
import { progressLine } from './progress-line.ts';
import { sameText } from '../../same-text.ts';

/** A reason as a line of Markdown. */
function reasonLine(setting: Setting, verdict: PullVerdict, reason: PullReason): string {
  switch (reason.kind) {
    case 'no-issue':
      return reason.uncounted.length === 0
        ? noIssue(setting, verdict, reason)
        : `${linkAnother(reason.uncounted, (issue) => within(verdict, issue))}.`;
    case 'unreadable':
      return isInJira(reason.issue)
        ? `${nameOf(reason.issue)} wasn’t found in Jira, or Baton may not see it. If it was moved or deleted, write the key that counts now. Or ask the operator of Baton to let it see that project.`
        : `${atBeginning(issueLink(reason.issue, verdict.home, false))} couldn’t be read. Install Baton on that repository, too.`;
    case 'too-many':
      return reason.where === 'jira'
        ? `It names ${reason.count} issues of Jira, and Baton reads at most ${reason.most} for one pull request. Name fewer of them in ${namedIn(setting, 'and')}.`
        : `It closes ${reason.count} issues, and Baton judges only the first ${reason.most} of a pull request. Split it, or link at most ${reason.most} issues.`;
    case 'gate': {
      const first = firstToApprove(reason.gate, gatesOf(verdict, reason.issue));
      const only = blocks(verdict, reason) ? '' : ' (this only warns)';
      return `${waitingFor([stepFor(setting, verdict, reason, inMarkdown)])}${only}. ${nextStep(setting, first)}`;
    }
    default:
      return reason satisfies never;
  }
}

type GateReason = PullReason & { readonly kind: 'gate' };

/** Who has to do what first about a gate that this waits for. */
function stepFor(
  setting: Setting,
  verdict: PullVerdict,
  { gate, issue, title }: GateReason,
  style: Style,
): Step {
  const first = firstToApprove(gate, gatesOf(verdict, issue));
  const name =
    style === asText
      ? issueName(issue, verdict.home)
      : `${within(verdict, issue)}${title === '' ? '' : ` (${plain(title)})`}`;
  return stepOf(setting, first, style, ` of ${name}`);
}

/** What this waits for, told to its author, and what to do about it; as lines of Markdown. */
export function reasoning(setting: Setting, verdict: PullVerdict): readonly string[] {
  const { reasons, conclusion } = verdict;
  const [only, ...others] = reasons;
  if (only === undefined) return [nothingBlocks[conclusion === 'neutral' ? 'neutral' : 'success']];
  if (others.length === 0 && only.kind === 'gate' && conclusion === 'action_required') {
    const first = firstToApprove(only.gate, gatesOf(verdict, only.issue));
    const step = once(stepFor(setting, verdict, only, inMarkdown));
    return [`You can merge this once ${step}. ${nextStep(setting, first)}`];
  }
  const lines = reasons.map((reason) => `- ${reasonLine(setting, verdict, reason)}`);
  return [introductions[conclusion === 'neutral' ? 'neutral' : 'action_required'], '', ...lines];
}

/** An issue's name within Markdown: one of this repository links by itself, one of Jira by its address. */
function within(verdict: PullVerdict, issue: IssueLink): string {
  const url = verdict.issues.find((each) => each.issue.id === issue.id)?.url ?? null;
  return url === null ? issueLink(issue, verdict.home) : link(nameOf(issue, verdict.home), url);
}

/** What became of issues that it links, and what to do. */
function linkAnother(all: readonly Uncounted[], name: (issue: IssueLink) => string): string {
  const [first, ...others] = all;
  if (first === undefined) return '';
  if (others.length === 0) return `${name(first.issue)} ${became[first.because]}: ${instead[first.because]}`;
  const each = all.map(({ issue, because }) => `${name(issue)} ${became[because]}`);
  return `${list(each)}: link an open issue, or reopen the one that this is for`;
}

const became: Readonly<Record<Uncounted['because'], string>> = {
  own: 'was opened by Baton itself',
  accepted: 'is closed and accepted',
  completed: 'is closed already',
  not_planned: 'was closed as not planned',
  duplicate: 'was closed as a duplicate',
};

const instead: Readonly<Record<Uncounted['because'], string>> = {
  own: 'link the issue that this is for',
  accepted: 'link an open issue, or reopen it',
  completed: 'link an open issue, or reopen it',
  not_planned: 'link an open issue, or reopen it',
  duplicate: 'link the issue that it duplicates',
};

/** How it gets an issue. */
function noIssue(
  { policy }: Setting,
  { home }: PullVerdict,
  { undecided, elsewhere }: PullReason & { readonly kind: 'no-issue' },
): string {
  const closing =
    elsewhere === null
      ? "Write `Closes #` and the issue's number in its description, or link the issue under “Development”"
      : linkByHand(elsewhere, home);
  if (undecided.length > 0) {
    const titles = policy.gates
      .filter(({ name }) => undecided.includes(name))
      .map(({ title: of }) => `“${plain(of)}”`);
    return `${list(titles)} ${titles.length === 1 ? 'is' : 'are'} not decided in Jira, so it needs an issue on GitHub, too. ${closing}.`;
  }
  const { jira } = policy;
  if (jira === null) return `It closes no issue. ${closing}.`;
  return `It names no issue. Write an issue's key, like ${code(`${jira.projects[0] ?? ''}-12`)}, in ${namedIn({ policy }, 'or')}; or ${closing.replace(/^./, (first) => first.toLowerCase())}.`;
}

/** How one that does not go into the default branch gets an issue. GitHub: "Linking a pull request to an issue". */
function linkByHand({ base, usual, issues }: Elsewhere, home: string): string {
  const here = issues.filter((issue) => isSameRepository(issue, home)).map((issue) => nameOf(issue, home));
  const those = here.length === 0 ? 'the issue' : list(here.slice(0, mostNamed));
  const words = `GitHub reads closing words only in pull requests into ${code(usual)}, the default branch, and this one goes into ${code(base)}`;
  const far = issues.some((issue) => !isSameRepository(issue, home))
    ? ` An issue of another repository can be linked only in a pull request into ${code(usual)}.`
    : '';
  return `Link ${those} under “Development” in the sidebar (write access is needed for that), or change the base to ${code(usual)}. ${words}.${far}`.replace(
    /\.$/,
    '',
  );
}

type Elsewhere = NonNullable<(PullReason & { readonly kind: 'no-issue' })['elsewhere']>;
const mostNamed = 5;
const isSameRepository = ({ repository }: IssueName, home: string): boolean => sameText(repository, home);

/** What is to be linked, in a title. */
function byHand({ issues }: Elsewhere, home: string): string {
  const [only, ...others] = issues.filter((issue) => isSameRepository(issue, home));
  return only === undefined || others.length > 0 ? 'the issue that this closes' : nameOf(only, home);
}

/** Where a pull request names its issues. */
function namedIn({ policy: { jira } }: Pick<Setting, 'policy'>, word: string): string {
  const all = (jira?.keysIn ?? []).map((place) => places[place]);
  return list(all, word);
}

const places = { title: 'its title', branch: "its branch's name", body: 'its description' } as const;

/** False: something else blocks the pull request, and this reason only warns. */
function blocks({ conclusion }: PullVerdict, reason: PullReason): boolean {
  return conclusion !== 'action_required' || reason.kind !== 'gate' || reason.gate.gate.mode === 'enforce';
}

/** The gate whose approval lets a gate go on: itself, or the first of those that it waits for. */
function firstToApprove(gate: GateVerdict, others: readonly GateVerdict[]): GateVerdict {
  const { reason } = gate;
  const before =
    reason.kind === 'blocked' || reason.kind === 'after'
      ? others.find((each) => each.gate.name === reason.gate)
      : undefined;
  // Policies have no circles, so this ends.
  return before === undefined || before.open || before.gate.mode === 'observe'
    ? gate
    : firstToApprove(before, others);
}

/** The headline of the first thing that this waits for. */
function title(setting: Setting, verdict: PullVerdict): string {
  const [first] = verdict.reasons;
  if (first === undefined) {
    const { pass } = verdict;
    if (pass?.kind === 'exempt') return `${exemptTitle} because of its ${pass.why}: you can merge this`;
    if (pass?.kind === 'policy-only') return policyOnly;
    if (pass?.kind === 'no-issue-needed') return 'You can merge this: it closes no issue, and needs none';
    if (verdict.unreached)
      return 'You can merge this: Jira can’t be reached, and the policy lets it pass meanwhile';
    if (verdict.issues.every(({ verdict: of }) => of?.kind === 'no-gates'))
      return 'You can merge this: no approval is needed';
    const waived = verdict.issues.flatMap(({ gates }) => gates.filter(({ status }) => status === 'waived'));
    const nouns = [...new Set(waived.map(({ gate }) => nounOf(gate)))];
    return nouns.length === 0
      ? 'You can merge this'
      : `You can merge this: ${list(nouns)} ${nouns.length === 1 ? 'was' : 'were'} waived, not approved`;
  }
  const others = verdict.reasons.filter((reason) => blocks(verdict, reason)).length - 1;
  const more = others === 0 ? '' : `, and ${others} more`;
  switch (first.kind) {
    case 'no-issue':
      return first.uncounted.length === 0
        ? first.elsewhere === null
          ? `Link the issue that this closes${more}`
          : `Link ${byHand(first.elsewhere, verdict.home)} under “Development”${more}`
        : `${linkAnother(first.uncounted, (issue) => issueName(issue, verdict.home))}${more}`;
    case 'unreadable':
      return `${atBeginning(issueName(first.issue, verdict.home, false))} couldn’t be read${more}`;
    case 'too-many':
      return first.where === 'jira'
        ? `Name fewer issues of Jira: at most ${first.most}${more}`
        : `Link fewer issues: at most ${first.most}${more}`;
    case 'gate':
      return `${waitingFor([stepFor(setting, verdict, first, asText)])}${more}`;
    default:
      return first satisfies never;
  }
}

/** The gate that somebody has to approve first, for a reason that blocks a pull request. */
export const firstOfReason = (verdict: PullVerdict, { gate, issue }: GateReason): GateVerdict =>
  firstToApprove(gate, gatesOf(verdict, issue));

/** The title of a pull request's own check. */
export const pullHeadline = (setting: Setting, verdict: PullVerdict): string =>
  shorten(title(setting, verdict), 200);

/** All gates of a linked issue. */
function gatesOf(verdict: PullVerdict, issue: IssueLink): readonly GateVerdict[] {
  return verdict.issues.find((each) => each.issue.id === issue.id)?.gates ?? [];
}

function issueBlock(
  setting: Setting,
  linked: PullVerdict['issues'][number],
  home: string,
): readonly string[] {
  const { issue, verdict, url } = linked;
  const full = nameOf(issue);
  const isNamed = issueName(issue, home, false) === full;
  const name = isNamed ? link(full, url ?? '') : atBeginning(issueLink(issue, home));
  const head = `### ${name} ${plain(linked.title)}`.trimEnd();
  if (verdict === null) return [head, 'It couldn’t be read.'];
  if (verdict.kind === 'no-gates') return [head, `It needs no approval: ${noGatesBecause(verdict.because)}.`];
  const clock = clockOf(setting);
  return [
    head,
    progressLine({ ...verdict, gates: linked.gates }),
    '',
    ...gateTable(setting, linked.gates),
    ...linked.gates.flatMap((each) => {
      const words = each.open ? null : wordsOf(each.reason);
      return [
        ...(words === null ? [] : ['', words]),
        ...(each.open ? [] : [...detailBlock(each, linked.gates.length, clock), '']),
        ...each.notCounted.map(
          (word) => `- ${notCountedLine(setting, each.gate, approvalOf(setting, each.gate.name), word)}`,
        ),
        ...(each.open ? [] : differenceBlock(each)),
      ];
    }),
    ...firstFew(verdict.unexempt.map((one) => unexemptLine(setting, one, 'issue'))).map(
      (line) => `- ${line}`,
    ),
    '',
  ];
}

/** What a conclusion means for the author, where more than one thing is to be done. */
const introductions = {
  neutral: 'You can merge this: Baton only watches here. It would wait for this:',
  action_required: 'You can’t merge this yet:',
} as const;

const nothingBlocks = {
  success: 'You can merge this: nothing blocks it.',
  neutral: 'You can merge this: Baton only watches here.',
} as const;

const policyOnly = 'You can merge this: it changes only the policy, and needs no issue';

/** The check run's report for a pull request. */
export function pullReport(setting: Setting, verdict: PullVerdict, headSha: string): CheckReport {
  const exempt = verdict.pass?.kind === 'exempt' ? ['', exemptLine(verdict.pass)] : [];
  const unexempt = unexemptLines(setting, verdict).map((line) => `- ${line}`);
  const summary = [
    ...reasoning(setting, verdict),
    ...exempt,
    ...(unexempt.length === 0 ? [] : ['', ...unexempt]),
    '',
    ...verdict.issues.flatMap((linked) => issueBlock(setting, linked, verdict.home)),
    ...firstFew(
      verdict.ignored.map(
        (issue) =>
          `${atBeginning(issueLink(issue, verdict.home, false))} doesn’t count: the policy doesn’t list its repository under ${code('linked-repositories')}.`,
      ),
    ).map((line) => `- ${line}`),
    ...setting.problems.map((problem) => `- ${plain(problem)}`),
    ...(setting.members.moved ?? []).map(
      (moved) => `- ${movedSentence(moved, `[the policy](${setting.policyUrl})`)}`,
    ),
    '',
    `The rules are in [this repository's policy](${setting.policyUrl}).`,
  ].join('\n');
  return {
    name: checkName,
    headSha,
    conclusion: verdict.conclusion,
    title: pullHeadline(setting, verdict),
    summary,
  };
}

/**
 * While something could not be read: the check does not pass, and says that Baton will retry.
 * @param away what cannot be reached; null: something else is wrong
 */
export function tryingAgainReport(headSha: string, what: string, away: 'jira' | null = null): CheckReport {
  const detail = plain(shorten(what, 300)).replace(/\.$/, '');
  return {
    name: checkName,
    headSha,
    conclusion: null,
    title: `Baton will retry: ${away === 'jira' ? 'Jira can’t be reached' : 'something couldn’t be read'}`,
    summary: `${away === 'jira' ? 'Baton can’t reach Jira, and needs it to decide' : 'Baton couldn’t read everything that it needs to decide'} (${detail}). It will retry by itself: you don’t have to do anything.`,
  };
}

/** When Baton does not retry any more: anyone can make it begin again. */
export function givenUpReport(headSha: string, what: string, tries: number): CheckReport {
  return {
    name: checkName,
    headSha,
    conclusion: 'action_required',
    title: `Baton stopped after ${tries} tries: run this check again`,
    summary: `Run this check again, or comment on the pull request: any new event here makes Baton retry. It couldn’t decide (${plain(shorten(what, 300))}). The operator of Baton finds the reason in the list of dead letters.`,
  };
}

/** Where there is no policy, any more or yet. */
export function noPolicyReport(headSha: string): CheckReport {
  return {
    name: checkName,
    headSha,
    conclusion: 'neutral',
    title: 'You can merge this: this repository has no policy',
    summary: 'This repository has no role policy, so Baton blocks nothing here.',
  };
}

/** What fixes a policy that was never a valid one: nothing else can be decided by it, and this needs no issue. */
export function policyFixReport(headSha: string, policyUrl: string): CheckReport {
  return {
    name: checkName,
    headSha,
    conclusion: 'neutral',
    title: policyOnly,
    summary: `[The policy](${policyUrl}) has problems, and there was no good one before. You can merge this to fix it: the check \`Baton policy\` says whether it does.`,
  };
}

/** When there is a policy file, but it was never a valid one. */
export function brokenPolicyReport(headSha: string, policyUrl: string): CheckReport {
  return {
    name: checkName,
    headSha,
    conclusion: 'action_required',
    title: 'You can merge this once .github/roles.yml is fixed',
    summary: `[The policy](${policyUrl}) has problems, and there was no good one before, so Baton can’t decide. An open issue in this repository says what is wrong, and where.`,
  };
}

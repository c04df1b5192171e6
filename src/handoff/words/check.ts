/** The check `Baton` on a pull request: may it be merged, and if not, who must do what. */
import { checkName, type CheckReport } from '../effect.ts';
import type { IssueLink, IssueName } from '../history/index.ts';
import { isInJira, nameOf } from '../gates/index.ts';
import type { PullReason, PullVerdict, Uncounted } from '../pull-verdict.ts';
import type { GateVerdict } from '../verdict.ts';
import { atBeginning, issueLink, issueName } from './names.ts';
import { differenceBlock } from './card.ts';
import { detailBlock } from './details.ts';
import { exemptLine, unexemptLine, unexemptLines } from './exempt.ts';
import { code, link, list, plain, shorten, isBoth } from '../phrases/index.ts';
import { approvalOf, holderNames, holdersHave, type Setting } from './holders.ts';
import { movedSentence } from './moved.ts';
import { nextStep, noGatesBecause, notCountedLine, whyStatus, wordsOf } from './sentences.ts';

/** A reason as a line of Markdown. */
export function reasonLine(setting: Setting, verdict: PullVerdict, reason: PullReason): string {
  switch (reason.kind) {
    case 'no-issue':
      return reason.uncounted.length === 0
        ? noIssue(setting, verdict, reason)
        : `${linkAnother(reason.uncounted, (issue) => within(verdict, issue))}.`;
    case 'unreadable':
      return isInJira(reason.issue)
        ? `${nameOf(reason.issue)} was not found in Jira, or Baton may not see it. If it was moved or deleted, write the key that counts now; or ask the operator of Baton to let it see that project.`
        : `${atBeginning(issueLink(reason.issue, verdict.home, false))} could not be read. Baton has to be installed on that repository, too.`;
    case 'too-many':
      return reason.where === 'jira'
        ? `It names ${reason.count} issues of Jira, and Baton reads at most ${reason.most} for one pull request. Name fewer of them in ${namedIn(setting, 'and')}.`
        : `It closes ${reason.count} issues, and Baton judges only the first ${reason.most} of a pull request. Split it, or link at most ${reason.most} issues.`;
    case 'gate': {
      const { gate, issue } = reason;
      const first = firstToOpen(gate, gatesOf(verdict, issue));
      const waits = first === gate ? '' : `, and waits for “${plain(first.gate.title)}”`;
      const only = holds(verdict, reason) ? '' : ' (it only warns)';
      const title = reason.title === '' ? '' : ` (${plain(reason.title)})`;
      return `“${plain(gate.gate.title)}” of ${within(verdict, issue)}${title} is not open${only}${waits}. ${nextStep(setting, first)}`;
    }
    default:
      return reason satisfies never;
  }
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
  return `${list(each)}: link an issue that is open, or reopen the one that this is for`;
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
const isSameRepository = ({ repository }: IssueName, home: string): boolean =>
  repository.toLowerCase() === home.toLowerCase();

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

/** False: the pull request is held back, and this reason only warns. */
function holds({ conclusion }: PullVerdict, reason: PullReason): boolean {
  return conclusion !== 'action_required' || reason.kind !== 'gate' || reason.gate.gate.mode === 'enforce';
}

const needs: Record<string, string> = {
  preparing: 'to prepare',
  questioned: 'to answer a question',
  returned: 'to mend',
  stale: 'to approve again',
  waiting: 'to approve',
};

/** Whoever opens this gate lets a gate go on: itself, or the first of those that wait for each other. */
function firstToOpen(gate: GateVerdict, others: readonly GateVerdict[]): GateVerdict {
  const { reason } = gate;
  const blocker =
    reason.kind === 'blocked' ? others.find((each) => each.gate.name === reason.gate) : undefined;
  // Policies have no circles, so this ends.
  return blocker === undefined || blocker.open ? gate : firstToOpen(blocker, others);
}

/** Who has to do what with a gate that holds the pull request back. */
function whoMust(held: GateVerdict, others: readonly GateVerdict[]): string {
  const first = firstToOpen(held, others);
  if (first !== held) return `${whoMust(first, others)}, then ${held.gate.title}`;
  const { gate, status, reason, missing } = held;
  if (reason.kind === 'sub-issues' && reason.untold)
    return `sub-issues are not on this GitHub: ${gate.title}`;
  const isAsked = (status === 'waiting' || status === 'stale') && missing !== null;
  const both = isAsked && isBoth(missing) ? 'both ' : '';
  const what =
    reason.kind === 'consent' && reason.refused === null
      ? 'to say whether it is viable'
      : reason.kind === 'sub-issues'
        ? 'to see to the sub-issues'
        : needs[status];
  const where = gate.sign !== undefined && (status === 'waiting' || status === 'stale') ? ' in Jira' : '';
  return `${holderNames(held, String)} ${both}${holdersHave(held)} ${what ?? 'to act'}${where}: ${gate.title}`;
}

function title(verdict: PullVerdict): string {
  const [first] = verdict.reasons;
  if (first === undefined) {
    const { pass } = verdict;
    if (pass?.kind === 'exempt') return `Exempt, by its ${pass.why}`;
    if (pass?.kind === 'policy-only') return 'Changes only the policy, so it needs no issue';
    if (pass?.kind === 'no-issue-needed') return 'Closes no issue, and needs none';
    if (verdict.unreached) return 'Jira cannot be reached, and the policy lets it pass meanwhile';
    if (verdict.issues.every(({ verdict: of }) => of?.kind === 'no-gates')) return 'No gates to pass';
    const waived = verdict.issues.flatMap(({ gates }) => gates.filter(({ status }) => status === 'waived'));
    const titles = [...new Set(waived.map(({ gate }) => gate.title))];
    return titles.length === 0
      ? 'Nothing holds it back'
      : `Nothing holds it back; not approved but waived: ${list(titles)}`;
  }
  const others = verdict.reasons.filter((reason) => holds(verdict, reason)).length - 1;
  const more = others === 0 ? '' : `, and ${others} more`;
  switch (first.kind) {
    case 'no-issue':
      return first.uncounted.length === 0
        ? first.elsewhere === null
          ? `Link the issue that this closes${more}`
          : `Link ${byHand(first.elsewhere, verdict.home)} under “Development”${more}`
        : `${linkAnother(first.uncounted, (issue) => issueName(issue, verdict.home))}${more}`;
    case 'unreadable':
      return `${atBeginning(issueName(first.issue, verdict.home, false))} could not be read${more}`;
    case 'too-many':
      return first.where === 'jira'
        ? `Name fewer issues of Jira: at most ${first.most}${more}`
        : `Link fewer issues: at most ${first.most}${more}`;
    case 'gate':
      return `${whoMust(first.gate, gatesOf(verdict, first.issue))} of ${issueName(first.issue, verdict.home)}${more}`;
    default:
      return first satisfies never;
  }
}

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
  if (verdict === null) return [head, 'It could not be read.'];
  if (verdict.kind === 'no-gates') return [head, `No gates: ${noGatesBecause(verdict.because)}.`];
  return [
    head,
    '| Gate | Status | Why |',
    '| --- | --- | --- |',
    ...linked.gates.map(
      (each) =>
        `| ${plain(each.gate.title)}${each.gate.mode === 'warn' ? ' (warns only)' : ''} | ${each.status} | ${whyStatus(setting, each).replace(/:$/, '.')} |`,
    ),
    ...linked.gates.flatMap((each) => {
      const words = each.open ? null : wordsOf(each.reason);
      return [
        ...(words === null ? [] : ['', words]),
        ...(each.open ? [] : [...detailBlock(each, linked.gates.length), '']),
        ...each.notCounted.map(
          (word) => `- ${notCountedLine(setting, each.gate, approvalOf(setting, each.gate.name), word)}`,
        ),
        ...(each.open ? [] : differenceBlock(each)),
      ];
    }),
    ...verdict.unexempt.map((one) => `- ${unexemptLine(setting, one, 'issue')}`),
    '',
  ];
}

/** What a conclusion means for whoever wants to merge. */
export const introductions = {
  success: 'This pull request may be merged.',
  neutral: 'Baton does not hold this pull request back, because its rules only watch here.',
  action_required: 'This pull request is held back.',
} as const;

/** The check run's report for a pull request. */
export function pullReport(setting: Setting, verdict: PullVerdict, headSha: string): CheckReport {
  const exempt = verdict.pass?.kind === 'exempt' ? [exemptLine(verdict.pass), ''] : [];
  const unexempt = unexemptLines(setting, verdict);
  const summary = [
    introductions[verdict.conclusion],
    '',
    ...exempt,
    ...verdict.reasons.map((reason) => `- ${reasonLine(setting, verdict, reason)}`),
    ...unexempt.map((line) => `- ${line}`),
    ...(verdict.reasons.length + unexempt.length === 0 ? [] : ['']),
    ...verdict.issues.flatMap((linked) => issueBlock(setting, linked, verdict.home)),
    ...verdict.ignored.map(
      (issue) =>
        `- ${atBeginning(issueLink(issue, verdict.home, false))} does not count: issues of other repositories count only if the policy lists the repository.`,
    ),
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
    title: shorten(title(verdict), 200),
    summary,
  };
}

/**
 * While something could not be read: the gate does not pass, and says that it is being tried again.
 * @param away what cannot be reached; null: something else is wrong
 */
export function tryingAgainReport(headSha: string, what: string, away: 'jira' | null = null): CheckReport {
  const title = away === 'jira' ? 'Jira cannot be reached' : 'something could not be read';
  const lacks =
    away === 'jira'
      ? 'Baton cannot reach Jira, where something of what it needs to decide is'
      : 'Baton could not read everything that it needs to decide';
  return {
    name: checkName,
    headSha,
    conclusion: null,
    title: `Being tried again: ${title}`,
    summary: `${lacks} (${plain(shorten(what, 300)).replace(/\.$/, '')}). It tries again by itself; nobody has to do anything.`,
  };
}

/** When trying has come to its end: whoever is there can begin it anew. */
export function givenUpReport(headSha: string, what: string, tries: number): CheckReport {
  return {
    name: checkName,
    headSha,
    conclusion: 'action_required',
    title: `Given up after ${tries} tries: any new event here tries again`,
    summary: `Run this check again, or comment on the pull request: any new event here makes Baton try again. It failed ${tries} times to decide (${plain(shorten(what, 300))}), and does not try again by itself. Whoever runs Baton has been told: it is in the list of dead letters, with the reason.`,
  };
}

/** When there is no policy any more. */
export function noPolicyReport(headSha: string): CheckReport {
  return {
    name: checkName,
    headSha,
    conclusion: 'neutral',
    title: 'No policy is in force any more',
    summary: 'This repository has no role policy any more, so Baton holds nothing back here.',
  };
}

/** What mends a policy that was never a valid one: nothing else can be decided by it, and this needs no issue. */
export function mendingReport(headSha: string, policyUrl: string): CheckReport {
  return {
    name: checkName,
    headSha,
    conclusion: 'neutral',
    title: 'Changes only the policy, so it needs no issue',
    summary: `[The policy](${policyUrl}) has problems, and there was no good one before. You can merge this to fix it: the check \`Baton policy\` says whether it does.`,
  };
}

/** When there is a policy file, but it was never a valid one. */
export function brokenPolicyReport(headSha: string, policyUrl: string): CheckReport {
  return {
    name: checkName,
    headSha,
    conclusion: 'action_required',
    title: 'The role policy cannot be used: mend .github/roles.yml',
    summary: `[The policy](${policyUrl}) has problems, and there was no good one before, so Baton cannot decide. An open issue in this repository says what is wrong where.`,
  };
}

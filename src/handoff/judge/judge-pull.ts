/** Judges a pull request: may it be merged, by the verdicts of the issues that it would close. */
import type { Mode, Policy } from '../../policy/index.ts';
import { answeredAnywhere, answeredAs, isSilent } from '../hear/index.ts';
import { withoutText, isOnlyObserved, isDecidedInJira, isInJira, nameOf } from '../gates/index.ts';
import {
  type Word,
  samePerson,
  type Actor,
  type IssueLink,
  type PullRequest,
  isMeant,
} from '../history/index.ts';
import { exemptionBy } from './exemptions.ts';
import {
  type IssueState,
  type PullState,
  linksAt,
  inJiraAt,
  wasAloneInJira,
  wasMeant,
  countingLinks,
} from '../replay/index.ts';
import { judge, type Circumstances } from './judge.ts';
import { holdsAny, mostIssues } from './limits.ts';
import {
  circumstancesOf,
  heardOnPull,
  isUnreached,
  linksInJira,
  withExceptionsHere,
} from './pull-in-jira.ts';
import { bestTracks, blocksMerge, gatesOnPull, labelsOnPull } from './pull-labels.ts';
import { uncountedOf } from './uncounted.ts';
import type { Changes, PullReason, PullVerdict } from '../pull-verdict.ts';
import type { Answer, Outcome, Refusal, Verdict } from '../verdict.ts';

/** Why it is exempt, and why not where it looks like it. */
function exemption(
  { pullRequest, state }: PullState,
  { policy, members }: Circumstances,
  changes: Changes,
): Pick<PullVerdict, 'pass' | 'unexempt' | 'strangers'> {
  const { exempt } = policy;
  const { author, labels, openedAt } = pullRequest;
  const without = (why: 'label' | 'author' | 'paths', what: string, by: Actor | null = null) => ({
    pass: { kind: 'exempt' as const, why, what, by },
    unexempt: [],
    strangers: null,
  });
  const opened = { at: openedAt, by: author };
  const { exemption: label, unexempt } = exemptionBy(labels, state.words, { policy, members, opened });
  if (label !== null) return without('label', label.label, label.by.by);
  const isByExempt = isMeant(members, exempt.authors, author);
  const strangers = isByExempt ? strangersIn(pullRequest) : null;
  if (isByExempt && strangers === null) return without('author', author.login);
  return changes === 'exempt-paths'
    ? without('paths', exempt.paths.join(', '))
    : { pass: null, unexempt, strangers };
}

/** Who else than its author pushed to a pull request; null: nobody. Where the tracker does not tell, somebody may have. */
function strangersIn({ author, pushers = [null] }: PullRequest): PullVerdict['strangers'] {
  const other = pushers.find((each) => each === null || !samePerson(each, author));
  if (other === undefined && pushers.length > 0) return null;
  const known = pushers.find((each) => each !== null && !samePerson(each, author));
  return { author: author.login, by: known ?? null };
}

/** Why what was said on a pull request at a time is about no one issue that it links now. */
function whyNobodys(policy: Policy, pull: PullRequest, at: number): Refusal {
  const links = linksAt(policy, pull, at);
  const inJira = inJiraAt(policy, pull, at);
  if (links === null || inJira === null) return { kind: 'links-unclear' };
  const [issue] = links;
  if (issue !== undefined && links.length === 1) return { kind: 'link-gone', issue };
  return links.length === 0 && inJira.length > 0
    ? { kind: 'in-jira', keys: inJira.map((link) => nameOf(link)) }
    : { kind: 'links', count: links.length };
}

/** Answers to commands that the pull request cannot pass on to one issue. `heard`: comments that it can. */
function answersOnPull(
  pull: PullState,
  circumstances: Circumstances,
  heard: ReadonlySet<string>,
): readonly Answer[] {
  return pull.state.words.flatMap((word): Answer[] => {
    if (word.kind !== 'spoken' || heard.has(word.id) || isSilent(circumstances, word)) return [];
    const because = whyNobodys(circumstances.policy, pull.pullRequest, word.at);
    const outcomes = word.commands.map(
      (command): Outcome =>
        answeredAnywhere(command, holdsAny(circumstances.members, word.by)) ?? {
          kind: 'refused',
          verb: command.verb,
          because,
        },
    );
    const { id, at, by } = word;
    return [{ comment: id, place: pull.pullRequest.item.id, at, by, ...answeredAs(word), outcomes }];
  });
}

/**
 * Judges a pull request with the issues it would close, as far as they could be read.
 * @param changes what its files are, those that it is about now
 */
export function judgePull(
  pull: PullState,
  issues: readonly IssueState[],
  circumstances: Circumstances,
  changes: Changes,
): PullVerdict {
  const { policy, members } = circumstances;
  const links = countingLinks(policy, pull.pullRequest);
  const onGitHub = pull.pullRequest.closes.filter((link) => !isInJira(link));
  const unjudged = new Set(onGitHub.slice(mostIssues));
  const inJira = linksInJira(policy, pull);
  const ignored = pull.pullRequest.closes.filter((link) => !links.includes(link) && !inJira.includes(link));
  const isAlone = links.length + inJira.length === 1;
  const alone = [...links.filter((link) => !unjudged.has(link)), ...inJira].map((link) => {
    const found = issues.find((each) => each.item.id === link.id);
    const issue = found && { ...found, judgedFor: pull.pullRequest.item.id };
    if (isInJira(link) && isUnreached(link, circumstances)) {
      const verdict: Verdict = { kind: 'no-gates', because: { kind: 'unreached' }, answers: [] };
      return { issue: link, title: '', url: null, verdict, gates: [], tracks: [] };
    }
    if (issue === undefined)
      return { issue: link, title: '', url: null, verdict: null, gates: [], tracks: [] };
    const under = circumstancesOf(link, circumstances);
    const verdict = judge(issue, under);
    if (isInJira(link)) {
      const isShown = policy.jira?.showTitles === true;
      const heard = isAlone ? heardOnPull(pull, issue, verdict, { ...under, members }) : verdict;
      const gates = heard.kind === 'gates' ? heard.gates : [];
      const title = isShown ? issue.item.title : '';
      return {
        issue: link,
        title,
        url: issue.item.url,
        verdict: heard,
        gates: isShown ? gates : gates.map(withoutText),
        tracks: [],
      };
    }
    const { gates, tracks } = gatesOnPull(pull, issue, verdict, under);
    return { issue: link, title: issue.item.title, url: null, verdict, gates, tracks };
  });
  const judged = withExceptionsHere(alone, circumstances);
  const held = judged.flatMap(({ issue, title, verdict, gates }): PullReason[] => {
    if (verdict === null) return [{ kind: 'unreadable', issue }];
    return gates
      .filter((each) => !each.open && blocksMerge(each.gate, policy.work.pullRequest))
      .map((gate): PullReason => ({ kind: 'gate', issue, title, gate, holders: gate.holders }));
  });
  const shown = bestTracks(judged.map(({ tracks }) => tracks));
  const { pass: exempt, unexempt, strangers } = exemption(pull, circumstances, changes);
  // What holds merging back and is not decided in Jira is decided on an issue of GitHub, and on nothing else.
  const undecided =
    inJira.length === 0
      ? []
      : policy.gates
          .filter((gate) => blocksMerge(gate, policy.work.pullRequest) && !isDecidedInJira(policy, gate.name))
          .map(({ name }) => name);
  const tooMany = circumstances.jira?.tooMany ?? null;
  const many: readonly PullReason[] = [
    ...(links.some((link) => unjudged.has(link))
      ? [{ kind: 'too-many' as const, where: 'github' as const, count: onGitHub.length, most: mostIssues }]
      : []),
    ...(tooMany === null ? [] : [{ kind: 'too-many' as const, where: 'jira' as const, ...tooMany }]),
  ];
  const uncounted = judged.flatMap(({ issue: link, verdict }) => {
    const issue = issues.find((each) => each.item.id === link.id);
    if (issue === undefined || verdict === null || isUnreached(link, circumstances)) return [];
    return uncountedOf(policy, pull.pullRequest, link, issue, verdict) ?? [];
  });
  const counts = ({ id }: IssueLink): boolean => !uncounted.some(({ issue }) => issue.id === id);
  const lacksIssue = !links.some(counts) && (!inJira.some(counts) || undecided.length > 0);
  const lacking: readonly PullReason[] =
    tooMany === null && lacksIssue && policy.pullRequests.requireIssue && changes !== 'policy'
      ? [{ kind: 'no-issue', undecided, uncounted, elsewhere: pull.pullRequest.elsewhere ?? null }]
      : [];
  // What holds it back is told before what only would.
  const reasons = (exempt === null ? [...many, ...lacking, ...held] : []).toSorted(
    (one, other) => Number(binds(policy.mode, other)) - Number(binds(policy.mode, one)),
  );
  const onIt = judged.find(({ issue }) => isAlone && issue === inJira[0])?.verdict ?? null;
  // What could not be judged is answered once it can be.
  const heard = judged.flatMap(({ issue, verdict }) =>
    isUnreached(issue, circumstances) ? [] : (verdict?.answers ?? []),
  );
  const isHeardLater = ({ at }: Word): boolean =>
    judged.some(
      ({ issue, verdict }) =>
        (verdict === null || isUnreached(issue, circumstances)) &&
        (wasMeant(policy, pull.pullRequest, issue, at) ||
          wasAloneInJira(policy, pull.pullRequest, issue, at)),
    );
  const taken = new Set([
    ...heard.map(({ comment }) => comment),
    ...pull.state.words.filter(isHeardLater).map(({ id }) => id),
  ]);
  const answers = [...heard, ...answersOnPull(pull, circumstances, taken)];
  return {
    home: pull.pullRequest.item.repository,
    conclusion: conclude(policy, reasons),
    pass:
      exempt ??
      (reasons.length > 0
        ? null
        : changes === 'policy' && lacksIssue && policy.pullRequests.requireIssue
          ? { kind: 'policy-only' }
          : judged.length === 0
            ? { kind: 'no-issue-needed' }
            : { kind: 'gates-open' }),
    reasons,
    unexempt,
    strangers,
    issues: judged.map(({ issue, title, url, verdict, gates }) => ({ issue, title, url, verdict, gates })),
    ignored,
    changesAt: onIt?.kind === 'gates' ? onIt.changesAt : null,
    unreached: judged.some(({ issue }) => isUnreached(issue, circumstances)),
    labels: shown.map(({ gate, open, status }) => ({ gate, open, status })),
    violations: labelsOnPull(pull, shown, circumstances),
    answers: answers.filter((answer) => answer.place === pull.pullRequest.item.id),
  };
}

/** True when a reason holds the pull request back, and not only says so. */
function binds(mode: Mode, reason: PullReason): boolean {
  return (reason.kind === 'gate' ? reason.gate.gate.mode : mode) === 'enforce';
}

function conclude(policy: Policy, reasons: readonly PullReason[]): PullVerdict['conclusion'] {
  if (reasons.some((reason) => binds(policy.mode, reason))) return 'action_required';
  return reasons.length > 0 || isOnlyObserved(policy) ? 'neutral' : 'success';
}

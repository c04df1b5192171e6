/** The issues that a pull request links, and what each of them is judged to be for it. */
import type { Policy } from '../../policy/index.ts';
import { isInJira, withoutText, type Track } from '../gates/index.ts';
import type { IssueLink } from '../history/index.ts';
import { countingLinks, type IssueState, type PullState } from '../replay/index.ts';
import { judge, type Circumstances } from './judge.ts';
import { mostIssues } from './limits.ts';
import { circumstancesOf, heardOnPull, isUnreached, linksInJira } from './pull-in-jira.ts';
import { gatesOnPull } from './pull-labels.ts';
import type { PullVerdict } from '../pull-verdict.ts';

export type Linked = {
  /** The issues that count, where they are. */
  readonly onGitHub: readonly IssueLink[];
  readonly inJira: readonly IssueLink[];
  /** Links that do not count. */
  readonly ignored: readonly IssueLink[];
  /** How many it links on GitHub, and those beyond as many as are judged. */
  readonly count: number;
  readonly unjudged: ReadonlySet<IssueLink>;
  /** It is about one issue that counts, and no other. */
  readonly isAlone: boolean;
};

export function linkedBy(policy: Policy, pull: PullState): Linked {
  const { closes } = pull.pullRequest;
  const onGitHub = countingLinks(policy, pull.pullRequest);
  const inJira = linksInJira(policy, pull);
  const notInJira = closes.filter((link) => !isInJira(link));
  return {
    onGitHub,
    inJira,
    ignored: closes.filter((link) => !onGitHub.includes(link) && !inJira.includes(link)),
    count: notInJira.length,
    unjudged: new Set(notInJira.slice(mostIssues)),
    isAlone: onGitHub.length + inJira.length === 1,
  };
}

/** One linked issue as it is for the pull request. `tracks`: its gates that a label on the pull request may open. */
export type JudgedLink = PullVerdict['issues'][number] & {
  readonly tracks: readonly Track[];
};

/** `isAlone`: whether the pull request is about no other issue. */
type JudgedFor = {
  readonly pull: PullState;
  readonly isAlone: boolean;
  readonly circumstances: Circumstances;
};

/** @param issue the issue, if it could be read */
export function judgeLink(
  link: IssueLink,
  issue: IssueState | undefined,
  { pull, isAlone, circumstances }: JudgedFor,
): JudgedLink {
  const unknown = { issue: link, title: '', url: null, gates: [], tracks: [] };
  if (isInJira(link) && isUnreached(link, circumstances))
    return { ...unknown, verdict: { kind: 'no-gates', because: { kind: 'unreached' }, answers: [] } };
  if (issue === undefined) return { ...unknown, verdict: null };
  const judgedFor = { ...issue, judgedFor: pull.pullRequest.item.id };
  return isInJira(link)
    ? judgeInJira(link, judgedFor, { pull, isAlone, circumstances })
    : judgeOnGitHub(link, judgedFor, { pull, isAlone, circumstances });
}

function judgeOnGitHub(link: IssueLink, issue: IssueState, { pull, circumstances }: JudgedFor): JudgedLink {
  const under = circumstancesOf(link, circumstances);
  const verdict = judge(issue, under);
  const { gates, tracks } = gatesOnPull(pull, issue, verdict, under);
  return { issue: link, title: issue.item.title, url: null, verdict, gates, tracks };
}

/** Its title and what is in its gates' texts are for those who see the issue, unless the policy shows them to all. */
function judgeInJira(
  link: IssueLink,
  issue: IssueState,
  { pull, isAlone, circumstances }: JudgedFor,
): JudgedLink {
  const under = circumstancesOf(link, circumstances);
  const judged = judge(issue, under);
  const { policy, members } = circumstances;
  const verdict = isAlone ? heardOnPull(pull, issue, judged, { ...under, members }) : judged;
  const gates = verdict.kind === 'gates' ? verdict.gates : [];
  const { title, url } = issue.item;
  return policy.jira?.showTitles === true
    ? { issue: link, title, url, verdict, gates, tracks: [] }
    : { issue: link, title: '', url, verdict, gates: gates.map(withoutText), tracks: [] };
}

/** A pull request that names issues of Jira: which count, what they are judged under, and what is said of them on it. */
import type { Policy } from '../../policy/index.ts';
import { gateVerdict } from './gate-verdict.ts';
import {
  decidedInJira,
  type DecidedInJira,
  isInJira,
  nameOf,
  policyInJira,
  policyWithoutJira,
  sinceEver,
  timesInJira,
} from '../gates/index.ts';
import type { IssueLink, Members } from '../history/index.ts';
import {
  wasOnlyLinkInJira,
  type IssueState,
  type PullState,
  type Step,
  stepsInJira,
} from '../replay/index.ts';
import { changesAt, replayIssue, type Circumstances } from './judge.ts';
import type { Answer, GateVerdict, Outcome, Verdict } from '../verdict.ts';

/**
 * The gates of the one issue of Jira that a pull request names, as what is said on the pull request changes them: nothing
 * does but a waiver, and it is for this pull request alone. `circumstances`: the gates there, and who holds which role here.
 */
export function heardOnPull(
  { pullRequest, state }: PullState,
  issue: IssueState,
  verdict: Verdict,
  circumstances: Circumstances,
): Verdict {
  const decided = decidedInJira(nameOf(issue.item), issue.item.url, verdict, true);
  if (verdict.kind !== 'gates' || decided === null) return verdict;
  const spoken = state.words.flatMap((word): Step[] =>
    word.kind === 'spoken' && wasOnlyLinkInJira(circumstances.policy, pullRequest, issue.item, word.at)
      ? [{ kind: 'word', at: word.at, word, on: pullRequest }]
      : [],
  );
  const { tracks, texts, answers, against } = replayIssue(
    circumstances.policy,
    issue,
    [...stepsInJira(decided), ...spoken],
    { ...circumstances, decidedInJira: new Map([[issue.item.id, decided]]) },
  );
  const gates = tracks.map((track) => gateVerdict(track, texts, issue));
  return {
    ...verdict,
    gates,
    changesAt: changesAt(tracks),
    answers: inPlace(answers, decided),
    against,
  };
}

/** What is no command for a waiver has its place in Jira, whatever came of it here. */
function inPlace(answers: readonly Answer[], { key }: DecidedInJira): readonly Answer[] {
  // Nothing can be taken back before the first waiver, whatever the command lacks besides.
  let wasWaived = false;
  return answers.map((answer) => {
    const outcomes = answer.outcomes.map((outcome): Outcome => {
      if (outcome.kind === 'why' || outcome.kind === 'help' || outcome.kind === 'meant') return outcome;
      const verb = outcome.kind === 'snoozed' ? 'snooze' : outcome.verb;
      if (verb === 'waive' && outcome.kind === 'done') wasWaived = true;
      if (verb === 'waive' || (verb === 'revoke' && wasWaived)) return outcome;
      return { kind: 'refused', verb, because: { kind: 'in-jira', keys: [key] } };
    });
    return { ...answer, outcomes };
  });
}

/**
 * A waiver on an issue on GitHub is for the pull requests that close it: also for one that names the issue of Jira which
 * decides that one's gates, too.
 */
export function withWaiversHere<
  T extends { readonly issue: IssueLink; readonly gates: readonly GateVerdict[] },
>(judged: readonly T[], { decidedInJira }: Circumstances): readonly T[] {
  return judged.map((one) => {
    if (!isInJira(one.issue)) return one;
    const key = nameOf(one.issue);
    const waived = judged
      .filter(({ issue }) => decidedInJira?.get(issue.id)?.key === key)
      .flatMap(({ gates }) => gates.filter(({ status }) => status === 'waived'));
    const gates = one.gates.map((each) =>
      each.open ? each : (waived.find(({ gate }) => gate.name === each.gate.name) ?? each),
    );
    return { ...one, gates };
  });
}

/** The issues of Jira that it names and that count. */
export function linksInJira({ jira }: Policy, { pullRequest }: PullState): readonly IssueLink[] {
  return pullRequest.closes.filter(
    (link) => isInJira(link) && jira?.projects.includes(link.repository) === true,
  );
}

/** Who holds which role where that is not known. */
const nobody: Members = { today: new Map(), recorded: new Map(), mentions: new Map() };

/** True when the policy lets what Jira decides pass there, because Jira cannot be reached. */
export const isUnreached = ({ id }: IssueLink, { jira }: Circumstances): boolean =>
  jira?.unreached?.includes(id) === true;

/**
 * What an issue is judged under: in Jira, the gates that are decided there, and who holds which role there; on GitHub, all
 * gates, but those that are decided in Jira where it cannot be reached and the policy lets them pass.
 */
export function circumstancesOf(link: IssueLink, circumstances: Circumstances): Circumstances {
  const { jira, policy } = circumstances;
  if (jira === undefined) return circumstances;
  if (isInJira(link)) {
    const members = jira.members.get(link.id) ?? nobody;
    const times = timesInJira(circumstances.times ?? sinceEver);
    return { ...circumstances, members, now: jira.now, policy: policyInJira(policy), times };
  }
  return isUnreached(link, circumstances)
    ? { ...circumstances, policy: policyWithoutJira(policy) }
    : circumstances;
}

/** What is answered to commands on a pull request: those about one issue as that issue hears them, others here. */
import type { Policy } from '../../policy/index.ts';
import { nameOf } from '../gates/index.ts';
import { answeredAnywhere, answeredAs, isSilent } from '../hear/index.ts';
import { holdsAnyRole, type PullRequest, type Word } from '../history/index.ts';
import { jiraLinksAt, linksAt, wasOnlyLinkInJira, wasOnlyLink, type PullState } from '../replay/index.ts';
import type { Circumstances } from './judge.ts';
import type { JudgedLink } from './linked.ts';
import { isUnreached } from './pull-in-jira.ts';
import type { Answer, Outcome, Refusal } from '../verdict.ts';

/** All of them: what could not be judged is answered once it can be. */
export function answersOn(
  pull: PullState,
  judged: readonly JudgedLink[],
  circumstances: Circumstances,
): readonly Answer[] {
  const isKnown = ({ issue, verdict }: JudgedLink): boolean =>
    verdict !== null && !isUnreached(issue, circumstances);
  const known = judged.filter(isKnown);
  const unknown = judged.filter((each) => !isKnown(each));
  const heard = known.flatMap(({ verdict }) => verdict?.answers ?? []);
  const { policy } = circumstances;
  const { pullRequest } = pull;
  const isHeardLater = ({ at }: Word): boolean =>
    unknown.some(
      ({ issue }) =>
        wasOnlyLink(policy, pullRequest, issue, at) || wasOnlyLinkInJira(policy, pullRequest, issue, at),
    );
  const later = pull.state.words.filter(isHeardLater);
  const taken = new Set([...heard.map(({ comment }) => comment), ...later.map(({ id }) => id)]);
  return [...heard, ...nobodys(pull, circumstances, taken)].filter(
    ({ place }) => place === pullRequest.item.id,
  );
}

/** Answers to commands that the pull request cannot pass on to one issue. `taken`: comments that it can. */
function nobodys(
  pull: PullState,
  circumstances: Circumstances,
  taken: ReadonlySet<string>,
): readonly Answer[] {
  return pull.state.words.flatMap((word): Answer[] => {
    if (word.kind !== 'spoken' || taken.has(word.id) || isSilent(circumstances, word)) return [];
    const because = whyNobodys(circumstances.policy, pull.pullRequest, word.at);
    const outcomes = word.commands.map(
      (command): Outcome =>
        answeredAnywhere(command, () => holdsAnyRole(circumstances.members, word.by)) ?? {
          kind: 'refused',
          verb: command.verb,
          because,
        },
    );
    const { id, at, by } = word;
    return [{ comment: id, place: pull.pullRequest.item.id, at, by, ...answeredAs(word), outcomes }];
  });
}

/** Why what was said on a pull request at a time is about no one issue that it links now. */
function whyNobodys(policy: Policy, pull: PullRequest, at: number): Refusal {
  const links = linksAt(policy, pull, at);
  const inJira = jiraLinksAt(policy, pull, at);
  if (links === null || inJira === null) return { kind: 'links-unclear' };
  const [issue] = links;
  if (issue !== undefined && links.length === 1) return { kind: 'link-gone', issue };
  return links.length === 0 && inJira.length > 0
    ? { kind: 'in-jira', keys: inJira.map((link) => nameOf(link)) }
    : { kind: 'links', count: links.length };
}

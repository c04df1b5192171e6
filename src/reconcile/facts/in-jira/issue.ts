/** What an issue of Jira is judged from. */
import { policyInJira, type Members, type Observed } from '../../../handoff/index.ts';
import { namesOf } from '../../../jira/index.ts';
import type { Policy } from '../../../policy/index.ts';
import type { RecentPull } from '../../memory/index.ts';
import { membersInJira, nobody } from './members.ts';
import { pullsNaming, withPulls } from './naming-pulls.ts';
import type { JiraReader } from './reader.ts';

export type JiraFacts = {
  /** With the pull requests that count for its gates. */
  readonly issue: Observed;
  /** The pull requests that name it, as they were when they were looked at last. */
  readonly pulls: readonly RecentPull[];
  /** The gates that Jira decides, with what people in Jira call what opens them. */
  readonly policy: Policy;
  readonly members: Members;
  /** What stood in the way of knowing who holds which role, in sentences. */
  readonly problems: readonly string[];
};

/**
 * @param listed the pull requests that name it, where they were looked up; absent: those that are kept do
 * @throws {TryLater}
 */
export async function gatherInJira(
  reader: JiraReader,
  observed: Observed,
  listed?: readonly RecentPull[],
): Promise<JiraFacts> {
  const { notebook, place, policy, part, view } = reader;
  const pulls = listed ?? (await pullsNaming(notebook, place.item, part.site, namesOf(observed)));
  const { members, problems, taken } = await membersInJira(reader, observed, nobody);
  const issue = withPulls(observed, pulls, []);
  const named = policyInJira(await view.reads.named(policy));
  return { issue, pulls, members, policy: named, problems: [...problems, ...taken] };
}

/** Issues on GitHub that name an issue of Jira in their title: the gates that Jira decides are decided there. */
import { foldIssue, heldBy, judge, policyInJira, type Held, type Observed } from '../handoff/index.ts';
import { keysOf } from '../jira/index.ts';
import { keyOf } from '../items.ts';
import type { Policy } from '../policy/index.ts';
import { namedStore } from '../store/index.ts';
import type { Item, Membership, Repository } from '../tracker.ts';
import type { Deps } from './deps.ts';
import { membersInJira, readIssue } from './jira.ts';

/** By the ids of the issues on GitHub. */
export type HeldInJira = {
  readonly held: ReadonlyMap<string, Held>;
  /** What stood in the way, in sentences for people. */
  readonly problems: readonly string[];
};

const nothing: HeldInJira = { held: new Map(), problems: [] };

/**
 * Reads what decides these issues elsewhere.
 * @param since when the policy came into force (milliseconds since the epoch)
 * @throws {TryLater} when Jira cannot be reached, and the policy does not say what counts meanwhile
 */
export async function heldInJira(
  deps: Deps,
  looking: { readonly item: Item; readonly repository: Repository },
  policy: Policy,
  issues: readonly Observed[],
  github: Membership,
  since: number,
): Promise<HeldInJira> {
  const part = policy.jira;
  if (part === null || Object.keys(part.gates).length === 0) return nothing;
  const view = deps.jira?.view(policy, looking.repository.name) ?? null;
  if (view === null) return nothing;
  const held = new Map<string, Held>();
  const problems: string[] = [];
  for (const { history } of issues) {
    const keys = keysOf({ title: history.item.title, branch: '' }, view.projects);
    if (looking.item.kind === 'issue')
      await namedStore<Item>(deps.store.db).keepNamed(part.site, keyOf(looking.item), looking.item, keys);
    const [key, ...others] = keys;
    if (key === undefined) continue;
    if (others.length > 0) {
      problems.push(`The title names several issues of Jira (${keys.join(', ')}), so none of them decides.`);
      continue;
    }
    const read = await readIssue(deps, view, part, key);
    if (read.kind !== 'found') {
      problems.push(`${key} was not found in Jira, or Baton may not see it: what is said here decides.`);
      continue;
    }
    const found = await membersInJira(deps, looking, view, policy, [read.issue], github);
    problems.push(...found.problems);
    const issue = foldIssue(read.issue);
    const verdict = judge(issue, {
      policy: policyInJira(policy),
      members: found.members,
      now: Math.max(deps.tracker.now(), issue.state.lastMoment),
      inForceSince: since,
    });
    const decides = heldBy(key, view.urlOf(key), verdict, part.showTitles);
    if (decides !== null) held.set(history.item.id, decides);
  }
  return { held, problems };
}

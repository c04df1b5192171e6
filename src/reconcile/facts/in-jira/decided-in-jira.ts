/** Issues on GitHub that name an issue of Jira in their title: the gates that Jira decides are decided there. */
import {
  countingLinks,
  foldIssue,
  heldBy,
  judge,
  mayShow,
  policyInJira,
  type Held,
  type Observed,
  type PullRequest,
} from '../../../handoff/index.ts';
import { keysOf, namesOf } from '../../../jira/index.ts';
import { keyOf } from '../../../items.ts';
import type { JiraPart, Policy } from '../../../policy/index.ts';
import { namedStore } from '../../../store/index.ts';
import { TryLater, type Item, type Membership, type Repository } from '../../../tracker.ts';
import type { Deps } from '../deps.ts';
import { heldBefore, keepHeld } from './decided-before.ts';
import {
  membersInJira,
  readIssue,
  readMembersInJira,
  unknownSite,
  unreachedAgain,
  viewFor,
} from './issues.ts';
import { pullsNaming, withPulls } from './naming-pulls.ts';

/** By the ids of the issues on GitHub. */
export type HeldInJira = {
  readonly held: ReadonlyMap<string, Held>;
  /** Ids of issues that what Jira decides does not hold back, because the policy says so while it cannot be reached. */
  readonly unreached: readonly string[];
  /** What stood in the way, in sentences for people. */
  readonly problems: readonly string[];
  /** Something was judged without all that is needed: it is to be looked at again (milliseconds since the epoch); null: nothing was. */
  readonly again: number | null;
  /** Something that decided was not found any more, and what was read of it last is shown. */
  readonly isGone: boolean;
};

/** Milliseconds after which it is tried again to find what was found before. */
const goneAgain = 5 * 60_000;

const nothing: HeldInJira = { held: new Map(), unreached: [], problems: [], again: null, isGone: false };

/**
 * Reads what decides these issues elsewhere.
 * @param since when the policy came into force (milliseconds since the epoch)
 * @throws {TryLater} when Jira cannot be reached, and the policy does not say what counts meanwhile
 */
export async function heldInJira(
  deps: Deps,
  looking: Place,
  policy: Policy,
  issues: readonly Observed[],
  github: Membership,
  since: number,
): Promise<HeldInJira> {
  const { item } = looking;
  const { jira } = policy;
  // Before they are read: what happens from now on leads to another look.
  if (jira !== null && decidesAny(jira) && item.kind === 'issue')
    for (const issue of issues) await keepOnly(deps, looking, jira, keysIn(issue, jira));
  return decide(deps, looking, policy, issues, github, since, true);
}

/** What its title names is kept, with what the issues were called when they were found, until it names others. */
async function keepOnly(
  { store }: Deps,
  { item }: Place,
  { site }: JiraPart,
  keys: readonly string[],
): Promise<void> {
  const named = namedStore<Item>(store.db);
  const before = await named.namedBy(keyOf(item));
  const isSame = keys.length > 0 && keys.every((key) => before.includes(key));
  if (!isSame) await named.keepNamed(site, keyOf(item), item, keys);
}

type Place = { readonly item: Item; readonly repository: Repository };

/** The same for a policy that is tried: nothing is recorded. @throws {TryLater} when Jira cannot be reached */
export const heldInJiraToTry: typeof heldInJira = (deps, looking, policy, issues, github, since) => {
  const { jira } = policy;
  const tried = jira === null ? policy : { ...policy, jira: blocking(jira) };
  return decide(deps, looking, tried, issues, github, since, false);
};

const decidesAny = ({ gates }: JiraPart): boolean => Object.keys(gates).length > 0;

const keysIn = ({ history }: Observed, { projects }: JiraPart): readonly string[] =>
  keysOf({ title: history.item.title, branch: '' }, projects);

async function decide(
  deps: Deps,
  looking: Place,
  policy: Policy,
  issues: readonly Observed[],
  github: Membership,
  since: number,
  isRecorded: boolean,
): Promise<HeldInJira> {
  const part = policy.jira;
  if (part === null || !decidesAny(part)) return nothing;
  const view = await viewFor(deps, policy, looking.repository, isRecorded);
  const held = new Map<string, Held>();
  const unreached: string[] = [];
  const problems: string[] = [];
  let again: number | null = null;
  let isGone = false;
  // What an issue shows stays as it is while Jira is away: there is nothing that could pass.
  const reading = looking.item.kind === 'issue' && part.onUnavailable === 'allow' ? blocking(part) : part;
  for (const observed of issues) {
    const { history } = observed;
    const keys = keysIn(observed, part);
    const [key, ...others] = keys;
    if (key === undefined) continue;
    // What its title says is told only to people who can read it.
    const isTold = mayShow(history.item, { repository: looking.repository.name });
    const called = isTold ? key : 'An issue of Jira';
    if (others.length > 0) {
      const which = isTold ? ` (${keys.join(', ')})` : '';
      problems.push(`The title names several issues of Jira${which}, so none of them decides.`);
      continue;
    }
    const read: Awaited<ReturnType<typeof readIssue>> =
      view === null ? { kind: 'missing' } : await readIssue(deps, looking.repository, view, reading, key);
    if (read.kind === 'unreached' || (read.kind === 'found' && read.isOld))
      again = deps.now() + unreachedAgain;
    if (read.kind === 'unreached') {
      unreached.push(history.item.id);
      problems.push(`${called} decides here, Jira cannot be reached, and the policy lets it pass meanwhile.`);
      continue;
    }
    if (view === null || read.kind === 'missing') {
      const before = await heldBefore(deps.store, history.item.id, part.site, key);
      problems.push(
        before === null ? neverFound(view === null ? part : null, called) : foundBefore(looking, called),
      );
      if (before === null) continue;
      held.set(history.item.id, before);
      again = deps.now() + goneAgain;
      isGone = true;
      continue;
    }
    // By its id it is found missing, wherever it went.
    if (isRecorded && looking.item.kind === 'issue')
      await namedStore<Item>(deps.store.db).addNamed(
        part.site,
        keyOf(looking.item),
        looking.item,
        namesOf(read.issue),
      );
    const membersOf = isRecorded ? membersInJira : readMembersInJira;
    const found = await membersOf(deps, looking, view, policy, [read.issue], github);
    problems.push(...found.problems, ...found.taken);
    const naming = await pullsNaming(deps, looking.item, part.site, namesOf(read.issue));
    const issue = foldIssue(withPulls(read.issue, naming, closing(policy, observed)));
    const named = policyInJira(await view.reads.named(policy));
    const circumstances = {
      members: found.members,
      now: Math.max(deps.reads.now(), issue.state.lastMoment),
      inForceSince: since,
    };
    const judged = judge(issue, { policy: named, ...circumstances });
    // One without gates there has none of them here either.
    const verdict =
      judged.kind === 'gates' ? judged : judge(issue, { policy: applyingToNone(named), ...circumstances });
    const decides = heldBy(key, view.urlOf(key), verdict, part.showTitles);
    if (decides === null) continue;
    held.set(history.item.id, decides);
    if (isRecorded) await keepHeld(deps.store, history.item.id, part.site, decides, deps.now());
  }
  return { held, unreached, problems, again, isGone };
}

/** What is said of one that decides nothing here. `unknown`: what names a site that the server does not know; null: it knows it. */
const neverFound = (unknown: JiraPart | null, key: string): string =>
  unknown === null
    ? `${key} was not found in Jira, or Baton may not see it: what is said here decides.`
    : `${unknownSite(unknown)} Until then, what is said here decides.`;

/** What is said of one that decided here. @throws {TryLater} for what is to be merged: that does not pass on what was read before */
function foundBefore({ item }: Place, key: string): string {
  const what = `${key} was found in Jira before, and is not now, or Baton may not see it any more`;
  const remedy = `Mend the key in the title, or ask whoever runs Baton to let it see ${key}.`;
  if (item.kind !== 'issue') throw new TryLater(`${what}. ${remedy}`);
  return `${what}: what was read last is shown. ${remedy}`;
}

/** The same gates, for no issue. */
const applyingToNone = (policy: Policy): Policy => ({
  ...policy,
  appliesTo: null,
  exempt: { labels: [], by: [], authors: [], paths: [] },
  gates: policy.gates.map((gate) => ({ ...gate, when: { labels: [], types: [] } })),
});

const blocking = (part: JiraPart): JiraPart => ({ ...part, onUnavailable: 'block' });

/** The pull requests that would close an issue, and may. */
function closing(policy: Policy, { history, displayed }: Observed): readonly PullRequest[] {
  return displayed.pullRequests.filter((pull) =>
    countingLinks(policy, pull).some(({ id }) => id === history.item.id),
  );
}

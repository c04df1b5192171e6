/** The issues of Jira that a pull request names, and who holds which role there. */
import type { Members, Observed, PullRequest } from '../../../handoff/index.ts';
import { jiraIdOf, namedOf, namesOf } from '../../../jira/index.ts';
import { inPortions } from '../../../in-portions.ts';
import { keyOf } from '../../../items.ts';
import type { JiraPart, Policy } from '../../../policy/index.ts';
import type { Membership } from '../../../tracker.ts';
import type { Notebook } from '../../memory/index.ts';
import { membersInJira } from './members.ts';
import { namedIn, readDescriptions, withLinks, type Named } from './named.ts';
import { keepPull, pullsNaming, withPulls } from './naming-pulls.ts';
import { againAfter, readIssue, type Read } from './read-issue.ts';
import { readerOf, unknownSite, type JiraReader, type Place } from './reader.ts';
import { byKey } from '../../../store/index.ts';

export type InJira = {
  /** The pull request, with what it names in Jira among the issues that it would close. */
  readonly pullRequest: PullRequest;
  /** What is judged under: with what people in Jira call what opens a gate. */
  readonly policy: Policy;
  /** Those that could be read. */
  readonly issues: readonly Observed[];
  /** Ids of those that pass, because the policy says so while Jira cannot be reached. */
  readonly unreached: readonly string[];
  /** By the ids of the issues: who is in a project role differs from project to project. */
  readonly members: ReadonlyMap<string, Members>;
  /** How many it names, where none was read because these are too many; null: they are not. */
  readonly tooMany: Named['tooMany'];
  /** What stood in the way, in sentences for people. */
  readonly problems: readonly string[];
  /** It was judged without all that is needed: it is to be looked at again (milliseconds since the epoch); null: it was not. */
  readonly again: number | null;
  /** What it names is not there, or may not be seen. */
  readonly isMissing: boolean;
};

/** Who asks: a pull request, under a policy. `github`: who holds which role on GitHub, whose people may act in Jira, too. */
type Asking = {
  readonly pullRequest: PullRequest;
  readonly policy: Policy;
  readonly github: Membership;
};

/**
 * Reads what a pull request names in Jira.
 * @throws {TryLater} when Jira cannot be reached, and the policy does not say what counts meanwhile
 */
export async function readInJira(notebook: Notebook, place: Place, asking: Asking): Promise<InJira> {
  const { pullRequest, policy } = asking;
  const { jira: part } = policy;
  if (part === null) return nothingIn(asking);
  await inPortions(readDescriptions(pullRequest, part));
  const { keys, tooMany } = namedIn(pullRequest, part);
  const names = { pullRequest, policy, part, keys };
  // Before they are read: what happens from now on leads to another look.
  await noteNames(notebook, place, names);
  if (keys.length === 0) return { ...nothingIn(asking), tooMany };
  const reader = await readerOf(notebook, place, policy);
  if (reader === null) {
    const linking = withLinks(pullRequest, part, keys, new Map());
    return { ...nothingIn(asking), pullRequest: linking, problems: [unknownSite(part)] };
  }
  const read = await Promise.all(keys.map((key) => readIssue(reader, key)));
  const found = read.flatMap((one) => (one.kind === 'found' ? [one.issue] : []));
  await noteFound(notebook, place, { ...names, found });
  const byKey = new Map(keys.flatMap((key, index) => pairOf(key, read[index])));
  const issues = await Promise.all(found.map((issue) => withNaming(reader, issue, pullRequest)));
  return {
    pullRequest: withLinks(pullRequest, part, keys, byKey),
    policy: found.length === 0 ? policy : await reader.view.reads.named(policy),
    issues,
    unreached: keys.filter((key) => byKey.get(key)?.kind === 'unreached').map(jiraIdOf),
    ...(await membersOf(reader, issues, asking.github)),
    tooMany,
    again: againAfter(read, place.now()),
    isMissing: read.some(({ kind }) => kind === 'missing'),
  };
}

const pairOf = (key: string, read: Read | undefined): readonly (readonly [string, Read])[] =>
  read === undefined ? [] : [[key, read]];

const nothingIn = ({ pullRequest, policy }: Asking): InJira => ({
  pullRequest,
  policy,
  issues: [],
  unreached: [],
  members: new Map(),
  tooMany: null,
  problems: [],
  again: null,
  isMissing: false,
});

/** By the ids of the issues, with what stood in the way. */
async function membersOf(
  reader: JiraReader,
  issues: readonly Observed[],
  github: Membership,
): Promise<Pick<InJira, 'members' | 'problems'>> {
  const members = new Map<string, Members>();
  const problems = new Set<string>();
  for (const issue of issues) {
    const own = await membersInJira(reader, issue, github);
    members.set(issue.history.item.id, own.members);
    for (const problem of [...own.problems, ...own.taken]) problems.add(problem);
  }
  return { members, problems: [...problems] };
}

/** An issue with the pull requests that name it, this one as it was just read. */
async function withNaming(
  { notebook, place, part }: JiraReader,
  issue: Observed,
  pullRequest: PullRequest,
): Promise<Observed> {
  const naming = await pullsNaming(notebook, place.item, part.site, namesOf(issue));
  return withPulls(issue, naming, [pullRequest]);
}

type Names = {
  readonly pullRequest: PullRequest;
  readonly policy: Policy;
  readonly part: JiraPart;
  readonly keys: readonly string[];
};

/** Notes what a pull request names, so that what happens there leads to a look at it; of a closed one nothing does. */
async function noteNames(
  { pen, ...pages }: Notebook,
  { item }: Place,
  { pullRequest, policy, part, keys }: Names,
): Promise<void> {
  if (pen === null || item.kind !== 'pull-request') return;
  if (pullRequest.state === 'closed') await pen.forgetNamed(keyOf(item));
  else if (keys.length === 0) await pen.keepNamed(part.site, keyOf(item), item, []);
  else await pen.addNamed(part.site, keyOf(item), item, keys.map(byKey));
  await keepPull({ ...pages, pen }, item, { pullRequest, policy, site: part.site, keys });
}

/** Notes what they are called: an issue that was moved goes on under another key, and the pull request names the old one. */
async function noteFound(
  { pen }: Notebook,
  { item }: Place,
  { pullRequest, part, keys, found }: Names & { readonly found: readonly Observed[] },
): Promise<void> {
  if (pen === null || item.kind !== 'pull-request' || pullRequest.state === 'closed') return;
  const called = [...keys.map(byKey), ...found.flatMap(namedOf)];
  if (found.length === keys.length) await pen.keepNamed(part.site, keyOf(item), item, called);
  // What the others were called when they were found last is kept: they may come back.
  else await pen.addNamed(part.site, keyOf(item), item, called);
}

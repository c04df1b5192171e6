/** The issues of Jira that a pull request names, and who holds which role there. */
import {
  mostIssues,
  personOf,
  together,
  type Actor,
  type IssueName,
  type LinkedTime,
  type Members,
  type Moment,
  type Observed,
  type PullRequest,
} from '../../../handoff/index.ts';
import {
  JiraAway,
  jiraIdOf,
  keysOf,
  namesOf,
  partsOf,
  type JiraView,
  type RolesInJira,
} from '../../../jira/index.ts';
import type { JiraPart, Policy } from '../../../policy/index.ts';
import { keyOf } from '../../../items.ts';
import { namedStore, recentStore } from '../../../store/index.ts';
import type { Again, Item, Membership, Repository } from '../../../tracker.ts';
import { recordedOf, recordNew } from '../../memory/index.ts';
import type { Deps, Looking } from '../deps.ts';
import { keepPull, pullsNaming, withPulls } from './naming-pulls.ts';
import { newActs, type NewActs } from './new-acts.ts';

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
  readonly tooMany: { readonly count: number; readonly most: number } | null;
  /** What stood in the way, in sentences for people. */
  readonly problems: readonly string[];
  /** It was judged without all that is needed: it is to be looked at again (milliseconds since the epoch); null: it was not. */
  readonly again: number | null;
  /** What it names is not there, or may not be seen. */
  readonly isMissing: boolean;
};

/** Milliseconds after which what was missing is read once more: it may be back before a sweep has seen that it was gone. */
export const missingAgain = 6 * 60_000;

/** Milliseconds after which something is looked at again that was judged although Jira could not be reached. */
export const unreachedAgain = 2 * 60_000;

/**
 * Reads what a pull request names in Jira.
 * @param github who holds which role on GitHub, whose people may act in Jira, too
 * @throws {TryLater} when Jira cannot be reached, and the policy does not say what counts meanwhile
 */
export async function readInJira(
  deps: Deps,
  looking: Pick<Looking<'pull-request' | 'merge-group'>, 'item' | 'repository'>,
  pullRequest: PullRequest,
  policy: Policy,
  github: Membership,
): Promise<InJira> {
  const part = policy.jira;
  const { item } = looking;
  const nothing: InJira = {
    pullRequest,
    policy,
    issues: [],
    unreached: [],
    members: new Map(),
    tooMany: null,
    problems: [],
    again: null,
    isMissing: false,
  };
  if (part === null) return nothing;
  const all = namedBy(pullRequest, part);
  const tooMany = all.length > mostIssues ? { count: all.length, most: mostIssues } : null;
  const keys = tooMany === null ? all : [];
  const named = namedStore<Item>(deps.store.db);
  const isKept = item.kind === 'pull-request' && pullRequest.state !== 'closed';
  if (isKept && keys.length === 0) await named.keepNamed(part.site, keyOf(item), item, []);
  // Before they are read: what happens from now on leads to another look.
  else if (isKept) await named.addNamed(part.site, keyOf(item), item, keys);
  else if (item.kind === 'pull-request') await named.forgetNamed(keyOf(item));
  if (item.kind === 'pull-request') await keepPull(deps, item, pullRequest, policy, part, keys);
  if (keys.length === 0) return { ...nothing, tooMany };
  const naming = (links: PullRequest['closes']): PullRequest => ({
    ...pullRequest,
    closes: [...pullRequest.closes, ...new Map(links.map((link) => [link.id, link])).values()],
    linked: together(
      pullRequest.linked,
      namedTimes(pullRequest, part, (key) => links[keys.indexOf(key)] ?? linkOf(key)),
    ),
  });
  const view = await viewFor(deps, policy, looking.repository);
  if (view === null) {
    return { ...nothing, pullRequest: naming(keys.map(linkOf)), problems: [unknownSite(part)] };
  }
  const read = await Promise.all(keys.map((key) => readIssue(deps, looking.repository, view, part, key)));
  const missed = keys.filter((_, index) => read[index]?.kind === 'unreached');
  const found = read.flatMap((one) => (one.kind === 'found' ? [one.issue] : []));
  // An issue that was moved goes on under another key, and the pull request names the old one.
  const called = [...new Set([...keys, ...found.flatMap(namesOf)])];
  if (isKept && found.length === keys.length) await named.keepNamed(part.site, keyOf(item), item, called);
  // What the others were called when they were found last is kept: they may come back.
  else if (isKept) await named.addNamed(part.site, keyOf(item), item, called);
  const issues = await Promise.all(
    found.map(async (issue) =>
      withPulls(issue, await pullsNaming(deps, item, part.site, namesOf(issue)), [pullRequest]),
    ),
  );
  const members = new Map<string, Members>();
  const problems = new Set<string>();
  for (const issue of issues) {
    const own = await membersInJira(deps, looking, view, policy, [issue], github);
    members.set(issue.history.item.id, own.members);
    for (const problem of [...own.problems, ...own.taken]) problems.add(problem);
  }
  return {
    pullRequest: naming(keys.map((key, index) => linkTo(read[index]) ?? linkOf(key))),
    policy: found.length === 0 ? policy : await view.reads.named(policy),
    issues,
    unreached: missed.map(jiraIdOf),
    members,
    tooMany,
    problems: [...problems],
    again: read.some((one) => one.kind === 'unreached' || (one.kind === 'found' && one.isOld))
      ? deps.now() + unreachedAgain
      : null,
    isMissing: read.some(({ kind }) => kind === 'missing'),
  };
}

/**
 * A site as the policy of a repository sees it, with whom its names mean. null: the server knows no site of that name.
 * @param isKept what was not known is kept: only for a policy that is in force
 */
export async function viewFor(
  deps: Pick<Deps, 'jira' | 'store' | 'now'>,
  policy: Policy,
  repository: Repository,
  isKept = true,
): Promise<JiraView | null> {
  const { jira, store } = deps;
  if (jira === null || policy.jira === null) return null;
  const pins = await store.pins(repository.id);
  const view = jira.view(policy, repository.name, pins);
  const found = (await view?.reads.unpinned()) ?? [];
  if (found.length === 0) return view;
  if (isKept) await store.keepPins(repository.id, found, deps.now());
  return jira.view(
    policy,
    repository.name,
    new Map([...pins, ...found.map((pin) => [pin.name, pin] as const)]),
  );
}

export const unknownSite = ({ site }: JiraPart): string =>
  `The policy names the Jira site “${site}”, which this server does not know: whoever runs Baton can add it.`;

/** What a pull request named when. `linkTo`: the issue that is meant by a key. */
function namedTimes(
  { item, says, openedAt }: PullRequest,
  part: JiraPart,
  linkTo: (key: string) => IssueName,
): readonly LinkedTime[] {
  const texts = says?.texts ?? [{ from: openedAt, to: null, title: item.title, body: says?.body ?? '' }];
  return texts.map(({ from, to, title, body }) => {
    if (body === null && part.keysIn.includes('body')) return { from, to, issues: null };
    const then = { branch: says?.branch ?? '', body: body ?? '' };
    const named = new Map(
      namedBy({ item: { title }, says: then }, part).map((key): [string, IssueName] => {
        const { repository, number } = linkTo(key);
        return [`${repository}-${number}`, { repository, number }];
      }),
    );
    return { from, to, issues: [...named.values()] };
  });
}

/** What a pull request names, where the policy has it looked for. */
export function namedBy(
  {
    item,
    says,
  }: {
    readonly item: Pick<PullRequest['item'], 'title'>;
    readonly says?: Omit<NonNullable<PullRequest['says']>, 'texts'>;
  },
  part: JiraPart,
): readonly string[] {
  const at = (place: JiraPart['keysIn'][number], text = ''): string =>
    part.keysIn.includes(place) ? text : '';
  const texts = {
    title: at('title', item.title),
    branch: at('branch', says?.branch),
    body: at('body', says?.body),
  };
  return keysOf(texts, part.projects);
}

function linkOf(key: string): PullRequest['closes'][number] {
  const { project, number } = partsOf(key);
  return { repository: project, number, id: jiraIdOf(key) };
}

/** An issue that was moved is found under its old key, and called by its new one. */
function linkTo(read: Read | undefined): PullRequest['closes'][number] | null {
  if (read?.kind !== 'found') return null;
  const { repository, number, id } = read.issue.history.item;
  return { repository, number, id };
}

type Read =
  /** `isOld`: it is what was read before, because Jira cannot be reached. */
  | { readonly kind: 'found'; readonly issue: Observed; readonly isOld: boolean }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreached' };

/** What was read of an issue last. */
type Old = { readonly issue: Observed | null };

/** Reads an issue of Jira, or what was read of it last where the policy says so. @throws {TryLater} */
export async function readIssue(
  deps: Deps,
  repository: Repository,
  view: JiraView,
  part: JiraPart,
  key: string,
): Promise<Read> {
  const isAllowed = view.projects.includes(partsOf(key).project);
  if (!isAllowed) return { kind: 'missing' };
  const old = recentStore<Old>(deps.store.db);
  // What one repository may show of it is not for another one, and not for a policy that shows less.
  const place = `jira ${part.site} ${key} ${part.showTitles ? 'shown' : 'hidden'} ${repository.id}`;
  try {
    const issue = await view.reads.observe(key);
    if (issue === null) {
      // What is gone does not come back because Jira cannot be reached.
      if ((await old.recent(place)) !== null) await old.keepRecent(place, { issue }, deps.now());
      return { kind: 'missing' };
    }
    if (part.onUnavailable === 'cached') await old.keepRecent(place, { issue }, deps.now());
    return { kind: 'found', issue, isOld: false };
  } catch (error) {
    if (!isOutage(error) || part.onUnavailable === 'block') throw error;
    if (part.onUnavailable === 'allow') return { kind: 'unreached' };
    const { issue } = { issue: null, ...(await old.recent(place)) };
    if (issue === null) throw error;
    return { kind: 'found', issue, isOld: true };
  }
}

/** One issue that cannot be read is no outage: whoever makes one unreadable opens nothing. */
const isOutage = (error: unknown): boolean => error instanceof JiraAway && error.scope === 'site';

/** Who holds which role counts as it was recorded when they spoke, where that cannot be read and the policy says so. */
const asRecorded: RolesInJira = {
  today: new Map(),
  problems: ['Jira cannot be reached: what was read of it last counts meanwhile.'],
  taken: [],
};

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** True when it matters which roles somebody held: of everybody else Jira is not asked. */
function matters({ jira, exempt }: Policy, moment: Moment): boolean {
  if (moment.by.self) return false;
  const signs = Object.values(jira?.gates ?? {});
  switch (moment.kind) {
    case 'edited':
    case 'moved':
    case 'resolved':
      return true;
    case 'labeled':
    case 'unlabeled':
      return (
        signs.some((sign) => sign.kind === 'label' && same(sign.label, moment.label)) ||
        exempt.labels.some((label) => same(label, moment.label))
      );
    case 'set':
      return signs.some((sign) => sign.kind === 'field' && same(sign.field, moment.field));
    case 'opened':
    case 'assigned':
    case 'unassigned':
    case 'linked':
    case 'unlinked':
    case 'retargeted':
    case 'retitled':
    case 'closed':
    case 'reopened':
    case 'commented':
      return false;
    default:
      return moment satisfies never;
  }
}

/** Nothing of who holds which role on GitHub, where only what is held in Jira matters. */
export const nobody: Membership = {
  today: new Map(),
  recorded: new Map(),
  mentions: new Map(),
  problems: [],
};

/** `problems`: with them, nobody's absence is proven; `taken`: names that are another account's now, in sentences. */
export type MembersInJira = {
  readonly members: Members;
  readonly problems: readonly string[];
  readonly taken: readonly string[];
};
type Place = { readonly item: Item; readonly repository: Repository };

/** Who holds which role in Jira of those who acted there; what is new is recorded: only for a policy that is in force. */
export async function membersInJira(
  deps: Deps,
  place: Place,
  view: JiraView,
  policy: Policy,
  issues: readonly Observed[],
  github: Membership,
): Promise<MembersInJira> {
  const found = await readMembersInJira(deps, place, view, policy, issues, github);
  const { members, problems } = found;
  const moments = momentsOf(policy, issues);
  await recordNew(deps.store, place.repository.id, policy, moments, { ...members, problems }, deps.now());
  return found;
}

const momentsOf = (policy: Policy, issues: readonly Observed[]): readonly Moment[] =>
  issues.flatMap(({ history }) => history.moments).filter((moment) => matters(policy, moment));

/** Who is known on both sides, and did something new in Jira, is not judged by a list of GitHub's that is older than a minute. */
function againOnGitHub(
  { reads }: Deps,
  known: readonly Actor[],
  { moments, roles }: NewActs,
): { readonly again?: Again } {
  const people = known.filter((person) => moments.some(({ by }) => personOf(by) === personOf(person)));
  if (people.length === 0) return {};
  return { again: { roles: [...roles], people, since: reads.now() - 60_000, why: 'opens' } };
}

/** The same, and nothing is recorded. */
export async function readMembersInJira(
  deps: Deps,
  { item, repository }: Place,
  view: JiraView,
  policy: Policy,
  issues: readonly Observed[],
  github: Membership,
): Promise<MembersInJira> {
  const moments = momentsOf(policy, issues);
  const today = new Map<string, Set<string>>();
  const add = (found: Members['today']): void => {
    for (const [login, roles] of found) today.set(login, new Set([...(today.get(login) ?? []), ...roles]));
  };
  const problems: string[] = [];
  const taken: string[] = [];
  const recorded = await recordedOf(deps.store, repository.id, moments);
  const acts = newActs(policy, moments, recorded);
  for (const issue of issues) {
    const project = issue.history.item.repository;
    const found = await view.reads
      .rolesOf(project, momentsOf(policy, [issue]), acts)
      .catch((error: unknown) => {
        if (!isOutage(error) || policy.jira?.onUnavailable !== 'cached') throw error;
        return asRecorded;
      });
    add(found.today);
    problems.push(...found.problems);
    taken.push(...found.taken);
  }
  // Whoever is known on both sides holds in Jira what they hold on GitHub.
  const acting = new Map(moments.map(({ by }) => [by.login.toLowerCase(), by]));
  const known = policy.people.flatMap(({ github: login }) => acting.get(login) ?? []);
  if (known.length > 0) {
    const pins = await deps.store.pins(repository.id);
    const there = await deps.reads.members(item, policy, {
      people: known,
      pins,
      ...againOnGitHub(deps, known, acts),
    });
    add(new Map(known.map((by) => [personOf(by), there.today.get(personOf(by)) ?? new Set()])));
    problems.push(...there.problems.filter((problem) => !github.problems.includes(problem)));
  }
  const members = { today, recorded, mentions: github.mentions };
  return { members, problems: [...new Set(problems)], taken };
}

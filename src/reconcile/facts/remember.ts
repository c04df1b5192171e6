/** Ties the store's records to an observed issue: words that outlive their comments, and who held which role. */
import {
  commandsIn,
  isInJira,
  isSameIssue,
  linksAt,
  personOf,
  type Actor,
  type Answer,
  type Heard,
  type Moment,
  type MomentOf,
  type Observed,
  type PullRequest,
  type PullVerdict,
  type Refusal,
  type Verdict,
} from '../../handoff/index.ts';
import type { Policy } from '../../policy/index.ts';
import { heardStore } from '../../store/index.ts';
import type { Again, Item, Membership, Repository } from '../../tracker.ts';
import { recordedOf, recordNew } from '../memory/index.ts';
import type { Deps } from './deps.ts';
import { toReadAgain } from './doubted.ts';
import type { InForce } from './policy/index.ts';
import { readAhead } from './read-ahead.ts';

/** What is kept of what was said about an issue. */
export type Remembered = {
  /** Words against its gates that were acted on, oldest first. */
  readonly against: readonly Moment[];
  /** How its comments came out when they were heard first, by their ids. */
  readonly heard: ReadonlyMap<string, Heard>;
};

const isIn = (issue: Observed, { name }: Pick<Repository, 'name'>): boolean =>
  issue.history.item.repository.toLowerCase() === name.toLowerCase();

/** Under what is kept about an issue: its number, or the id of one in another repository. */
const placeOf = (issue: Observed, repository: Pick<Repository, 'name'>): string =>
  isIn(issue, repository) ? String(issue.history.item.number) : issue.history.item.id;

/** How many pull requests that are not linked any more are read for one issue. */
const mostFormer = 20;

/** An issue with what is kept of it, as it counts under the policy of a repository. @throws {TryLater} */
export async function remembering(
  { store, reads }: Pick<Deps, 'store' | 'reads'>,
  item: Pick<Item, 'installation' | 'repository'>,
  repository: Repository,
  issue: Observed,
): Promise<Observed> {
  const heard = await heardStore<Heard>(store.db).heard(repository.id, placeOf(issue, repository));
  const against = isIn(issue, repository)
    ? await store.against(repository.id, issue.history.item.number)
    : [...heard.values()].flatMap(({ word }) => word ?? []).toSorted((one, other) => one.at - other.at);
  const linked = new Set(issue.displayed.pullRequests.map((pull) => pull.item.id));
  const spokenOn = new Set([...heard.values()].flatMap(({ pull }) => pull ?? []));
  // What a merge closed it is for, whatever its description says now.
  for (const { kind, ...moment } of issue.history.moments)
    if (kind === 'closed' && 'pullRequest' in moment && moment.pullRequest?.id !== undefined)
      spokenOn.add(moment.pullRequest.id);
  const unlinked = [...spokenOn].filter((pull) => !linked.has(pull)).slice(-mostFormer);
  const former = unlinked.length === 0 ? [] : await reads.pullRequests(item, unlinked);
  return withRecorded({ ...issue, former }, { against, heard });
}

/** Puts words against a gate that were acted on back into the history, if they were deleted or rewritten. */
function withRecorded(observed: Observed, { against, heard }: Remembered): Observed {
  const { mend, deleted } = mending(against);
  const moments = mend(observed.history.moments);
  const mended = (pull: PullRequest): PullRequest => ({ ...pull, moments: mend(pull.moments) });
  const pullRequests = observed.displayed.pullRequests.map(mended);
  const former = (observed.former ?? []).map(mended);
  return {
    history: { ...observed.history, moments: inOrder([...moments, ...deleted()]) },
    displayed: { ...observed.displayed, pullRequests },
    kept: against.map(({ id }) => id),
    former,
    heard,
  };
}

/** The same of a pull request, for exceptions that were made on it: those of gates that Jira decides are for it alone. */
export async function pullWithRecorded(
  { store }: Pick<Deps, 'store'>,
  repository: string,
  pull: PullRequest,
  policy: Policy,
): Promise<PullRequest> {
  if (policy.jira === null) return pull;
  const { mend, deleted } = mending(await store.against(repository, pull.item.number));
  const moments = mend(pull.moments);
  return { ...pull, moments: inOrder([...moments, ...deleted()]) };
}

const inOrder = (moments: readonly Moment[]): readonly Moment[] =>
  moments.toSorted((one, other) => one.at - other.at);

/** Gives moments what was said first; `deleted`: what was recorded and not found among those that were given. */
function mending(recorded: readonly Moment[]) {
  const words = new Map(
    recorded.flatMap((moment): [string, MomentOf<'commented'>][] =>
      moment.kind === 'commented' ? [[moment.id, moment]] : [],
    ),
  );
  const found = new Set<string>();
  const mend = (moments: readonly Moment[]): readonly Moment[] =>
    moments.map((moment) => {
      const word = moment.kind === 'commented' ? words.get(moment.id) : undefined;
      if (word === undefined || moment.kind !== 'commented') return moment;
      found.add(moment.id);
      return { ...moment, original: word.original };
    });
  // A reaction or an answer has nowhere to go any more, so the word counts as reacted to.
  const deleted = (): readonly Moment[] =>
    [...words.values()]
      .filter(({ id }) => !found.has(id))
      .map((word) => ({ ...word, reacted: true, reaction: 'over', deleted: true }));
  return { mend, deleted };
}

const pullsOf = ({ displayed, former = [] }: Observed): readonly PullRequest[] => [
  ...displayed.pullRequests,
  ...former,
];

/** Everything that was said on an issue and its pull requests. */
function momentsOf(observed: Observed): readonly Moment[] {
  return [...observed.history.moments, ...pullsOf(observed).flatMap((pull) => pull.moments)];
}

/** True when it matters which roles the person held. */
function asksForRoles(policy: Policy, moment: Moment): boolean {
  if (moment.by.self) return false;
  switch (moment.kind) {
    case 'labeled':
    case 'unlabeled':
      return [...policy.gates.map(({ label }) => label), ...policy.exempt.labels].some(
        (label) => label?.toLowerCase() === moment.label.toLowerCase(),
      );
    case 'commented':
      return commandsIn(moment.original).length > 0 || commandsIn(moment.text).length > 0;
    case 'edited':
    case 'closed':
    case 'moved':
    case 'resolved':
    case 'set':
      return true;
    case 'opened':
    case 'reopened':
    case 'assigned':
    case 'unassigned':
    case 'linked':
    case 'unlinked':
    case 'retargeted':
    case 'retitled':
      return false;
    default:
      return moment satisfies never;
  }
}

/** Everybody who did something on it, and on its pull requests. */
const seenOn = (observed: Observed): readonly Actor[] => [
  observed.history.author,
  ...observed.displayed.pullRequests.map(({ author }) => author),
  ...momentsOf(observed).map(({ by }) => by),
];

const eachOnce = (actors: readonly Actor[]): readonly Actor[] => [
  ...new Map(actors.map((actor) => [`${personOf(actor)} ${actor.login}`, actor])).values(),
];

/** Who holds and held which role, for everybody on these issues, and the moments for which that matters. Nothing is recorded. */
export async function readMembers(
  { reads, store }: Pick<Deps, 'reads' | 'store'>,
  item: Item,
  repository: string,
  policy: Policy,
  observed: readonly Observed[],
  pulls: readonly PullRequest[],
  again?: Again,
): Promise<{ readonly members: Membership; readonly moments: readonly Moment[] }> {
  // Judging comes next, and finds the texts read.
  await readAhead(policy, observed);
  const moments = [...observed.flatMap(momentsOf), ...pulls.flatMap((pull) => pull.moments)].filter(
    (moment) => asksForRoles(policy, moment),
  );
  const people = observed.flatMap(({ displayed }) => displayed.assignees);
  const seen = eachOnce([...observed.flatMap(seenOn), ...pulls.map(({ author }) => author)]);
  const pins = await store.pins(repository);
  const members = await reads.members(item, policy, {
    moments,
    people,
    seen,
    pins,
    ...(again === undefined ? {} : { again }),
  });
  return { members: { ...members, recorded: await recordedOf(store, repository, moments) }, moments };
}

/**
 * As `readMembers`, and what is new is recorded: only for a policy that is in force. Lists that may be out of date are read
 * again where they would refuse somebody, or open something.
 */
export async function membersFor(
  deps: Deps,
  item: Item,
  repository: string,
  { policy, since, times }: Pick<Extract<InForce, { kind: 'policy' }>, 'policy' | 'since' | 'times'>,
  observed: readonly Observed[],
  pulls: readonly PullRequest[],
): Promise<Membership> {
  const { members: kept, moments } = await readMembers(deps, item, repository, policy, observed, pulls);
  const scene = { policy, issues: observed, pulls, inForceSince: since, times };
  const again = toReadAgain(scene, kept, moments);
  const { members } =
    again === null
      ? { members: kept }
      : await readMembers(deps, item, repository, policy, observed, pulls, again);
  if (members.pins !== undefined && members.pins.length > 0)
    await deps.store.keepPins(repository, members.pins, deps.now());
  await recordNew(deps.store, repository, policy, moments, members, deps.now());
  return members;
}

/** Refusals that rest on what was read of other issues. */
const restOnOthers: ReadonlySet<Refusal['kind']> = new Set(['lacks', 'blocked', 'in-jira', 'no-gates']);

/** What is kept of how a comment came out; null: nothing. Of people without a role nothing is, where all is certain. */
function toKeep(
  { by, outcomes }: Answer,
  { today, problems }: Membership,
  isRead: boolean,
): Heard['outcomes'] {
  const holdsAny = (today.get(personOf(by))?.size ?? 0) > 0;
  const isRefused = outcomes.some(({ kind }) => kind === 'refused');
  const isDone = outcomes.some(({ kind }) => kind === 'done');
  const isDoubtful = outcomes.some(
    (outcome) =>
      outcome.kind === 'refused' &&
      ((outcome.because.kind === 'role' && problems.length > 0) ||
        (restOnOthers.has(outcome.because.kind) && !isRead)),
  );
  if (isDoubtful) return [];
  return isDone || (isRefused && holdsAny) ? outcomes : null;
}

/**
 * Records what was heard about an issue: words against gates that were acted on, as they were first written, and how
 * comments came out. `isCertain` false: something could not be read, so what was refused may be done later.
 */
export async function recordHeard(
  deps: Pick<Deps, 'store' | 'now'>,
  repository: Repository,
  issue: Observed,
  verdict: Verdict,
  members: Membership,
  isCertain: boolean,
): Promise<void> {
  const isOwn = isIn(issue, repository);
  const said = momentsOf(issue);
  if (isOwn) await keepAgainst(deps, repository.id, issue.history.item.number, said, verdict);
  const known = issue.heard ?? new Map<string, Heard>();
  const against = new Set(verdict.kind === 'gates' ? verdict.against.map(({ comment }) => comment) : []);
  const pulls = new Map(
    pullsOf(issue).flatMap(({ item, moments }) => moments.map(({ id }): [string, string] => [id, item.id])),
  );
  const rows = verdict.answers.flatMap((answer): [string, Heard][] => {
    const { comment } = answer;
    const before = known.get(comment)?.outcomes?.length;
    const outcomes = toKeep(answer, members, isCertain);
    if (outcomes === null || (before === 0 ? outcomes.length === 0 : before !== undefined)) return [];
    const word = !isOwn && against.has(comment) ? (said.find(({ id }) => id === comment) ?? null) : null;
    return [[comment, { outcomes, pull: pulls.get(comment) ?? null, word }]];
  });
  await keepHeard(deps, repository, placeOf(issue, repository), rows);
}

async function keepHeard(
  { store, now }: Pick<Deps, 'store' | 'now'>,
  repository: Repository,
  place: string,
  rows: readonly (readonly [comment: string, heard: Heard])[],
): Promise<void> {
  if (rows.length > 0)
    await heardStore<Heard>(store.db).recordHeard(repository.id, place, new Map(rows), now());
}

/**
 * Notes on which issues something was said on a pull request that does not link them any more, and which it linked when it
 * was merged: the tracker can tell, but not from the issue once it is not linked. Gives back the numbers of those that are
 * not linked and were not noted before.
 */
export async function noteFormer(
  deps: Pick<Deps, 'store' | 'now'>,
  repository: Repository,
  pull: PullRequest,
  policy: Policy,
  members: Membership,
): Promise<readonly number[]> {
  const found = new Map<number, [string, Heard][]>();
  for (const moment of pull.moments) {
    if (moment.kind !== 'commented' || commandsIn(moment.original).length === 0) continue;
    if ((members.today.get(personOf(moment.by))?.size ?? 0) === 0) continue;
    const [issue, ...others] = linksAt(policy, pull, moment.at) ?? [];
    if (issue === undefined || others.length > 0) continue;
    if (issue.repository.toLowerCase() !== repository.name.toLowerCase()) continue;
    if (pull.closes.some((link) => isSameIssue(link, issue))) continue;
    const row: [string, Heard] = [moment.id, { outcomes: null, pull: pull.item.id, word: null }];
    found.set(issue.number, [...(found.get(issue.number) ?? []), row]);
  }
  // A merge closes what was linked then, whatever the description says afterwards.
  const merged = pull.mergedAt === null ? [] : (linksAt(policy, pull, pull.mergedAt) ?? []);
  for (const issue of merged.slice(0, mostFormer)) {
    if (issue.repository.toLowerCase() !== repository.name.toLowerCase()) continue;
    const row: [string, Heard] = [pull.item.id, { outcomes: null, pull: pull.item.id, word: null }];
    found.set(issue.number, [...(found.get(issue.number) ?? []), row]);
  }
  const noted: number[] = [];
  for (const [number, rows] of found) {
    const known = await heardStore<Heard>(deps.store.db).heard(repository.id, String(number));
    const fresh = rows.filter(([comment]) => !known.has(comment));
    await keepHeard(deps, repository, String(number), fresh);
    const isLinked = pull.closes.some((link) => isSameIssue(link, { repository: repository.name, number }));
    if (fresh.length > 0 && !isLinked) noted.push(number);
  }
  return noted;
}

/** The same for words on a pull request about the issue of Jira that it names. */
export async function recordAgainstOnPull(
  deps: Pick<Deps, 'store' | 'now'>,
  repository: string,
  { item, moments }: PullRequest,
  { issues }: PullVerdict,
): Promise<void> {
  for (const { issue, verdict } of issues)
    if (isInJira(issue) && verdict !== null)
      await keepAgainst(deps, repository, item.number, moments, verdict);
}

/** @param number of the item on which the words count */
async function keepAgainst(
  { store, now }: Pick<Deps, 'store' | 'now'>,
  repository: string,
  number: number,
  said: readonly Moment[],
  verdict: Verdict,
): Promise<void> {
  if (verdict.kind === 'no-gates' || verdict.against.length === 0) return;
  const ids = new Set(verdict.against.map((word) => word.comment));
  const moments = said.filter((moment) => ids.has(moment.id));
  await store.recordAgainst(repository, number, moments, now());
}

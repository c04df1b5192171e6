/** Ties the store's records to an observed issue: words that outlive their comments, and who held which role. */
import {
  holdsRole,
  isInJira,
  personOf,
  type Actor,
  type Moment,
  type MomentOf,
  type Observed,
  type PullRequest,
  type PullVerdict,
  type Verdict,
} from '../handoff/index.ts';
import type { Policy } from '../policy/index.ts';
import type { Store } from '../store/index.ts';
import type { Item, Membership } from '../tracker.ts';
import type { Deps } from './deps.ts';
import { readAhead } from './read-ahead.ts';

/** Puts words against a gate that were acted on back into the history, if they were deleted or rewritten. */
export function withRecorded(observed: Observed, recorded: readonly Moment[]): Observed {
  const { mend, deleted } = mending(recorded);
  const moments = mend(observed.history.moments);
  const pullRequests = observed.displayed.pullRequests.map((pull): PullRequest => ({
    ...pull,
    moments: mend(pull.moments),
  }));
  return {
    history: { ...observed.history, moments: inOrder([...moments, ...deleted()]) },
    displayed: { ...observed.displayed, pullRequests },
    kept: recorded.map(({ id }) => id),
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

/** Everything that was said on an issue and its pull requests. */
function momentsOf(observed: Observed): readonly Moment[] {
  return [...observed.history.moments, ...observed.displayed.pullRequests.flatMap((pull) => pull.moments)];
}

/** True when it matters which roles the person held. */
function asksForRoles(policy: Policy, moment: Moment): boolean {
  if (moment.by.self) return false;
  switch (moment.kind) {
    case 'labeled':
    case 'unlabeled':
      return policy.gates.some((gate) => gate.label?.toLowerCase() === moment.label.toLowerCase());
    case 'commented':
      return /^ {0,3}\//m.test(moment.original) || /^ {0,3}\//m.test(moment.text);
    case 'edited':
    case 'closed':
    case 'moved':
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

/** What was recorded of who held which role when they did this. */
export function recordedOf(
  store: Pick<Store, 'spoken'>,
  repository: string,
  moments: readonly Moment[],
): ReturnType<Store['spoken']> {
  const accounts = moments.flatMap(({ id, by }): [string, string][] =>
    by.id === undefined ? [] : [[id, by.id]],
  );
  return store.spoken(
    repository,
    moments.map(({ id }) => id),
    new Map(accounts),
  );
}

/** Who holds and held which role, for everybody on these issues, and the moments for which that matters. Nothing is recorded. */
export async function readMembers(
  { tracker, store }: Pick<Deps, 'tracker' | 'store'>,
  item: Item,
  repository: string,
  policy: Policy,
  observed: readonly Observed[],
  pulls: readonly PullRequest[],
): Promise<{ readonly members: Membership; readonly moments: readonly Moment[] }> {
  // Judging comes next, and finds the texts read.
  await readAhead(policy, observed);
  const moments = [...observed.flatMap(momentsOf), ...pulls.flatMap((pull) => pull.moments)].filter(
    (moment) => asksForRoles(policy, moment),
  );
  const people = observed.flatMap(({ displayed }) => displayed.assignees);
  const seen = eachOnce([...observed.flatMap(seenOn), ...pulls.map(({ author }) => author)]);
  const pins = await store.pins(repository);
  const members = await tracker.members(item, policy, { moments, people, seen, pins });
  return { members: { ...members, recorded: await recordedOf(store, repository, moments) }, moments };
}

/** As `readMembers`, and what is new is recorded: only for a policy that is in force. */
export async function membersFor(
  deps: Deps,
  item: Item,
  repository: string,
  policy: Policy,
  observed: readonly Observed[],
  pulls: readonly PullRequest[],
): Promise<Membership> {
  const { members, moments } = await readMembers(deps, item, repository, policy, observed, pulls);
  if (members.pins !== undefined && members.pins.length > 0)
    await deps.store.keepPins(repository, members.pins, deps.now());
  await recordNew(deps.store, repository, policy, moments, members, deps.now());
  return members;
}

/** Records who held which role when they spoke, where that is not recorded yet. */
export async function recordNew(
  store: Store,
  repository: string,
  policy: Policy,
  moments: readonly Moment[],
  members: Membership,
  now: number,
): Promise<void> {
  // A team that could not be seen proves nobody's absence.
  const isCertain = members.problems.length === 0;
  const known = moments.filter(({ by }) => by.kind !== 'nobody');
  const rows = known.flatMap((moment) =>
    policy.roles
      .map(({ name: role }) => ({
        moment: moment.id,
        role,
        held: holdsRole(members, moment.by, role),
        ...(moment.by.id === undefined ? {} : { account: moment.by.id }),
      }))
      .filter(({ role, held }) => members.recorded.get(moment.id)?.has(role) !== true && (held || isCertain)),
  );
  if (rows.length > 0) await store.recordSpoken(repository, rows, now);
}

/** Records the words against gates that were acted on, as they were first written. */
export async function recordAgainst(
  deps: Pick<Deps, 'store' | 'now'>,
  repository: string,
  issue: Observed,
  verdict: Verdict,
): Promise<void> {
  await keepAgainst(deps, repository, issue.history.item.number, momentsOf(issue), verdict);
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

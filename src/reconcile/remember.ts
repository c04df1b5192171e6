/** Ties the store's records to an observed issue: words that outlive their comments, and who held which role. */
import {
  type Moment,
  type MomentOf,
  type Observed,
  type PullRequest,
  type Verdict,
} from '../handoff/index.ts';
import type { Policy } from '../policy/index.ts';
import type { Store } from '../store/index.ts';
import type { Item, Membership } from '../tracker.ts';
import type { Deps } from './deps.ts';

/** Puts words against a gate that were acted on back into the history, if they were deleted or rewritten. */
export function withRecorded(observed: Observed, recorded: readonly Moment[]): Observed {
  const words = new Map(
    recorded.flatMap((moment): [string, MomentOf<'commented'>][] =>
      moment.kind === 'commented' ? [[moment.id, moment]] : [],
    ),
  );
  if (words.size === 0) return observed;
  const found = new Set<string>();
  const mend = (moments: readonly Moment[]): readonly Moment[] =>
    moments.map((moment) => {
      const word = moment.kind === 'commented' ? words.get(moment.id) : undefined;
      if (word === undefined || moment.kind !== 'commented') return moment;
      found.add(moment.id);
      return { ...moment, original: word.original };
    });
  const moments = mend(observed.history.moments);
  const pullRequests = observed.displayed.pullRequests.map((pull): PullRequest => ({
    ...pull,
    moments: mend(pull.moments),
  }));
  // A reaction or an answer has nowhere to go any more, so the word counts as reacted to.
  const deleted = [...words.values()]
    .filter((word) => !found.has(word.id))
    .map((word): Moment => ({ ...word, reacted: true }));
  return {
    history: {
      ...observed.history,
      moments: [...moments, ...deleted].toSorted((one, other) => one.at - other.at),
    },
    displayed: { ...observed.displayed, pullRequests },
  };
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
      return false;
    default:
      return moment satisfies never;
  }
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
  const moments = [...observed.flatMap(momentsOf), ...pulls.flatMap((pull) => pull.moments)].filter(
    (moment) => asksForRoles(policy, moment),
  );
  const logins = observed.flatMap(({ displayed }) => displayed.assignees.map((each) => each.login));
  const members = await tracker.members(item, policy, moments, logins);
  const recorded = await store.spoken(
    repository,
    moments.map((moment) => moment.id),
  );
  return { members: { ...members, recorded }, moments };
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
        held: members.today.get(moment.by.login.toLowerCase())?.has(role) ?? false,
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
  if (verdict.kind === 'no-gates' || verdict.against.length === 0) return;
  const ids = new Set(verdict.against.map((word) => word.comment));
  const moments = momentsOf(issue).filter((moment) => ids.has(moment.id));
  await deps.store.recordAgainst(repository, issue.history.item.number, moments, deps.now());
}

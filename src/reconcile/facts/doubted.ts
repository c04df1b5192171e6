/** Lists of members are kept for a while: where one may be out of date, and decides something, it is read again first. */
import {
  decisionsIn,
  fold,
  foldIssue,
  holdsRole,
  judgePull,
  judgeWithMerges,
  membersIf,
  emptyState,
  opensMore,
  personOf,
  type Actor,
  type Doubt,
  type Judged,
  type Members,
  type Moment,
  type Observed,
  type PolicyTimes,
  type PullRequest,
} from '../../handoff/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Again, Membership } from '../../tracker.ts';

/** What is looked at. Instants are milliseconds since the epoch. */
export type Scene = {
  readonly policy: Policy;
  readonly issues: readonly Observed[];
  readonly pulls: readonly PullRequest[];
  readonly inForceSince: number;
  readonly times: PolicyTimes;
};

/** The tracker tells times in whole seconds. */
const second = 1000;
/** Milliseconds: a list that was older than this when somebody acted opens nothing for them. */
const openFor = 60_000;

/**
 * What has to be read again before it is believed; null: nothing.
 *
 * A list that was read before somebody acted does not know whether they were let in just then, and one that is older than
 * a minute may not know that they were put out. Whether that makes a difference is found by judging both ways: nearly
 * always it makes none, and nothing is asked for.
 * @param moments for which it matters who held which role, and of which nothing is recorded yet
 */
export function toReadAgain(scene: Scene, members: Membership, moments: readonly Moment[]): Again | null {
  const { refused, opened, since } = doubtsIn(scene, members, moments);
  if (refused.length + opened.length === 0) return null;
  const judged = judgeAll(scene, members);
  const told = (doubts: readonly Doubt[], why: Again['why'], from: number): Again => ({
    roles: [...new Set(doubts.map(({ role }) => role))],
    people: [...new Map(doubts.map(({ who }) => [personOf(who), who])).values()],
    since: from,
    why,
  });
  const isOpened = opened.length > 0 && opensMore(judged, judgeAll(scene, membersIf(members, opened, false)));
  const isRefused =
    refused.length > 0 &&
    decisionsIn(judged) !== decisionsIn(judgeAll(scene, membersIf(members, refused, true)));
  if (isOpened && isRefused)
    return told([...opened, ...refused], 'opens', Math.max(since.opened, since.refused));
  if (isOpened) return told(opened, 'opens', since.opened);
  return isRefused ? told(refused, 'refused', since.refused) : null;
}

function doubtsIn(
  { policy, issues }: Scene,
  members: Membership,
  moments: readonly Moment[],
): {
  readonly refused: readonly Doubt[];
  readonly opened: readonly Doubt[];
  /** What was read before these instants is too old. */
  readonly since: { readonly refused: number; readonly opened: number };
} {
  const refused: Doubt[] = [];
  const opened: Doubt[] = [];
  const since = { refused: Number.NEGATIVE_INFINITY, opened: Number.NEGATIVE_INFINITY };
  const ask = (who: Actor, at: number, act: Moment | null): void => {
    // A bot holds a role by its own name alone.
    if (who.kind !== 'person' || who.self) return;
    const recorded = act === null ? undefined : members.recorded.get(act.id);
    for (const { name: role, permission } of policy.roles) {
      if (recorded?.has(role) === true) continue;
      const readAt = readAtOf(members, who, role, permission !== null);
      const held = holdsRole(members, who, role);
      if (held && readAt < at - openFor) {
        opened.push({ act, who, role });
        since.opened = Math.max(since.opened, at - openFor);
      } else if (!held && readAt < at + second) {
        refused.push({ act, who, role });
        since.refused = Math.max(since.refused, at + second);
      }
    }
  };
  for (const moment of moments) ask(moment.by, moment.at, moment);
  for (const { displayed, history } of issues)
    for (const assignee of displayed.assignees) {
      const act = history.moments.findLast(
        (moment) => moment.kind === 'assigned' && personOf(moment.assignee) === personOf(assignee),
      );
      if (act !== undefined) ask(assignee, act.at, null);
    }
  return { refused, opened, since };
}

/** When what decides whether somebody holds a role was read (milliseconds since the epoch). */
function readAtOf({ readAt }: Membership, who: Actor, role: string, asksPermission: boolean): number {
  if (readAt === undefined || readAt.named.get(personOf(who))?.has(role) === true)
    return Number.POSITIVE_INFINITY;
  const list = readAt.roles.get(role) ?? Number.POSITIVE_INFINITY;
  const permission = asksPermission ? readAt.permissions.get(personOf(who)) : undefined;
  return Math.min(list, permission ?? Number.POSITIVE_INFINITY);
}

/** Without what Jira decides: it is for others to say who holds a role there. */
function judgeAll({ policy, issues, pulls, inForceSince, times }: Scene, members: Members): Judged {
  const folded = issues.map(foldIssue);
  const now = Math.max(
    ...folded.map(({ state }) => state.lastMoment),
    ...pulls.map(({ openedAt }) => openedAt),
  );
  const circumstances = { policy, members, now, inForceSince, times };
  if (pulls.length === 0) return folded.map((issue) => judgeWithMerges(issue, circumstances));
  return pulls.map((pullRequest) =>
    judgePull({ pullRequest, state: fold(emptyState, pullRequest.moments) }, folded, circumstances, 'other'),
  );
}

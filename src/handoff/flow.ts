/**
 * What is to be done about an issue of Jira: moving it where the flow of work expects it next, and what its gates do not
 * allow. Only where it stands is known here; whether Jira lets it move is found out when it is done.
 */
import type { JiraPart, Policy } from '../policy/index.ts';
import type { MomentOf, PullRequest, StatusRef } from './history.ts';
import type { IssueState } from './issue-state.ts';
import { isInJira, isStatus, opensAt } from './signs.ts';
import type { GateVerdict, Reference, Verdict } from './verdict.ts';

/** A pull request that names the issue. */
export type NamingPull = Pick<PullRequest, 'state' | 'openedAt'>;

export type Flow =
  /** To the next status of the work. `to`: an id or a name. */
  | { readonly kind: 'move'; readonly to: string; readonly because: 'pull-request' | 'merge' | 'accept' }
  | ({ readonly kind: 'violation' } & BreachInJira);

/** Something in Jira that a gate does not allow. */
export type BreachInJira = Reference & {
  readonly what: 'sign' | 'close';
  readonly gate: GateVerdict;
  /** Where it stood before. */
  readonly from: StatusRef;
  readonly to: StatusRef;
  readonly answer: 'comment' | 'revert';
};

/** How an issue of Jira stands: the status that it was moved to last; null: it was never moved. */
function lastMove(issue: IssueState): MomentOf<'moved'> | null {
  return issue.state.words.findLast((word) => word.kind === 'moved') ?? null;
}

type Scene = {
  readonly policy: Policy;
  readonly issue: IssueState;
  readonly verdict: Verdict;
  /** Where it stands now. */
  readonly status: StatusRef & { readonly category: 'new' | 'indeterminate' | 'done' };
  readonly pulls: readonly NamingPull[];
  readonly inForceSince: number;
};

/** The first thing to be done, if any: what is not allowed comes before what comes next. */
export function flowOf(scene: Scene): Flow | null {
  const { policy, issue, verdict } = scene;
  if (policy.jira === null || verdict.kind !== 'gates' || !isInJira(issue.item)) return null;
  const breach = breachOf(scene, policy.jira, verdict.gates);
  if (breach !== null) return policy.jira.mode === 'observe' ? null : { kind: 'violation', ...breach };
  return nextOf(scene, policy.jira, verdict.gates);
}

/** What the last move did that a gate does not allow. What is older than the policy, and what Baton did, is left. */
function breachOf(
  { issue, status, inForceSince }: Scene,
  { mode }: JiraPart,
  gates: readonly GateVerdict[],
): BreachInJira | null {
  const move = lastMove(issue);
  if (move === null || move.by.self || move.at < inForceSince || move.to.id !== status.id) return null;
  const answer = mode === 'revert' ? 'revert' : 'comment';
  const { id, at, by, from, to } = move;
  const about = { id, at, by, from, to, answer } as const;
  const enforced = gates.filter(({ gate, open }) => !open && gate.mode === 'enforce');
  const signed = enforced.find(({ gate }) => opensAt(gate, to));
  if (signed !== undefined) return { ...about, what: 'sign', gate: signed };
  const closed = issue.state.words.findLast((word) => word.kind === 'closed');
  const isClosed = status.category === 'done' && closed !== undefined && closed.at === move.at;
  const held = isClosed
    ? enforced.find(
        ({ gate }) =>
          gate.blocks.some(({ kind }) => kind === 'close') && gate.closeReasons.includes(closed.reason),
      )
    : undefined;
  return held === undefined ? null : { ...about, what: 'close', gate: held };
}

/** Where the flow expects it next, if it stands where the flow left it. */
function nextOf(
  { issue, status, pulls }: Scene,
  { transitions }: JiraPart,
  gates: readonly GateVerdict[],
): Flow | null {
  const { onPullRequest, onMerge, onAccept } = transitions;
  const mayStart = gates.every(({ gate, open }) => open || !gate.blocks.some(({ kind }) => kind === 'start'));
  const holding = gates.filter(({ gate }) => gate.blocks.some(({ kind }) => kind === 'close'));
  const isAccepted = holding.length > 0 && holding.every(({ open }) => open);
  const isOpen = pulls.some(({ state }) => state === 'open');
  const isMerged = pulls.some(({ state }) => state === 'merged') && !isOpen;
  const since = Math.min(...pulls.map(({ openedAt }) => openedAt));
  // Once moved there, it is not moved there again: somebody chose another status since.
  const wasMoved = (to: string): boolean =>
    issue.state.words.some(
      (word) => word.kind === 'moved' && word.by.self && word.at >= since && isStatus(to, word.to),
    );
  const standsAt = (words: string | null): boolean => words !== null && isStatus(words, status);
  const isSign = gates.some(({ gate }) => opensAt(gate, status));
  const isAtStart = status.category === 'new' || isSign;
  // Merged before it was moved on: at once, or from a fork.
  const isSkipped = onPullRequest !== null && isAtStart && mayStart && !wasMoved(onPullRequest);
  const begun = standsAt(onPullRequest) || (onPullRequest === null && status.category !== 'done');
  const merged = standsAt(onMerge) || (onMerge === null && begun);
  const steps = [
    { to: onAccept, because: 'accept', isDue: isAccepted && pulls.length > 0 && !isOpen, isFit: merged },
    { to: onMerge, because: 'merge', isDue: isMerged && !isAccepted, isFit: begun || isSkipped },
    {
      to: onPullRequest,
      because: 'pull-request',
      isDue: isOpen && mayStart,
      isFit: isAtStart,
    },
  ] as const;
  const due = steps.find(({ isDue }) => isDue);
  // What says that a gate is open is not shown before it is: in such a status, nobody would be asked any more.
  const isEarly = (to: string): boolean =>
    gates.some(
      ({ gate: { mode, sign }, open }) =>
        !open &&
        mode === 'enforce' &&
        sign?.kind === 'status' &&
        [sign.status, sign.name ?? ''].some((status) => isStatus(status, { id: to, name: to })),
    );
  if (due === undefined || due.to === null || !due.isFit || standsAt(due.to) || wasMoved(due.to)) return null;
  if (isEarly(due.to)) return null;
  return { kind: 'move', to: due.to, because: due.because };
}

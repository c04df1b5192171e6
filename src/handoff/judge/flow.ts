/**
 * What is to be done about an issue of Jira: moving it where the flow of work expects it next, and what its gates do not
 * allow. Only where it stands is known here; whether Jira lets it move is found out when it is done.
 */
import type { Gate, JiraPart, Policy } from '../../policy/index.ts';
import type { MomentOf, PullRequest, StatusRef } from '../history/index.ts';
import type { IssueState } from '../replay/index.ts';
import { isInJira, isStatus, opensAt, stateAfter, stateBefore, type StateInJira } from '../gates/index.ts';
import type { GateVerdict, Reference, Verdict } from '../verdict.ts';

/** A pull request that names the issue. */
export type NamingPull = Pick<PullRequest, 'state' | 'openedAt'>;

export type Flow =
  /** To the next status of the work. `to`: an id or a name. */
  | { readonly kind: 'move'; readonly to: string; readonly because: 'pull-request' | 'merge' | 'accept' }
  | ({ readonly kind: 'violation' } & ViolationInJira);

/** Something in Jira that a gate does not allow. */
export type ViolationInJira = Reference & {
  readonly what: 'sign' | 'close';
  readonly gate: GateVerdict;
  /** Where it stood before. */
  readonly from: StatusRef;
  readonly to: StatusRef;
  /** It got another resolution, and stayed there. */
  readonly isResolved: boolean;
  readonly answer: 'comment' | 'revert';
};

type Status = StatusRef & { readonly category: 'new' | 'indeterminate' | 'done' };

type Scene = {
  readonly policy: Policy;
  readonly issue: IssueState;
  readonly verdict: Verdict;
  /** Where it stands now. */
  readonly status: Status;
  /** All that there are. */
  readonly statuses: readonly Status[];
  readonly pulls: readonly NamingPull[];
  readonly inForceSince: number;
};

/** The first thing to be done, if any: what is not allowed comes before what comes next. */
export function flowOf(scene: Scene): Flow | null {
  const { policy, issue, verdict } = scene;
  if (policy.jira === null || verdict.kind !== 'gates' || !isInJira(issue.item)) return null;
  const violation = violationOf(scene, policy.jira, verdict.gates);
  if (violation !== null) return policy.jira.mode === 'observe' ? null : { kind: 'violation', ...violation };
  return nextOf(scene, policy.jira, verdict.gates);
}

/** What brought it to where a gate does not allow it. What is older than the policy, and what Baton did, is left. */
function violationOf(
  { issue, status, inForceSince }: Scene,
  { mode }: JiraPart,
  gates: readonly GateVerdict[],
): ViolationInJira | null {
  const acts = actsOf(issue);
  const last = acts.at(-1);
  if (last === undefined || stateAfter(last).status.id !== status.id) return null;
  const enforced = gates.filter(({ gate, open }) => !open && gate.mode === 'enforce');
  const notOpen = enforced.map(({ gate }) => gate);
  for (const what of ['sign', 'close'] as const)
    for (const gate of enforced) {
      const way = wayInto(acts, what, gate.gate, notOpen);
      if (way === null || way.act.by.self || way.act.at < inForceSince) continue;
      const { id, at, by, kind } = way.act;
      const answer = mode === 'revert' ? 'revert' : 'comment';
      const { status: to } = stateAfter(way.act);
      return { id, at, by, from: way.from, to, what, isResolved: kind === 'resolved', gate, answer };
    }
  return null;
}

type Act = MomentOf<'moved' | 'resolved'>;

/** What moved it. A move of Baton's that it put right again is as if it had never been. */
function actsOf({ state }: IssueState): readonly Act[] {
  const acts: Act[] = [];
  for (const word of state.words) {
    if (word.kind !== 'moved' && word.kind !== 'resolved') continue;
    const last = acts.at(-1);
    const isPutRight =
      last?.kind === 'moved' &&
      word.kind === 'moved' &&
      last.by.self &&
      word.by.self &&
      last.from.id === word.to.id;
    if (isPutRight) acts.pop();
    else acts.push(word);
  }
  return acts;
}

/** Where a gate is opened, or holds back closing; whether it does depends on why the issue counts as closed. */
const places: Readonly<Record<ViolationInJira['what'], (gate: Gate, standing: StateInJira) => boolean>> = {
  sign: (gate, { status }) => opensAt(gate, status),
  close: (gate, { closedAs }) => closedAs !== null && blocks(gate, 'close'),
};

/**
 * How it came to stand where a gate does not allow it: what brought it there last, and the last status before where no
 * gate is in the way. From one such status to another it stays there. Null: it does not stand there, or came by no act.
 */
function wayInto(
  acts: readonly Act[],
  what: ViolationInJira['what'],
  gate: Gate,
  enforced: readonly Gate[],
): { readonly act: Act; readonly from: StatusRef } | null {
  const isIn = (standing: StateInJira): boolean => places[what](gate, standing);
  const isInTheWay = (standing: StateInJira): boolean =>
    isIn(standing) && (standing.closedAs === null || gate.closeReasons.includes(standing.closedAs));
  // Since then it went from one such status to another.
  const act = acts.findLast((each) => !isInTheWay(stateBefore(each)) || !isInTheWay(stateAfter(each)));
  if (act === undefined || !isInTheWay(stateAfter(act))) return null;
  const before = acts.map(stateBefore).toReversed();
  const isFree = (standing: StateInJira): boolean =>
    !enforced.some((each) => places.sign(each, standing) || places.close(each, standing));
  const from = before.find(isFree) ?? before.find((standing) => !isIn(standing));
  return from === undefined ? null : { act, from: from.status };
}

const blocks = (gate: Gate, what: 'start' | 'close'): boolean =>
  gate.blocks.some(({ kind }) => kind === what);

const holdsDone = (gate: Gate): boolean => gate.closeReasons.includes('completed') && blocks(gate, 'close');

/** Where the flow expects it next, if it stands where the flow left it. */
function nextOf(scene: Scene, { transitions }: JiraPart, gates: readonly GateVerdict[]): Flow | null {
  const due = stepsOf(scene, transitions, gates).find(({ isDue }) => isDue);
  if (due === undefined || due.to === null || !due.isFit) return null;
  const { to, because } = due;
  if (isStatus(to, scene.status) || wasMoved(scene, to) || isEarly(scene, to, gates)) return null;
  return { kind: 'move', to, because };
}

type Step = {
  readonly to: string | null;
  readonly because: Extract<Flow, { kind: 'move' }>['because'];
  /** It is what comes next, by the pull requests and the gates. */
  readonly isDue: boolean;
  /** The issue stands where this step starts from. */
  readonly isFit: boolean;
};

/** The steps of the flow, the last first. */
function stepsOf(
  scene: Scene,
  { onPullRequest, onMerge, onAccept }: JiraPart['transitions'],
  gates: readonly GateVerdict[],
): readonly Step[] {
  const { status, pulls } = scene;
  const isOpen = pulls.some(({ state }) => state === 'open');
  const isMerged = pulls.some(({ state }) => state === 'merged') && !isOpen;
  const mayStart = gates.every(({ gate, open }) => open || !blocks(gate, 'start'));
  const holding = gates.filter(({ gate }) => blocks(gate, 'close'));
  const isAccepted = holding.length > 0 && holding.every(({ open }) => open);
  const standsAt = (words: string | null): boolean => words !== null && isStatus(words, status);
  const isAtStart = status.category === 'new' || gates.some(({ gate }) => opensAt(gate, status));
  // Merged before it was moved on: at once, or from a fork.
  const isSkipped = onPullRequest !== null && isAtStart && mayStart && !wasMoved(scene, onPullRequest);
  const begun = standsAt(onPullRequest) || (onPullRequest === null && status.category !== 'done');
  const merged = standsAt(onMerge) || (onMerge === null && begun);
  return [
    { to: onAccept, because: 'accept', isDue: isAccepted && pulls.length > 0 && !isOpen, isFit: merged },
    { to: onMerge, because: 'merge', isDue: isMerged && !isAccepted, isFit: begun || isSkipped },
    { to: onPullRequest, because: 'pull-request', isDue: isOpen && mayStart, isFit: isAtStart },
  ];
}

/** Once moved there, it is not moved there again: somebody chose another status since. */
function wasMoved({ issue, pulls }: Scene, to: string): boolean {
  const since = Math.min(...pulls.map(({ openedAt }) => openedAt));
  return actsOf(issue).some(
    (word) => word.kind === 'moved' && word.by.self && word.at >= since && isStatus(to, word.to),
  );
}

/** What says that a gate is open, or closes the issue before it is, is not shown before: nobody would be asked any more. */
function isEarly({ statuses }: Scene, to: string, gates: readonly GateVerdict[]): boolean {
  const there = statuses.filter((each) => isStatus(to, each));
  const enforced = gates.filter(({ gate, open }) => !open && gate.mode === 'enforce');
  return enforced.some(({ gate }) =>
    there.some((each) => opensAt(gate, each) || (each.category === 'done' && holdsDone(gate))),
  );
}

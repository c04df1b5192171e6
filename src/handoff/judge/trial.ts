/** Two policies on one issue: what would be decided differently. Pure, like everything that it compares. */
import type { Displayed } from '../history/index.ts';
import type { ActKind, GateVerdict, Status, Verdict } from '../verdict.ts';
import { isEither, partNames } from '../phrases/index.ts';

/** What Baton would undo of what people did. A gate's label only shows how the gate stands. */
export type Undoing = Exclude<ActKind, 'gate-label'>;

/** How a gate stands on an issue under a policy. */
export type StateUnderPolicy =
  | {
      readonly kind: 'gate';
      readonly status: Status;
      /** It holds something back now; on a closed issue: the closing. */
      readonly blocks: boolean;
      /** The roles that have its baton; none: it is not its turn. */
      readonly turn: readonly string[];
      /** One of them is enough. */
      readonly either: boolean;
      /** What Baton would undo because of it, each kind once. */
      readonly undoes: readonly Undoing[];
    }
  | { readonly kind: 'absent'; readonly why: 'no-policy' | 'no-gate' | 'no-gates' };

/** blocked: it holds back what it did not. freed: it does not hold back any more what it did. */
export type Change = 'blocked' | 'freed' | 'other';

export type Difference = {
  readonly gate: string;
  readonly title: string;
  readonly change: Change;
  readonly today: StateUnderPolicy;
  readonly proposed: StateUnderPolicy;
};

/**
 * The gates of an issue that stand otherwise under another policy, in that policy's order; then those that it does not have.
 * @param today by the policy in force; null: there is none
 * @param proposed by the other policy
 */
export function differences(
  today: Verdict | null,
  proposed: Verdict,
  displayed: Pick<Displayed, 'state' | 'closedReason'>,
): readonly Difference[] {
  const before = gatesOf(today);
  const after = gatesOf(proposed);
  const names = new Set([...after, ...before].map(({ gate }) => gate.name));
  return [...names].flatMap((name): readonly Difference[] => {
    const [old, fresh] = [before, after].map((gates) => gates.find(({ gate }) => gate.name === name));
    const sides = {
      today: stateOf(today, old, displayed),
      proposed: stateOf(proposed, fresh, displayed),
    };
    const isNone = (side: StateUnderPolicy): boolean =>
      side.kind === 'absent' || side.status === 'not applicable';
    if (isNone(sides.today) && isNone(sides.proposed)) return [];
    if (JSON.stringify(sides.today) === JSON.stringify(sides.proposed)) return [];
    const { title } = (fresh ?? old ?? { gate: { title: name } }).gate;
    return [{ gate: name, title, change: changeOf(sides), ...sides }];
  });
}

const gatesOf = (verdict: Verdict | null): readonly GateVerdict[] =>
  verdict?.kind === 'gates' ? verdict.gates : [];

function changeOf({ today, proposed }: Pick<Difference, 'today' | 'proposed'>): Change {
  const [before, after] = [today, proposed].map((each) => each.kind === 'gate' && each.blocks);
  if (before === after) return 'other';
  return after === true ? 'blocked' : 'freed';
}

function stateOf(
  verdict: Verdict | null,
  gate: GateVerdict | undefined,
  displayed: Pick<Displayed, 'state' | 'closedReason'>,
): StateUnderPolicy {
  if (verdict === null) return { kind: 'absent', why: 'no-policy' };
  if (verdict.kind === 'no-gates') return { kind: 'absent', why: 'no-gates' };
  if (gate === undefined) return { kind: 'absent', why: 'no-gate' };
  const { name } = gate.gate;
  const { closedByMerge: merge, violations } = verdict;
  const undone = [
    ...violations.flatMap((one): readonly Undoing[] =>
      one.answer === 'undo' && one.gate === name && one.kind !== 'gate-label' ? [one.kind] : [],
    ),
    ...(merge?.answer === 'undo' && merge.gate === name ? (['close'] as const) : []),
  ];
  return {
    kind: 'gate',
    status: gate.status,
    blocks: holdsBack(gate, verdict, displayed),
    ...turnOf(
      gate,
      verdict.batons.some((baton) => baton.gate === name),
    ),
    undoes: verdict.awake ? [...new Set(undone)] : [],
  };
}

/** Who has its baton, and whether one of them is enough. */
function turnOf(
  { status, missing, holders }: GateVerdict,
  isTurn: boolean,
): Pick<StateUnderPolicy & { kind: 'gate' }, 'turn' | 'either'> {
  if (!isTurn) return { turn: [], either: false };
  const isAsked = (status === 'waiting' || status === 'stale') && missing !== null;
  return isAsked
    ? { turn: partNames(missing, { name: String }), either: isEither(missing) }
    : { turn: holders, either: false };
}

/** A closed issue has nothing left to hold back but its closing, where that was under the policy. */
function holdsBack(
  { gate, open }: GateVerdict,
  verdict: Verdict & { kind: 'gates' },
  { state, closedReason }: Pick<Displayed, 'state' | 'closedReason'>,
): boolean {
  if (open || gate.mode !== 'enforce' || gate.blocks.length === 0) return false;
  if (state === 'open') return verdict.closeAgain === null;
  return (
    gate.blocks.some(({ kind }) => kind === 'close') &&
    gate.closeReasons.includes(closedReason ?? 'completed') &&
    (verdict.violations.some(({ kind }) => kind === 'close') || verdict.closedByMerge?.answer === 'undo')
  );
}

/** Whose turn it is, and since when: any number of gates may have holders at once. */
import type { CloseReason, Gate } from '../../policy/index.ts';
import { hasTurnBefore, mayHoldBack } from './modes.ts';
import type { Baton, GateVerdict, Verdict } from '../verdict.ts';

/** What of a gate says whether it is its turn. */
type Turn = Pick<GateVerdict, 'gate' | 'open' | 'reason'>;

/** Gates that are not approved and take part; one that is only observed has no turn. */
const waiting = <T extends Turn>(gates: readonly T[]): readonly T[] =>
  gates.filter(({ gate, open }) => !open && gate.mode !== 'observe');

const blocksGate = ({ blocks }: Gate, name: string): boolean =>
  blocks.some((block) => block.kind === 'gate' && block.gate === name);

const holdsBack = ({ blocks }: Gate, what: 'start' | 'merge' | 'close'): boolean =>
  blocks.some(({ kind }) => kind === what);

/** Reasons that come before the order of gates is asked for: what is lacking is lacking before it is anybody's turn. */
const unordered: ReadonlySet<string> = new Set([
  'sections',
  'consent',
  'no-criteria',
  'sub-issues',
  'not-merged',
]);
/** What somebody said to certain people: it is theirs at once, wherever the gate is decided. */
const told: ReadonlySet<string> = new Set(['returned', 'questioned']);

/** Gates whose turn comes before that of a gate, and that its reason may not tell of. */
function before<T extends Turn>(turn: T, gates: readonly T[]): readonly T[] {
  const { gate, reason } = turn;
  const isLacking = unordered.has(reason.kind);
  // What decides it in Jira knows nothing of the gates that are decided here.
  if (!isLacking && (gate.sign === undefined || told.has(reason.kind))) return [];
  const later = onwards(turn, gates);
  return gates.filter((each) => {
    const other = each.gate;
    return (
      (hasTurnBefore(other, gate) && gate.after.includes(other.name)) ||
      (mayHoldBack(other, gate) && blocksGate(other, gate.name)) ||
      // Nobody is told to build what may not be begun.
      (isLacking &&
        gate.readyWhen.mergedPullRequest &&
        hasTurnBefore(other, gate) &&
        holdsBack(other, 'start') &&
        !later.has(each))
    );
  });
}

/** True when a gate has its turn before another. */
const precedes = (one: Gate, other: Gate): boolean =>
  other.after.includes(one.name) || blocksGate(one, other.name);

/** A gate, and those that have their turn after it, directly or by those in between. */
function onwards<T extends Turn>(gate: T, gates: readonly T[]): ReadonlySet<T> {
  const found = new Set([gate]);
  // What is added to a set while it is gone through is gone through, too.
  for (const each of found) for (const other of gates) if (precedes(each.gate, other.gate)) found.add(other);
  return found;
}

/** Gates whose turn it is, in the policy's order: they wait for people, and for no other gate. */
export function readyGates<T extends Turn>(gates: readonly T[]): readonly T[] {
  const all = waiting(gates);
  const ready = all.filter(
    (each) =>
      each.reason.kind !== 'after' &&
      each.reason.kind !== 'blocked' &&
      before(each, gates).every(({ open, gate }) => open || gate.name === each.gate.name),
  );
  // Somebody has to go on, whatever waits for what.
  return ready.length > 0 ? ready : all.slice(0, 1);
}

/**
 * What a gate that is not approved holds back next, itself or by the gates that wait for it: 0, beginning the work; 1, the
 * work; 2, closing; 3, nothing.
 */
function rank<T extends Turn>(gate: T, gates: readonly T[]): number {
  return Math.min(...[...onwards(gate, gates)].map(ownRank));
}

function ownRank({ gate, reason }: Turn): number {
  if (holdsBack(gate, 'start')) return 0;
  if (holdsBack(gate, 'merge') || reason.kind === 'not-merged') return 1;
  return holdsBack(gate, 'close') ? 2 : 3;
}

/** When the baton may have come to those who have it, by what happened to the gate; the last one counts. */
function cameBy(gate: GateVerdict, gates: readonly GateVerdict[]): readonly number[] {
  return [
    ...[gate, ...before(gate, gates)].flatMap(({ since }) => (since === null ? [] : [since.at])),
    // Where several have to speak, those who are left have it since the last one spoke.
    ...gate.approvals.map(({ at }) => at),
  ];
}

/** True when a gate goes on waiting once the issue is closed as completed: it is no part of the work that is over. */
const outlivesClosing = ({ gate, reason }: Turn): boolean =>
  reason.kind !== 'not-merged' && gate.blocks.every(({ kind }) => kind === 'gate');

/**
 * Who has the batons: those that hold back what comes next first, each group in the policy's order.
 * @param over the reason for which the issue is closed, where no gate holds that back; null: it is not
 */
export function batonsOf(gates: readonly GateVerdict[], over: CloseReason | null = null): readonly Baton[] {
  const ready = readyGates(gates).filter((each) => over === null || outlivesClosing(each));
  if (over !== null && over !== 'completed') return [];
  const all = waiting(gates);
  const ranked = ready.map((gate) => ({ gate, rank: rank(gate, all) }));
  const first = Math.min(...ranked.map((each) => each.rank));
  return ranked
    .map(({ gate, rank: own }): Baton => {
      const came = cameBy(gate, gates);
      const since = came.length === 0 ? null : Math.max(...came);
      return { gate: gate.gate.name, roles: gate.holders, since, leads: own === first };
    })
    .toSorted((one, other) => Number(other.leads) - Number(one.leads));
}

/** Each baton with its gate. */
export function batonGates({
  batons,
  gates,
}: Pick<Verdict & { kind: 'gates' }, 'batons' | 'gates'>): readonly {
  readonly baton: Baton;
  readonly gate: GateVerdict;
}[] {
  return batons.flatMap((baton) => {
    const gate = gates.find((each) => each.gate.name === baton.gate);
    return gate === undefined ? [] : [{ baton, gate }];
  });
}

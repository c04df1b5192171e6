/** What the modes of gates mean for each other, and for all of a policy. */
import type { Gate, Policy } from '../../policy/index.ts';

const strictness = { observe: 0, warn: 1, enforce: 2 } as const;

/** True when a gate may hold another one back: a milder mode holds back no stricter one. */
export function mayHoldBack(other: Gate, gate: Gate): boolean {
  return strictness[other.mode] >= strictness[gate.mode];
}

/** True when a gate has its turn before another: one that is only observed has none, except among its like. */
export function hasTurnBefore(other: Gate, gate: Gate): boolean {
  return other.mode !== 'observe' || gate.mode === 'observe';
}

/** True when nothing is to be written but a neutral check: no gate is more than observed. */
export function isOnlyObserved(policy: Policy): boolean {
  return policy.gates.every((gate) => gate.mode === 'observe');
}

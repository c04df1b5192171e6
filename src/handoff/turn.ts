/** Whose turn it is. */
import type { GateVerdict } from './verdict.ts';

/** The gate that has the baton: the first in order that is not open and waits for no gate before it; none: all are open. */
export function turnOf<T extends Pick<GateVerdict, 'gate' | 'open' | 'reason'>>(
  gates: readonly T[],
): T | undefined {
  const closed = gates.filter(({ gate, open }) => !open && gate.mode !== 'observe');
  return closed.find(({ reason }) => reason.kind !== 'after' && reason.kind !== 'blocked') ?? closed[0];
}

/** Whose turn it is, and since when. */
import type { GateVerdict } from './verdict.ts';

/** The gate that has the baton: the first in order that is not open and waits for no gate before it; none: all are open. */
export function turnOf<T extends Pick<GateVerdict, 'gate' | 'open' | 'reason'>>(
  gates: readonly T[],
): T | undefined {
  const closed = gates.filter(({ gate, open }) => !open && gate.mode !== 'observe');
  return closed.find(({ reason }) => reason.kind !== 'after' && reason.kind !== 'blocked') ?? closed[0];
}

/** When the baton may have come to those who have it: by what happened to the gate, or to those before it; the last one counts. */
export function cameBy(gate: GateVerdict, gates: readonly GateVerdict[]): readonly number[] {
  const before = gates.slice(0, gates.indexOf(gate)).filter(({ open }) => open);
  return [
    ...[gate, ...before].flatMap(({ since }) => (since === null ? [] : [since.at])),
    // Where several have to speak, those who are left have it since the last one spoke.
    ...gate.approvals.map(({ at }) => at),
  ];
}

/** Reading the revisions of an issue's text before it is judged, while others are answered in between. */
import { readingsOf, type Observed } from '../../handoff/index.ts';
import { inPortions } from '../../in-portions.ts';
import type { Portions } from '../../portions.ts';
import type { Policy } from '../../policy/index.ts';

/** Reads what the policy's gates ask of each revision. What was read before is remembered. */
export async function readAhead(policy: Policy, observed: readonly Observed[]): Promise<void> {
  for (const { history } of observed) await inPortions(revisions(policy, history));
}

function* revisions(policy: Policy, { moments }: Observed['history']): Portions<void> {
  const bodies = moments.flatMap((moment) =>
    (moment.kind === 'opened' || moment.kind === 'edited') && moment.body !== null ? [moment.body] : [],
  );
  const readings = policy.gates.flatMap((gate) => readingsOf(gate, bodies.length > 1));
  // Text by text: what stands for one is then made once, whatever is asked of it.
  for (const body of bodies) {
    for (const read of readings) yield* read(body);
    yield;
  }
}

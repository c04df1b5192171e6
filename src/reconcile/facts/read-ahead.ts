/** Reading the revisions of an issue's text before it is judged, while others are answered in between. */
import { readingsOf, type Observed } from '../../handoff/index.ts';
import { forEachYielding } from '../../for-each-yielding.ts';
import type { Policy } from '../../policy/index.ts';

/** Reads what the policy's gates ask of each revision. What was read before is remembered. */
export async function readAhead(policy: Policy, observed: readonly Observed[]): Promise<void> {
  for (const { history } of observed) {
    const bodies = history.moments.flatMap((moment) =>
      (moment.kind === 'opened' || moment.kind === 'edited') && moment.body !== null ? [moment.body] : [],
    );
    for (const gate of policy.gates)
      for (const read of readingsOf(gate, bodies.length > 1)) await forEachYielding(bodies, read);
  }
}

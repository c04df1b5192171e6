/** Reading the revisions of an issue's text before it is judged, while others are answered in between. */
import { readingsOf, type Moment, type Observed } from '../../handoff/index.ts';
import { inPortions } from '../../in-portions.ts';
import type { Portions } from '../../portions.ts';
import type { Policy } from '../../policy/index.ts';
import { momentsOf } from './said.ts';

/**
 * Reads what the policy's gates ask of each revision. What was read before is remembered. A text is compared with others
 * once somebody has spoken: what was another text again before that, nobody means.
 * @param speaks true for what may be somebody's word for a gate, or against one
 */
export async function readAhead(
  policy: Policy,
  observed: readonly Observed[],
  speaks: (moment: Moment) => boolean,
): Promise<void> {
  for (const issue of observed) await inPortions(revisions(policy, issue, speaks));
}

function* revisions(policy: Policy, issue: Observed, speaks: (moment: Moment) => boolean): Portions<void> {
  const texts = issue.history.moments.flatMap((moment) =>
    (moment.kind === 'opened' || moment.kind === 'edited') && moment.body !== null
      ? [{ at: moment.at, body: moment.body }]
      : [],
  );
  const words = momentsOf(issue).filter((moment) => moment.kind !== 'edited' && speaks(moment));
  const spoken = words.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY);
  // What was edited in the very second of a word may be what it means.
  const meant = texts.findLastIndex(({ at }) => at < spoken);
  const compared = policy.gates.flatMap((gate) => readingsOf(gate, texts.length > 1));
  const alone = policy.gates.flatMap((gate) => readingsOf(gate, false));
  // Text by text: what stands for one is then made once, whatever is asked of it.
  for (const [index, { body }] of texts.entries()) {
    for (const read of index < meant ? alone : compared) yield* read(body);
    yield;
  }
}

/** Which edit led away from the text that was approved, among many to and fro. */
import { expect, test } from 'vitest';
import fc from 'fast-check';
import { foldIssue, judge } from '../../src/handoff/index.ts';
import { mixes, mixPolicy, observedOfMix } from './mixes.ts';
import { ben, membersOf, paul, policyOf } from './people.ts';

const policy = policyOf(mixPolicy);
const members = membersOf(policy);

test('it is the last that did', () => {
  const approval = mixes['approvals and edits to new texts']!;
  const edit = mixes['edits alone']!;
  fc.assert(
    fc.property(fc.array(fc.nat(2), { minLength: 1, maxLength: 30 }), (texts) => {
      // The first text is the one approved; an edit of the mix says which text it is by its number.
      const all = [0, ...texts];
      const observed = observedOfMix((turn) => {
        if (turn === 1) return { ...approval(0), id: 'approval', at: 2000, by: paul };
        const text = turn === 0 ? 0 : all[turn - 1]!;
        return { ...edit(text), id: `m${turn}`, at: (turn + 1) * 1000, by: ben };
      }, all.length + 1);
      const issue = foldIssue(observed);
      const verdict = judge(issue, { policy, members, now: 2e12, inForceSince: 0 });
      const gates = 'gates' in verdict ? verdict.gates : [];
      const reason = gates.find(({ gate }) => gate.name === 'spec')?.reason;
      const away = all.findLastIndex((text, index) => index > 0 && text !== 0 && all[index - 1] === 0);
      if (all.at(-1) === 0) expect(reason?.kind).toBe('approved');
      else expect(reason).toMatchObject({ kind: 'edited', edit: { id: `m${away + 1}` } });
    }),
    { seed: 14, numRuns: 100 },
  );
});

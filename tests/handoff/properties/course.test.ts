import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  asOf,
  courseOf,
  foldIssue,
  judge,
  type Circumstances,
  type Course,
  type GateVerdict,
  type Observed,
  type Verdict,
} from '../../../src/handoff/index.ts';
import { runs } from '../../night.ts';
import { actsBy, anyPolicy, insiders, outsiders, played } from './histories.ts';

/** Who is assigned only until that is taken back, and a label that stays, are told by the whole verdict alone. */
const part = (gate: GateVerdict): object =>
  Object.fromEntries(Object.entries(gate).filter(([key]) => key !== 'excluded' && key !== 'labelStays'));

/** What a course tells of a verdict. */
const told = (verdict: Verdict) => {
  if (verdict.kind === 'no-gates') return { kind: verdict.kind, because: verdict.because };
  return { kind: verdict.kind, gates: verdict.gates.map(part), batons: verdict.batons };
};

const stateAt = ({ states }: Course, at: number) => {
  const state = states.findLast((each) => each.at <= at);
  if (state === undefined) throw new Error('It was not opened yet.');
  const { standing } = state;
  if (standing.kind === 'no-gates') return standing;
  return { kind: standing.kind, gates: standing.gates.map(part), batons: standing.batons };
};

function holds(observed: Observed, circumstances: Circumstances): void {
  const course = courseOf(observed, circumstances);
  const { now } = circumstances;
  expect(stateAt(course, now)).toEqual(told(judge(foldIssue(observed), circumstances)));
  const pulls = observed.displayed.pullRequests.flatMap(({ openedAt, pushedAt }) => [
    openedAt,
    pushedAt ?? 0,
  ]);
  const happened = [...course.states, ...observed.history.moments].flatMap(({ at }) => [at - 1, at]);
  for (const instant of new Set([...happened, ...pulls])) {
    const at = Math.max(course.openedAt, instant);
    const then = judge(foldIssue(asOf(observed, at)), { ...circumstances, now: at });
    expect(stateAt(course, at)).toEqual(told(then));
  }
}

const busy = fc.array(actsBy([...insiders, ...insiders, ...outsiders]), {
  minLength: 5,
  maxLength: 30,
  size: 'max',
});

test('the state of a course is what is judged of the history up to then', () => {
  fc.assert(
    fc.property(anyPolicy, busy, fc.option(fc.nat(40)), (policy, acts, changed) => {
      const { issue } = played(policy, acts);
      const { policy: read, members, now, inForceSince } = issue.setting();
      const observed = issue.observed();
      const at = changed === null ? undefined : observed.history.moments[changed]?.at;
      const times = at === undefined ? {} : { times: { changedAt: at, labels: {} } };
      holds(observed, { policy: read, members, now, inForceSince, ...times });
    }),
    { numRuns: runs(300, 20) },
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GateVerdict, Verdict } from '../../../src/handoff/index.ts';
import { callsOf } from '../../../src/handoff/judge/called.ts';
import { maria, policyOf } from '../people.ts';
import { story, type Story } from '../story.ts';
import { runs } from '../../night.ts';
import { act, anyActs, anyPolicy, type World } from './histories.ts';

type Gates = Verdict & { kind: 'gates' };

const isTold = ({ gate, open }: GateVerdict): boolean => !open && gate.mode !== 'observe';

/** Gates that certainly wait for people: what somebody said, or is asked to say, and work that nothing holds back. */
function certainlyReady({ gates }: Gates): readonly string[] {
  const mayStart = gates.every(
    (each) => !isTold(each) || each.gate.blocks.every(({ kind }) => kind !== 'start'),
  );
  const isOver = (name: string): boolean => gates.find(({ gate }) => gate.name === name)?.open !== false;
  return gates
    .filter(isTold)
    .filter(
      ({ status, reason, gate }) =>
        ['waiting', 'stale', 'questioned', 'returned'].includes(status) ||
        (reason.kind === 'not-merged' && mayStart && gate.after.every(isOver)),
    )
    .map(({ gate }) => gate.name);
}

const roleOf = (pair: string): string => pair.split(' ')[1] ?? '';
const without = (all: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] =>
  [...all].filter((each) => !others.has(each));

const pairsOf = (batons: readonly { readonly gate: string; readonly roles: readonly string[] }[]) =>
  new Set(batons.flatMap(({ gate, roles }) => roles.map((role) => `${gate} ${role}`)));
const isSame = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && without(one, other).length === 0;

/** Who was called to what, as long as they have it; what was seen last. */
type Kept = { told: Set<string>; seen: ReadonlySet<string>; hasBegun: boolean };

/** What is true of who has a baton, and of whom Baton would call now. */
function check(issue: Story, kept: Kept): void {
  const { verdict, issue: state } = issue.look();
  if (verdict.kind !== 'gates') return;
  const { batons, gates, firstBatons } = verdict;
  if (state.displayed.state === 'open' && verdict.closeAgain === null) {
    const names = batons.map(({ gate }) => gate);
    expect(names).toEqual(expect.arrayContaining([...certainlyReady(verdict)]));
    expect(batons.some(({ leads }) => leads)).toBe(gates.some(isTold));
  }
  for (const { gate, roles, since } of batons) {
    const found = gates.find((one) => one.gate.name === gate);
    expect(found !== undefined && isTold(found)).toBe(true);
    expect(roles).toEqual(found?.holders);
    expect(roles).not.toEqual([]);
    expect(since).toBeLessThanOrEqual(issue.on.clock.now);
  }
  const now = pairsOf(batons);
  const { card } = issue.on;
  const { said } = state.state;
  const { handoff } = callsOf(verdict, { card, said, remembered: [], now: 0, inForceSince: 0 });
  const called = pairsOf(handoff?.calls ?? []);
  const gone = without(kept.seen, now);
  const isPassedOn = (pair: string): boolean => gone.some((one) => roleOf(one) === roleOf(pair));
  const told = new Set([...kept.told].filter((pair) => now.has(pair)));
  expect(without(called, now)).toEqual([]);
  expect([...called].filter((pair) => told.has(pair))).toEqual([]);
  for (const pair of called) told.add(pair);
  kept.hasBegun ||= called.size > 0;
  const isOpening = !kept.hasBegun && isSame(now, pairsOf(firstBatons));
  const first = pairsOf(firstBatons.slice(0, 1));
  for (const pair of without(now, told)) {
    // Whoever passed one baton on to themselves knows of it, and opening an issue calls nobody.
    expect(isOpening || isPassedOn(pair) ? [] : [pair]).toEqual([]);
    if (!isOpening || first.has(pair)) told.add(pair);
  }
  Object.assign(kept, { told, seen: now });
}

test('every gate whose turn it is has its people since a time, and each of them is called once a turn', () => {
  fc.assert(
    fc.property(anyPolicy, anyActs, (policy, acts) => {
      const issue = story({ policy, by: maria });
      const world: World = { policy: policyOf(policy), issue, pull: null };
      const kept: Kept = { told: new Set(), seen: new Set(), hasBegun: false };
      for (const each of [null, ...acts.filter(({ what }) => what !== 'baton')]) {
        if (each !== null) act(world, each);
        for (let rounds = 0; rounds < 6; rounds += 1) {
          check(issue, kept);
          if (!issue.settlesOnce()) break;
        }
      }
    }),
    { numRuns: runs(300) },
  );
});

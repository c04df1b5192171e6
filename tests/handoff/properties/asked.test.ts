/** Whose roles a decision rests on is whoever it asked for: of anybody else, a role that comes or goes changes nothing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { personOf, type Actor, type Members } from '../../../src/handoff/index.ts';
import { askedUntilNow, noting } from '../../../src/reconcile/facts/asked.ts';
import { everybody } from '../../../src/store/index.ts';
import { runs } from '../../night.ts';
import { maria, membersOf } from '../people.ts';
import { anyActs, anyPolicy, insiders, outsiders, played, type World } from './histories.ts';

/** All that is shown, and why. */
const decided = ({ issue, pull }: World): string =>
  JSON.stringify([issue, pull].map((each) => [each?.look().verdict, each?.look().effects]));

/** What was recorded when each moment was looked at first. */
function recordedOn(
  { issue, pull }: World,
  policy: World['policy'],
  { today }: Members,
): Members['recorded'] {
  const moments = [...issue.on.moments, ...(pull?.on.moments ?? [])];
  return new Map(
    moments
      .filter(({ by }) => by.kind !== 'nobody')
      .map(({ id, by }) => [
        id,
        new Map(policy.roles.map(({ name }) => [name, today.get(personOf(by))?.has(name) === true])),
      ]),
  );
}

test.each([true, false])('whoever was not asked for, with what was recorded: %s', (isRecorded) => {
  let [changed, all] = [0, 0];
  fc.assert(
    fc.property(
      anyPolicy,
      anyActs,
      fc.constantFrom<Actor>(...insiders, ...outsiders),
      fc.array(fc.nat(3), { maxLength: 2 }),
      (text, acts, who, picked) => {
        let members: Members | null = null;
        const world = played(text, acts, maria, (policy) => members ?? membersOf(policy));
        const { policy } = world;
        const before = membersOf(policy);
        const recorded = isRecorded ? recordedOn(world, policy, before) : before.recorded;
        const noted = noting({ ...before, recorded, problems: [] });
        members = noted;
        const was = decided(world);
        const asked = askedUntilNow(noted);
        all += 1;
        if (asked.includes(everybody) || asked.includes(personOf(who))) return;
        changed += 1;
        const roles = picked.flatMap((index) => policy.roles[index]?.name ?? []);
        members = { ...before, recorded, today: new Map([...before.today, [personOf(who), new Set(roles)]]) };
        expect(decided(world)).toBe(was);
      },
    ),
    { numRuns: runs(600) },
  );
  // Of most people nobody asks.
  expect(changed).toBeGreaterThan(all / 3);
});

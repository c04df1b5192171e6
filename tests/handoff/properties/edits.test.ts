import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor } from '../../../src/handoff/index.ts';
import { coveredText } from '../../../src/handoff/text/sections.ts';
import { rolesOf, type Gate } from '../../../src/policy/index.ts';
import { maria, membersOf } from '../people.ts';
import { runs } from '../../night.ts';
import { act, actsBy, anyPolicy, insiders, outsiders, played, type World } from './histories.ts';

const sections = `roles: {pm: [maria, paul], engineer: [anton, ben]}
gates:
  spec: {approve: pm, blocks: [start], requires: {sections: [Problem]}}
  acceptance: {approve: {role: pm, count: 2}, blocks: [close], after: [], requires: {sections: [Problem], criteria: Problem}}
  launch: {approve: {all: [pm, engineer]}, blocks: [close], stale-on: [spec-edit], covers: {sections: [Problem]}}`;

/** The gates that are open, but those that are not for it. */
function openGates({ issue }: World): readonly Gate[] {
  const { verdict } = issue.look();
  const gates = verdict.kind === 'gates' ? verdict.gates : [];
  return gates.filter(({ open, status }) => open && status !== 'not applicable').map(({ gate }) => gate);
}

/** True when an edit may bring the approval of a gate back: what it was given to is there again. */
function isBack({ staleOn, requires }: Gate, texts: readonly string[], now: string): boolean {
  const isBound = staleOn.includes('spec-edit');
  if (requires.criteria !== null) return isBound && texts.includes(now);
  const required = (text: string): string => coveredText(text, requires.sections);
  return isBound || (requires.sections.length > 0 && texts.some((text) => required(text) === required(now)));
}

/** True when somebody's word counts for the gate. */
function mayApprove({ approve }: Gate, { policy }: World, { login }: Actor): boolean {
  const held = membersOf(policy).today.get(login) ?? new Set();
  return rolesOf(approve).some((role) => held.has(role));
}

test('an edit by others opens a gate only where it says again what was approved', () => {
  let opened = 0;
  fc.assert(
    fc.property(
      fc.oneof({ weight: 2, arbitrary: fc.constant(sections) }, { weight: 3, arbitrary: anyPolicy }),
      fc.nat(5),
      fc.array(
        fc.oneof(
          actsBy(insiders, ['comment', 'comment', 'label', 'edit']),
          actsBy([...insiders, ...outsiders], ['edit', 'edit-title', 'lose']),
        ),
        { maxLength: 12 },
      ),
      (policy, begin, acts) => {
        const world = played(policy, [{ what: 'edit', by: maria, pick: begin, still: false }]);
        for (const { name } of world.policy.gates)
          for (const by of insiders) world.issue.comments(by, `/approve ${name}`);
        const texts: string[] = [];
        const textNow = (): string => world.issue.look().issue.state.revisions.at(-1)?.body ?? '';
        for (const each of acts) {
          if (!each.what.startsWith('edit') && each.what !== 'lose') {
            act(world, each);
            continue;
          }
          texts.push(textNow());
          const before = openGates(world).map(({ name }) => name);
          // Of two things in one second nobody knows the order.
          act(world, { ...each, still: false });
          const opening = openGates(world).filter(({ name }) => !before.includes(name));
          for (const gate of opening) {
            // By somebody whose word counts for it, or for a gate that it waited for.
            const blockers = opening.filter(({ blocks }) =>
              blocks.some((block) => block.kind === 'gate' && block.gate === gate.name),
            );
            if ([gate, ...blockers].some((one) => mayApprove(one, world, each.by))) continue;
            opened += 1;
            expect([gate.name, isBack(gate, texts, textNow())]).toEqual([gate.name, true]);
          }
        }
      },
    ),
    { numRuns: runs(600) },
  );
  // It would prove nothing if none ever did.
  expect(opened).toBeGreaterThan(runs(10));
});

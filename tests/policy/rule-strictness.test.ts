/** One rule of approving is as hard as another: whatever opens it opens the other, too, and the same roles speak. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { haveSameEntries, asksTheSpeakers, isRuleAsStrict } from '../../src/policy/rule-strictness.ts';
import { rolesOf, type ApproveRule } from '../../src/policy/policy.ts';

const role = (name: string, count = 1): ApproveRule => ({ kind: 'role', role: name, count });
const all = (...of: readonly ApproveRule[]): ApproveRule => ({ kind: 'all', of });
const any = (...of: readonly ApproveRule[]): ApproveRule => ({ kind: 'any', of });
const [pm, lead] = [role('pm'), role('lead')];

describe('a rule over another', () => {
  test.each<readonly [what: string, base: ApproveRule, own: ApproveRule, isAsStrict: boolean]>([
    ['the same', pm, pm, true],
    ['more people', pm, role('pm', 2), true],
    ['fewer people', role('pm', 2), pm, false],
    ['one role more, which has to speak as well', pm, all(pm, lead), false],
    ['one role less', any(pm, lead), pm, false],
    ['both instead of one of them', any(pm, lead), all(pm, lead), true],
    ['one instead of both', all(pm, lead), any(pm, lead), false],
    ['in another order', all(pm, lead), all(lead, pm), true],
    ['one of them, where one alone was needed', all(pm, any(pm, lead)), any(pm, lead), false],
    ['one that is needed, and any', any(pm, lead), all(pm, any(pm, lead)), true],
    ['more of one of two', any(pm, lead), any(role('pm', 2), lead), true],
    ['fewer of one of two', any(role('pm', 2), lead), any(pm, lead), false],
    ['several people of one role are not several roles', all(role('pm', 2), lead), all(pm, lead), false],
  ])('%s', (_, base, own, expected) => {
    expect(isRuleAsStrict(base, own)).toBe(expected);
  });

  const names = ['a', 'b', 'c'] as const;
  const { rule: anyRule } = fc.letrec<{ rule: ApproveRule; leaf: ApproveRule; node: ApproveRule }>((tie) => ({
    leaf: fc
      .tuple(fc.constantFrom(...names), fc.integer({ min: 1, max: 2 }))
      .map(([name, count]) => role(name, count)),
    node: fc
      .tuple(fc.constantFrom(all, any), fc.array(tie('rule'), { minLength: 1, maxLength: 3 }))
      .map(([kind, of]) => kind(...of)),
    rule: fc.oneof({ maxDepth: 3 }, tie('leaf'), tie('node')),
  }));
  /** How many people of each role have approved. */
  const worlds = [0, 1, 2].flatMap((a) => [0, 1, 2].flatMap((b) => [0, 1, 2].map((c) => ({ a, b, c }))));
  type World = Readonly<Record<string, number>>;
  const opens = (rule: ApproveRule, world: World): boolean =>
    rule.kind === 'role'
      ? (world[rule.role] ?? 0) >= rule.count
      : rule.kind === 'all'
        ? rule.of.every((part) => opens(part, world))
        : rule.of.some((part) => opens(part, world));

  test('what is as hard opens in no case in which the other does not', () => {
    fc.assert(
      fc.property(anyRule, anyRule, (base, own) => {
        if (!isRuleAsStrict(base, own)) return;
        expect(worlds.filter((world) => opens(own, world) && !opens(base, world))).toEqual([]);
        expect(haveSameEntries(rolesOf(own), rolesOf(base))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('each is as hard as itself', () => {
    fc.assert(
      fc.property(anyRule, (rule) => isRuleAsStrict(rule, rule)),
      { numRuns: 100 },
    );
  });
});

describe('large rules', () => {
  const many = (count: number): readonly ApproveRule[] =>
    Array.from({ length: count }, (_, each) => role(`r${each}`));

  test('are compared up to ten thousand pairs of parts, and are the same or not beyond', () => {
    const rule = all(...many(99));
    const turned = all(...many(99).toReversed());
    expect(isRuleAsStrict(rule, turned)).toBe(true);
    const [more, moreTurned] = [all(...many(100)), all(...many(100).toReversed())];
    expect([isRuleAsStrict(more, moreTurned), isRuleAsStrict(more, more)]).toEqual([false, true]);
  });

  test('that nest deeply are compared at once', () => {
    const nested = (depth: number): ApproveRule => (depth === 0 ? pm : all(any(nested(depth - 1), lead), pm));
    const turned = (depth: number): ApproveRule => (depth === 0 ? pm : all(pm, any(lead, turned(depth - 1))));
    expect(isRuleAsStrict(nested(20), turned(20))).toBe(true);
  });
});

test('an edit is carried over by one who spoke where several speak, or not everybody may', () => {
  const asks = (approve: ApproveRule, independentOf: readonly string[] = []): boolean =>
    asksTheSpeakers({ approve, independentOf });
  expect([asks(pm), asks(role('pm', 2)), asks(any(pm, lead)), asks(pm, ['author'])]).toEqual([
    false,
    true,
    true,
    true,
  ]);
});

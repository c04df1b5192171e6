/** What of a gate's rule is still missing. */
import type { ApproveRule } from '../../policy/index.ts';
import { countPeople } from '../history/index.ts';
import type { Evidence } from '../verdict.ts';

/** How many people spoke, by the role that they held. */
export type Speakers = (role: string) => number;

/** Those of a few words. */
export const speakersOf =
  (approvals: readonly Evidence[]): Speakers =>
  (role) =>
    countPeople(approvals.filter((word) => word.roles.includes(role)).map(({ by }) => by));

/** A rule without what those who spoke have said already; null: nothing is missing. */
export function missingRule(rule: ApproveRule, speakers: Speakers): ApproveRule | null {
  switch (rule.kind) {
    case 'role': {
      const count = rule.count - speakers(rule.role);
      return count <= 0 ? null : count === rule.count ? rule : { ...rule, count };
    }
    case 'any': {
      const of = rule.of.flatMap((part) => missingRule(part, speakers) ?? []);
      if (of.length < rule.of.length) return null;
      return of.every((part, index) => part === rule.of[index]) ? rule : { kind: 'any', of };
    }
    case 'all':
      return allOf(rule.of.flatMap((part) => missingRule(part, speakers) ?? []));
    default:
      return rule satisfies never;
  }
}

const unsaid = new WeakMap<ApproveRule, ApproveRule | null>();

/** What is missing of a rule before anybody speaks. */
export function missingAtFirst(rule: ApproveRule): ApproveRule | null {
  const known = unsaid.get(rule);
  if (known !== undefined) return known;
  const missing = missingRule(rule, () => 0);
  unsaid.set(rule, missing);
  return missing;
}

/** What asks for all that some rules ask for, each once; null: there are none. */
export function allOf(rules: readonly ApproveRule[]): ApproveRule | null {
  const [only] = rules;
  if (only === undefined) return null;
  // Where nobody said anything yet, it is one rule again and again.
  if (rules.every((rule) => rule === only)) return only;
  const distinct = [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
  return distinct.length === 1 ? only : { kind: 'all', of: distinct };
}

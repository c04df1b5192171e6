/** What of a gate's rule is still missing. */
import { rolesOf, type ApproveRule } from '../../policy/index.ts';
import { countPeople } from '../history/index.ts';
import type { Evidence } from '../verdict.ts';

/** A rule without what the words that stand have said already; null: nothing is missing. */
export function missingRule(rule: ApproveRule, approvals: readonly Evidence[]): ApproveRule | null {
  switch (rule.kind) {
    case 'role': {
      const spoke = approvals.filter((word) => word.roles.includes(rule.role)).map(({ by }) => by);
      const count = rule.count - countPeople(spoke);
      return count <= 0 ? null : { ...rule, count };
    }
    case 'any': {
      const of = rule.of.flatMap((part) => missingRule(part, approvals) ?? []);
      return of.length < rule.of.length ? null : { kind: 'any', of };
    }
    case 'all':
      return allOf(rule.of.flatMap((part) => missingRule(part, approvals) ?? []));
    default:
      return rule satisfies never;
  }
}

/** The roles of a rule whose word is still missing. */
export function missingRoles(rule: ApproveRule, approvals: readonly Evidence[]): readonly string[] {
  const missing = missingRule(rule, approvals);
  return missing === null ? [] : rolesOf(missing);
}

/** What asks for all that some rules ask for, each once; null: there are none. */
export function allOf(rules: readonly ApproveRule[]): ApproveRule | null {
  const distinct = [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
  const [only] = distinct;
  if (only === undefined) return null;
  return distinct.length === 1 ? only : { kind: 'all', of: distinct };
}

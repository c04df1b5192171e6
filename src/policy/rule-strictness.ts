/** Whether one rule of approving asks for everything that another asks for. */
import { rolesOf, type ApproveRule } from './policy.ts';

/** Rules larger than this are compared for being the same, and no further: nobody writes them. */
const mostPairs = 10_000;

/**
 * True when whatever words satisfy `own` satisfy `base` too, and the same roles speak: somebody who approves may also
 * send back, answer questions and change the spec without asking anew, so neither may a role be added nor one be left out.
 * Rules that could only be compared by multiplying them out are taken for not comparable: false.
 */
export function isRuleAsStrict(base: ApproveRule, own: ApproveRule): boolean {
  if (!haveSameEntries(rolesOf(own), rolesOf(base))) return false;
  if (sizeOf(base) * sizeOf(own) > mostPairs) return JSON.stringify(base) === JSON.stringify(own);
  return implies(own, base, new Map());
}

/** True when two lists have the same entries, in whatever order. */
export function haveSameEntries(one: readonly string[], other: readonly string[]): boolean {
  return one.every((each) => other.includes(each)) && other.every((each) => one.includes(each));
}

function sizeOf(rule: ApproveRule): number {
  return rule.kind === 'role' ? 1 : rule.of.reduce((sum, part) => sum + sizeOf(part), 1);
}

function implies(
  own: ApproveRule,
  base: ApproveRule,
  known: Map<ApproveRule, Map<ApproveRule, boolean>>,
): boolean {
  const before = known.get(own)?.get(base);
  if (before !== undefined) return before;
  const found = ((): boolean => {
    if (base.kind === 'all') return base.of.every((part) => implies(own, part, known));
    if (own.kind === 'any') return own.of.every((part) => implies(part, base, known));
    if (base.kind === 'any' && base.of.some((part) => implies(own, part, known))) return true;
    if (own.kind === 'all') return own.of.some((part) => implies(part, base, known));
    return own.kind === 'role' && base.kind === 'role' && own.role === base.role && own.count >= base.count;
  })();
  const ofOwn = known.get(own) ?? new Map<ApproveRule, boolean>();
  known.set(own, ofOwn.set(base, found));
  return found;
}

/** True when an edit carries an approval over only if it is by one of those who approved, and not by any approver. */
export function asksTheSpeakers({
  approve,
  independentOf,
}: {
  readonly approve: ApproveRule;
  readonly independentOf: readonly unknown[];
}): boolean {
  return approve.kind !== 'role' || approve.count > 1 || independentOf.length > 0;
}

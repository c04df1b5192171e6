/** Who has to approve, within a sentence: `and` and `or` as the rule means them. */
import { rolesOf, type ApproveRule } from '../../policy/index.ts';
import { code } from '../../markdown.ts';
import { list } from './dates-and-lists.ts';

/**
 * How a rule is written. `name`: a role; `counts`: with how many people of it; `isMore`: whether these come on top of
 * others who approved already.
 */
type Style = {
  readonly name?: (role: string) => string;
  readonly counts?: boolean;
  readonly isMore?: (role: string) => boolean;
};

/** A rule without parts that say nothing more: one alone, one twice, any of any. */
function simplest(rule: ApproveRule): ApproveRule {
  if (rule.kind === 'role') return rule;
  const flat = rule.of.map(simplest).flatMap((part) => (part.kind === rule.kind ? part.of : [part]));
  const parts = new Map(flat.map((part) => [JSON.stringify(part), part]));
  const [only] = parts.values();
  return only !== undefined && parts.size === 1 ? only : { ...rule, of: [...parts.values()] };
}

/** `a`, `2 of a`, `a or b`, `a and b`; a rule within a rule stands in brackets. */
export function ruleNames(rule: ApproveRule, style: Style = {}): string {
  return namesIn(simplest(rule), style);
}

function namesIn(rule: ApproveRule, style: Style): string {
  const { name = code, counts = false, isMore = () => false } = style;
  if (rule.kind === 'role') {
    if (counts && isMore(rule.role)) return `${rule.count} more of ${name(rule.role)}`;
    return counts && rule.count > 1 ? `${rule.count} of ${name(rule.role)}` : name(rule.role);
  }
  // Behind a number of people, another role alone could be one of theirs.
  const isCounted = (part: ApproveRule): boolean =>
    part.kind === 'role' && counts && (part.count > 1 || isMore(part.role));
  const isAlone = (part: ApproveRule): boolean => part.kind === 'role' && !isCounted(part);
  const inOrder = rule.of.some(isCounted)
    ? [...rule.of.filter(isAlone), ...rule.of.filter((part) => !isAlone(part))]
    : rule.of;
  const parts = inOrder.map((part) => {
    const names = namesIn(part, style);
    return part.kind === 'role' ? names : `(${names})`;
  });
  return list([...new Set(parts)], rule.kind === 'any' ? 'or' : 'and');
}

/** The same, with “both” before two that are both needed. */
export function bothNames(rule: ApproveRule, style: Style = {}): string {
  return isBoth(rule) ? `both ${ruleNames(rule, style)}` : ruleNames(rule, style);
}

/** The parts of a rule, each by its name: what is written between them is left to others. */
export function partNames(rule: ApproveRule, style: Style): readonly string[] {
  const simple = simplest(rule);
  return simple.kind === 'role' ? [namesIn(simple, style)] : simple.of.map((part) => namesIn(part, style));
}

/** True when several roles have to approve, and none is enough. */
export function isJoint(rule: ApproveRule): boolean {
  return simplest(rule).kind === 'all' && rolesOf(rule).length > 1;
}

/** True when it takes two roles, and somebody of both of them is enough. */
export function isBoth(rule: ApproveRule): boolean {
  const simple = simplest(rule);
  return isJoint(rule) && simple.kind === 'all' && simple.of.length === 2 && simple.of.every(isRole);
}

const isRole = (rule: ApproveRule): boolean => rule.kind === 'role' && rule.count === 1;

/** True when one part of it is enough. */
export const isEither = (rule: ApproveRule): boolean => simplest(rule).kind === 'any';

/** `has` or `have`, for the people that a rule names. */
export function hasOrHave(rule: ApproveRule, { counts = false }: Pick<Style, 'counts'> = {}): 'has' | 'have' {
  const isPlural = (part: ApproveRule): boolean => {
    if (part.kind === 'role') return counts && part.count > 1;
    return part.kind === 'all' ? part.of.length > 1 : part.of.some(isPlural);
  };
  return isPlural(simplest(rule)) ? 'have' : 'has';
}

/** ` together`, where several have to approve; else nothing. */
export const together = (rule: ApproveRule): string => (isJoint(rule) ? ' together' : '');

/** A sentence that says so, where several have to approve; else nothing. */
export function jointly(rule: ApproveRule): string {
  if (isBoth(rule)) return 'Both have to approve it. ';
  if (!isJoint(rule)) return '';
  const isEach = (part: ApproveRule): boolean =>
    part.kind === 'role' ? part.count === 1 : part.of.every(isEach);
  return isEach(rule)
    ? 'All of them have to approve it. '
    : `It takes ${ruleNames(rule, { counts: true })}. `;
}

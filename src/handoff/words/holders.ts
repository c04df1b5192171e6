/** Who holds a gate's baton and who may open it, as texts name them. */
import { rolesOf, type ApproveRule, type Party, type Policy } from '../../policy/index.ts';
import { personOf, sameLogin, type Actor, holdsRole, type Members, isNamed } from '../history/index.ts';
import type { GateVerdict } from '../verdict.ts';
import { code, list, bothNames, hasOrHave, isJoint, jointly, ruleNames } from '../phrases/index.ts';
import { person, roleNames } from './people.ts';

/** What every text needs to know beside the verdict. */
export type Setting = {
  readonly policy: Policy;
  readonly members: Members;
  /** Where the policy can be read. */
  readonly policyUrl: string;
  /** What stood in the way of knowing who holds which role, in sentences. */
  readonly problems: readonly string[];
};

const mostNames = 6;

/** Who is in a role, without pinging anybody; empty: nobody can say. */
function peopleIn(setting: Setting, role: string, except: readonly string[] = []): readonly string[] {
  const people = (setting.members.mentions.get(role) ?? []).filter((name) => !isNamed(except, name));
  const permission = setting.policy.roles.find((each) => each.name === role)?.permission ?? null;
  const names = people.slice(0, mostNames).map((name) => code(name.includes('/') ? `@${name}` : name));
  if (people.length > mostNames) names.push(`${people.length - mostNames} more`);
  if (permission !== null) names.push(`whoever has ${permission} permission`);
  return names;
}

/** A role and who is in it. */
function roleWithPeople(setting: Setting, role: string, except: readonly string[] = []): string {
  const names = peopleIn(setting, role, except);
  return names.length === 0 ? code(role) : `${code(role)} (${names.join(', ')})`;
}

/** Who is in the roles, each once; a role that nobody can be named of by its own name. */
function people(setting: Setting, roles: readonly string[], except: readonly string[]): string {
  const names = roles.flatMap((role) => {
    const known = peopleIn(setting, role, except);
    return known.length === 0 ? [code(role)] : known;
  });
  return list([...new Set(names)]);
}

/** Roles, and who is in them, but those in `except`. */
export function rolesWithPeople(
  setting: Setting,
  roles: readonly string[],
  word = 'and',
  except: readonly string[] = [],
): string {
  return list(
    roles.map((role) => roleWithPeople(setting, role, except)),
    word,
  );
}

/** The rule by which those who hold a gate's baton have to act; null: each of them has to. */
function askedBy({ status, missing, gate }: GateVerdict): ApproveRule | null {
  if (status === 'waiting' || status === 'stale') return missing;
  return status === 'questioned' ? gate.approve : null;
}

/** The roles that hold a gate's baton: `a and b`, or `a or b` where one is enough. */
export function holderNames(verdict: GateVerdict, name: (role: string) => string = code): string {
  const rule = askedBy(verdict);
  return rule === null ? list(verdict.holders.map((role) => name(role))) : ruleNames(rule, { name });
}

/** The same, and who is in them. */
export const holdersWithPeople = (setting: Setting, verdict: GateVerdict): string =>
  holderNames(verdict, (role) => roleWithPeople(setting, role));

/** `has` or `have`, for the roles that hold a gate's baton. */
export function holdersHave(verdict: GateVerdict): 'has' | 'have' {
  const rule = askedBy(verdict);
  if (rule !== null) return hasOrHave(rule);
  return verdict.holders.length > 1 ? 'have' : 'has';
}

/** The roles that hold the batons of some gates, with their verb: `a and b have`. */
export function whoHave(gates: readonly GateVerdict[]): string {
  const [first, ...others] = gates;
  if (first !== undefined && others.length === 0) return `${holderNames(first)} ${holdersHave(first)}`;
  const names = [...new Set(gates.map((gate) => holderNames(gate)))];
  const isOne = names.length === 1 && gates.every((gate) => holdersHave(gate) === 'has');
  return `${list(names)} ${isOne ? 'has' : 'have'}`;
}

/** The rule of a gate, by its name. */
export function approvalOf({ policy }: Pick<Setting, 'policy'>, gate: string): ApproveRule {
  return policy.gates.find(({ name }) => name === gate)?.approve ?? { kind: 'all', of: [] };
}

/** Who alone may, or whom it takes: `only a or b may`, `it takes both a and b`; each with who that is. */
export function whoMay(setting: Setting, rule: ApproveRule, only: 'only ' | '' = 'only '): string {
  const name = (role: string): string => roleWithPeople(setting, role);
  return isJoint(rule) ? `it takes ${bothNames(rule, { name })}` : `${only}${ruleNames(rule, { name })} may`;
}

/** The roles of a rule, and who is in them. */
export const approversWithPeople = (setting: Setting, rule: ApproveRule, counts = false): string =>
  bothNames(rule, { name: (role) => roleWithPeople(setting, role), counts });

/** Whose approval is still missing: `2 of a`, `1 more of a`, `a and b`. */
function missing({ missing: rule, approvals, gate: { approve } }: GateVerdict) {
  const isMore = (role: string): boolean =>
    wantsSeveral(approve, role) && approvals.some(({ roles }) => roles.includes(role));
  return rule === null ? null : { rule, style: { counts: true, isMore } };
}

/** True when a rule asks for more than one person of a role. */
function wantsSeveral(rule: ApproveRule, role: string): boolean {
  if (rule.kind === 'role') return rule.role === role && rule.count > 1;
  return rule.of.some((part) => wantsSeveral(part, role));
}

/** Who has not spoken yet, as a sentence: ``2 of `pm` still have to speak.`` */
export function whoIsMissing(verdict: GateVerdict): string {
  const found = missing(verdict);
  if (found === null) return '';
  const { rule, style } = found;
  const names = bothNames(rule, style).replace(/^both /, 'Both ');
  return `${names} still ${hasOrHave(rule, style)} to speak.`;
}

/** The same where somebody has. */
export function whatIsMissing(verdict: GateVerdict): string {
  const found = missing(verdict);
  return found === null ? '' : `Still missing: ${ruleNames(found.rule, found.style)}.`;
}

/** That several have to approve, as a sentence before others; empty: one is enough. */
export const severalHaveTo = ({ missing: rule }: GateVerdict): string => (rule === null ? '' : jointly(rule));

/** Who is in the roles, each once, by names that can be mentioned; but those in `except`. */
function mentionable(
  setting: Setting,
  roles: readonly string[],
  except: readonly string[] = [],
): readonly string[] {
  const names = new Set(roles.flatMap((role) => setting.members.mentions.get(role) ?? []));
  return [...names]
    .filter((name) => !isNamed(except, name))
    .filter((name) => /^[\w.-]+(?:\/[\w.-]+)?$/.test(name));
}

/** A mention that does ping. */
export const mentionOf = (name: string): string => `@${name}`;

/** Mentions that do ping: each member of the roles once, but those in `except`. */
export function mentions(setting: Setting, roles: readonly string[], except: readonly string[] = []): string {
  return mentionable(setting, roles, except).map(mentionOf).join(' ');
}

/** Those who have spoken already where several have to, so that the gate does not wait for them. */
function whoSpoke({ reason, criteria, approvals }: GateVerdict): readonly string[] {
  return reason.kind === 'partly' && criteria.length === 0 ? approvals.map(({ by }) => by.login) : [];
}

/** Those who have the baton by their role, and whose own word does not count. */
function excludedHolders({ members }: Setting, verdict: GateVerdict): GateVerdict['excluded'] {
  const { holders, excluded, status } = verdict;
  if (status !== 'waiting' && status !== 'stale') return [];
  const known = new Map(excluded.map((each) => [personOf(each.actor), each]));
  return [...known.values()].filter(({ actor }) => holders.some((role) => holdsRole(members, actor, role)));
}

/** Those for whom the gate does not wait, although they are of a role that has the baton. */
const notAsked = (setting: Setting, verdict: GateVerdict): readonly string[] => [
  ...whoSpoke(verdict),
  ...excludedHolders(setting, verdict).map(({ actor }) => actor.login),
];

/** Who may not open it themselves, as sentences before others; empty: everybody may. */
export function exceptFor(setting: Setting, verdict: GateVerdict): string {
  const excluded = excludedHolders(setting, verdict);
  if (excluded.length === 0) return '';
  const who = excluded.map(({ actor, party }) => `${person(actor)} (${partyIs.them[party]})`);
  const { gate, holders, missing: rule } = verdict;
  const hasOthers = (role: string): boolean => {
    const { permission } = setting.policy.roles.find((each) => each.name === role) ?? { permission: null };
    const all = setting.members.mentions.get(role) ?? [];
    const others = all.filter((name) => excluded.every(({ actor }) => !sameLogin(actor.login, name)));
    return permission !== null || others.length > 0;
  };
  const alone = holders.filter((role) => !hasOthers(role));
  const isLeft = rule === null ? alone.length < holders.length : canBeMet(rule, hasOthers);
  const stuck = `Nobody else is in ${roleNames(alone, rule !== null && isJoint(rule) ? 'and' : 'or')}: add somebody to it in the policy. `;
  return `It cannot be ${list(who, 'or')}. ${isLeft || gate.sign !== undefined ? '' : stuck}`;
}

/** True when enough roles of a rule have somebody who may say it. */
function canBeMet(rule: ApproveRule, has: (role: string) => boolean): boolean {
  if (rule.kind === 'role') return has(rule.role);
  const met = (part: ApproveRule): boolean => canBeMet(part, has);
  return rule.kind === 'any' ? rule.of.some(met) : rule.of.every(met);
}

/**
 * Whom a handoff of a gate mentions. `roles`: those of its holders that are called; people who have it already by another
 * role, and those in `except`, are not.
 */
export function calledMentions(
  setting: Setting,
  verdict: GateVerdict,
  roles: readonly string[],
  except: readonly string[],
): readonly string[] {
  const others = verdict.holders.filter((role) => !roles.includes(role));
  const already = mentionable(setting, others);
  return mentionable(setting, roles, [...notAsked(setting, verdict), ...already, ...except]);
}

/** Mentions of those who have the baton. */
export function holderMentions(setting: Setting, verdict: GateVerdict): string {
  return mentions(setting, verdict.holders, notAsked(setting, verdict));
}

/** Those who have the baton, without pinging anybody. */
export function holderPeople(setting: Setting, verdict: GateVerdict): string {
  return people(setting, verdict.holders, notAsked(setting, verdict));
}

/** What somebody is to an issue: told to them, and told of them. */
const partyIs = {
  you: {
    author: 'the issue is your own',
    assignees: 'you are assigned to it',
    'pull-request-authors': 'the pull request is your own',
  },
  them: {
    author: 'the issue is their own',
    assignees: 'they are assigned to it',
    'pull-request-authors': 'the pull request is their own',
  },
} as const;

/** That somebody else of the roles has to open a gate, as the end of a sentence. `by`: whoever may not; `to`: them, or others. */
export function somebodyElse(
  setting: Setting,
  { party, by }: { readonly party: Party; readonly by: Actor },
  rule: ApproveRule,
  to: 'you' | 'them',
): string {
  const all = rolesOf(rule);
  // Where several have to approve, others of their own role take their place.
  const own = isJoint(rule) ? all.filter((role) => holdsRole(setting.members, by, role)) : [];
  const who = rolesWithPeople(setting, own.length > 0 ? own : all, isJoint(rule) ? 'and' : 'or', [by.login]);
  return `somebody else of ${who} has to say it, because ${partyIs[to][party]}`;
}

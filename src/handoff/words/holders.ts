/** Who holds a gate's baton and who may open it, as texts name them. */
import { rolesOf, type ApproveRule, type Gate, type Party, type Policy } from '../../policy/index.ts';
import { personOf, type Actor, holdsRole, type Members } from '../history/index.ts';
import type { GateVerdict } from '../verdict.ts';
import {
  firstFew,
  code,
  list,
  plain,
  bothNames,
  hasOrHave,
  isJoint,
  jointly,
  ruleNames,
} from '../phrases/index.ts';
import { person, roleNames } from './people.ts';
import type { Clock } from './times.ts';
import { includesText, sameText } from '../../same-text.ts';

/** What every text needs to know beside the verdict. */
export type Setting = {
  readonly policy: Policy;
  readonly members: Members;
  /** Where the policy can be read. */
  readonly policyUrl: string;
  /** The item's page on the board; absent: it has none. */
  readonly pageUrl?: string;
  /** What stood in the way of knowing who holds which role, in sentences. */
  readonly problems: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** Whose clocks tell the time in texts: the policy's. */
export const clockOf = ({ policy, now }: Pick<Setting, 'policy' | 'now'>): Clock => ({
  timezone: policy.calendar.timezone,
  now,
});

const mostNames = 6;

/** Who is in a role: logins, and teams as `org/slug`. `permission`: anyone who has it is in the role, too. */
export function peopleOf(
  setting: Setting,
  role: string,
  except: readonly string[] = [],
): { readonly people: readonly string[]; readonly permission: string | null } {
  return {
    people: (setting.members.mentions.get(role) ?? []).filter((name) => !includesText(except, name)),
    permission: setting.policy.roles.find((each) => each.name === role)?.permission ?? null,
  };
}

/** A role and who is in it, without pinging anybody. */
function roleWithPeople(setting: Setting, role: string, except: readonly string[] = []): string {
  const { people, permission } = peopleOf(setting, role, except);
  const names = people
    .slice(0, mostNames)
    .map((name) => (name.includes('/') ? code(`@${name}`) : plain(name)));
  if (people.length > mostNames) names.push(`${people.length - mostNames} more`);
  if (permission !== null) names.push(`anyone with ${permission} permission`);
  return names.length === 0 ? code(role) : `${code(role)} (${names.join(', ')})`;
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
export function askedBy({ status, missing, gate }: GateVerdict): ApproveRule | null {
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

/** The rule of a gate, by its name. */
export function approvalOf({ policy }: Pick<Setting, 'policy'>, gate: string): ApproveRule {
  return policy.gates.find(({ name }) => name === gate)?.approve ?? { kind: 'all', of: [] };
}

/** Who alone can approve, or whom it takes: `only a or b can approve it`, `it takes both a and b`; each with who that is. */
export function whoMay(setting: Setting, rule: ApproveRule, only: 'only ' | '' = 'only '): string {
  const name = (role: string): string => roleWithPeople(setting, role);
  return isJoint(rule)
    ? `it takes ${bothNames(rule, { name })}`
    : `${only}${ruleNames(rule, { name })} can approve it`;
}

/** The roles of a rule, and who is in them. */
export const approversWithPeople = (setting: Setting, rule: ApproveRule, counts = false): string =>
  bothNames(rule, { name: (role) => roleWithPeople(setting, role), counts });

/** Whose approval is still missing: `2 of a`, `1 more of a`, `a and b`. */
function missing({ missing: rule, approvals, gate: { approve } }: GateVerdict) {
  const isMore = (role: string): boolean => moreOf({ approvals, gate: { approve } }, role);
  return rule === null ? null : { rule, style: { counts: true, isMore } };
}

/** True when others of a role have approved already, and more of it have to. */
export const moreOf = (
  { approvals, gate }: { readonly approvals: GateVerdict['approvals']; readonly gate: Pick<Gate, 'approve'> },
  role: string,
): boolean => wantsSeveral(gate.approve, role) && approvals.some(({ roles }) => roles.includes(role));

/** True when a rule asks for more than one person of a role. */
function wantsSeveral(rule: ApproveRule, role: string): boolean {
  if (rule.kind === 'role') return rule.role === role && rule.count > 1;
  return rule.of.some((part) => wantsSeveral(part, role));
}

/** Who has not approved it yet, as a sentence: ``2 of `pm` still have to approve it.`` */
export function whoIsMissing(verdict: GateVerdict): string {
  const found = missing(verdict);
  if (found === null) return '';
  const { rule, style } = found;
  const names = bothNames(rule, style).replace(/^both /, 'Both ');
  return `${names} still ${hasOrHave(rule, style)} to approve it.`;
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
    .filter((name) => !includesText(except, name))
    .filter((name) => /^[\w.-]+(?:\/[\w.-]+)?$/.test(name));
}

/** A mention that does ping. */
export const mentionOf = (name: string): string => `@${name}`;

/** Mentions that do ping: each member of the roles once, but those in `except`. */
export function mentions(setting: Setting, roles: readonly string[], except: readonly string[] = []): string {
  return mentionable(setting, roles, except).map(mentionOf).join(' ');
}

/** People who have approved already where several have to, so that the gate does not wait for them. */
function whoSpoke({ reason, criteria, approvals }: GateVerdict): readonly Actor[] {
  return reason.kind === 'partly' && criteria.length === 0 ? approvals.map(({ by }) => by) : [];
}

/** People who have the baton by their role, and whose own approval does not count. */
function excludedHolders({ members }: Setting, verdict: GateVerdict): GateVerdict['excluded'] {
  const { holders, excluded, status } = verdict;
  if (status !== 'waiting' && status !== 'stale') return [];
  const known = new Map(excluded.map((each) => [personOf(each.actor), each]));
  return [...known.values()].filter(({ actor }) => holders.some((role) => holdsRole(members, actor, role)));
}

/** Those for whom the gate does not wait, although they are of a role that has the baton. */
export const notAskedActors = (setting: Setting, verdict: GateVerdict): readonly Actor[] => [
  ...whoSpoke(verdict),
  ...excludedHolders(setting, verdict).map(({ actor }) => actor),
];

/** The same by their logins, each once. */
export const notAsked = (setting: Setting, verdict: GateVerdict): readonly string[] => [
  ...new Set(notAskedActors(setting, verdict).map(({ login }) => login)),
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
    const others = all.filter((name) => excluded.every(({ actor }) => !sameText(actor.login, name)));
    return permission !== null || others.length > 0;
  };
  const alone = holders.filter((role) => !hasOthers(role));
  const isLeft = rule === null ? alone.length < holders.length : canBeMet(rule, hasOthers);
  const stuck = `Nobody else is in ${roleNames(alone, rule !== null && isJoint(rule) ? 'and' : 'or')}: add somebody in the policy. `;
  return `It can’t be ${list(firstFew(who), 'or')}. ${isLeft || gate.sign !== undefined ? '' : stuck}`;
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

/** Whom a reminder of a gate mentions: people who have the baton. */
export const holderMentions = (setting: Setting, verdict: GateVerdict): readonly string[] =>
  mentionable(setting, verdict.holders, notAsked(setting, verdict));

/** What somebody is to an issue: told to them, and told of them. */
const partyIs = {
  you: {
    author: 'you opened the issue',
    assignees: 'you’re assigned to it',
    'pull-request-authors': 'you opened the pull request',
  },
  them: {
    author: 'they opened the issue',
    assignees: 'they’re assigned to it',
    'pull-request-authors': 'they opened the pull request',
  },
} as const;

/** That others of the roles have to approve a gate, as a clause. `by`: who may not; `to`: them, or others. */
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
  return `somebody else in ${who} has to approve it, because ${partyIs[to][party]}`;
}

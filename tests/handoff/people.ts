/** Who appears in the stories, and which roles they hold under a policy. */
import type { Actor, Members } from '../../src/handoff/index.ts';
import { formatProblem, readPolicy, type Policy } from '../../src/policy/index.ts';

export const person = (login: string): Actor => ({ login, kind: 'person', self: false });
export const bot = (login: string): Actor => ({ login: `${login}[bot]`, kind: 'bot', self: false });

/** Product managers. */
export const maria = person('maria');
export const paul = person('paul');
/** Engineers. */
export const anton = person('anton');
export const ben = person('ben');
/** Of no role. */
export const olga = person('olga');
export const nobody: Actor = { login: 'ghost', kind: 'nobody', self: false };
export const baton: Actor = { login: 'baton[bot]', kind: 'bot', self: true };

export const twoRoles = 'roles:\n  pm: [maria, paul]\n  engineer: [anton, ben]\n';

/** The policy of a text that is known to be good. */
export function policyOf(text: string): Policy {
  const read = readPolicy(text, 'roles.yml');
  if (read.kind === 'policy') return read.policy;
  throw new Error(read.problems.map(formatProblem).join('\n'));
}

/** Who holds which role when all that counts is what the policy names; teams have the logins given. */
export function membersOf(policy: Policy, teams: Readonly<Record<string, readonly string[]>> = {}): Members {
  const today = new Map<string, Set<string>>();
  for (const role of policy.roles)
    for (const member of role.members) {
      const logins = member.kind === 'login' ? [member.login] : (teams[`${member.org}/${member.slug}`] ?? []);
      for (const login of logins) today.set(login, (today.get(login) ?? new Set()).add(role.name));
    }
  const mentions = policy.roles.map((role): [string, readonly string[]] => [
    role.name,
    role.members.map((member) => (member.kind === 'login' ? member.login : `${member.org}/${member.slug}`)),
  ]);
  return { today, recorded: new Map(), mentions: new Map(mentions) };
}

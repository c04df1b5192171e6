/** Who takes part in an example, and in which roles. */
import { personOf, type Actor } from '../handoff/index.ts';
import type { Policy } from '../policy/index.ts';
import { sameText, textKey } from '../same-text.ts';
import type { Membership } from '../tracker.ts';

/** By login (lower case): the login as it is written, and the roles. */
export type People = ReadonlyMap<string, { readonly login: string; readonly roles: readonly string[] }>;

export const actorOf = (login: string): Actor => ({
  login,
  id: idOf(login),
  kind: login.endsWith('[bot]') ? 'bot' : 'person',
  self: false,
});

/** Nobody is renamed in an example. */
const idOf = (login: string): string => `account of ${textKey(login)}`;

/** The roles that the policy itself gives to a login. */
export const rolesIn = ({ roles }: Pick<Policy, 'roles'>, login: string): readonly string[] =>
  roles
    .filter(({ members }) => members.some((each) => each.kind === 'login' && sameText(each.login, login)))
    .map(({ name }) => name);

/** Everybody whom a policy names by a login. */
const loginsIn = ({ roles, exempt }: Pick<Policy, 'roles' | 'exempt'>): readonly string[] => [
  ...roles.flatMap(({ members }) => members.flatMap((each) => (each.kind === 'login' ? [each.login] : []))),
  ...exempt.authors,
];

/** Those whom the example gives roles, and those whom the policy names and the example does not. */
export function peopleOf(
  policy: Pick<Policy, 'roles' | 'exempt'>,
  given: Readonly<Record<string, string | readonly string[]>>,
): People {
  const people = new Map<string, { login: string; roles: readonly string[] }>();
  for (const [login, roles] of Object.entries(given))
    people.set(textKey(login), { login, roles: typeof roles === 'string' ? [roles] : roles });
  for (const login of loginsIn(policy))
    if (!people.has(textKey(login))) people.set(textKey(login), { login, roles: rolesIn(policy, login) });
  return people;
}

/** Who holds a role. */
export const holdersOf = (people: People, role: string): readonly string[] =>
  [...people.values()].filter(({ roles }) => roles.includes(role)).map(({ login }) => login);

/**
 * The same as GitHub would tell it. A role that a permission gives is known of accounts, and of nobody by name: so it is on
 * GitHub, where nothing lists them.
 */
export function membershipOf(policy: Policy, people: People): Membership {
  const isListed = (role: string): boolean =>
    policy.roles.some(({ name, members }) => name === role && members.length > 0);
  const today = new Map<string, ReadonlySet<string>>();
  for (const { login, roles } of people.values()) {
    today.set(personOf(actorOf(login)), new Set(roles));
    today.set(textKey(login), new Set(roles.filter(isListed)));
  }
  const mentions = policy.roles.map(
    ({ name }) => [name, isListed(name) ? holdersOf(people, name) : []] as const,
  );
  const named = new Map(loginsIn(policy).map((login) => [textKey(login), idOf(login)]));
  return { today, recorded: new Map(), mentions: new Map(mentions), named, problems: [] };
}

/** Which names of people and teams a policy uses, and which of its files says so. */
import { openPolicy } from './open.ts';
import { principalOf } from './names.ts';
import type { Policy, Principal } from './policy.ts';
import { plain } from './tree.ts';
import { textKey } from '../same-text.ts';

const nameOf = (principal: Principal): string =>
  principal.kind === 'login' ? principal.login : `${principal.org}/${principal.slug}`;

/** Every name by which a policy means somebody: those of `namesIn` in lower case, and accounts in Jira as `jira:name`. */
export function namesKept(policy: Policy): readonly string[] {
  const accounts = [
    ...Object.values(policy.jira?.roles ?? {}).flatMap((holders) => holders.accounts),
    ...policy.people.map((person) => person.jira),
  ];
  return [...namesIn(policy).map(textKey), ...accounts.map(inJira)];
}

const inJira = (account: string): string => `jira:${textKey(account)}`;

/** Every login and team (`org/slug`) that a policy names, each once: of roles, of exempt authors, of people. */
export function namesIn({ roles, exempt, people }: Policy): readonly string[] {
  const all = [
    ...roles.flatMap(({ members }) => members.map(nameOf)),
    ...exempt.authors,
    ...people.map(({ github }) => github),
  ];
  return [...new Set(all)];
}

/** The same of the text of one file, as far as it can be read; in lower case. */
function namesWrittenIn(text: string): ReadonlySet<string> {
  const { tree } = openPolicy(text);
  const file = tree === null ? null : plain(tree);
  const roles = Object.values(mapOf(at(file, 'roles')));
  const written = [
    ...roles.flatMap((role) => [...textsOf(role), ...textsOf(at(role, 'members'))]),
    ...roles.flatMap((role) => listOf(at(role, 'people')).flatMap((each) => textsOf([at(each, 'github')]))),
    ...textsOf(at(at(file, 'exempt'), 'authors')),
  ];
  const accounts = roles.flatMap((role) => [
    ...textsOf(at(at(role, 'jira'), 'accounts')),
    ...listOf(at(role, 'people')).flatMap((each) => textsOf([at(each, 'jira')])),
  ]);
  return new Set([
    ...accounts.map(inJira),
    ...written.flatMap((text) => {
      const principal = principalOf(text);
      return principal === null ? [] : [nameOf(principal)];
    }),
  ]);
}

/** A file of a chain of policies, of which each builds on the next. */
type File = {
  readonly repository: string;
  readonly path: string;
  readonly oid: string;
  readonly text: string;
};

/**
 * The names of a chain of files that are meant anew, because what says them was written again: the file furthest down
 * that says a name has the say, so that nobody who only builds on a policy confirms its names.
 */
export function namesWrittenAgain(before: readonly File[], now: readonly File[]): readonly string[] {
  const was = new Set(before.map(fileOf));
  const changed = new Map<string, boolean>();
  for (const file of now)
    for (const name of namesWrittenIn(file.text)) changed.set(name, !was.has(fileOf(file)));
  return [...changed].flatMap(([name, isChanged]) => (isChanged ? [name] : []));
}

/** A file is written again when its text changes, not when it goes from `.yml` to `.yaml`. */
const fileOf = ({ repository, path, oid }: File): string =>
  `${textKey(repository)} ${path.replace(/^(\.github\/roles)\.yaml$/, '$1.yml')} ${oid}`;

const mapOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
const at = (value: unknown, key: string): unknown => mapOf(value)[key];
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((each): each is string => typeof each === 'string');

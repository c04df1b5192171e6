/** Finds things by the names that people use. Throws an error that names what is missing. */
import { findItem, findLabel, findRepository } from './actions/index.ts';
import type {
  App,
  Issue,
  Item,
  Label,
  Organization,
  PullRequest,
  Repository,
  Team,
  User,
  World,
} from './model/index.ts';
import { sameText } from './same-text.ts';

export type Directory = {
  /** `owner/name`. */
  readonly repository: (name: string) => Repository;
  /** `owner/name#number`. */
  readonly item: (address: string) => Item;
  readonly issue: (address: string) => Issue;
  readonly pull: (address: string) => PullRequest;
  readonly user: (login: string) => User;
  readonly users: (logins: readonly string[]) => User[];
  readonly organization: (login: string) => Organization;
  readonly owner: (login: string) => User | Organization;
  /** `org/slug`. */
  readonly team: (name: string) => Team;
  readonly app: (slug: string) => App;
  readonly label: (repository: Repository, name: string) => Label;
  /** A person's login, or a team's `org/slug`. */
  readonly reviewer: (name: string) => User | Team;
  /** The tip of the default branch. */
  readonly tip: (repository: Repository) => string;
};

function found<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw new Error(`The sandbox has no ${what}.`);
  return thing;
}

export function createDirectory(world: World): Directory {
  const repository = (name: string) =>
    found(findRepository(world, ...(name.split('/', 2) as [string, string])), `repository ${name}`);
  const item = (address: string) => {
    const [name = '', number = ''] = address.split('#');
    return found(findItem(repository(name), Number(number)), `item ${address}`);
  };
  const user = (login: string) =>
    found(
      world.people.find(
        (one): one is User => one.kind === 'User' && !one.deleted && sameText(one.login, login),
      ),
      `user ${login}`,
    );
  const organization = (login: string) =>
    found(
      world.people.find(
        (one): one is Organization => one.kind === 'Organization' && sameText(one.login, login),
      ),
      `organisation ${login}`,
    );
  const team = (name: string) => {
    const [login = '', slug = ''] = name.split('/', 2);
    return found(
      organization(login).teams.find((one) => one.slug === slug),
      `team ${name}`,
    );
  };
  return {
    repository,
    item,
    issue: (address) => {
      const one = item(address);
      if (one.kind !== 'Issue') throw new Error(`${address} is a pull request, not an issue.`);
      return one;
    },
    pull: (address) => {
      const one = item(address);
      if (one.kind !== 'PullRequest') throw new Error(`${address} is an issue, not a pull request.`);
      return one;
    },
    user,
    users: (logins) => logins.map(user),
    organization,
    owner: (login) =>
      world.people.some((one) => one.kind === 'Organization' && sameText(one.login, login))
        ? organization(login)
        : user(login),
    team,
    app: (slug) =>
      found(
        world.apps.find((one) => one.slug === slug),
        `App ${slug}`,
      ),
    label: (where, name) =>
      found(findLabel(where, name), `label ${name} in ${where.owner.login}/${where.name}`),
    reviewer: (name) => (name.includes('/') ? team(name) : user(name)),
    tip: (where) => found(where.branches.get(where.defaultBranch)?.oid, `default branch in ${where.name}`),
  };
}

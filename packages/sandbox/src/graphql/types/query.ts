/** Where queries start. */
import type {
  QueryNodeArgs,
  QueryNodesArgs,
  QueryOrganizationArgs,
  QueryRepositoryArgs,
  QueryRepositoryOwnerArgs,
  QueryUserArgs,
} from '@octokit/graphql-schema';
import { findRepository } from '../../actions/index.ts';
import { timestamp } from '../../clock.ts';
import type { World } from '../../model/index.ts';
import { actorOf, seeing } from '../../viewer.ts';
import type { Fields } from '../context.ts';
import { unresolved } from '../failure.ts';
import { findNode } from '../visible.ts';
import { sameText } from '../../same-text.ts';

function person(world: World, kind: 'User' | 'Organization' | null, login: string) {
  const found = world.people.find(
    (one) =>
      one.kind !== 'Mannequin' &&
      (kind === null || one.kind === kind) &&
      sameText(one.login, login) &&
      !('deleted' in one && one.deleted),
  );
  const what = { User: 'a User', Organization: 'an Organization', null: 'a RepositoryOwner' }[
    String(kind) as 'User'
  ];
  if (found === undefined) throw unresolved(`${what} with the login of '${login}'.`);
  return found;
}

const query: Fields<unknown> = {
  viewer: (_, _args, { viewer }) => actorOf(viewer),
  repository: (_, args: QueryRepositoryArgs, { world, viewer }) =>
    seeing(
      viewer,
      findRepository(world, args.owner, args.name),
      `Could not resolve to a Repository with the name '${args.owner}/${args.name}'.`,
    ),
  node: (_, args: QueryNodeArgs, { world, viewer }) => findNode(world, viewer, args.id),
  // Each that cannot be found is null, with an error of its own.
  nodes: (_, args: QueryNodesArgs, { world, viewer }) =>
    (args.ids as readonly string[]).map((id) => {
      try {
        return findNode(world, viewer, id);
      } catch (problem) {
        return problem;
      }
    }),
  user: (_, args: QueryUserArgs, { world }) => person(world, 'User', args.login),
  organization: (_, args: QueryOrganizationArgs, { world }) => person(world, 'Organization', args.login),
  repositoryOwner: (_, args: QueryRepositoryOwnerArgs, { world }) => person(world, null, args.login),
  rateLimit: (_, _args, { budget, cost, nodeCount }) => ({
    cost,
    limit: budget.limit,
    nodeCount,
    remaining: budget.remaining,
    used: budget.used,
    resetAt: timestamp(budget.reset * 1000),
  }),
};

export const queryTypes = { Query: query };

import { findRepository } from '../../actions/index.js';
import { timestamp } from '../../clock.js';
import { actorOf, seeing } from '../../viewer.js';
import { unresolved } from '../failure.js';
import { findNode } from '../visible.js';
function person(world, kind, login) {
    const found = world.people.find((one) => one.kind !== 'Mannequin' &&
        (kind === null || one.kind === kind) &&
        one.login.toLowerCase() === login.toLowerCase() &&
        !('deleted' in one && one.deleted));
    const what = { User: 'a User', Organization: 'an Organization', null: 'a RepositoryOwner' }[String(kind)];
    if (found === undefined)
        throw unresolved(`${what} with the login of '${login}'.`);
    return found;
}
const query = {
    viewer: (_, _args, { viewer }) => actorOf(viewer),
    repository: (_, args, { world, viewer }) => seeing(viewer, findRepository(world, args.owner, args.name), `Could not resolve to a Repository with the name '${args.owner}/${args.name}'.`),
    node: (_, args, { world, viewer }) => findNode(world, viewer, args.id),
    // Each that cannot be found is null, with an error of its own.
    nodes: (_, args, { world, viewer }) => args.ids.map((id) => {
        try {
            return findNode(world, viewer, id);
        }
        catch (problem) {
            return problem;
        }
    }),
    user: (_, args, { world }) => person(world, 'User', args.login),
    organization: (_, args, { world }) => person(world, 'Organization', args.login),
    repositoryOwner: (_, args, { world }) => person(world, null, args.login),
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

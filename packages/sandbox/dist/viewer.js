import { notForIntegrations, notFound, Refusal } from './refusal.js';
/** In whose name a viewer acts. An App's JWT, and nobody, act in no name. */
export function actorOf(viewer) {
    if (viewer.kind === 'user')
        return viewer.user;
    if (viewer.kind === 'installation')
        return viewer.installation.app.bot;
    throw new Refusal('UNAUTHORIZED', 'Requires authentication');
}
/** The App through which a viewer acts, if any. */
export function appOf(viewer) {
    return viewer.kind === 'installation' ? viewer.installation.app : null;
}
/** How a request log names a viewer. */
export function nameOf(viewer) {
    switch (viewer.kind) {
        case 'anonymous':
            return 'anonymous';
        case 'user':
            return viewer.user.login;
        case 'app':
            return viewer.app.slug;
        case 'installation':
            return viewer.installation.app.bot.login;
        default:
            return viewer;
    }
}
const ranks = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];
/** The standard role that a role stands on. */
export function rankOf(role) {
    return typeof role === 'string' ? role : role.base;
}
export function atLeast(role, rank) {
    return ranks.indexOf(rankOf(role)) >= ranks.indexOf(rank);
}
/** The strongest role of a person in a repository: own it, collaborate, by teams (and their parents), by the organisation. */
export function roleIn(repository, user) {
    const roles = [repository.private ? 'none' : 'read'];
    const { owner } = repository;
    if (owner === user)
        roles.push('admin');
    const direct = repository.collaborators.get(user);
    if (direct !== undefined)
        roles.push(direct);
    if (owner.kind === 'Organization') {
        const member = owner.members.get(user);
        if (member === 'admin')
            roles.push('admin');
        if (member === 'member')
            roles.push(owner.baseRole);
        for (const team of owner.teams) {
            if (team.members.get(user)?.state !== 'active')
                continue;
            for (let above = team; above !== null; above = above.parent) {
                const granted = repository.teams.get(above);
                if (granted !== undefined)
                    roles.push(granted);
            }
        }
    }
    if (user.deleted)
        return 'none';
    return roles.reduce((best, role) => (stronger(role, best) ? role : best));
}
/** A custom role wins over the standard one that it stands on. */
function stronger(role, than) {
    const difference = ranks.indexOf(rankOf(role)) - ranks.indexOf(rankOf(than));
    return difference > 0 || (difference === 0 && typeof role !== 'string' && typeof than === 'string');
}
export function covers(viewer, repository) {
    const reached = (set) => set === 'all' || set.has(repository);
    return (viewer.installation.account === repository.owner &&
        reached(viewer.installation.repositories) &&
        reached(viewer.repositories));
}
export function canSee(viewer, repository) {
    if (!repository.private)
        return true;
    if (viewer.kind === 'user')
        return atLeast(roleIn(repository, viewer.user), 'read');
    return viewer.kind === 'installation' && covers(viewer, repository);
}
/** Throws 404 where a viewer must not even know of the repository. */
export function seeing(viewer, repository, overGraphql) {
    if (repository === undefined || !canSee(viewer, repository))
        throw notFound(overGraphql);
    return repository;
}
/** What writing about an item takes of an App: for a pull request, either permission will do. */
export function itemPermission(item, access) {
    return item.kind === 'Issue' ? { issues: access } : { pull_requests: access, issues: access };
}
/** True when the viewer holds what is needed. */
export function may(viewer, repository, need) {
    if (viewer.kind === 'user')
        return atLeast(roleIn(repository, viewer.user), need.role);
    if (viewer.kind !== 'installation')
        return need.role === 'read' && !repository.private;
    if (!covers(viewer, repository))
        return false;
    return Object.entries(need.app).some(([name, access]) => allows(viewer.permissions[name], access));
}
export function allows(held, wanted) {
    const order = [undefined, 'read', 'write', 'admin'];
    return order.indexOf(held) >= order.indexOf(wanted);
}
/** Throws GitHub's refusal when the viewer does not hold what is needed. `doing` is the GraphQL mutation's name. */
export function demand(viewer, repository, need, doing) {
    seeing(viewer, repository);
    if (viewer.kind === 'anonymous') {
        if (need.role === 'read' && !repository.private)
            return;
        throw new Refusal('UNAUTHORIZED', 'Requires authentication');
    }
    if (!may(viewer, repository, need)) {
        if (viewer.kind !== 'user')
            throw notForIntegrations();
        throw new Refusal('FORBIDDEN', 'Must have admin rights to Repository.', {
            overGraphql: `${viewer.user.login} does not have the correct permissions to execute \`${doing}\``,
        });
    }
    const writes = Object.values(need.app).some((access) => access !== 'read');
    if (repository.archived && writes) {
        const message = 'Repository was archived so is read-only';
        throw new Refusal('FORBIDDEN', `${message}.`, { graphqlType: 'UNPROCESSABLE', overGraphql: message });
    }
}
/**
 * Throws GitHub's refusal where interactions are limited ("Limiting interactions in your repository"): whoever has write
 * access may still write. Whether an App may is not documented; here it may not.
 */
export function demandInteraction(viewer, repository) {
    if (!repository.limited)
        return;
    if (viewer.kind === 'user' && atLeast(roleIn(repository, viewer.user), 'write'))
        return;
    const why = 'Interactions on this repository have been restricted to collaborators only.';
    throw new Refusal('UNPROCESSABLE', 'Validation Failed', {
        errors: [{ resource: 'Issue', code: 'custom', message: `could not be created. ${why}` }],
        overGraphql: `could not be created. ${why}`,
    });
}
export function isAuthor(viewer, author) {
    return (viewer.kind === 'user' || viewer.kind === 'installation') && actorOf(viewer) === author;
}
/** An organisation's or a person's installation of an App, if there is one that covers the repository. */
export function installationOn(world, app, repository) {
    return world.installations.find((one) => one.app === app && covers({ installation: one, repositories: 'all' }, repository));
}

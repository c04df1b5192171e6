import { timestamp } from '../../clock.js';
import { notForIntegrations } from '../../refusal.js';
import { showAccount } from '../../show/index.js';
import { grantedTo, membersOf, teamsBelow } from '../../teams.js';
import { allows, canSee, rankOf } from '../../viewer.js';
import { connection } from '../connection.js';
const actorFields = {
    id: (actor) => actor.nodeId,
    databaseId: (actor) => actor.id,
    login: (actor) => (actor.kind === 'Bot' ? actor.login.replace(/\[bot\]$/, '') : actor.login),
    url: (actor, _, { world }) => showAccount(world, actor)['html_url'],
    resourcePath: (actor) => `/${actor.login}`,
    avatarUrl: (actor, _, { world }) => showAccount(world, actor)['avatar_url'],
    createdAt: (actor) => timestamp(actor.createdAt),
    updatedAt: (actor) => timestamp(actor.createdAt),
};
const user = {
    ...actorFields,
    // The viewer is of type User even where it is a bot, and then it says its whole login.
    login: (person) => person.login,
    name: (person) => (person.kind === 'User' ? person.name : null),
    isViewer: (person, _, { viewer }) => viewer.kind === 'user' && viewer.user === person,
    isSiteAdmin: () => false,
};
function demandMembers(viewer, organization) {
    if (viewer.kind !== 'installation')
        return;
    if (viewer.installation.account !== organization || !allows(viewer.permissions['members'], 'read'))
        throw notForIntegrations();
}
const organization = {
    ...actorFields,
    name: (one) => one.login,
    team: (one, args, { viewer }) => {
        demandMembers(viewer, one);
        return one.teams.find((team) => team.slug === args.slug) ?? null;
    },
    teams: (one, args, { viewer }) => {
        demandMembers(viewer, one);
        return connection(one.teams.filter((team) => (!args.rootTeamsOnly || team.parent === null) &&
            (args.privacy == null || (args.privacy === 'SECRET') === team.secret)), args, 'teams');
    },
    membersWithRole: (one, args, { viewer }) => {
        demandMembers(viewer, one);
        return connection([...one.members.keys()], args, 'membersWithRole');
    },
    viewerIsAMember: (one, _, { viewer }) => viewer.kind === 'user' && one.members.has(viewer.user),
};
const team = {
    id: (one) => one.nodeId,
    databaseId: (one) => one.id,
    name: (one) => one.name,
    slug: (one) => one.slug,
    combinedSlug: (one) => `${one.organization.login}/${one.slug}`,
    description: () => null,
    privacy: (one) => (one.secret ? 'SECRET' : 'VISIBLE'),
    organization: (one) => one.organization,
    parentTeam: (one) => one.parent,
    childTeams: (one, args) => connection(teamsBelow(one).filter((child) => args.immediateOnly === false || child.parent === one), args, 'childTeams'),
    ancestors: (one, args) => {
        const above = [];
        for (let parent = one.parent; parent !== null; parent = parent.parent)
            above.push(parent);
        return connection(above, args, 'ancestors');
    },
    members: (one, args) => {
        const own = membersOf(one, 'immediate');
        const all = membersOf(one, 'all');
        const chosen = args.membership === 'IMMEDIATE'
            ? own
            : args.membership === 'CHILD_TEAM'
                ? all.filter((member) => !own.includes(member))
                : all;
        return connection(chosen, args, 'members');
    },
    repositories: (one, args, { world, viewer }) => {
        const roles = grantedTo(world, one);
        const name = (args.query ?? '').toLowerCase();
        const shownTo = world.repositories.filter((each) => roles.has(each) && each.name.toLowerCase().includes(name) && canSee(viewer, each));
        const { edges, ...rest } = connection(shownTo, args, 'repositories');
        return {
            ...rest,
            edges: edges.map((edge) => ({
                ...edge,
                permission: rankOf(roles.get(edge.node) ?? 'none').toUpperCase(),
            })),
        };
    },
    url: (one, _, { world }) => `${world.baseUrl}/orgs/${one.organization.login}/teams/${one.slug}`,
};
const app = {
    id: (one) => one.nodeId,
    databaseId: (one) => one.id,
    name: (one) => one.name,
    slug: (one) => one.slug,
    url: (one, _, { world }) => `${world.baseUrl}/apps/${one.slug}`,
};
const mannequin = { ...actorFields, email: () => null };
export const accountTypes = {
    User: user,
    Bot: actorFields,
    Mannequin: mannequin,
    Organization: organization,
    Team: team,
    App: app,
};

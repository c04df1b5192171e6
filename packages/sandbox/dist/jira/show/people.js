import { avatars, self } from './view.js';
/** Cloud shows e-mail addresses only where somebody's privacy settings say so: here, to themselves (see `showMyself`). */
export function showUser(view, user) {
    const picture = avatars((size) => `${view.site.baseUrl}/secure/useravatar?size=${size}&avatarId=10122`);
    const shown = {
        avatarUrls: picture,
        displayName: user.displayName,
        active: user.active,
        timeZone: user.timeZone,
    };
    return view.site.flavour === 'cloud'
        ? {
            self: self(view, `/user?accountId=${encodeURIComponent(user.accountId)}`),
            accountId: user.accountId,
            ...shown,
            accountType: user.kind,
        }
        : {
            self: self(view, `/user?username=${encodeURIComponent(user.handle)}`),
            name: user.handle,
            key: user.key,
            emailAddress: user.email,
            ...shown,
        };
}
export function showMyself(view, user) {
    return {
        ...showUser(view, user),
        emailAddress: user.email,
        locale: 'en_US',
        groups: { size: groupsOf(view.site, user).length, items: [] },
        applicationRoles: { size: 1, items: [] },
        expand: 'groups,applicationRoles',
    };
}
export const groupsOf = (site, user) => site.groups.filter((group) => group.members.has(user));
export function showGroup(view, group) {
    return view.site.flavour === 'cloud'
        ? { name: group.name, groupId: group.id, self: self(view, `/group?groupId=${group.id}`) }
        : { name: group.name, self: self(view, `/group?groupname=${encodeURIComponent(group.name)}`) };
}
/** With who has it in that project. Cloud names accounts and group ids, Data Center names. */
export function showRole(view, project, role, withInactive = true) {
    const actors = project.actors.get(role);
    const cloud = view.site.flavour === 'cloud';
    const groups = [...(actors?.groups ?? [])].map(([group, id]) => ({
        id,
        displayName: group.name,
        type: 'atlassian-group-role-actor',
        name: group.name,
        ...(cloud
            ? { actorGroup: { name: group.name, displayName: group.name, groupId: group.id } }
            : { avatarUrl: `${view.site.baseUrl}/secure/useravatar?size=xsmall&avatarId=10122` }),
    }));
    const users = [...(actors?.users ?? [])]
        .filter(([user]) => withInactive || user.active)
        .map(([user, id]) => ({
        id,
        displayName: user.displayName,
        type: 'atlassian-user-role-actor',
        ...(cloud
            ? { actorUser: { accountId: user.accountId } }
            : {
                name: user.handle,
                avatarUrl: `${view.site.baseUrl}/secure/useravatar?size=xsmall&avatarId=10122`,
            }),
    }));
    return {
        self: self(view, `/project/${project.id}/role/${role.id}`),
        name: role.name,
        id: role.id,
        description: role.description,
        actors: [...groups, ...users],
    };
}

/** What the site's administrator sets up and changes. Nothing of it shows in any issue's history. */
import { randomUUID } from 'node:crypto';
import { groupNamed, holderNamed, roleNamed, statusNamed, userNamed } from './directory.js';
import { nextId } from './model/index.js';
import { globalPermissions, projectPermissions, } from './rights.js';
const administrators = 'jira-administrators';
/** What Jira's default permission scheme leaves to administrators of the project. */
const forAdministrators = [
    'ADMINISTER_PROJECTS',
    'DELETE_ISSUES',
    'EDIT_ALL_COMMENTS',
    'DELETE_ALL_COMMENTS',
];
/** A new site: an administrator, an account for automation rules, three statuses, two issue types. */
export function createSite(flavour, clock, announce, version = flavour === 'cloud' ? '1001.0.0-SNAPSHOT' : '10.3.2') {
    const site = {
        flavour,
        version,
        clock,
        baseUrl: '',
        cloudId: randomUUID(),
        users: [],
        groups: [],
        roles: [],
        statuses: [],
        types: [
            { id: '10001', name: 'Story', avatarId: 10315 },
            { id: '10002', name: 'Task', avatarId: 10318 },
        ],
        resolutions: [{ id: '10000', name: 'Done' }],
        workflows: [],
        customFields: [],
        projects: [],
        issues: [],
        globalGrants: new Map(),
        lastIds: new Map(),
        lastMoment: 0,
        announce,
    };
    createUser(site, 'site-admin', { name: 'Site Admin' });
    createUser(site, 'automation', { name: 'Automation for Jira', kind: 'app' });
    createGroup(site, administrators, ['site-admin']);
    createRole(site, 'Administrators');
    // Ids as new sites have them.
    site.statuses.push({ id: '3', name: 'In Progress', category: 'indeterminate' });
    createStatus(site, 'To Do', 'new');
    createStatus(site, 'Done', 'done');
    createWorkflow(site, 'Simplified Workflow', {
        initial: ['To Do'],
        transitions: ['To Do', 'In Progress', 'Done'].map((name) => ({ name, to: name })),
    });
    for (const permission of Object.keys(globalPermissions))
        site.globalGrants.set(permission, [
            holderNamed(site, permission === 'ADMINISTER' ? `group:${administrators}` : 'logged-in'),
        ]);
    return site;
}
function fresh(what, name, taken) {
    if (taken)
        throw new Error(`There is a ${what} ${name} in the sandbox's Jira already.`);
}
export function createUser(site, handle, settings) {
    fresh('user', handle, site.users.some((one) => one.handle === handle));
    const user = {
        handle,
        kind: settings.kind ?? 'atlassian',
        accountId: `712020:${randomUUID()}`,
        key: `JIRAUSER${nextId(site, 'user')}`,
        displayName: settings.name ?? handle.charAt(0).toUpperCase() + handle.slice(1),
        email: settings.email ?? `${handle}@acme.example`,
        timeZone: settings.timeZone ?? 'Etc/UTC',
        active: true,
    };
    site.users.push(user);
    return user;
}
export function createGroup(site, name, members) {
    fresh('group', name, site.groups.some((one) => one.name === name));
    site.groups.push({
        id: randomUUID(),
        name,
        members: new Set(members.map((handle) => userNamed(site, handle))),
    });
}
function createRole(site, name) {
    const known = site.roles.find((one) => one.name === name);
    if (known !== undefined)
        return known;
    const role = { id: nextId(site, 'role'), name, description: `A project role: ${name}` };
    site.roles.push(role);
    return role;
}
export function createStatus(site, name, category) {
    fresh('status', name, site.statuses.some((one) => one.name === name));
    const status = { id: String(nextId(site, 'status')), name, category };
    site.statuses.push(status);
    return status;
}
export function createWorkflow(site, name, settings) {
    const transitions = settings.transitions.map((one, index) => {
        const to = statusNamed(site, one.to);
        const resolution = one.resolution === undefined ? (to.category === 'done' ? 'Done' : null) : one.resolution;
        return {
            id: one.id ?? String(11 + 10 * index),
            name: one.name,
            from: one.from?.map((status) => statusNamed(site, status)) ?? null,
            to,
            resolution: resolution === null || resolution === 'keep' ? resolution : createResolution(site, resolution),
            roles: one.roles?.map((role) => roleNamed(site, role)) ?? null,
        };
    });
    const initial = settings.initial.map((status) => statusNamed(site, status));
    const workflow = {
        id: String(nextId(site, 'workflow')),
        name,
        statuses: [...new Set([...initial, ...transitions.flatMap((one) => [...(one.from ?? []), one.to])])],
        initial,
        transitions,
    };
    site.workflows.push(workflow);
    return workflow;
}
/** One that is there already is that one. */
export function createResolution(site, name) {
    const known = site.resolutions.find((one) => one.name === name);
    if (known !== undefined)
        return known;
    const resolution = { id: String(nextId(site, 'resolution')), name };
    site.resolutions.push(resolution);
    return resolution;
}
export function createField(site, name, type, options) {
    const field = {
        id: `customfield_${nextId(site, 'custom field')}`,
        name,
        type,
        options: options.map((value) => ({ id: String(nextId(site, 'option')), value })),
    };
    site.customFields.push(field);
    return field;
}
export function createProject(site, key, settings) {
    fresh('project', key, site.projects.some((one) => one.key === key));
    const workflow = workflowNamed(site, settings.workflow ?? 'Simplified Workflow');
    const types = settings.types?.map((name) => typeNamed(site, name)) ?? [...site.types];
    const project = {
        id: String(nextId(site, 'project')),
        key,
        name: settings.name ?? key,
        lead: userNamed(site, 'site-admin'),
        workflow,
        types,
        actors: new Map(),
        grants: new Map(),
        lastNumber: 0,
    };
    site.projects.push(project);
    giveRole(site, project, 'Administrators', [], [administrators]);
    for (const [role, { users = [], groups = [] }] of Object.entries(settings.roles ?? {}))
        giveRole(site, project, role, users, groups);
    for (const permission of Object.keys(projectPermissions))
        grant(site, project, permission, settings.permissions?.[permission] ??
            (forAdministrators.includes(permission) ? ['role:Administrators'] : ['logged-in']));
    return project;
}
function workflowNamed(site, name) {
    const known = site.workflows.find((one) => one.name === name);
    if (known === undefined)
        throw new Error(`There is no workflow ${name} in the sandbox's Jira.`);
    return known;
}
function typeNamed(site, name) {
    const known = site.types.find((one) => one.name === name);
    if (known !== undefined)
        return known;
    const type = { id: String(nextId(site, 'issue type')), name, avatarId: 10316 };
    site.types.push(type);
    return type;
}
/** Adds people and groups to a role in a project. */
export function giveRole(site, project, name, users, groups) {
    const role = createRole(site, name);
    const actors = project.actors.get(role) ?? { users: new Map(), groups: new Map() };
    project.actors.set(role, actors);
    for (const handle of users)
        actors.users.set(userNamed(site, handle), nextId(site, 'actor'));
    for (const group of groups)
        actors.groups.set(groupNamed(site, group), nextId(site, 'actor'));
}
export function takeRole(site, project, name, users, groups) {
    const actors = project.actors.get(roleNamed(site, name));
    for (const handle of users)
        actors?.users.delete(userNamed(site, handle));
    for (const group of groups)
        actors?.groups.delete(groupNamed(site, group));
}
/** Says who holds a global permission from now on. */
export function grantGlobally(site, permission, holders) {
    site.globalGrants.set(permission, holders.map((name) => holderNamed(site, name)));
}
/** Says who holds a permission in a project from now on. */
export function grant(site, project, permission, holders) {
    project.grants.set(permission, holders.map((name) => holderNamed(site, name)));
}

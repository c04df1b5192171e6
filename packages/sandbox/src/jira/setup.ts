/** What the site's administrator sets up and changes. Nothing of it shows in any issue's history. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { groupNamed, holderNamed, roleNamed, statusNamed, userNamed, type HolderName } from './directory.ts';
import type {
  Actors,
  Category,
  CustomField,
  Flavour,
  Happening,
  Project,
  Resolution,
  Role,
  Site,
  Status,
  Transition,
  User,
  Workflow,
} from './model/index.ts';
import { nextId } from './model/index.ts';
import {
  globalPermissions,
  projectPermissions,
  type GlobalPermission,
  type ProjectPermission,
} from './rights.ts';
import type { ProjectSettings, UserSettings, WorkflowSettings } from './settings.ts';

const administrators = 'jira-administrators';
/** What Jira's default permission scheme leaves to administrators of the project. */
const forAdministrators: readonly ProjectPermission[] = [
  'ADMINISTER_PROJECTS',
  'DELETE_ISSUES',
  'EDIT_ALL_COMMENTS',
  'DELETE_ALL_COMMENTS',
];

/** A new site: an administrator, an account for automation rules, three statuses, two issue types. */
export function createSite(
  flavour: Flavour,
  clock: Clock,
  announce: (happening: Happening) => void,
  version: string = flavour === 'cloud' ? '1001.0.0-SNAPSHOT' : '10.3.2',
): Site {
  const site: Site = {
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

function demandFree(what: string, name: string, taken: readonly string[]): void {
  if (taken.includes(name)) throw new Error(`There is a ${what} ${name} in the sandbox's Jira already.`);
}

export function createUser(site: Site, handle: string, settings: UserSettings): User {
  demandFree(
    'user',
    handle,
    site.users.map((one) => one.handle),
  );
  const user: User = {
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

export function createGroup(site: Site, name: string, members: readonly string[]): void {
  demandFree(
    'group',
    name,
    site.groups.map((one) => one.name),
  );
  site.groups.push({
    id: randomUUID(),
    name,
    members: new Set(members.map((handle) => userNamed(site, handle))),
  });
}

function createRole(site: Site, name: string): Role {
  const known = site.roles.find((one) => one.name === name);
  if (known !== undefined) return known;
  const role: Role = { id: nextId(site, 'role'), name, description: `A project role: ${name}` };
  site.roles.push(role);
  return role;
}

export function createStatus(site: Site, name: string, category: Category): Status {
  demandFree(
    'status',
    name,
    site.statuses.map((one) => one.name),
  );
  const status: Status = { id: String(nextId(site, 'status')), name, category };
  site.statuses.push(status);
  return status;
}

export function createWorkflow(site: Site, name: string, settings: WorkflowSettings): Workflow {
  const transitions = settings.transitions.map((one, index): Transition => {
    const to = statusNamed(site, one.to);
    const resolution =
      one.resolution === undefined ? (to.category === 'done' ? 'Done' : null) : one.resolution;
    return {
      id: one.id ?? String(11 + 10 * index),
      name: one.name,
      from: one.from?.map((status) => statusNamed(site, status)) ?? null,
      to,
      resolution:
        resolution === null || resolution === 'keep' ? resolution : createResolution(site, resolution),
      roles: one.roles?.map((role) => roleNamed(site, role)) ?? null,
    };
  });
  const initial = settings.initial.map((status) => statusNamed(site, status));
  const workflow: Workflow = {
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
export function createResolution(site: Site, name: string): Resolution {
  const known = site.resolutions.find((one) => one.name === name);
  if (known !== undefined) return known;
  const resolution = { id: String(nextId(site, 'resolution')), name };
  site.resolutions.push(resolution);
  return resolution;
}

export function createField(
  site: Site,
  name: string,
  type: CustomField['type'],
  options: readonly string[],
): CustomField {
  const field: CustomField = {
    id: `customfield_${nextId(site, 'custom field')}`,
    name,
    type,
    options: options.map((value) => ({ id: String(nextId(site, 'option')), value })),
  };
  site.customFields.push(field);
  return field;
}

export function createProject(site: Site, key: string, settings: ProjectSettings): Project {
  demandFree(
    'project',
    key,
    site.projects.map((one) => one.key),
  );
  const workflow = workflowNamed(site, settings.workflow ?? 'Simplified Workflow');
  const types = settings.types?.map((name) => typeNamed(site, name)) ?? [...site.types];
  const project: Project = {
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
  for (const permission of Object.keys(projectPermissions) as ProjectPermission[])
    grant(
      site,
      project,
      permission,
      settings.permissions?.[permission] ??
        (forAdministrators.includes(permission) ? ['role:Administrators'] : ['logged-in']),
    );
  return project;
}

function workflowNamed(site: Site, name: string): Workflow {
  const known = site.workflows.find((one) => one.name === name);
  if (known === undefined) throw new Error(`There is no workflow ${name} in the sandbox's Jira.`);
  return known;
}

function typeNamed(site: Site, name: string): Site['types'][number] {
  const known = site.types.find((one) => one.name === name);
  if (known !== undefined) return known;
  const type = { id: String(nextId(site, 'issue type')), name, avatarId: 10316 };
  site.types.push(type);
  return type;
}

/** Adds people and groups to a role in a project. */
export function giveRole(
  site: Site,
  project: Project,
  name: string,
  users: readonly string[],
  groups: readonly string[],
): void {
  const role = createRole(site, name);
  const actors: Actors = project.actors.get(role) ?? { users: new Map(), groups: new Map() };
  project.actors.set(role, actors);
  for (const handle of users) actors.users.set(userNamed(site, handle), nextId(site, 'actor'));
  for (const group of groups) actors.groups.set(groupNamed(site, group), nextId(site, 'actor'));
}

export function takeRole(
  site: Site,
  project: Project,
  name: string,
  users: readonly string[],
  groups: readonly string[],
): void {
  const actors = project.actors.get(roleNamed(site, name));
  for (const handle of users) actors?.users.delete(userNamed(site, handle));
  for (const group of groups) actors?.groups.delete(groupNamed(site, group));
}

/** Says who holds a global permission from now on. */
export function grantGlobally(
  site: Site,
  permission: GlobalPermission,
  holders: readonly HolderName[],
): void {
  site.globalGrants.set(
    permission,
    holders.map((name) => holderNamed(site, name)),
  );
}

/** Says who holds a permission in a project from now on. */
export function grant(
  site: Site,
  project: Project,
  permission: ProjectPermission,
  holders: readonly HolderName[],
): void {
  project.grants.set(
    permission,
    holders.map((name) => holderNamed(site, name)),
  );
}

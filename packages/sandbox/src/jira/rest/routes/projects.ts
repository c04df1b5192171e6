/** "Projects", "Project roles", "Workflow statuses", "Permissions", "Issue fields". */
import type { JsonObject } from '../../../json.ts';
import { findIssue } from '../../directory.ts';
import type { Project } from '../../model/index.ts';
import { JiraRefusal } from '../../refusal.ts';
import {
  globalPermissions,
  may,
  mayGlobally,
  projectPermissions,
  seeing,
  type ProjectPermission,
} from '../../rights.ts';
import {
  roleAddresses,
  self,
  showCustomField,
  showProject,
  showRole,
  showStatus,
  showSystemField,
} from '../../show/index.ts';
import { findProject, namesOf, ok, param, projectOf, type Call, type Routes } from '../call.ts';

/** Everybody's answer is about themselves: in a project, in an issue's project, or anywhere. */
function myPermissions(call: Call): JsonObject {
  const { query, site, viewer } = call;
  const keyOfIssue = query.get('issueKey') ?? query.get('issueId');
  const keyOfProject = query.get('projectKey') ?? query.get('projectId');
  const issue = keyOfIssue === null ? null : seeing(site, viewer, findIssue(site, keyOfIssue));
  const project: Project | null =
    issue?.project ?? (keyOfProject === null ? null : (findProject(call, keyOfProject) ?? null));
  if (keyOfProject !== null && project === null)
    throw new JiraRefusal(404, `No project could be found with key '${keyOfProject}'.`);
  const all = { ...projectPermissions, ...globalPermissions };
  const asked = namesOf(call, 'permissions');
  // Cloud wants to be told which ones ("Get my permissions": since 2019).
  if (asked.length === 0 && site.flavour === 'cloud')
    throw new JiraRefusal(400, "The 'permissions' query parameter is required.");
  const unknown = asked.filter((one) => !(one in all));
  if (unknown.length > 0) throw new JiraRefusal(400, `Unrecognized permission: ${unknown.join(', ')}`);
  const has = (key: string): boolean => {
    if (key in globalPermissions) return mayGlobally(site, viewer, key as keyof typeof globalPermissions);
    const where = project === null ? site.projects : [project];
    return where.some((one) => may(viewer, key as ProjectPermission, one));
  };
  const chosen = Object.entries(all).filter(([key]) => asked.length === 0 || asked.includes(key));
  return {
    permissions: Object.fromEntries(
      chosen.map(([key, [id, name, description]]) => [
        key,
        {
          id,
          key,
          name,
          type: key in globalPermissions ? 'GLOBAL' : 'PROJECT',
          description,
          havePermission: has(key),
        },
      ]),
    ),
  };
}

/**
 * The project, to whoever administers it: roles are shown to nobody else. ("Get project roles for project": 401 where "the
 * user lacks administrative permissions for the project"; the words are those of pycontribs/jira, issue 535.)
 */
function administered(call: Call): Project {
  const project = projectOf(call);
  const { site, viewer } = call;
  if (may(viewer, 'ADMINISTER_PROJECTS', project) || mayGlobally(site, viewer, 'ADMINISTER')) return project;
  throw new JiraRefusal(401, 'You cannot edit the configuration of this project.');
}

const systemFields: readonly (readonly [string, string, string])[] = [
  ['summary', 'Summary', 'string'],
  ['description', 'Description', 'string'],
  ['status', 'Status', 'status'],
  ['resolution', 'Resolution', 'resolution'],
  ['labels', 'Labels', 'array'],
  ['assignee', 'Assignee', 'user'],
  ['reporter', 'Reporter', 'user'],
  ['issuetype', 'Issue Type', 'issuetype'],
  ['project', 'Project', 'project'],
  ['created', 'Created', 'datetime'],
  ['updated', 'Updated', 'datetime'],
];

export const projectRoutes: Routes = {
  'GET /project/{projectIdOrKey}': {
    scope: 'read:jira-work',
    anonymous: true,
    handler: (call) => ok(showProject(call.view, projectOf(call), call.site.roles)),
  },
  'GET /project/{projectIdOrKey}/role': {
    scope: 'read:jira-work',
    anonymous: true,
    handler: (call) => ok(roleAddresses(call.view, administered(call), call.site.roles)),
  },
  'GET /project/{projectIdOrKey}/role/{id}': {
    scope: 'read:jira-work',
    anonymous: true,
    query: ['excludeInactiveUsers'],
    handler: (call) => {
      const project = administered(call);
      const id = param(call, 'id');
      const role = call.site.roles.find((one) => String(one.id) === id);
      if (role === undefined) throw new JiraRefusal(404, `Can not find a role actor for the role id ${id}.`);
      return ok(showRole(call.view, project, role, call.query.get('excludeInactiveUsers') !== 'true'));
    },
  },
  'GET /project/{projectIdOrKey}/statuses': {
    scope: 'read:jira-work',
    anonymous: true,
    handler: (call) => {
      const { types, workflow } = projectOf(call);
      // The category is in no example, and in every answer ("Get all statuses for project").
      const statuses = workflow.statuses.map((one) => showStatus(call.view, one));
      return ok(
        types.map(({ id, name }) => ({
          self: self(call.view, `/issuetype/${id}`),
          id,
          name,
          subtask: false,
          statuses,
        })),
      );
    },
  },
  'GET /status': {
    scope: 'read:jira-work',
    anonymous: true,
    handler: (call) => {
      // Those of workflows of projects that one may see ("Get all statuses").
      const seen = new Set(
        call.site.projects
          .filter((one) => may(call.viewer, 'BROWSE_PROJECTS', one))
          .flatMap((one) => one.workflow.statuses),
      );
      return ok(call.site.statuses.filter((one) => seen.has(one)).map((one) => showStatus(call.view, one)));
    },
  },
  'GET /mypermissions': {
    scope: 'read:jira-work',
    anonymous: true,
    query: ['projectKey', 'projectId', 'issueKey', 'issueId', 'permissions'],
    handler: (call) => ok(myPermissions(call)),
  },
  'GET /field': {
    scope: 'read:jira-work',
    anonymous: true,
    handler: (call) =>
      ok([
        ...systemFields.map(([id, name, type]) => showSystemField(call.view, id, name, type)),
        ...call.site.customFields.map((one) => showCustomField(call.view, one)),
      ]),
  },
};

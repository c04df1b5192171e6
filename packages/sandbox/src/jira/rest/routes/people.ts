/** "Myself", "Groups", "Users", "Server info". */
import { groupsOf, showGroup, showMyself, showUser, stamp } from '../../show/index.ts';
import type { Group, User } from '../../model/index.ts';
import { JiraRefusal } from '../../refusal.ts';
import { mayGlobally } from '../../rights.ts';
import { actor, expansions, numberOf, ok, page, type Call, type Routes } from '../call.ts';

function browsing(call: Call, permission: 'ADMINISTER' | 'USER_PICKER'): void {
  if (!mayGlobally(call.site, call.viewer, permission) && !mayGlobally(call.site, call.viewer, 'ADMINISTER'))
    throw new JiraRefusal(
      403,
      'You are not authorized to perform this action. Administrator privileges are required.',
    );
}

/** Cloud knows groups by id or by name, but not by both at once; Data Center by name. */
function groupOf(call: Call): Group {
  const id = call.query.get('groupId');
  const name = call.query.get('groupname');
  if ((id === null) === (name === null))
    throw new JiraRefusal(400, 'Exactly one of groupId and groupname must be specified.');
  const group = call.site.groups.find((one) => (id === null ? one.name === name : one.id === id));
  if (group === undefined)
    throw new JiraRefusal(
      404,
      id === null
        ? `The group named '${String(name)}' does not exist.`
        : `The group with id '${id}' does not exist.`,
    );
  return group;
}

function accountOf(call: Call): User {
  const cloud = call.site.flavour === 'cloud';
  const name = call.query.get(cloud ? 'accountId' : 'username') ?? call.query.get('key');
  const user = call.site.users.find((one) =>
    cloud ? one.accountId === name : one.handle === name || one.key === call.query.get('key'),
  );
  if (user === undefined)
    throw new JiraRefusal(
      404,
      cloud
        ? 'Specified user does not exist or you do not have required permissions'
        : `The user named '${String(name)}' does not exist`,
    );
  return user;
}

const members = {
  query: ['groupId', 'groupname', 'includeInactiveUsers', 'startAt', 'maxResults'],
  handler: (call: Call) => {
    // "Get users from group": Data Center asks for more than Cloud does.
    browsing(call, call.site.flavour === 'cloud' ? 'USER_PICKER' : 'ADMINISTER');
    const group = groupOf(call);
    const withInactive = call.query.get('includeInactiveUsers') === 'true';
    const users = [...group.members]
      .filter((one) => withInactive || one.active)
      .sort((a, b) => (a.handle < b.handle ? -1 : 1));
    return ok(page(call, '/group/member', users, 50, (one) => showUser(call.view, one)));
  },
};

export const peopleRoutes: Routes = {
  'GET /myself': {
    scope: 'read:jira-user',
    anonymous: false,
    handler: (call) => ok(showMyself(call.view, actor(call))),
  },
  'GET /serverInfo': {
    scope: null,
    anonymous: true,
    handler: (call) => {
      const { site } = call;
      const cloud = site.flavour === 'cloud';
      const now = stamp(site.clock.now(), call.view.timeZone);
      return ok({
        baseUrl: site.baseUrl,
        ...(cloud ? { displayUrl: site.baseUrl } : {}),
        version: site.version,
        versionNumbers: site.version.split(/[.-]/).slice(0, 3).map(Number),
        deploymentType: cloud ? 'Cloud' : 'Server',
        buildNumber: cloud ? 100_284 : 10_030_002,
        buildDate: stamp(Date.UTC(2026, 0, 15), call.view.timeZone),
        serverTime: now,
        scmInfo: '0000000000000000000000000000000000000000',
        serverTitle: 'Jira',
        ...(cloud ? { serverTimeZone: 'Etc/UTC' } : {}),
      });
    },
  },
  'GET /group/member': {
    scope: 'manage:jira-configuration',
    granular: ['read:group:jira', 'read:user:jira', 'read:avatar:jira'],
    anonymous: false,
    ...members,
  },
  'GET /groups/picker': {
    scope: 'read:jira-user',
    anonymous: true,
    query: ['query', 'maxResults'],
    handler: (call) => {
      // Whoever may not browse groups finds those alone whose whole name they know ("Find groups").
      const name = call.query.get('query') ?? '';
      const browses = mayGlobally(call.site, call.viewer, 'USER_PICKER');
      const found = call.site.groups
        .filter((one) => one.name === name || (browses && one.name.includes(name)))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const shown = call.viewer === null ? [] : found.slice(0, numberOf(call, 'maxResults', 20));
      return ok({
        header: `Showing ${shown.length} of ${found.length} matching groups`,
        total: found.length,
        groups: shown.map((one) => ({
          name: one.name,
          html: one.name,
          ...(call.site.flavour === 'cloud' ? { groupId: one.id } : { labels: [] }),
        })),
      });
    },
  },
  'GET /group/bulk': {
    flavour: 'cloud',
    scope: 'read:jira-user',
    anonymous: false,
    query: ['groupId', 'groupName', 'startAt', 'maxResults'],
    handler: (call) => {
      browsing(call, 'USER_PICKER');
      const ids = call.query.getAll('groupId');
      const names = call.query.getAll('groupName');
      const found = call.site.groups.filter(
        (one) => (ids.length === 0 && names.length === 0) || ids.includes(one.id) || names.includes(one.name),
      );
      return ok(page(call, '/group/bulk', found, 50, (one) => ({ name: one.name, groupId: one.id })));
    },
  },
  'GET /user/groups': {
    flavour: 'cloud',
    scope: 'read:jira-user',
    anonymous: true,
    query: ['accountId'],
    handler: (call) => {
      browsing(call, 'USER_PICKER');
      return ok(groupsOf(call.site, accountOf(call)).map((one) => showGroup(call.view, one)));
    },
  },
  'GET /user': {
    scope: 'read:jira-user',
    anonymous: true,
    query: ['accountId', 'username', 'key', 'expand'],
    handler: (call) => {
      actor(call);
      const user = accountOf(call);
      const expand = expansions(call, ['groups', 'applicationRoles']);
      const groups = groupsOf(call.site, user);
      return ok({
        ...showUser(call.view, user),
        groups: {
          size: groups.length,
          items: expand.has('groups') ? groups.map((one) => showGroup(call.view, one)) : [],
        },
        applicationRoles: { size: 1, items: [] },
        expand: 'groups,applicationRoles',
      });
    },
  },
};

/** "Myself", "Groups", "Users", "Server info". */
import { groupsOf, showGroup, showMyself, showUser } from '../../show/people.ts';
import { stamp } from '../../show/view.ts';
import type { Group, User } from '../../model.ts';
import { JiraRefusal } from '../../refusal.ts';
import { mayGlobally } from '../../rights.ts';
import { actor, expansions, ok, page, type Call, type Routes } from '../call.ts';

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
        version: cloud ? '1001.0.0-SNAPSHOT' : '10.3.2',
        versionNumbers: cloud ? [1001, 0, 0] : [10, 3, 2],
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

/** People, organisations, teams, Apps and installations, as REST answers and webhooks show them. */
import { timestamp } from '../clock.ts';
import type { JsonObject } from '../json.ts';
import type { Actor, App, Installation, Organization, Team, User, World } from '../model/index.ts';

/** Stands for whoever deleted their account. */
const ghost = { id: 10137, nodeId: 'MDQ6VXNlcjEwMTM3', login: 'ghost', kind: 'User' } as const;

export function showAccount(world: World, actor: Actor): JsonObject {
  const { id, nodeId, login, kind } = actor.kind === 'User' && actor.deleted ? ghost : actor;
  const url = `${world.baseUrl}/users/${encodeURIComponent(login)}`;
  const page = kind === 'Bot' ? `apps/${login.replace('[bot]', '')}` : login;
  return {
    login,
    id,
    node_id: nodeId,
    avatar_url: `${world.baseUrl}/avatars/u/${id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `${world.baseUrl}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: kind,
    user_view_type: 'public',
    site_admin: false,
  };
}

export function showProfile(world: World, user: Exclude<Actor, { kind: 'Mannequin' }>): JsonObject {
  const at = timestamp(user.createdAt);
  return {
    ...showAccount(world, user),
    name: user.kind === 'User' ? user.name : null,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: world.repositories.filter((one) => one.owner === user && !one.private).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: at,
    updated_at: at,
  };
}

export function showOrganization(world: World, organization: Organization): JsonObject {
  const url = `${world.baseUrl}/orgs/${organization.login}`;
  return {
    login: organization.login,
    id: organization.id,
    node_id: organization.nodeId,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.baseUrl}/avatars/u/${organization.id}?v=4`,
    description: null,
  };
}

function showTeamAlone(world: World, team: Team): JsonObject {
  const url = `${world.baseUrl}/organizations/${team.organization.id}/team/${team.id}`;
  return {
    name: team.name,
    id: team.id,
    node_id: team.nodeId,
    slug: team.slug,
    description: null,
    privacy: team.secret ? 'secret' : 'closed',
    notification_setting: 'notifications_enabled',
    url,
    html_url: `${world.baseUrl}/orgs/${team.organization.login}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    permission: 'pull',
    type: 'organization',
    organization_id: team.organization.id,
  };
}

export function showTeam(world: World, team: Team): JsonObject {
  return {
    ...showTeamAlone(world, team),
    parent: team.parent === null ? null : showTeamAlone(world, team.parent),
  };
}

export function showFullTeam(world: World, team: Team): JsonObject {
  const at = timestamp(team.createdAt);
  return {
    ...showTeam(world, team),
    created_at: at,
    updated_at: at,
    members_count: team.members.size,
    repos_count: world.repositories.filter((one) => one.teams.has(team)).length,
    organization: {
      ...showOrganization(world, team.organization),
      type: 'Organization',
      html_url: `${world.baseUrl}/${team.organization.login}`,
      has_organization_projects: true,
      has_repository_projects: true,
      public_repos: world.repositories.filter((one) => one.owner === team.organization && !one.private)
        .length,
      public_gists: 0,
      followers: 0,
      following: 0,
      created_at: at,
      updated_at: at,
      archived_at: null,
    },
  };
}

export function showApp(world: World, app: App): JsonObject {
  const at = timestamp(app.createdAt);
  return {
    id: app.id,
    slug: app.slug,
    node_id: app.nodeId,
    client_id: app.clientId,
    owner: showAccount(world, app.owner),
    name: app.name,
    description: null,
    external_url: `${world.baseUrl}/apps/${app.slug}`,
    html_url: `${world.baseUrl}/apps/${app.slug}`,
    created_at: at,
    updated_at: at,
    permissions: app.permissions,
    events: [...app.events],
  };
}

export function showInstallation(world: World, installation: Installation): JsonObject {
  const { app, account, suspended } = installation;
  const url = `${world.baseUrl}/app/installations/${installation.id}`;
  const at = timestamp(installation.createdAt);
  return {
    id: installation.id,
    client_id: app.clientId,
    account: showAccount(world, account),
    repository_selection: installation.repositories === 'all' ? 'all' : 'selected',
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${world.baseUrl}/installation/repositories`,
    html_url:
      account.kind === 'Organization'
        ? `${world.baseUrl}/organizations/${account.login}/settings/installations/${installation.id}`
        : `${world.baseUrl}/settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.kind,
    permissions: installation.permissions,
    events: [...app.events],
    created_at: at,
    updated_at: at,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: showUserOrNull(world, suspended?.by ?? null),
    suspended_at: suspended === null ? null : timestamp(suspended.at),
  };
}

/** The few words about its installation that every webhook to an App carries. */
export function showInstallationReference(installation: Installation): JsonObject {
  return { id: installation.id, node_id: installation.nodeId };
}

export function showUserOrNull(world: World, user: User | Actor | null): JsonObject | null {
  return user === null ? null : showAccount(world, user);
}

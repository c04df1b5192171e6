/** Repositories, their labels and commits, as REST answers and webhooks show them. */
import { timestamp } from '../clock.ts';
import type { JsonObject } from '../json.ts';
import type { Label, Repository, RoleName, World } from '../model/index.ts';
import { atLeast } from '../viewer.ts';
import { showAccount } from './account.ts';

export function repositoryUrl(world: World, repository: Repository): string {
  return `${world.baseUrl}/repos/${nameWithOwner(repository)}`;
}

export function repositoryPage(world: World, repository: Repository): string {
  return `${world.baseUrl}/${nameWithOwner(repository)}`;
}

export function nameWithOwner(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

const collections: readonly (readonly [string, string])[] = [
  ['keys_url', '/keys{/key_id}'],
  ['collaborators_url', '/collaborators{/collaborator}'],
  ['issue_events_url', '/issues/events{/number}'],
  ['assignees_url', '/assignees{/user}'],
  ['branches_url', '/branches{/branch}'],
  ['blobs_url', '/git/blobs{/sha}'],
  ['git_tags_url', '/git/tags{/sha}'],
  ['git_refs_url', '/git/refs{/sha}'],
  ['trees_url', '/git/trees{/sha}'],
  ['statuses_url', '/statuses/{sha}'],
  ['commits_url', '/commits{/sha}'],
  ['git_commits_url', '/git/commits{/sha}'],
  ['comments_url', '/comments{/number}'],
  ['issue_comment_url', '/issues/comments{/number}'],
  ['contents_url', '/contents/{+path}'],
  ['compare_url', '/compare/{base}...{head}'],
  ['archive_url', '/{archive_format}{/ref}'],
  ['issues_url', '/issues{/number}'],
  ['pulls_url', '/pulls{/number}'],
  ['milestones_url', '/milestones{/number}'],
  ['notifications_url', '/notifications{?since,all,participating}'],
  ['labels_url', '/labels{/name}'],
  ['releases_url', '/releases{/id}'],
  ...[
    'forks',
    'teams',
    'hooks',
    'events',
    'tags',
    'languages',
    'stargazers',
    'contributors',
    'subscribers',
    'subscription',
    'merges',
    'downloads',
    'deployments',
  ].map((name) => [`${name}_url`, `/${name}`] as const),
];

export function showRepository(world: World, repository: Repository): JsonObject {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  const open = [...repository.items.values()].filter((item) => item.state === 'open' && !item.deleted).length;
  return {
    ...showRepositoryReference(repository),
    owner: showAccount(world, repository.owner),
    html_url: page,
    description: null,
    fork: false,
    url,
    ...Object.fromEntries(collections.map(([key, path]) => [key, url + path])),
    created_at: timestamp(repository.createdAt),
    updated_at: timestamp(repository.updatedAt),
    pushed_at: timestamp(repository.pushedAt),
    git_url: `${page.replace('http', 'git')}.git`,
    ssh_url: `git@127.0.0.1:${nameWithOwner(repository)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    size: 1,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: repository.hasIssues,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: repository.archived,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.private ? 'private' : 'public',
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: repository.defaultBranch,
  };
}

/** `GET /repos/{owner}/{repo}` says a little more. */
export function showFullRepository(world: World, repository: Repository): JsonObject {
  return { ...showRepository(world, repository), network_count: 0, subscribers_count: 0 };
}

/** The short form in events about installations. */
export function showRepositoryReference(repository: Repository): JsonObject {
  return {
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: nameWithOwner(repository),
    private: repository.private,
  };
}

export function showLabel(world: World, label: Label): JsonObject {
  return {
    id: label.id,
    node_id: label.nodeId,
    url: `${repositoryUrl(world, label.repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

/** What somebody may do in a repository. */
export function showRights(role: RoleName | 'none'): JsonObject {
  return {
    pull: atLeast(role, 'read'),
    triage: atLeast(role, 'triage'),
    push: atLeast(role, 'write'),
    maintain: atLeast(role, 'maintain'),
    admin: atLeast(role, 'admin'),
  };
}

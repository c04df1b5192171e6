/** Repositories, their labels and commits, as REST answers and webhooks show them. */
import { timestamp } from '../clock.ts';
import { changedFiles, type FileChange } from '../git.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Actor, Blob, Commit, Label, Repository, World } from '../model/index.ts';
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
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: nameWithOwner(repository),
    private: repository.private,
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

function signature(commit: Commit): JsonObject {
  return { name: commit.author.login, email: emailOf(commit.author), date: timestamp(commit.at) };
}

export function emailOf(actor: Actor): string {
  return `${actor.id}+${actor.login}@users.noreply.github.com`;
}

const unsigned = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

export function showCommit(world: World, commit: Commit): JsonObject {
  const url = `${repositoryUrl(world, commit.repository)}/commits/${commit.oid}`;
  const git = `${repositoryUrl(world, commit.repository)}/git`;
  return {
    sha: commit.oid,
    node_id: commit.nodeId,
    commit: {
      author: signature(commit),
      committer: signature(commit),
      message: commit.message,
      tree: { sha: commit.treeOid, url: `${git}/trees/${commit.treeOid}` },
      url: `${git}/commits/${commit.oid}`,
      comment_count: 0,
      verification: unsigned,
    },
    url,
    html_url: `${repositoryPage(world, commit.repository)}/commit/${commit.oid}`,
    comments_url: `${url}/comments`,
    author: showAccount(world, commit.author),
    committer: showAccount(world, commit.author),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${repositoryUrl(world, commit.repository)}/commits/${sha}`,
      html_url: `${repositoryPage(world, commit.repository)}/commit/${sha}`,
    })),
  };
}

/** A single commit also says what it changed. */
export function showCommitWithFiles(world: World, commit: Commit): JsonObject {
  const files = filesOf(commit);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return {
    ...showCommit(world, commit),
    stats: { additions, deletions, total: additions + deletions },
    files: files.map((file) => showFile(world, commit, file)),
  };
}

export function filesOf(commit: Commit): FileChange[] {
  const parent =
    commit.parents[0] === undefined ? undefined : commit.repository.commits.get(commit.parents[0]);
  return changedFiles(commit.repository, parent?.tree ?? new Map(), commit.tree);
}

export function showFile(world: World, commit: Commit, file: FileChange): JsonObject {
  const page = repositoryPage(world, commit.repository);
  return {
    sha: file.oid,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${page}/blob/${commit.oid}/${file.path}`,
    raw_url: `${page}/raw/${commit.oid}/${file.path}`,
    contents_url: `${repositoryUrl(world, commit.repository)}/contents/${file.path}?ref=${commit.oid}`,
    ...(file.previousPath === null ? {} : { previous_filename: file.previousPath }),
  };
}

/** A commit as the `push` and `merge_group` events tell of it. */
export function showPushedCommit(world: World, commit: Commit): JsonObject {
  const files = filesOf(commit);
  const paths = (status: FileChange['status']): Json =>
    files.filter((one) => one.status === status).map((one) => one.path);
  const renamed = files.filter((one) => one.status === 'renamed');
  const person = { name: commit.author.login, email: emailOf(commit.author), username: commit.author.login };
  return {
    id: commit.oid,
    tree_id: commit.treeOid,
    distinct: true,
    message: commit.message,
    timestamp: timestamp(commit.at),
    url: `${repositoryPage(world, commit.repository)}/commit/${commit.oid}`,
    author: person,
    committer: person,
    added: [...(paths('added') as string[]), ...renamed.map((one) => one.path)],
    removed: [...(paths('removed') as string[]), ...renamed.flatMap((one) => one.previousPath ?? [])],
    modified: paths('modified'),
  };
}

export function showContent(
  world: World,
  repository: Repository,
  path: string,
  blob: Blob,
  revision: string,
): JsonObject {
  const url = `${repositoryUrl(world, repository)}/contents/${path}?ref=${revision}`;
  const git = `${repositoryUrl(world, repository)}/git/blobs/${blob.oid}`;
  const html = `${repositoryPage(world, repository)}/blob/${revision}/${path}`;
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    path,
    sha: blob.oid,
    size: blob.bytes.length,
    url,
    html_url: html,
    git_url: git,
    download_url: `${repositoryPage(world, repository)}/raw/${revision}/${path}`,
    type: 'file',
    content: blob.bytes.toString('base64').replace(/.{60}/g, '$&\n') + '\n',
    encoding: 'base64',
    _links: { self: url, git, html },
  };
}

/** Repositories: their files, commits, branches and collaborators. */
import { z } from 'zod';
import { createBranch, deleteBranch, moveBranch, push } from '../../actions/index.ts';
import { ancestry, changedFiles, commitOf, commitsBetween, mergeBase, resolveRevision } from '../../git.ts';
import { pullsWith } from '../../graphql/index.ts';
import type { JsonObject } from '../../json.ts';
import type { Branch, Commit, Repository, RoleName, User } from '../../model/index.ts';
import { notFound, Refusal, unprocessable } from '../../refusal.ts';
import {
  repositoryUrl,
  showAccount,
  showCommit,
  showCommitWithFiles,
  showContent,
  showFile,
  showFullRepository,
  showPull,
  showRights,
} from '../../show/index.ts';
import { demand, rankOf, roleIn } from '../../viewer.ts';
import {
  created,
  input,
  noContent,
  ok,
  page,
  param,
  repositoryOf,
  repositoryToRead,
  type Answer,
  type Call,
  type Routes,
} from '../call.ts';
import { findUser } from './issues.ts';

function revisionOf(call: Call, repository: Repository): Commit {
  const name = call.query.get('ref') ?? 'HEAD';
  const commit = resolveRevision(repository, name);
  if (commit === undefined) throw new Refusal('NOT_FOUND', `No commit found for the ref ${name}`);
  return commit;
}

function content(call: Call): Answer {
  const { world } = call;
  const repository = repositoryToRead(call, 'contents');
  const commit = revisionOf(call, repository);
  const revision = call.query.get('ref') ?? repository.defaultBranch;
  const path = param(call, 'path').replace(/\/$/, '');
  const oid = commit.tree.get(path);
  const blob = oid === undefined ? undefined : repository.blobs.get(oid);
  if (blob === undefined) return folder(call, repository, commit, path, revision);
  if (/application\/vnd\.github(\.v3)?\.raw/.test(call.accept)) {
    return {
      status: 200,
      body: blob.bytes,
      headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' },
    };
  }
  return ok(showContent(world, repository, path, blob, revision));
}

function folder(call: Call, repository: Repository, commit: Commit, path: string, revision: string): Answer {
  const prefix = path === '' ? '' : `${path}/`;
  const inside = [...commit.tree].filter(([one]) => one.startsWith(prefix));
  if (inside.length === 0) throw notFound();
  const entries = new Map<string, JsonObject>();
  for (const [one, oid] of inside) {
    const [name = '', ...deeper] = one.slice(prefix.length).split('/');
    const blob = repository.blobs.get(oid);
    if (blob === undefined) continue;
    const {
      content: _,
      encoding: __,
      ...file
    } = showContent(call.world, repository, `${prefix}${name}`, blob, revision);
    entries.set(name, deeper.length === 0 ? file : { ...file, type: 'dir', size: 0, download_url: null });
  }
  return ok([...entries.values()]);
}

const fileChange = z.object({
  message: z.string(),
  content: z.string(),
  sha: z.string().optional(),
  branch: z.string().optional(),
});

function putContent(call: Call): Answer {
  const { world, viewer } = call;
  const repository = repositoryOf(call);
  const change = input(call, fileChange);
  const branch = change.branch ?? repository.defaultBranch;
  const path = param(call, 'path');
  const tip = resolveRevision(repository, branch);
  if (tip === undefined) throw new Refusal('NOT_FOUND', `Branch ${branch} not found`);
  const known = tip.tree.get(path);
  if (known !== undefined && change.sha === undefined)
    throw unprocessable('Invalid request.\n\n"sha" wasn\'t supplied.');
  if (known !== undefined && change.sha !== known)
    throw new Refusal('CONFLICT', `${path} does not match ${change.sha}`);
  const commit = push(world, viewer, repository, branch, {
    message: change.message,
    files: { [path]: Buffer.from(change.content, 'base64') },
  });
  const blob = repository.blobs.get(commit.tree.get(path) ?? '');
  if (blob === undefined) throw new Error(`the file ${path} was not written`);
  const { content: _, encoding: __, ...file } = showContent(world, repository, path, blob, branch);
  const shown = showCommit(world, commit);
  const body = {
    content: file,
    commit: {
      ...(shown['commit'] as JsonObject),
      sha: commit.oid,
      node_id: commit.nodeId,
      html_url: shown['html_url'] ?? '',
      parents: shown['parents'] ?? [],
    },
  };
  return known === undefined ? created(body) : ok(body);
}

function showRef(call: Call, branch: Branch): JsonObject {
  const git = `${repositoryUrl(call.world, branch.repository)}/git`;
  return {
    ref: `refs/heads/${branch.name}`,
    node_id: branch.nodeId,
    url: `${git}/refs/heads/${branch.name}`,
    object: { type: 'commit', sha: branch.oid, url: `${git}/commits/${branch.oid}` },
  };
}

function branchOf(call: Call): Branch {
  const branch = repositoryToRead(call, 'contents').branches.get(param(call, 'ref').replace(/^heads\//, ''));
  if (branch === undefined) throw notFound();
  return branch;
}

function commitAt(call: Call, name: string): Commit {
  const commit = resolveRevision(repositoryToRead(call, 'contents'), param(call, name));
  if (commit === undefined) throw unprocessable(`No commit found for SHA: ${param(call, name)}`);
  return commit;
}

/** The five standard roles fold into four words, as they were before there were five; `role_name` says the true one. */
function showPermission(role: RoleName | 'none'): { permission: string; role_name: string } {
  const rank = rankOf(role);
  const folded = {
    none: 'none',
    read: 'read',
    triage: 'read',
    write: 'write',
    maintain: 'write',
    admin: 'admin',
  } as const;
  return { permission: folded[rank], role_name: typeof role === 'string' ? role : role.name };
}

function collaborators(call: Call, repository: Repository): User[] {
  const everybody = call.world.people.filter((one): one is User => one.kind === 'User' && !one.deleted);
  const { owner } = repository;
  return everybody.filter((user) => {
    const near =
      owner === user ||
      repository.collaborators.has(user) ||
      (owner.kind === 'Organization' && owner.members.has(user));
    return near && roleIn(repository, user) !== 'none';
  });
}

const newRef = z.object({ ref: z.string(), sha: z.string() });
const movedRef = z.object({ sha: z.string(), force: z.boolean().optional() });

export const repositoryRoutes: Routes = {
  'GET /repos/{owner}/{repo}': (call) => ok(showFullRepository(call.world, repositoryOf(call))),
  'GET /repos/{owner}/{repo}/contents/{path}': content,
  'PUT /repos/{owner}/{repo}/contents/{path}': putContent,
  'GET /repos/{owner}/{repo}/commits': (call) => {
    const repository = repositoryToRead(call, 'contents');
    const start = resolveRevision(repository, call.query.get('sha') ?? 'HEAD');
    if (start === undefined) throw notFound();
    const root = [...ancestry(repository, start.oid)]
      .flatMap((oid) => repository.commits.get(oid) ?? [])
      .find((one) => one.parents.length === 0);
    const newer = root === undefined ? [] : commitsBetween(repository, root.oid, start.oid).reverse();
    return page(call, root === undefined ? newer : [...newer, root], (commit) =>
      showCommit(call.world, commit),
    );
  },
  'GET /repos/{owner}/{repo}/commits/{ref}': (call) =>
    ok(showCommitWithFiles(call.world, commitAt(call, 'ref'))),
  'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls': (call) =>
    page(call, pullsWith(commitAt(call, 'commit_sha')), (pull) => showPull(call.world, pull)),
  'GET /repos/{owner}/{repo}/compare/{basehead}': (call) => {
    const repository = repositoryToRead(call, 'contents');
    const [one = '', other = ''] = param(call, 'basehead').split('...');
    const [base, head] = [resolveRevision(repository, one), resolveRevision(repository, other)];
    if (base === undefined || head === undefined) throw notFound();
    const fork = mergeBase(repository, base.oid, head.oid);
    if (fork === null) throw notFound();
    const [ahead, behind] = [
      commitsBetween(repository, fork, head.oid),
      commitsBetween(repository, fork, base.oid),
    ];
    const way = `${ahead.length > 0 ? 'ahead' : ''}${behind.length > 0 ? 'behind' : ''}`;
    const url = `${repositoryUrl(call.world, repository)}/compare/${one}...${other}`;
    return ok({
      url,
      html_url: url,
      permalink_url: url,
      diff_url: `${url}.diff`,
      patch_url: `${url}.patch`,
      base_commit: showCommit(call.world, base),
      merge_base_commit: showCommit(call.world, commitOf(repository, fork)),
      status: way === '' ? 'identical' : way === 'aheadbehind' ? 'diverged' : way,
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: ahead.slice(0, 250).map((commit) => showCommit(call.world, commit)),
      files: changedFiles(repository, commitOf(repository, fork).tree, head.tree)
        .slice(0, 300)
        .map((file) => showFile(call.world, head, file)),
    });
  },
  'POST /repos/{owner}/{repo}/git/refs': (call) => {
    const { ref, sha } = input(call, newRef);
    if (!ref.startsWith('refs/heads/'))
      throw unprocessable('Reference name must start with refs/heads/ in this sandbox');
    return created(
      showRef(
        call,
        createBranch(call.world, call.viewer, repositoryOf(call), ref.slice('refs/heads/'.length), sha),
      ),
    );
  },
  'GET /repos/{owner}/{repo}/git/ref/{ref}': (call) => ok(showRef(call, branchOf(call))),
  'PATCH /repos/{owner}/{repo}/git/refs/{ref}': (call) => {
    const branch = branchOf(call);
    const { sha, force } = input(call, movedRef);
    demand(call.viewer, branch.repository, { role: 'write', app: { contents: 'write' } }, 'UpdateRef');
    if (!branch.repository.commits.has(sha)) throw unprocessable('Object does not exist');
    if (force !== true && !ancestry(branch.repository, sha).has(branch.oid))
      throw unprocessable('Update is not a fast forward');
    moveBranch(call.world, call.viewer, branch.repository, branch.name, sha);
    return ok(showRef(call, branch));
  },
  'DELETE /repos/{owner}/{repo}/git/refs/{ref}': (call) => {
    deleteBranch(call.world, call.viewer, repositoryOf(call), param(call, 'ref').replace(/^heads\//, ''));
    return noContent;
  },
  'GET /repos/{owner}/{repo}/collaborators': (call) => {
    const repository = repositoryOf(call);
    demand(call.viewer, repository, { role: 'write', app: { metadata: 'read' } }, 'Collaborators');
    return page(call, collaborators(call, repository), (user) => {
      const role = roleIn(repository, user);
      return {
        ...showAccount(call.world, user),
        permissions: showRights(role),
        role_name: showPermission(role).role_name,
      };
    });
  },
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': (call) => {
    const repository = repositoryOf(call);
    demand(call.viewer, repository, { role: 'write', app: { metadata: 'read' } }, 'CollaboratorPermission');
    const user = findUser(call.world, param(call, 'username'));
    if (user === undefined) throw new Refusal('NOT_FOUND', `${param(call, 'username')} is not a user`);
    const role = roleIn(repository, user);
    const shown = {
      ...showAccount(call.world, user),
      permissions: showRights(role),
      role_name: showPermission(role).role_name,
    };
    return ok({ ...showPermission(role), user: shown });
  },
};

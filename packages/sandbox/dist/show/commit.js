/** Commits and files, as REST answers and webhooks show them. */
import { timestamp } from '../clock.js';
import { changedFiles } from '../git.js';
import { showAccount } from './account.js';
import { repositoryUrl, repositoryPage } from './repository.js';
function signature(commit) {
    return { name: commit.author.login, email: emailOf(commit.author), date: timestamp(commit.at) };
}
export function emailOf(actor) {
    return `${actor.id}+${actor.login}@users.noreply.github.com`;
}
const unsigned = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };
export function showCommit(world, commit) {
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
export function showCommitWithFiles(world, commit) {
    const files = filesOf(commit);
    const additions = files.reduce((sum, file) => sum + file.additions, 0);
    const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
    return {
        ...showCommit(world, commit),
        stats: { additions, deletions, total: additions + deletions },
        files: files.map((file) => showFile(world, commit, file)),
    };
}
function filesOf(commit) {
    const parent = commit.parents[0] === undefined ? undefined : commit.repository.commits.get(commit.parents[0]);
    return changedFiles(commit.repository, parent?.tree ?? new Map(), commit.tree);
}
export function showFile(world, commit, file) {
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
export function showPushedCommit(world, commit) {
    const files = filesOf(commit);
    const paths = (status) => files.filter((one) => one.status === status).map((one) => one.path);
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
        added: [...paths('added'), ...renamed.map((one) => one.path)],
        removed: [...paths('removed'), ...renamed.flatMap((one) => one.previousPath ?? [])],
        modified: paths('modified'),
    };
}
export function showContent(world, repository, path, blob, revision) {
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

import { timestamp } from '../../clock.js';
import { ancestry, commitOf } from '../../git.js';
import { commitsOf, emailOf, repositoryPage } from '../../show/index.js';
import { connection } from '../connection.js';
import { demandReading, shown, visibleItems } from '../visible.js';
import { rollupOf } from './checks.js';
const longestText = 512_000;
function isBinary(blob) {
    return blob.bytes.subarray(0, 8000).includes(0);
}
const blob = {
    id: (one) => one.nodeId,
    oid: (one) => one.oid,
    abbreviatedOid: (one) => one.oid.slice(0, 7),
    byteSize: (one) => one.bytes.length,
    isBinary: (one) => isBinary(one),
    isTruncated: (one) => one.bytes.length > longestText,
    text: (one) => (isBinary(one) ? null : one.bytes.subarray(0, longestText).toString('utf8')),
    repository: (one) => one.repository,
};
/** The pull requests that a commit is in. */
export function pullsWith(commit) {
    return [...commit.repository.items.values()].filter((item) => item.kind === 'PullRequest' &&
        (item.headOid === commit.oid || item.mergeCommit === commit || commitsOf(item).includes(commit)));
}
/** A commit and all before it, newest first; with a path, those that changed what is there. */
function historyOf(commit, path) {
    const { repository } = commit;
    const all = [...ancestry(repository, commit.oid)].map((oid) => commitOf(repository, oid));
    const order = new Map([...repository.commits.keys()].map((oid, index) => [oid, index]));
    const newestFirst = all.sort((a, b) => b.at - a.at || (order.get(b.oid) ?? 0) - (order.get(a.oid) ?? 0));
    if (path === null)
        return newestFirst;
    return newestFirst.filter((each) => {
        const here = each.tree.get(path);
        if (each.parents.length === 0)
            return here !== undefined;
        return each.parents.every((oid) => commitOf(repository, oid).tree.get(path) !== here);
    });
}
function fileAt(commit, path) {
    const oid = commit.tree.get(path);
    const blob = oid === undefined ? undefined : commit.repository.blobs.get(oid);
    if (blob === undefined)
        return null;
    const name = path.slice(path.lastIndexOf('/') + 1);
    return {
        name,
        path,
        oid: blob.oid,
        size: blob.bytes.length,
        type: 'blob',
        mode: 0o100644,
        object: blob,
        repository: commit.repository,
    };
}
const person = (commit) => ({
    name: commit.author.login,
    email: emailOf(commit.author),
    date: timestamp(commit.at),
    user: commit.author.kind === 'User' ? shown(commit.author) : null,
});
const commit = {
    id: (one) => one.nodeId,
    oid: (one) => one.oid,
    abbreviatedOid: (one) => one.oid.slice(0, 7),
    message: (one) => one.message,
    messageHeadline: (one) => one.message.split('\n')[0],
    messageBody: (one) => one.message.split('\n').slice(1).join('\n').trim(),
    author: person,
    committer: person,
    authoredDate: (one) => timestamp(one.at),
    committedDate: (one) => timestamp(one.at),
    // GitHub stopped to fill this in.
    pushedDate: () => null,
    repository: (one) => one.repository,
    url: (one, _, { world }) => `${repositoryPage(world, one.repository)}/commit/${one.oid}`,
    resourcePath: (one, _, { world }) => `${repositoryPage(world, one.repository)}/commit/${one.oid}`.slice(world.baseUrl.length),
    parents: (one, args) => connection(one.parents.flatMap((oid) => one.repository.commits.get(oid) ?? []), args, 'parents'),
    checkSuites: (one, args, { viewer }) => {
        demandReading(viewer, one.repository, 'checks');
        const filter = args.filterBy;
        const suites = one.repository.suites.filter((suite) => suite.headOid === one.oid &&
            (filter?.appId == null || suite.app.id === filter.appId) &&
            (filter?.checkName == null || suite.runs.some((run) => run.name === filter.checkName)));
        return connection(suites, args, 'checkSuites');
    },
    statusCheckRollup: (one) => rollupOf(one),
    history: (one, args) => {
        const past = historyOf(one, args.path ?? null).filter((each) => (args.since == null || each.at >= Date.parse(args.since)) &&
            (args.until == null || each.at <= Date.parse(args.until)));
        return connection(past, args, 'history');
    },
    file: (one, args) => fileAt(one, args.path),
    associatedPullRequests: (one, args, { viewer }) => connection(visibleItems(viewer, pullsWith(one)), args, 'associatedPullRequests'),
};
const ref = {
    id: (one) => one.nodeId,
    name: (one) => one.name,
    prefix: () => 'refs/heads/',
    target: (one) => one.repository.commits.get(one.oid),
    repository: (one) => one.repository,
    associatedPullRequests: (one, args, { viewer }) => {
        const pulls = [...one.repository.items.values()].filter((item) => item.kind === 'PullRequest' && item.headRepository === one.repository && item.headRef === one.name);
        return connection(visibleItems(viewer, pulls), args, 'associatedPullRequests');
    },
};
export const gitTypes = { Blob: blob, Commit: commit, Ref: ref };

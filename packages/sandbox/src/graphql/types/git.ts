/** Blobs, commits and branches. */
import type {
  CommitAssociatedPullRequestsArgs,
  CommitCheckSuitesArgs,
  CommitFileArgs,
  CommitHistoryArgs,
  CommitParentsArgs,
} from '@octokit/graphql-schema';
import { timestamp } from '../../clock.ts';
import { ancestry, commitOf } from '../../git.ts';
import type { Blob, Branch, Commit, PullRequest } from '../../model/index.ts';
import { commitsOf, emailOf, repositoryPage } from '../../show/index.ts';
import { connection } from '../connection.ts';
import type { Fields } from '../context.ts';
import { demandReading, shown, visibleItems } from '../visible.ts';
import { rollupOf } from './checks.ts';

const longestText = 512_000;

function isBinary(blob: Blob): boolean {
  return blob.bytes.subarray(0, 8000).includes(0);
}

const blob: Fields<Blob> = {
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
export function pullsWith(commit: Commit): PullRequest[] {
  return [...commit.repository.items.values()].filter(
    (item): item is PullRequest =>
      item.kind === 'PullRequest' &&
      (item.headOid === commit.oid || item.mergeCommit === commit || commitsOf(item).includes(commit)),
  );
}

/** A commit and all before it, newest first; with a path, those that changed what is there. */
function historyOf(commit: Commit, path: string | null): Commit[] {
  const { repository } = commit;
  const all = [...ancestry(repository, commit.oid)].map((oid) => commitOf(repository, oid));
  const order = new Map([...repository.commits.keys()].map((oid, index) => [oid, index]));
  const newestFirst = all.sort((a, b) => b.at - a.at || (order.get(b.oid) ?? 0) - (order.get(a.oid) ?? 0));
  if (path === null) return newestFirst;
  return newestFirst.filter((each) => {
    const here = each.tree.get(path);
    if (each.parents.length === 0) return here !== undefined;
    return each.parents.every((oid) => commitOf(repository, oid).tree.get(path) !== here);
  });
}

function fileAt(commit: Commit, path: string) {
  const oid = commit.tree.get(path);
  const blob = oid === undefined ? undefined : commit.repository.blobs.get(oid);
  if (blob === undefined) return null;
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

const person = (commit: Commit) => ({
  name: commit.author.login,
  email: emailOf(commit.author),
  date: timestamp(commit.at),
  user: commit.author.kind === 'User' ? shown(commit.author) : null,
});

const commit: Fields<Commit> = {
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
  resourcePath: (one, _, { world }) =>
    `${repositoryPage(world, one.repository)}/commit/${one.oid}`.slice(world.baseUrl.length),
  parents: (one, args: CommitParentsArgs) =>
    connection(
      one.parents.flatMap((oid) => one.repository.commits.get(oid) ?? []),
      args,
      'parents',
    ),
  checkSuites: (one, args: CommitCheckSuitesArgs, { viewer }) => {
    demandReading(viewer, one.repository, 'checks');
    const filter = args.filterBy;
    const suites = one.repository.suites.filter(
      (suite) =>
        suite.headOid === one.oid &&
        (filter?.appId == null || suite.app.id === filter.appId) &&
        (filter?.checkName == null || suite.runs.some((run) => run.name === filter.checkName)),
    );
    return connection(suites, args, 'checkSuites');
  },
  statusCheckRollup: (one) => rollupOf(one),
  history: (one, args: CommitHistoryArgs) => {
    const past = historyOf(one, args.path ?? null).filter(
      (each) =>
        (args.since == null || each.at >= Date.parse(args.since as string)) &&
        (args.until == null || each.at <= Date.parse(args.until as string)),
    );
    return connection(past, args, 'history');
  },
  file: (one, args: CommitFileArgs) => fileAt(one, args.path),
  associatedPullRequests: (one, args: CommitAssociatedPullRequestsArgs, { viewer }) =>
    connection(visibleItems(viewer, pullsWith(one)), args, 'associatedPullRequests'),
};

const ref: Fields<Branch> = {
  id: (one) => one.nodeId,
  name: (one) => one.name,
  prefix: () => 'refs/heads/',
  target: (one) => one.repository.commits.get(one.oid),
  repository: (one) => one.repository,
  associatedPullRequests: (one, args: CommitAssociatedPullRequestsArgs, { viewer }) => {
    const pulls = [...one.repository.items.values()].filter(
      (item): item is PullRequest =>
        item.kind === 'PullRequest' && item.headRepository === one.repository && item.headRef === one.name,
    );
    return connection(visibleItems(viewer, pulls), args, 'associatedPullRequests');
  },
};

export const gitTypes = { Blob: blob, Commit: commit, Ref: ref };

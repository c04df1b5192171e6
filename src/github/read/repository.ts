/** Reading a repository by itself: what it is, its policy file, and that file elsewhere and before. */
import { z } from 'zod';

import { visibilityOf } from '../../handoff/index.ts';
import { TryLater, type PolicySource, type Repository } from '../../tracker.ts';
import {
  answers,
  type FileCommit,
  ask,
  fileCommits,
  fileLife,
  readRepository,
  withoutUnreadable,
} from '../graphql/index.ts';
import { type GitHub, read } from '../client/index.ts';
import { policyPath } from '../../policy-paths.ts';
import { policyOf, type OwnerPolicies } from './policy-source.ts';

export type RepositoryRead = {
  readonly repository: Repository;
  readonly policy: PolicySource;
  /** It can be read, and nothing in it can be written. */
  readonly isArchived: boolean;
  /** The last commit of the default branch; null: there is none, or it is not known. */
  readonly head: string | null;
};

export type Repositories = {
  /**
   * One read of a repository.
   * @returns null when it is gone, or cannot be seen
   * @throws {TryLater}
   */
  readRepository(installation: number, repository: string): Promise<RepositoryRead | null>;
  /**
   * When a file came to the default branch, after the last time it was deleted: the date of the commit, or of the merge
   * that brought it there if that is later (milliseconds since the epoch). With more than 100 commits, the oldest of those.
   * @returns null when that cannot be known
   * @throws {TryLater}
   */
  firstCommitOf(installation: number, repository: string, path: string): Promise<number | null>;
  /**
   * When a file on the default branch became what it is: the date of its last commit, or of the merge that brought it.
   * @returns null when that cannot be known
   * @throws {TryLater}
   */
  lastCommitOf(installation: number, repository: string, path: string): Promise<number | null>;
  /**
   * The policy file as it is at a commit, under its usual name unless another `path` is told. `text` is null where it is too large, or no file.
   * @returns null when it is not there
   * @throws {TryLater}
   */
  policyAt(
    installation: number,
    repository: string,
    sha: string,
    path?: string,
  ): Promise<{ readonly text: string | null } | null>;
};

const file = z.object({ type: z.literal('file'), encoding: z.literal('base64'), content: z.string() });

/** A repository, as an answer names it. */
export function repositoryOf(found: {
  readonly id: string;
  readonly nameWithOwner: string;
  readonly url: string;
  readonly visibility: string;
  readonly defaultBranchRef: { readonly name: string } | null;
}): Repository {
  const { id, nameWithOwner: name, defaultBranchRef, url } = found;
  const visibility = visibilityOf(found.visibility);
  return { id, name, defaultBranch: defaultBranchRef?.name ?? null, url, visibility };
}

export function createRepositories(github: GitHub, owners: OwnerPolicies): Repositories {
  /** Newest first. */
  async function commitsOf(document: string, installation: number, repository: string, path: string) {
    const [owner = '', name = ''] = repository.split('/');
    const answer = await ask(
      github,
      installation,
      { document, variables: { owner, name, path }, answer: answers.fileCommits },
      (data, errors) => withoutUnreadable(data, errors, repository),
    );
    const nodes = answer?.repository?.defaultBranchRef?.target?.history?.nodes ?? [];
    return nodes.filter((node) => node !== null);
  }

  /** As `commitsOf`, with what became of the file where that can be read. */
  async function lifeOf(installation: number, repository: string, path: string) {
    // Where a part of the longer question has no answer, the dates alone are better than nothing.
    return commitsOf(fileLife, installation, repository, path).catch((error: unknown) => {
      if (error instanceof TryLater && error.scope === 'installation') throw error;
      return commitsOf(fileCommits, installation, repository, path);
    });
  }

  /** What was read a moment ago: when a file came and when it changed last is asked one after the other. */
  const lately = new Map<string, { readonly at: number; readonly commits: readonly FileCommit[] }>();
  const momentarily = 10_000;

  return {
    async readRepository(installation, repository) {
      const [owner = '', name = ''] = repository.split('/');
      const answer = await ask(
        github,
        installation,
        {
          document: readRepository,
          variables: { owner, name, labels: false },
          answer: answers.readRepository,
        },
        (data, errors) => withoutUnreadable(data, errors, repository),
      );
      if (answer === null) throw new TryLater(`${repository} could not be read.`);
      const found = answer.repository;
      if (found === null) return null;
      return {
        repository: repositoryOf(found),
        policy: await policyOf(owners, installation, found),
        isArchived: found.isArchived,
        head: found.head?.target?.oid ?? null,
      };
    },

    async firstCommitOf(installation, repository, path) {
      const commits = await lifeOf(installation, repository, path);
      lately.clear();
      lately.set(`${repository} ${path}`, { at: Date.now(), commits });
      const deleted = commits.findIndex((commit) => commit.file === null);
      return cameAt((deleted === -1 ? commits : commits.slice(0, deleted)).at(-1));
    },

    async lastCommitOf(installation, repository, path) {
      const known = lately.get(`${repository} ${path}`);
      lately.clear();
      const isFresh = known !== undefined && Date.now() - known.at < momentarily;
      const [last] = isFresh ? known.commits : await lifeOf(installation, repository, path);
      return cameAt(last);
    },

    async policyAt(installation, repository, sha, path = policyPath) {
      const [owner, repo] = repository.split('/');
      const rest = await github.rest(installation);
      // As a part of the address: a parameter's slashes would be escaped.
      const route = `GET /repos/{owner}/{repo}/contents/${path}`;
      const answer = await read(rest, route, { owner, repo, ref: sha });
      if (answer.kind === 'missing') return null;
      // GitHub, "Repository contents": above 100 MB it answers 403; above 1 MB without the content.
      if (answer.kind === 'forbidden' && /too large/i.test(answer.message)) return { text: null };
      if (answer.kind === 'forbidden') {
        throw new TryLater(`${path} at ${sha} of ${repository} could not be read: ${answer.message}`);
      }
      const found = file.safeParse(answer.data);
      return { text: found.success ? Buffer.from(found.data.content, 'base64').toString('utf8') : null };
    },
  };
}

/** A commit's date, or that of the merge that brought it to the branch if it is later. */
function cameAt(commit: FileCommit | undefined): number | null {
  if (commit === undefined) return null;
  const merges = (commit.associatedPullRequests?.nodes ?? []).map((pull) => pull?.mergedAt ?? 0);
  return Math.max(commit.committedDate, ...merges);
}

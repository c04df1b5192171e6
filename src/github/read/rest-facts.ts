/** Facts that only some policies ask for, and that GraphQL does not have. */
import { z } from 'zod';

import type { PullRequest } from '../../handoff/index.ts';
import { TryLater, type Item, type Observation } from '../../tracker.ts';
import { day } from '../../durations.ts';
import { createLruCache } from '../../lru-cache.ts';
import { createTtlCache } from '../../ttl-cache.ts';
import { type GitHub, read } from '../client/index.ts';
import { textKey } from '../../same-text.ts';

/** Where the files between two commits are kept, by a key: they never change. */
export type ComparedFiles = {
  /** null: nothing is kept. */
  compared(key: string): Promise<{ readonly paths: readonly string[] | null } | null>;
  keepCompared(key: string, files: { readonly paths: readonly string[] | null }): Promise<void>;
};

export type Facts = {
  /** The same observation with the issues' types in it: one request an issue. */
  withTypes(item: Item, observation: Observation): Promise<Observation>;
  /**
   * The paths that differ between the very commits that were read of a pull request, old names of renamed files too.
   * @returns null when there are more than GitHub lists (300)
   */
  changedPaths(item: Item, pullRequest: PullRequest): Promise<readonly string[] | null>;
  /** When the App came to a repository, in milliseconds since the epoch; null when it is not there any more. */
  installationSince(installation: number, repository: string): Promise<number | null>;
  /** To be called when a repository is added to an installation, by GitHub's clock: it does not tell since when it is. */
  readonly noteAdded: (repository: string, at: number) => void;
};

const typed = z.object({ type: z.object({ name: z.string() }).nullish() });
const file = z.object({ filename: z.string(), previous_filename: z.string().optional() });
const installed = z.object({ created_at: z.string().transform((text) => Date.parse(text)) });
const comparison = z.object({ files: z.array(file) });
/** GitHub, "Compare two commits": up to 300 files are listed. */
const mostFiles = 300;

/** @param kept where files are kept that were listed */
export function createFacts(
  github: GitHub,
  now: () => number,
  kept: ComparedFiles = comparedInMemory(),
): Facts {
  const since = createTtlCache<number | null>(1_000, day, now);
  const added = createLruCache<number>(10_000);

  async function typeOf(installation: number, repository: string, number: number): Promise<string | null> {
    const [owner, repo] = repository.split('/');
    const rest = await github.rest(installation);
    const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}';
    const answer = await read(rest, route, { owner, repo, issue_number: number });
    if (answer.kind === 'found') return typed.parse(answer.data).type?.name ?? null;
    throw new TryLater(`The type of ${repository}#${number} could not be read.`);
  }

  return {
    async withTypes({ installation }, observation) {
      switch (observation.kind) {
        case 'gone':
          return observation;
        case 'issue': {
          const { item } = observation.issue.history;
          const type = await typeOf(installation, item.repository, item.number);
          const displayed = { ...observation.issue.displayed, type };
          return { ...observation, issue: { ...observation.issue, displayed } };
        }
        case 'pull-request': {
          const issues = await Promise.all(
            observation.issues.map(async (issue) => {
              const { repository, number } = issue.history.item;
              const type = await typeOf(installation, repository, number);
              return { ...issue, displayed: { ...issue.displayed, type } };
            }),
          );
          return { ...observation, issues };
        }
        default:
          return observation satisfies never;
      }
    },
    async changedPaths({ installation }, { item, compared }) {
      if (compared === undefined) return null;
      const { base, head } = compared;
      const key = `${textKey(item.repository)} ${base} ${head}`;
      const known = await kept.compared(key);
      if (known !== null) return known.paths;
      const [owner, repo] = item.repository.split('/');
      const rest = await github.rest(installation);
      // Of these two commits, and of nothing that is pushed meanwhile. Files are on the first page alone.
      const route = 'GET /repos/{owner}/{repo}/compare/{basehead}';
      const parameters = { owner, repo, basehead: `${base}...${head}` };
      const answer = await read(rest, route, parameters);
      if (answer.kind !== 'found') {
        throw new TryLater(`The files of ${item.repository}#${item.number} could not be read.`);
      }
      const { files } = comparison.parse(answer.data);
      const all = files.flatMap(({ filename, previous_filename: before }) =>
        before === undefined ? [filename] : [filename, before],
      );
      const found = { paths: files.length >= mostFiles ? null : [...new Set(all)] };
      await kept.keepCompared(key, found);
      return found.paths;
    },
    async installationSince(installation, repository) {
      const whole = await since.read(String(installation), async () => {
        const route = 'GET /app/installations/{installation_id}';
        const answer = await read(await github.app(), route, { installation_id: installation });
        if (answer.kind === 'found') return installed.parse(answer.data).created_at;
        return null;
      });
      return whole === null ? null : Math.max(whole, added.get(textKey(repository)) ?? 0);
    },
    noteAdded: (repository, at) => added.set(textKey(repository), at),
  };
}

function comparedInMemory(): ComparedFiles {
  const files = createLruCache<{ readonly paths: readonly string[] | null }>(1_000);
  return {
    compared: async (key) => files.get(key) ?? null,
    keepCompared: async (key, found) => files.set(key, found),
  };
}

/** Policies that others build on, read from the default branch of a repository that the same installation reaches. */
import { z } from 'zod';

import { visibilityOf, type Visibility } from '../../handoff/index.ts';
import { TryLater } from '../../tracker.ts';
import { answers, ask, basePolicy, withoutUnreadable } from '../graphql/index.ts';
import { type GitHub, read } from '../client/index.ts';
import { fileOf } from './policy-source.ts';

/** `repositoryId`: GitHub's, which stays when the repository is renamed. */
export type BaseRead =
  | {
      readonly kind: 'file';
      readonly repositoryId: string;
      /** The blob's id. */
      readonly oid: string;
      /** Null: too large, or no text. */
      readonly text: string | null;
      readonly visibility: Visibility;
    }
  | { readonly kind: 'missing'; readonly repositoryId: string; readonly visibility: Visibility }
  /** There is no such repository, or the installation does not reach it. */
  | { readonly kind: 'unseen' };

export type Bases = {
  /**
   * Reads a policy that another one names.
   * @throws {TryLater}
   */
  readBase(
    installation: number,
    place: { readonly repository: string; readonly path: string },
  ): Promise<BaseRead>;
};

const installed = z.object({ id: z.number() });

export function createBases(github: GitHub): Bases {
  /** Every App can read public repositories; of those that an installation does not reach it would hear no change. */
  async function isReached(installation: number, owner: string, repo: string): Promise<boolean> {
    // Whoever asks with a token sees what it may see.
    if (!github.isApp) return true;
    const route = 'GET /repos/{owner}/{repo}/installation';
    const answer = await read(await github.app(), route, { owner, repo });
    if (answer.kind === 'forbidden')
      throw new TryLater(`${owner}/${repo} could not be read: ${answer.message}`);
    return answer.kind === 'found' && installed.parse(answer.data).id === installation;
  }

  return {
    async readBase(installation, { repository, path }) {
      const [owner = '', name = ''] = repository.split('/');
      if (!(await isReached(installation, owner, name))) return { kind: 'unseen' };
      const answer = await ask(
        github,
        installation,
        {
          document: basePolicy,
          variables: { owner, name, expression: `HEAD:${path}` },
          answer: answers.basePolicy,
        },
        (data, errors) => withoutUnreadable(data, errors, repository),
      );
      if (answer === null) throw new TryLater(`${path} of ${repository} could not be read.`);
      const found = answer.repository;
      if (found === null) return { kind: 'unseen' };
      const { id: repositoryId } = found;
      const visibility = visibilityOf(found.visibility);
      const file = fileOf(found.nameWithOwner, found.policy, path);
      if (file.kind === 'none') return { kind: 'missing', repositoryId, visibility };
      return { kind: 'file', repositoryId, oid: file.oid, text: file.text, visibility };
    },
  };
}

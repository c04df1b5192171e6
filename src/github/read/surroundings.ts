/** What a first policy of a repository can be filled in from: its teams, its labels, and its CODEOWNERS. */
import { TryLater } from '../../tracker.ts';
import { answers, ask, surroundings, withoutUnreadable } from '../graphql/index.ts';
import type { GitHub } from '../client/index.ts';
import { sameText } from '../../same-text.ts';

export type TeamThere = {
  /** `org/slug`. */
  readonly team: string;
  /** The team that it is a part of. */
  readonly parent: string | null;
  readonly permission: 'read' | 'triage' | 'write' | 'maintain' | 'admin';
};

export type Surroundings = {
  /** Nobody sees it but whoever it was shown to: not everybody, and not a whole enterprise. */
  readonly isPrivate: boolean;
  readonly owner: { readonly kind: 'user' | 'organization'; readonly login: string };
  /** Teams that reach the repository, of the first hundred that are no secret. */
  readonly teams: readonly TeamThere[];
  /** Names, of the first hundred. */
  readonly labels: readonly string[];
  /** The text of the file, from the first place that GitHub looks for it; null: there is none. */
  readonly codeowners: string | null;
};

const permissions = {
  READ: 'read',
  TRIAGE: 'triage',
  WRITE: 'write',
  MAINTAIN: 'maintain',
  ADMIN: 'admin',
} as const;

/**
 * Reads it in one request; in two, where Baton may not see teams: then there are none.
 * @returns null when the repository is gone, or cannot be seen
 * @throws {TryLater}
 */
export async function readSurroundings(
  github: GitHub,
  installation: number,
  repository: string,
  teams = true,
): Promise<Surroundings | null> {
  const [owner = '', name = ''] = repository.split('/');
  const variables = { owner, name, teams };
  let hidden = false;
  const answer = await ask(
    github,
    installation,
    { document: surroundings, variables, answer: answers.surroundings },
    (data, errors) => {
      // What stands for everything that was asked is null then, because a list of teams cannot be.
      hidden = errors.some(({ type, path = [] }) => type === 'FORBIDDEN' && path.includes('teams'));
      return hidden ? [] : withoutUnreadable(data, errors, repository);
    },
  );
  if (hidden && teams) return readSurroundings(github, installation, repository, false);
  if (answer === null) throw new TryLater(`What is in ${repository} could not be read.`);
  const found = answer.repository;
  if (found === null) return null;
  const { owner: account, labels } = found;
  return {
    isPrivate: found.visibility === 'PRIVATE',
    owner: { kind: account.kind === 'Organization' ? 'organization' : 'user', login: account.login },
    teams: (account.teams?.nodes ?? []).flatMap((team): readonly TeamThere[] => {
      const edge = team?.repositories.edges?.find((each) =>
        sameText(each?.node.nameWithOwner ?? '', repository),
      );
      if (team == null || edge == null) return [];
      const named = (slug: string): string => `${account.login}/${slug}`;
      const parent = team.parentTeam === null ? null : named(team.parentTeam.slug);
      return [{ team: named(team.slug), parent, permission: permissions[edge.permission] }];
    }),
    labels: (labels?.nodes ?? []).flatMap((label) => label?.name ?? []),
    // GitHub, "About code owners": `.github/`, then the root, then `docs/`.
    codeowners: found.github?.text ?? found.root?.text ?? found.docs?.text ?? null,
  };
}

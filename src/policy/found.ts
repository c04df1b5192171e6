/** What a first policy of a repository may be filled in from, of what is around it. */
import { textKey } from '../same-text.ts';
import { ownersOfAll, teamsNamed, type Found } from './starter.ts';

/** As GitHub tells it. */
type Around = {
  readonly isPrivate: boolean;
  readonly owner: Found['owner'];
  readonly teams: readonly {
    readonly team: string;
    readonly parent: string | null;
    readonly permission: string;
  }[];
  readonly labels: readonly string[];
  readonly codeowners: string | null;
};

/** What may be told. Who is in which team is not for everybody: where others read too, only what CODEOWNERS tells them. */
export function foundIn({ isPrivate, owner, teams, labels, codeowners }: Around): Found {
  const known = new Set(codeowners === null ? [] : teamsNamed(codeowners));
  return {
    owner,
    labels,
    codeOwners: codeowners === null ? [] : ownersOfAll(codeowners),
    teams: teams
      .filter(({ team }) => isPrivate || known.has(textKey(team)))
      .map(({ team, parent, permission }) => ({
        team,
        parent,
        writes: !['read', 'triage'].includes(permission),
      })),
  };
}

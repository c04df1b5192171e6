/** Teams that only their members can see: they are named where the policy that names them is, and nowhere else. */
import type { Membership, Repository } from '../../tracker.ts';
import type { JudgedUnder } from './judged-under.ts';
import { sameText, textKey } from '../../same-text.ts';

/**
 * Who holds which role, as it may be told in a repository. Where its policy comes from another repository in whole or in
 * part, fewer people may read the names in it than read what Baton writes: secret teams are neither named nor mentioned.
 */
export function withoutSecretTeams(
  members: Membership,
  { source, bases = [] }: Pick<JudgedUnder, 'source' | 'bases'>,
  { name }: Repository,
): Membership {
  const { secret, mentions } = members;
  const isOwn =
    source !== undefined && [source, ...bases].every(({ repository }) => sameText(repository, name));
  if (secret === undefined || secret.size === 0 || isOwn) return members;
  const shown = [...mentions].map(([role, names]): [string, readonly string[]] => [
    role,
    names.filter((each) => !secret.has(textKey(each))),
  ]);
  const isSecret = (text: string): boolean => [...secret].some((team) => textKey(text).includes(`@${team}`));
  const moved = members.moved?.filter((each) => !isSecret(each.name));
  const problems = members.problems.filter((each) => !isSecret(each));
  const isLess =
    problems.length < members.problems.length || (moved?.length ?? 0) < (members.moved?.length ?? 0);
  return {
    ...members,
    mentions: new Map(shown),
    ...(moved === undefined ? {} : { moved }),
    problems: isLess ? [...problems, unnamedTeam] : problems,
  };
}

/** Instead of what would name such a team. */
const unnamedTeam =
  'A team of the policy was renamed, or could not be read. It is not named here, because fewer people can read the policy: somebody who can, please check the teams that it names.';

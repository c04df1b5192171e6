/** What a first policy is filled in from: GitHub, asked with a token, or what lies in the clone. */
import { readPerson } from '../../environment/index.ts';
import type { Surroundings } from '../../github/index.ts';
import { foundIn, type Found } from '../../policy/index.ts';
import { sameText } from '../../same-text.ts';
import { CannotTell } from '../command.ts';
import { readsWith, tokenOfPerson, whyNoAnswer } from '../person.ts';
import { codeownersIn, type Clone } from '../clone.ts';

export type Around = {
  readonly found: Found;
  /** Every team that the token sees there, as `org/slug`; null: nobody was asked. */
  readonly teams: readonly string[] | null;
};

type Where = {
  readonly repository: string | null;
  /** Whether somebody wrote its name, and did not just stand in a clone of it. */
  readonly isNamed: boolean;
  readonly clone: Clone | null;
};

/**
 * @param note told in a sentence why nothing was looked up
 * @throws CannotTell where the repository that was named is not there
 */
export async function lookAround(
  { repository, isNamed, clone }: Where,
  note: (line: string) => void,
): Promise<Around> {
  const isClone = clone !== null && (repository === null || sameText(repository, clone.repository ?? ''));
  const unasked = (): Around => ({ found: inClone(isClone ? clone : null), teams: null });
  if (repository === null) {
    note(
      'This folder wasn’t cloned from GitHub, so no teams and labels were looked up. To look them up, name the repository: baton init acme/shop.',
    );
    return unasked();
  }
  const person = readPerson();
  const token = await tokenOfPerson(person);
  if (token === null) {
    note(
      'There is no token, so no teams and labels were looked up. To look them up, set GH_TOKEN, or sign in with: gh auth login.',
    );
    return unasked();
  }
  try {
    const reads = readsWith(token, person.apiUrl, 'baton');
    const seen = await reads.surroundings(0, repository);
    if (seen !== null) return aroundIn(seen);
  } catch (error) {
    const why = whyNoAnswer(error);
    if (why === null) throw error;
    note(`${why} No teams and labels were looked up: to have them, type it again with --force.`);
    return unasked();
  }
  if (isNamed) throw new CannotTell(`baton init: there is no ${repository}, or your token cannot see it.`);
  note(`Your token cannot see ${repository}, so no teams and labels were looked up.`);
  return unasked();
}

const aroundIn = (seen: Surroundings): Around => ({
  found: foundIn(seen),
  teams: seen.teams.map(({ team }) => team),
});

/** Whose account it is, nobody said. */
const inClone = (clone: Clone | null): Found =>
  foundIn({
    isPrivate: false,
    owner: { kind: 'organization', login: '' },
    teams: [],
    labels: [],
    codeowners: clone === null ? null : codeownersIn(clone.folder),
  });

/** What a pull request changes, as far as a decision about it depends on that. */
import type { Changes, PullRequest } from '../../handoff/index.ts';
import { policyPaths } from '../../github/index.ts';
import { matcher } from '../../policy/index.ts';
import type { Repository } from '../../tracker.ts';
import type { Place } from './place.ts';
import type { InForce, Source } from './policy/index.ts';
import { sameText } from '../../same-text.ts';

/** The policy that a pull request is judged under; a broken one has neither. */
type Under = {
  readonly policy?: Extract<InForce, { kind: 'policy' }>['policy'];
  readonly bases?: readonly Source[];
};

/** What its files are, old names of those that were moved among them; of too many to list, nobody knows. @throws {TryLater} */
export async function changesOf(
  { reads, item, repository }: Pick<Place, 'item' | 'repository' | 'reads'>,
  pull: PullRequest,
  { policy, bases = [] }: Under,
): Promise<Changes> {
  if (pull.state !== 'open') return 'other';
  const paths = await reads.changedPaths(item, pull);
  if (paths === null || paths.length === 0) return 'other';
  const exempt = policy?.exempt.paths ?? [];
  if (exempt.length > 0 && paths.every(matcher(exempt))) return 'exempt-paths';
  const isPolicy = policyFiles(repository, bases);
  return paths.every((path) => isPolicy.has(path)) ? 'policy' : 'other';
}

/** The files of a repository that its policy is written in: its own, and those that it builds on there. */
function policyFiles({ name }: Repository, bases: readonly Source[]): ReadonlySet<string> {
  const here = bases.filter(({ repository }) => sameText(repository, name));
  return new Set([...policyPaths, ...here.map(({ path }) => path)]);
}

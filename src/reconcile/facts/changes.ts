/** What a pull request changes, as far as a decision about it depends on that. */
import type { Changes, PullRequest } from '../../handoff/index.ts';
import { policyPaths } from '../../policy-paths.ts';
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

/**
 * What its files are, old names of those that were moved among them; of too many to list, nobody knows. Those that came with
 * the pull request say when they are other files; before its files let a pull request pass, they are read of its very commits.
 * @throws {TryLater}
 */
export async function changesOf(
  { reads, item, repository }: Pick<Place, 'item' | 'repository' | 'reads'>,
  pull: PullRequest,
  { policy, bases = [] }: Under,
): Promise<Changes> {
  if (pull.state !== 'open') return 'other';
  const exempt = policy?.exempt.paths ?? [];
  const isPolicy = policyFiles(repository, bases);
  const whatAre = (paths: readonly string[]): Changes => {
    if (exempt.length > 0 && paths.every(matcher(exempt))) return 'exempt-paths';
    return paths.every((path) => isPolicy.has(path)) ? 'policy' : 'other';
  };
  const files = pull.compared?.files;
  if (files !== undefined && (whatAre(files.paths) === 'other' || (files.isAll && files.paths.length === 0)))
    return 'other';
  const paths = await reads.changedPaths(item, pull);
  return paths === null || paths.length === 0 ? 'other' : whatAre(paths);
}

/** The paths that a pull request touches, to be shown something by; null: there are more than GitHub lists. @throws {TryLater} */
export async function touchedPaths(
  reads: Pick<Place['reads'], 'changedPaths'>,
  item: Place['item'],
  pull: PullRequest,
): Promise<readonly string[] | null> {
  const files = pull.compared?.files;
  return files?.isAll === true ? files.paths : reads.changedPaths(item, pull);
}

/** The files of a repository that its policy is written in: its own, and those that it builds on there. */
function policyFiles({ name }: Repository, bases: readonly Source[]): ReadonlySet<string> {
  const here = bases.filter(({ repository }) => sameText(repository, name));
  return new Set([...policyPaths, ...here.map(({ path }) => path)]);
}

/** Where a decision is made, and whom it asks. */
import type { Reads } from '../../github/index.ts';
import type { Repository } from '../../tracker.ts';
import type { Place as JiraPlace } from './in-jira/index.ts';
import type { Deps, Looking } from './deps.ts';

/** What gathering asks of GitHub: it reads, and nothing else. */
type Sources = Pick<
  Reads,
  | 'changedPaths'
  | 'isInstalled'
  | 'members'
  | 'now'
  | 'pullRequests'
  | 'pushersOf'
  | 'withSubIssues'
  | 'withTypes'
>;

export type Place = JiraPlace & {
  readonly reads: Sources;
  /** How often it was tried in vain: what is not known yet is waited for. */
  readonly tries: number;
};

/** Where a look is. */
export const placeOf = (
  { reads, jira, now }: Pick<Deps, 'reads' | 'jira' | 'now'>,
  {
    item,
    repository,
    turn,
  }: Pick<Looking<Place['item']['kind']>, 'item'> & {
    readonly repository: Repository;
    readonly turn?: Pick<Looking<'issue'>['turn'], 'tries'>;
  },
): Place => ({ reads, jira, now, item, repository, tries: turn?.tries ?? 0 });

/** What texts say about other items: cross-references, and which issues a pull request closes. */
import { referencesIn, withoutCode, type Reference } from '../closing-words.ts';
import type { Commit, Issue, Item, PullRequest, Repository, World } from '../model/index.ts';
import { canSee, type Viewer } from '../viewer.ts';
import { record } from './record.ts';
import { sameText } from '../same-text.ts';

export function findRepository(world: World, owner: string, name: string): Repository | undefined {
  return world.repositories.find((one) => sameText(`${one.owner.login}/${one.name}`, `${owner}/${name}`));
}

export function findItem(repository: Repository, number: number): Item | undefined {
  const item = repository.items.get(number);
  return item === undefined || item.deleted ? undefined : item;
}

function itemNamed(world: World, home: Repository, reference: Reference): Item | undefined {
  const [owner, name] = reference.repository?.split('/') ?? [home.owner.login, home.name];
  const repository = findRepository(world, owner ?? '', name ?? '');
  return repository === undefined ? undefined : findItem(repository, reference.number);
}

/** The issues that a text says it closes. */
export function issuesClosedBy(world: World, home: Repository, text: string): Issue[] {
  return referencesIn(text)
    .filter((reference) => reference.closes)
    .map((reference) => itemNamed(world, home, reference))
    .filter((item): item is Issue => item?.kind === 'Issue');
}

/** The issues that merging the pull request closes: by its body's words (towards the default branch only), and by hand. */
export function closingIssues(world: World, pull: PullRequest): Issue[] {
  const words =
    pull.baseRef === pull.repository.defaultBranch
      ? issuesClosedBy(world, pull.repository, withoutCode(pull.body))
      : [];
  return [...new Set([...words, ...pull.links])].filter((issue) => !issue.deleted);
}

/** The pull requests that close an issue, or did, oldest first. */
export function closingPulls(world: World, issue: Issue): PullRequest[] {
  return world.repositories
    .flatMap((repository) => [...repository.items.values()])
    .filter(
      (item): item is PullRequest =>
        item.kind === 'PullRequest' && closingIssues(world, item).includes(issue),
    );
}

/** Leaves a cross-reference on everything that a text of `source` names, once. */
export function crossReference(world: World, viewer: Viewer, source: Item, text: string): void {
  for (const reference of referencesIn(withoutCode(text))) {
    const target = itemNamed(world, source.repository, reference);
    if (target === undefined || target === source || !canSee(viewer, target.repository)) continue;
    const known = target.timeline.some(
      (entry) => entry.kind === 'Event' && entry.type === 'cross-referenced' && entry.source === source,
    );
    if (!known) record(world, viewer, target, 'cross-referenced', { source });
  }
}

/** A commit on the default branch leaves a "referenced" event on what its message names. */
export function crossReferenceCommit(world: World, viewer: Viewer, commit: Commit): void {
  for (const reference of referencesIn(commit.message)) {
    const target = itemNamed(world, commit.repository, reference);
    if (target !== undefined && canSee(viewer, target.repository))
      record(world, viewer, target, 'referenced', { commit });
  }
}

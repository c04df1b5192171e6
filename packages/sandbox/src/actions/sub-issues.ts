/** Issues as parts of another ("Adding sub-issues"; "REST API endpoints for sub-issues"). */
import type { JsonObject } from '../json.ts';
import type { Installation, Issue, World } from '../model/index.ts';
import { notFound, unprocessable } from '../refusal.ts';
import { showIssue, showRepository } from '../show/index.ts';
import { actorOf, canSee, demand, seeing, type Viewer } from '../viewer.ts';
import { record } from './record.ts';

/** "You can add up to 100 sub-issues per parent issue and create up to eight levels of nested sub-issues." */
const mostSubIssues = 100;
const mostLevels = 8;

const adding = 'An error occurred while adding the sub-issue to the parent issue.';

/**
 * Makes an issue a part of another one.
 * @param replaceParent takes it from the parent that it has; else that is refused
 */
export function addSubIssue(
  world: World,
  viewer: Viewer,
  parent: Issue,
  child: Issue,
  replaceParent = false,
): void {
  demand(viewer, parent.repository, { role: 'triage', app: { issues: 'write' } }, 'AddSubIssue');
  seeing(viewer, child.repository);
  if (child.repository.owner !== parent.repository.owner) throw notFound();
  const before = child.parent;
  if (before === parent)
    throw unprocessable(
      `${adding} Issue may not contain duplicate sub-issues and Sub issue may only have one parent`,
    );
  if (before !== null && !replaceParent) throw unprocessable(`${adding} Sub issue may only have one parent`);
  // That these are refused is documented; GitHub's own words for the last two are not known.
  if (parent.subIssues.length >= mostSubIssues)
    throw unprocessable(`${adding} Parent cannot have more than ${mostSubIssues} sub-issues`);
  if (ancestry(parent).includes(child))
    throw unprocessable(`${adding} Sub issue may not be a parent of its parent`);
  if (ancestry(parent).length + levelsBelow(child) > mostLevels)
    throw unprocessable(`${adding} Sub-issues may not be nested more than ${mostLevels} levels deep`);
  if (before !== null) detach(world, viewer, before, child);
  child.parent = parent;
  parent.subIssues.push(child);
  tell(world, viewer, parent, child, 'added');
}

/** Takes an issue from its parent. */
export function removeSubIssue(world: World, viewer: Viewer, parent: Issue, child: Issue): void {
  demand(viewer, parent.repository, { role: 'triage', app: { issues: 'write' } }, 'RemoveSubIssue');
  if (child.parent !== parent) throw notFound();
  detach(world, viewer, parent, child);
}

/** Puts a sub-issue right after, or right before, another one of the same parent. */
export function moveSubIssue(
  viewer: Viewer,
  parent: Issue,
  child: Issue,
  place: { readonly after: Issue } | { readonly before: Issue },
): void {
  demand(viewer, parent.repository, { role: 'triage', app: { issues: 'write' } }, 'ReprioritizeSubIssue');
  const next = 'after' in place ? place.after : place.before;
  if (child.parent !== parent || next.parent !== parent) throw notFound();
  if (child === next) throw unprocessable('Sub-issue cannot be moved relative to itself');
  const others = parent.subIssues.filter((one) => one !== child);
  const at = others.indexOf(next) + ('after' in place ? 1 : 0);
  parent.subIssues.splice(0, parent.subIssues.length, ...others.toSpliced(at, 0, child));
}

/** What becomes of an issue's family when it is deleted: its parent loses it, and its own sub-issues have no parent. */
export function leaveFamily(issue: Issue): void {
  issue.parent?.subIssues.splice(issue.parent.subIssues.indexOf(issue), 1);
  issue.parent = null;
  for (const child of issue.subIssues.splice(0)) child.parent = null;
}

/** An issue that was moved to another repository takes the place of the one it was. */
export function inheritFamily(from: Issue, to: Issue): void {
  from.parent?.subIssues.splice(from.parent.subIssues.indexOf(from), 1, to);
  from.parent = null;
  for (const child of to.subIssues) child.parent = to;
}

/** The issue, its parent, the parent of that, and so on. */
function ancestry(issue: Issue): readonly Issue[] {
  return issue.parent === null ? [issue] : [issue, ...ancestry(issue.parent)];
}

/** How many levels an issue and those below it take. */
function levelsBelow(issue: Issue): number {
  return 1 + Math.max(0, ...issue.subIssues.map(levelsBelow));
}

function detach(world: World, viewer: Viewer, parent: Issue, child: Issue): void {
  parent.subIssues.splice(parent.subIssues.indexOf(child), 1);
  child.parent = null;
  tell(world, viewer, parent, child, 'removed');
}

/** Both issues' timelines say so, and both repositories' Apps are told, each from its own side. */
function tell(world: World, viewer: Viewer, parent: Issue, child: Issue, how: 'added' | 'removed'): void {
  record(world, viewer, parent, `sub_issue_${how}`, { other: child });
  record(world, viewer, child, `parent_issue_${how}`, { other: parent });
  const own = (issue: Issue, as: 'parent_issue' | 'sub_issue'): JsonObject => ({
    [`${as}_id`]: issue.issueId,
    [as]: showIssue(world, issue),
  });
  /** An App that may not know of the other issue is told of its own alone. */
  const other = (issue: Issue, as: 'parent_issue' | 'sub_issue', installation: Installation): JsonObject => {
    const { permissions, repositories } = installation;
    const sees = canSee({ kind: 'installation', installation, permissions, repositories }, issue.repository);
    return sees ? { ...own(issue, as), [`${as}_repo`]: showRepository(world, issue.repository) } : {};
  };
  const sender = actorOf(viewer);
  world.announce({
    event: 'sub_issues',
    action: `sub_issue_${how}`,
    sender,
    repository: parent.repository,
    payload: (to) => ({ ...own(parent, 'parent_issue'), ...other(child, 'sub_issue', to) }),
  });
  world.announce({
    event: 'sub_issues',
    action: `parent_issue_${how}`,
    sender,
    repository: child.repository,
    payload: (to) => ({ ...own(child, 'sub_issue'), ...other(parent, 'parent_issue', to) }),
  });
}

/** Moving an issue through its workflow ("Get transitions", "Transition issue"). */
import { writeChange, type Change } from './edit.ts';
import { record, resolutionItem, statusItem } from '../changes.ts';
import type { Issue, Site, Transition, User } from '../model/index.ts';
import { moment } from '../model/index.ts';
import { JiraRefusal } from '../refusal.ts';
import { hasRole, may } from '../rights.ts';

/** The transitions that somebody could do now: none without the permission. */
export function availableTransitions(user: User | null, issue: Issue): Transition[] {
  if (!may(user, 'TRANSITION_ISSUES', issue.project)) return [];
  return issue.project.workflow.transitions.filter(
    ({ from, roles }) =>
      (from === null || from.includes(issue.status)) &&
      (roles === null || (user !== null && roles.some((role) => hasRole(user, role, issue.project)))),
  );
}

/**
 * Does a transition, by its id. A global one may lead to where the issue stands: the history records that, too.
 * @param change what is filled in on the transition's screen: it is recorded together with the transition
 */
export function transitionIssue(
  site: Site,
  by: User | null,
  issue: Issue,
  id: string,
  change: Change = {},
): void {
  if (!/^\d+$/.test(id)) throw new JiraRefusal(400, "'transition' identifier must be an integer");
  const transition = availableTransitions(by, issue).find((one) => one.id === id);
  if (transition === undefined) {
    const known = issue.project.workflow.transitions.find((one) => one.id === id);
    throw new JiraRefusal(
      400,
      known === undefined
        ? `Transition id '${id}' is not valid for this issue.`
        : `It seems that you have tried to perform a workflow operation (${known.name}) that is not valid for the current state of this issue (${issue.key}). The likely cause is that somebody has changed the issue recently, please look at the issue history for details.`,
    );
  }
  const given = change.resolution !== undefined;
  if (given && transition.resolution !== 'keep')
    throw new Error(`A post function of “${transition.name}” sets the resolution, whatever its screen says.`);
  const changed = writeChange(site, by, issue, change);
  const at = moment(site);
  const from = issue.status;
  const before = issue.resolution;
  const after = transition.resolution === 'keep' ? before : transition.resolution;
  issue.status = transition.to;
  if (from.category !== transition.to.category) issue.statusChanged = at;
  issue.resolution = after;
  if (after !== before) issue.resolved = after === null ? null : at;
  const history = record(site, issue, by, at, [
    ...changed,
    ...(after === before ? [] : [resolutionItem(before, after)]),
    statusItem(from, transition.to),
  ]);
  site.announce({ kind: 'issue-updated', issue, by, at, history, occasion: 'transition' });
}

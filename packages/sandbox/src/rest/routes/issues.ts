/** Issues, their assignees, events and timelines ("REST API endpoints for issues"). */
import { z } from 'zod';
import {
  assign,
  closeItem,
  editItem,
  labelsNamed,
  lockItem,
  openIssue,
  reopenItem,
  setAssignees,
  setLabels,
  unassign,
} from '../../actions/index.ts';
import type { Item, User, World } from '../../model/index.ts';
import { invalidField } from '../../refusal.ts';
import { isIssueEvent, showEvent, showIssue, showTimelineEntry } from '../../show/index.ts';
import { canSee, demand, isAuthor, itemPermission, may, type Viewer } from '../../viewer.ts';
import {
  created,
  input,
  itemOf,
  noContent,
  ok,
  page,
  repositoryToRead,
  type Call,
  type Routes,
} from '../call.ts';
import { labelNames } from './labels.ts';
import { sameText } from '../../same-text.ts';

const newIssue = z.object({
  title: z.union([z.string(), z.number()]).transform(String),
  body: z.string().nullish(),
  labels: labelNames.nullish(),
  assignees: z.array(z.string()).nullish(),
  assignee: z.string().nullish(),
});

const changedIssue = newIssue.partial().extend({
  state: z.enum(['open', 'closed']).nullish(),
  state_reason: z.enum(['completed', 'not_planned', 'duplicate', 'reopened']).nullish(),
});

function usersNamed(world: World, logins: readonly string[]): User[] {
  return logins.flatMap((login) => findUser(world, login) ?? []);
}

export function findUser(world: World, login: string): User | undefined {
  return world.people.find(
    (one): one is User => one.kind === 'User' && !one.deleted && sameText(one.login, login),
  );
}

/** Labels and assignees of somebody who may not set them are dropped without a word. */
function maySet(viewer: Viewer, item: Item): boolean {
  return may(viewer, item.repository, { role: 'triage', app: itemPermission(item, 'write') });
}

function list(call: Call) {
  const repository = repositoryToRead(call, 'issues');
  const { query } = call;
  const state = query.get('state') ?? 'open';
  const labels = query.get('labels')?.split(',') ?? [];
  const since = query.get('since');
  const assignee = query.get('assignee');
  const chosen = [...repository.items.values()].filter(
    (item) =>
      !item.deleted &&
      (state === 'all' || item.state === state) &&
      labels.every((name) => item.labels.some((label) => sameText(label.name, name))) &&
      (since === null || item.updatedAt >= Date.parse(since)) &&
      (query.get('creator') === null || item.author.login === query.get('creator')) &&
      (assignee === null ||
        (assignee === 'none'
          ? item.assignees.length === 0
          : assignee === '*'
            ? item.assignees.length > 0
            : item.assignees.some((user) => user.login === assignee))),
  );
  const key = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const ascending = chosen.toSorted((a, b) => a[key] - b[key] || a.number - b.number);
  return page(call, query.get('direction') === 'asc' ? ascending : ascending.reverse(), (item) =>
    showIssue(call.world, item),
  );
}

function update(call: Call) {
  const { world, viewer } = call;
  const item = itemOf(call, 'write');
  const change = input(call, changedIssue);
  demandSomeRight(viewer, item, change.state != null);
  if (change.title != null || change.body !== undefined) {
    editItem(world, viewer, item, {
      ...(change.title == null ? {} : { title: change.title }),
      ...(change.body === undefined ? {} : { body: change.body ?? '' }),
    });
  }
  if (maySet(viewer, item)) {
    if (change.labels != null)
      setLabels(world, viewer, item, labelsNamed(world, viewer, item.repository, change.labels));
    if (change.assignees != null) setAssignees(world, viewer, item, usersNamed(world, change.assignees));
  }
  if (change.state === 'closed') {
    if (change.state_reason === 'reopened') throw invalidField('Issue', 'state_reason', 'invalid');
    closeItem(world, viewer, item, change.state_reason == null ? {} : { reason: change.state_reason });
  }
  if (change.state === 'open') reopenItem(world, viewer, item);
  return ok(showIssue(world, item));
}

/** Nobody but the author and those who can triage may send a PATCH at all. */
function demandSomeRight(viewer: Viewer, item: Item, changesState: boolean): void {
  const role = isAuthor(viewer, item.author) ? 'read' : changesState ? 'triage' : 'write';
  if (!may(viewer, item.repository, { role: 'triage', app: itemPermission(item, 'write') })) {
    demand(viewer, item.repository, { role, app: itemPermission(item, 'write') }, 'UpdateIssue');
  }
}

const names = z.object({
  assignees: z
    .union([z.array(z.string()), z.string()])
    .transform((one) => [one].flat())
    .optional(),
});

function changeAssignees(call: Call, how: typeof assign): Item {
  const { world, viewer } = call;
  const item = itemOf(call, 'write');
  const logins = input(call, names).assignees ?? [];
  // "Only users with push access can add assignees to an issue. Assignees are silently ignored otherwise."
  if (viewer.kind !== 'user' || maySet(viewer, item)) how(world, viewer, item, usersNamed(world, logins));
  return item;
}

export const issueRoutes: Routes = {
  'GET /repos/{owner}/{repo}/issues': list,
  'POST /repos/{owner}/{repo}/issues': (call) => {
    const { world, viewer } = call;
    const repository = repositoryToRead(call, 'issues');
    const draft = input(call, newIssue);
    const sets = may(viewer, repository, { role: 'triage', app: { issues: 'write' } });
    const logins = draft.assignees ?? (draft.assignee == null ? [] : [draft.assignee]);
    const issue = openIssue(world, viewer, repository, {
      title: draft.title,
      body: draft.body ?? '',
      ...(sets
        ? {
            labels: labelsNamed(world, viewer, repository, draft.labels ?? []),
            assignees: usersNamed(world, logins),
          }
        : {}),
    });
    return created(showIssue(world, issue));
  },
  'GET /repos/{owner}/{repo}/issues/{issue_number}': (call) => ok(showIssue(call.world, itemOf(call))),
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}': update,
  'POST /repos/{owner}/{repo}/issues/{issue_number}/assignees': (call) =>
    created(showIssue(call.world, changeAssignees(call, assign))),
  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/assignees': (call) =>
    ok(showIssue(call.world, changeAssignees(call, unassign))),
  'PUT /repos/{owner}/{repo}/issues/{issue_number}/lock': (call) => {
    lockItem(call.world, call.viewer, itemOf(call, 'write'), true);
    return noContent;
  },
  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/lock': (call) => {
    lockItem(call.world, call.viewer, itemOf(call, 'write'), false);
    return noContent;
  },
  'GET /repos/{owner}/{repo}/issues/{issue_number}/events': (call) =>
    page(call, itemOf(call).timeline.filter(isIssueEvent), (event) => showEvent(call.world, event)),
  'GET /repos/{owner}/{repo}/issues/{issue_number}/timeline': (call) => {
    const visible = itemOf(call).timeline.filter(
      (entry) => !('source' in entry) || canSee(call.viewer, entry.source.repository),
    );
    return page(call, visible, (entry) => showTimelineEntry(call.world, entry));
  },
};

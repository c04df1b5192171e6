/** Sub-issues and parents ("REST API endpoints for sub-issues"). */
import { z } from 'zod';
import { addSubIssue, moveSubIssue, removeSubIssue } from '../../actions/index.ts';
import type { Issue } from '../../model/index.ts';
import { notFound, unprocessable } from '../../refusal.ts';
import { showIssue } from '../../show/index.ts';
import { canSee } from '../../viewer.ts';
import { created, input, itemOf, ok, page, type Call, type Routes } from '../call.ts';

function parentOf(call: Call, access: 'read' | 'write' = 'read'): Issue {
  const item = itemOf(call, access);
  if (item.kind !== 'Issue') throw notFound();
  return item;
}

/** An issue by its database id, wherever it is. */
function issueWithId({ world, viewer }: Call, id: number): Issue {
  for (const repository of world.repositories) {
    for (const item of repository.items.values()) {
      if (item.kind === 'Issue' && item.id === id && !item.deleted && canSee(viewer, repository)) return item;
    }
  }
  throw notFound();
}

const added = z.object({ sub_issue_id: z.number().int(), replace_parent: z.boolean().optional() });
const removed = z.object({ sub_issue_id: z.number().int() });
const moved = removed.extend({
  after_id: z.number().int().optional(),
  before_id: z.number().int().optional(),
});

export const subIssueRoutes: Routes = {
  'GET /repos/{owner}/{repo}/issues/{issue_number}/parent': (call) => {
    const { parent } = parentOf(call);
    if (parent === null || !canSee(call.viewer, parent.repository)) throw notFound();
    return ok(showIssue(call.world, parent));
  },
  'GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues': (call) => {
    const visible = parentOf(call).subIssues.filter((one) => canSee(call.viewer, one.repository));
    return page(call, visible, (one) => showIssue(call.world, one));
  },
  'POST /repos/{owner}/{repo}/issues/{issue_number}/sub_issues': (call) => {
    const parent = parentOf(call, 'write');
    const { sub_issue_id: id, replace_parent: replace } = input(call, added);
    addSubIssue(call.world, call.viewer, parent, issueWithId(call, id), replace);
    return created(showIssue(call.world, parent));
  },
  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/sub_issue': (call) => {
    const parent = parentOf(call, 'write');
    removeSubIssue(call.world, call.viewer, parent, issueWithId(call, input(call, removed).sub_issue_id));
    return ok(showIssue(call.world, parent));
  },
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}/sub_issues/priority': (call) => {
    const parent = parentOf(call, 'write');
    const { sub_issue_id: id, after_id: after, before_id: before } = input(call, moved);
    const child = issueWithId(call, id);
    if (after !== undefined && before === undefined)
      moveSubIssue(call.viewer, parent, child, { after: issueWithId(call, after) });
    else if (before !== undefined && after === undefined)
      moveSubIssue(call.viewer, parent, child, { before: issueWithId(call, before) });
    else throw unprocessable('Either after_id or before_id should be specified');
    return ok(showIssue(call.world, parent));
  },
};

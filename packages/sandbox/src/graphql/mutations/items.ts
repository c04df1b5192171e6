/** Mutations of issues and pull requests: opening, editing, labels, assignees, state. */
import type {
  AddAssigneesToAssignableInput,
  AddLabelsToLabelableInput,
  CloseIssueInput,
  CreateIssueInput,
  CreateLinkedBranchInput,
  RemoveAssigneesFromAssignableInput,
  RemoveLabelsFromLabelableInput,
  ReopenIssueInput,
  UpdateIssueInput,
} from '@octokit/graphql-schema';
import {
  addLabels,
  addSubIssue,
  assign,
  closeItem,
  editItem,
  linkBranch,
  openIssue,
  removeLabels,
  removeSubIssue,
  reopenItem,
  setAssignees,
  setLabels,
  unassign,
} from '../../actions/index.ts';
import type { Issue, Item, Label, User } from '../../model/index.ts';
import { unprocessable } from '../../refusal.ts';
import type { Context, Fields } from '../context.ts';
import { unknownNode } from '../failure.ts';
import { findNodeOf } from '../visible.ts';

type Input<I> = { readonly input: I };

function itemOf({ world, viewer }: Context, id: string): Item {
  return findNodeOf(world, viewer, id, ['Issue', 'PullRequest']);
}

function issueOf({ world, viewer }: Context, id: string): Issue {
  return findNodeOf(world, viewer, id, ['Issue']);
}

function labelsOf(
  { world, viewer }: Context,
  repository: Item['repository'],
  ids: readonly string[],
): Label[] {
  return ids.map((id) => {
    const label = findNodeOf(world, viewer, id, ['Label']);
    if (label.repository !== repository) throw unknownNode(id);
    return label;
  });
}

function usersOf({ world, viewer }: Context, ids: readonly string[]): User[] {
  return ids.map((id) => findNodeOf(world, viewer, id, ['User']));
}

/** The published types lack what the schema beside them has. */
type SubIssueInput = {
  readonly clientMutationId?: string | null;
  readonly issueId: string;
  readonly subIssueId?: string | null;
  readonly replaceParent?: boolean | null;
};

const reasons = { COMPLETED: 'completed', NOT_PLANNED: 'not_planned', DUPLICATE: 'duplicate' } as const;

export const itemMutations: Fields<unknown> = {
  createIssue: (_, { input }: Input<CreateIssueInput>, context) => {
    const { world, viewer } = context;
    const repository = findNodeOf(world, viewer, input.repositoryId, ['Repository']);
    const issue = openIssue(world, viewer, repository, {
      title: input.title,
      body: input.body ?? '',
      labels: labelsOf(context, repository, input.labelIds ?? []),
      assignees: usersOf(context, input.assigneeIds ?? []),
    });
    return { clientMutationId: input.clientMutationId ?? null, issue };
  },
  updateIssue: (_, { input }: Input<UpdateIssueInput>, context) => {
    const { world, viewer } = context;
    const issue = issueOf(context, input.id);
    editItem(world, viewer, issue, {
      ...(input.title == null ? {} : { title: input.title }),
      ...(input.body == null ? {} : { body: input.body }),
    });
    if (input.labelIds != null)
      setLabels(world, viewer, issue, labelsOf(context, issue.repository, input.labelIds));
    if (input.assigneeIds != null) setAssignees(world, viewer, issue, usersOf(context, input.assigneeIds));
    if (input.state === 'CLOSED') closeItem(world, viewer, issue);
    if (input.state === 'OPEN') reopenItem(world, viewer, issue);
    return { clientMutationId: input.clientMutationId ?? null, issue };
  },
  closeIssue: (
    _,
    { input }: Input<CloseIssueInput & { readonly duplicateIssueId?: string | null }>,
    context,
  ) => {
    const issue = issueOf(context, input.issueId);
    const duplicateOf = input.duplicateIssueId == null ? null : issueOf(context, input.duplicateIssueId);
    if (duplicateOf === issue) throw unprocessable('An issue cannot be a duplicate of itself');
    closeItem(context.world, context.viewer, issue, {
      reason: reasons[input.stateReason ?? (duplicateOf === null ? 'COMPLETED' : 'DUPLICATE')],
      duplicateOf,
    });
    return { clientMutationId: input.clientMutationId ?? null, issue };
  },
  reopenIssue: (_, { input }: Input<ReopenIssueInput>, context) => {
    const issue = issueOf(context, input.issueId);
    reopenItem(context.world, context.viewer, issue);
    return { clientMutationId: input.clientMutationId ?? null, issue };
  },
  addLabelsToLabelable: (_, { input }: Input<AddLabelsToLabelableInput>, context) => {
    const labelable = itemOf(context, input.labelableId);
    addLabels(
      context.world,
      context.viewer,
      labelable,
      labelsOf(context, labelable.repository, input.labelIds),
    );
    return { clientMutationId: input.clientMutationId ?? null, labelable };
  },
  removeLabelsFromLabelable: (_, { input }: Input<RemoveLabelsFromLabelableInput>, context) => {
    const labelable = itemOf(context, input.labelableId);
    removeLabels(
      context.world,
      context.viewer,
      labelable,
      labelsOf(context, labelable.repository, input.labelIds),
    );
    return { clientMutationId: input.clientMutationId ?? null, labelable };
  },
  addAssigneesToAssignable: (_, { input }: Input<AddAssigneesToAssignableInput>, context) => {
    const assignable = itemOf(context, input.assignableId);
    assign(context.world, context.viewer, assignable, usersOf(context, input.assigneeIds));
    return { clientMutationId: input.clientMutationId ?? null, assignable };
  },
  removeAssigneesFromAssignable: (_, { input }: Input<RemoveAssigneesFromAssignableInput>, context) => {
    const assignable = itemOf(context, input.assignableId);
    unassign(context.world, context.viewer, assignable, usersOf(context, input.assigneeIds));
    return { clientMutationId: input.clientMutationId ?? null, assignable };
  },
  addSubIssue: (_, { input }: Input<SubIssueInput>, context) => {
    const issue = issueOf(context, input.issueId);
    if (input.subIssueId == null) {
      context.unplayed('AddSubIssueInput.subIssueUrl');
      throw new Error('sandbox does not play AddSubIssueInput.subIssueUrl');
    }
    const subIssue = issueOf(context, input.subIssueId);
    addSubIssue(context.world, context.viewer, issue, subIssue, input.replaceParent ?? false);
    return { clientMutationId: input.clientMutationId ?? null, issue, subIssue };
  },
  removeSubIssue: (_, { input }: Input<SubIssueInput & { readonly subIssueId: string }>, context) => {
    const issue = issueOf(context, input.issueId);
    const subIssue = issueOf(context, input.subIssueId);
    removeSubIssue(context.world, context.viewer, issue, subIssue);
    return { clientMutationId: input.clientMutationId ?? null, issue, subIssue };
  },
  createLinkedBranch: (_, { input }: Input<CreateLinkedBranchInput>, context) => {
    const { world, viewer } = context;
    const issue = issueOf(context, input.issueId);
    const repository =
      input.repositoryId == null
        ? issue.repository
        : findNodeOf(world, viewer, input.repositoryId, ['Repository']);
    const name =
      input.name ??
      `${issue.number}-${issue.title
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '')}`;
    const linkedBranch = linkBranch(world, viewer, issue, repository, name, input.oid as string);
    return { clientMutationId: input.clientMutationId ?? null, issue, linkedBranch };
  },
};

import { addLabels, addSubIssue, assign, closeItem, editItem, linkBranch, openIssue, removeLabels, removeSubIssue, reopenItem, setAssignees, setLabels, unassign, } from '../../actions/index.js';
import { unprocessable } from '../../refusal.js';
import { unknownNode } from '../failure.js';
import { findNodeOf } from '../visible.js';
function itemOf({ world, viewer }, id) {
    return findNodeOf(world, viewer, id, ['Issue', 'PullRequest']);
}
function issueOf({ world, viewer }, id) {
    return findNodeOf(world, viewer, id, ['Issue']);
}
function labelsOf({ world, viewer }, repository, ids) {
    return ids.map((id) => {
        const label = findNodeOf(world, viewer, id, ['Label']);
        if (label.repository !== repository)
            throw unknownNode(id);
        return label;
    });
}
function usersOf({ world, viewer }, ids) {
    return ids.map((id) => findNodeOf(world, viewer, id, ['User']));
}
const reasons = { COMPLETED: 'completed', NOT_PLANNED: 'not_planned', DUPLICATE: 'duplicate' };
export const itemMutations = {
    createIssue: (_, { input }, context) => {
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
    updateIssue: (_, { input }, context) => {
        const { world, viewer } = context;
        const issue = issueOf(context, input.id);
        editItem(world, viewer, issue, {
            ...(input.title == null ? {} : { title: input.title }),
            ...(input.body == null ? {} : { body: input.body }),
        });
        if (input.labelIds != null)
            setLabels(world, viewer, issue, labelsOf(context, issue.repository, input.labelIds));
        if (input.assigneeIds != null)
            setAssignees(world, viewer, issue, usersOf(context, input.assigneeIds));
        if (input.state === 'CLOSED')
            closeItem(world, viewer, issue);
        if (input.state === 'OPEN')
            reopenItem(world, viewer, issue);
        return { clientMutationId: input.clientMutationId ?? null, issue };
    },
    closeIssue: (_, { input }, context) => {
        const issue = issueOf(context, input.issueId);
        const duplicateOf = input.duplicateIssueId == null ? null : issueOf(context, input.duplicateIssueId);
        if (duplicateOf === issue)
            throw unprocessable('An issue cannot be a duplicate of itself');
        closeItem(context.world, context.viewer, issue, {
            reason: reasons[input.stateReason ?? (duplicateOf === null ? 'COMPLETED' : 'DUPLICATE')],
            duplicateOf,
        });
        return { clientMutationId: input.clientMutationId ?? null, issue };
    },
    reopenIssue: (_, { input }, context) => {
        const issue = issueOf(context, input.issueId);
        reopenItem(context.world, context.viewer, issue);
        return { clientMutationId: input.clientMutationId ?? null, issue };
    },
    addLabelsToLabelable: (_, { input }, context) => {
        const labelable = itemOf(context, input.labelableId);
        addLabels(context.world, context.viewer, labelable, labelsOf(context, labelable.repository, input.labelIds));
        return { clientMutationId: input.clientMutationId ?? null, labelable };
    },
    removeLabelsFromLabelable: (_, { input }, context) => {
        const labelable = itemOf(context, input.labelableId);
        removeLabels(context.world, context.viewer, labelable, labelsOf(context, labelable.repository, input.labelIds));
        return { clientMutationId: input.clientMutationId ?? null, labelable };
    },
    addAssigneesToAssignable: (_, { input }, context) => {
        const assignable = itemOf(context, input.assignableId);
        assign(context.world, context.viewer, assignable, usersOf(context, input.assigneeIds));
        return { clientMutationId: input.clientMutationId ?? null, assignable };
    },
    removeAssigneesFromAssignable: (_, { input }, context) => {
        const assignable = itemOf(context, input.assignableId);
        unassign(context.world, context.viewer, assignable, usersOf(context, input.assigneeIds));
        return { clientMutationId: input.clientMutationId ?? null, assignable };
    },
    addSubIssue: (_, { input }, context) => {
        const issue = issueOf(context, input.issueId);
        if (input.subIssueId == null) {
            context.unplayed('AddSubIssueInput.subIssueUrl');
            throw new Error('sandbox does not play AddSubIssueInput.subIssueUrl');
        }
        const subIssue = issueOf(context, input.subIssueId);
        addSubIssue(context.world, context.viewer, issue, subIssue, input.replaceParent ?? false);
        return { clientMutationId: input.clientMutationId ?? null, issue, subIssue };
    },
    removeSubIssue: (_, { input }, context) => {
        const issue = issueOf(context, input.issueId);
        const subIssue = issueOf(context, input.subIssueId);
        removeSubIssue(context.world, context.viewer, issue, subIssue);
        return { clientMutationId: input.clientMutationId ?? null, issue, subIssue };
    },
    createLinkedBranch: (_, { input }, context) => {
        const { world, viewer } = context;
        const issue = issueOf(context, input.issueId);
        const repository = input.repositoryId == null
            ? issue.repository
            : findNodeOf(world, viewer, input.repositoryId, ['Repository']);
        const name = input.name ??
            `${issue.number}-${issue.title
                .toLowerCase()
                .replace(/[^a-z0-9]+/g, '-')
                .replace(/^-|-$/g, '')}`;
        const linkedBranch = linkBranch(world, viewer, issue, repository, name, input.oid);
        return { clientMutationId: input.clientMutationId ?? null, issue, linkedBranch };
    },
};

/** The parts that Baton's GraphQL documents are made of. */
import type { Has } from './has.ts';

export const who =
  'fragment Who on Actor { kind: __typename login ... on User { databaseId } ... on Bot { databaseId } }';

export const pageInfo = 'pageInfo { hasNextPage endCursor }';
/** The cursor of each node: where a later reading may go on. */
export const cursors = 'edges { cursor }';

export const labels = `nodes { id name } ${pageInfo}`;

const labelEvents = `
  ... on LabeledEvent { id createdAt actor { ...Who } label { name createdAt updatedAt } }
  ... on UnlabeledEvent { id createdAt actor { ...Who } label { name createdAt updatedAt } }`;

const comment = `
  ... on IssueComment {
    id createdAt author { ...Who } body url lastEditedAt editor { ...Who } isMinimized minimizedReason
    reactionGroups { content viewerHasReacted }
  }`;

/** What was written with a review; all remarks on single lines would cost a page for each review. */
const review = `
  ... on PullRequestReview {
    id createdAt submittedAt author { ...Who } body url lastEditedAt editor { ...Who }
    reactionGroups { content viewerHasReacted }
  }`;

/** A remark on a line of code: it counts from when its review was submitted. */
export const remark = `fragment Remark on PullRequestReviewComment {
  id createdAt state author { ...Who } body url lastEditedAt editor { ...Who } isMinimized minimizedReason
  reactionGroups { content viewerHasReacted }
  pullRequest { id }
  pullRequestReview { submittedAt }
}`;
export const remarks = 'remarks: nodes(ids: $remarks) { ...Remark }';

const assignee = `assignee {
  kind: __typename
  ... on User { login databaseId } ... on Bot { login databaseId } ... on Mannequin { login } ... on Organization { login }
}`;

export const issueTimeline = `
  nodes {
    kind: __typename ${labelEvents} ${comment}
    ... on AssignedEvent { id createdAt actor { ...Who } ${assignee} }
    ... on UnassignedEvent { id createdAt actor { ...Who } ${assignee} }
    ... on ClosedEvent { id createdAt actor { ...Who } stateReason
      closer { kind: __typename ... on PullRequest { id number url repository { nameWithOwner visibility } } } }
    ... on ReopenedEvent { id createdAt actor { ...Who } }
    ... on RenamedTitleEvent { id createdAt actor { ...Who } previousTitle currentTitle }
  }
  ${pageInfo}`;
export const issueEvents = `itemTypes: [LABELED_EVENT, UNLABELED_EVENT, ASSIGNED_EVENT, UNASSIGNED_EVENT,
  CLOSED_EVENT, REOPENED_EVENT, RENAMED_TITLE_EVENT, ISSUE_COMMENT]`;

const issueName = `
  kind: __typename ... on Issue { number repository { nameWithOwner } }`;
const linkEvent = `id createdAt actor { ...Who } subject { ${issueName} } source { ${issueName} }`;
export const pullTimeline = `nodes {
  kind: __typename ${labelEvents} ${comment} ${review}
  ... on ConnectedEvent { ${linkEvent} }
  ... on DisconnectedEvent { ${linkEvent} }
  ... on BaseRefChangedEvent { id createdAt actor { ...Who } previousRefName currentRefName }
  ... on AutomaticBaseChangeSucceededEvent { id createdAt actor { ...Who } oldBase newBase }
  ... on RenamedTitleEvent { id createdAt actor { ...Who } previousTitle currentTitle }
} ${pageInfo}`;
export const pullEvents = `itemTypes: [LABELED_EVENT, UNLABELED_EVENT, ISSUE_COMMENT, PULL_REQUEST_REVIEW, CONNECTED_EVENT,
  DISCONNECTED_EVENT, BASE_REF_CHANGED_EVENT, AUTOMATIC_BASE_CHANGE_SUCCEEDED_EVENT, RENAMED_TITLE_EVENT]`;

/** Who did what last on an issue or a pull request: as much of it as tells whether anybody did anything since it was read. */
const entries = (kinds: string): string =>
  `nodes { ${kinds
    .split(' ')
    .map((kind) => `... on ${kind} { id by: ${kind.endsWith('Event') ? 'actor' : 'author'} { ...Who } }`)
    .join(' ')} } pageInfo { hasPreviousPage }`;
const lately = (kinds: string, events: string): string => `id locked lastEditedAt
  userContentEdits(first: 5) { nodes { id deletedAt } }
  timelineItems(last: 20, ${events}) { ${entries(kinds)} }
  comments(first: 5, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { id lastEditedAt editor { ...Who } } }`;
const onBoth = 'LabeledEvent UnlabeledEvent RenamedTitleEvent IssueComment';
const onIssues = `${onBoth} AssignedEvent UnassignedEvent ClosedEvent ReopenedEvent`;
const onPulls = `${onBoth} PullRequestReview ConnectedEvent DisconnectedEvent BaseRefChangedEvent AutomaticBaseChangeSucceededEvent`;
export const latelyOnItems = `
  ... on Issue { ${lately(onIssues, issueEvents)} }
  ... on PullRequest { pullState: state headRefOid ${lately(onPulls, pullEvents)} }`;

/** Names of lists of ids of edits: GitHub finds a hundred nodes at once. */
export const editLists = ['edits0', 'edits1', 'edits2', 'edits3', 'edits4', 'edits5'] as const;
export const editVariables = editLists.map((name) => `$${name}: [ID!]!`).join(', ');
/** Which edits of a body are still there. */
export const editsThere = editLists
  .map((name) => `${name}: nodes(ids: $${name}) { ... on UserContentEdit { id deletedAt } }`)
  .join('\n');

export const edits = `nodes { id editedAt editor { ...Who } diff deletedAt } ${pageInfo}`;

export const assignees = `nodes { kind: __typename id login databaseId } ${pageInfo}`;

export const branches = `nodes { ref { name repository { nameWithOwner visibility } } } ${pageInfo}`;

export const links = `nodes { id number repository { nameWithOwner visibility } } ${pageInfo}`;

export const runs = `nodes { id name status conclusion title summary startedAt } ${pageInfo}`;

/** The push that GitHub made a suite for, and the account that pushed. */
export const push = 'push { previousSha nextSha pusher { ...Who } }';

export const suites = `nodes { id createdAt app { databaseId } ${push} checkRuns(first: 20) { ${runs} } } ${pageInfo}`;

/** The check suites of our own App on a commit: a check of the same name by anybody else is not ours. */
export const checks = `fragment Checks on Commit {
  id oid checkSuites(first: 1, filterBy: { appId: $app }) { ${suites} }
}`;

export const pull = `fragment Pull on PullRequest {
  id number url title state locked createdAt updatedAt mergedAt headRefOid baseRefName baseRefOid
  body lastEditedAt includesCreatedEdit isCrossRepository
  author { ...Who }
  editor { ...Who }
  mergedBy { ...Who }
  repository { nameWithOwner visibility defaultBranchRef { name } }
  userContentEdits(first: 50) { ${edits} }
  labels(first: 100) { ${labels} }
  closingIssuesReferences(first: 10) { ${links} }
  timelineItems(first: 100, ${pullEvents}) { ${pullTimeline} }
  commits(last: 1) { totalCount nodes { commit { ...Checks } } }
}`;

/** Comments by when they were edited last, and how many there are: what became of those that are kept. */
export const recent = (
  size = 30,
  more = '',
): string => `comments(first: ${size}${more}, orderBy: { field: UPDATED_AT, direction: DESC }) {
  totalCount nodes { ...Recent } ${pageInfo}
}`;
export const recentComment = `fragment Recent on IssueComment {
  kind: __typename id createdAt updatedAt author { ...Who } body url lastEditedAt editor { ...Who } isMinimized minimizedReason
  reactionGroups { content viewerHasReacted }
}`;

/** Why an issue was closed. Where duplicates have to be asked for, GitHub tells "not planned" otherwise. */
const stateReason = ({ duplicates }: Has): string =>
  duplicates ? 'stateReason(enableDuplicate: true)' : 'stateReason';

export const part = (has: Has): string => `fragment Part on Issue {
  id number state closedAt ${stateReason(has)} repository { nameWithOwner visibility isArchived }
}`;
export const parts = `nodes { ...Part } ${pageInfo}`;
export const moves = `nodes {
  kind: __typename
  ... on SubIssueAddedEvent { createdAt subIssue { ...Part } }
  ... on SubIssueRemovedEvent { createdAt subIssue { ...Part } }
} ${pageInfo}`;
export const moveEvents = 'itemTypes: [SUB_ISSUE_ADDED_EVENT, SUB_ISSUE_REMOVED_EVENT]';
/** The sub-issues, and when each came and went. */
export const subIssues = `subIssues(first: 100) { ${parts} } subIssuesSummary { total }
  moves: timelineItems(first: 100, ${moveEvents}) { ${moves} }`;

type StoryOptions = {
  /** Of the timeline only what comes after `$after`. */
  readonly resumed?: boolean;
  /** With the sub-issues; a GitHub that knows none refuses to answer at all, so nobody else asks for them. */
  readonly divided?: boolean;
  readonly has: Has;
};

/** @param pulls how many of the pull requests that would close it are read with it; `ids`: their ids alone, as many as may be */
export const story = (
  pulls: number | 'ids',
  { resumed = false, divided = false, has }: StoryOptions,
): string => `${divided ? `${part(has)}\n` : ''}fragment Story on Issue {
  id number url title body createdAt updatedAt state locked lastEditedAt includesCreatedEdit
  ${stateReason(has)}
  author { ...Who }
  editor { ...Who }
  repository { nameWithOwner visibility }
  labels(first: 100) { ${labels} }
  assignees(first: 50) { ${assignees} }
  linkedBranches(first: 20) { ${branches} }
  userContentEdits(first: 100) { ${edits} }
  closedByPullRequestsReferences(first: ${pulls === 'ids' ? 10 : pulls}, includeClosedPrs: true) {
    nodes { ${pulls === 'ids' ? 'id' : '...Pull'} } ${pageInfo}
  }
  timelineItems(first: 100${resumed ? ', after: $after' : ''}, ${issueEvents}) {
    ${issueTimeline} ${resumed ? cursors : ''}
  }
  ${resumed ? `recent: ${recent()}` : ''}
  ${divided ? subIssues : ''}
}`;

export const policyBlob = '... on Blob { oid text isTruncated isBinary }';

/** `$labels`: also the ids of the repository's labels, for writing; asked for once in a while. */
export const repository = `fragment Facts on Repository {
  id nameWithOwner url visibility
  defaultBranchRef { name }
  policy: object(expression: "HEAD:.github/roles.yml") { ${policyBlob} }
  policyYaml: object(expression: "HEAD:.github/roles.yaml") { ${policyBlob} }
  labels(first: 100) @include(if: $labels) { ${labels} }
}`;

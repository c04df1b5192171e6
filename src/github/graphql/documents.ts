/**
 * Every GraphQL document that Baton reads GitHub with. Only fields of GitHub's published schema.
 *
 * The page sizes keep a whole story at one point of the rate limit, by the formula of GitHub's page
 * "Rate limits and query limits for the GraphQL API": the requests that each connection would need, added up,
 * divided by a hundred and rounded. `tests/github/documents.test.ts` does that sum.
 */
import {
  assignees,
  branches,
  checks,
  cursors,
  edits,
  editsThere as editsById,
  editVariables,
  issueEvents,
  issueTimeline,
  labels,
  latelyOnItems,
  links,
  moveEvents,
  moves,
  pageInfo,
  part,
  parts,
  policyBlob,
  pull,
  pullEvents,
  pullTimeline,
  push,
  recent,
  recentComment,
  remark,
  remarks,
  repository,
  runs,
  story,
  subIssues,
  suites,
  who,
} from './fragments.ts';

import type { Has } from './has.ts';

const document = (...parts: readonly string[]): string => parts.join('\n');

const aboutItem =
  '$owner: String!, $name: String!, $number: Int!, $app: Int!, $labels: Boolean!, $remarks: [ID!]!';

/** How many issues of a pull request one page holds, and how many pull requests of each. */
const few = 5;
const pullsOfEach = (divided: boolean): number => (divided ? 2 : 3);

/** How much of what it is linked with is read with an item, and what else is, because the last look needed it. */
export type Shape = {
  /** Issues of a pull request; of an issue, 1. */
  readonly issues: number;
  /** Pull requests of each issue. */
  readonly pulls: number;
  /** Whose timelines are read on from where they are kept: those of `$t0`, `$t1`, … after `$c0`, `$c1`, … */
  readonly timelines: readonly ('issue' | 'pull-request')[];
  /** Whether it is asked which of the edits that are kept are still there. */
  readonly edits: boolean;
};

/** What a look asks for when nothing is known of the item. `isDivided`: issues with their sub-issues. */
export const usualShape = (kind: 'issue' | 'pull-request', isDivided: boolean): Shape =>
  kind === 'issue'
    ? { issues: 1, pulls: 10, timelines: [], edits: true }
    : { issues: few, pulls: pullsOfEach(isDivided), timelines: [], edits: false };

const readOnIn = (on: 'Issue' | 'PullRequest', index: number): string =>
  `t${index}: node(id: $t${index}) { ... on ${on} { id page: timelineItems(
    first: 100, after: $c${index}, ${on === 'Issue' ? issueEvents : pullEvents}
  ) { ${on === 'Issue' ? issueTimeline : pullTimeline} ${cursors} } recent: ${recent()} } }`;
/** What is asked beside the item itself. */
const besides = ({ timelines, edits: withEdits }: Shape): readonly string[] => [
  ...timelines.map((kind, index) => readOnIn(kind === 'issue' ? 'Issue' : 'PullRequest', index)),
  ...(withEdits ? [editsById] : []),
];
const variablesOf = ({ timelines, edits: withEdits }: Shape): string =>
  [
    ...timelines.map((_, index) => `, $t${index}: ID!, $c${index}: String!`),
    ...(withEdits ? [`, ${editVariables}`] : []),
  ].join('');

/** What is read of a pull request that is looked at, and of no other. */
const ofOnePull = `headRefName
  files(first: 100) { nodes { path changeType } pageInfo { hasNextPage } }
  mergeQueueEntry { headCommit { oid } }
  commits(last: 1) { nodes { commit { oid associatedPullRequests(first: 20) {
    nodes { number state headRefOid repository { nameWithOwner } }
  } } } }`;

/** The reads of an item, by how much is read with it. */
const shaped = (divided: boolean, has: Has) => ({
  issue: (shape: Shape): string =>
    document(
      `query ObserveIssue(${aboutItem}${variablesOf(shape)}) {
        repository(owner: $owner, name: $name) { ...Facts issue(number: $number) { ...Story } }
        ${remarks}
        ${besides(shape).join('\n')}
      }`,
      repository,
      remark,
      story(shape.pulls, { divided, has }),
      ...(shape.timelines.length === 0 ? [] : [recentComment]),
      pull,
      checks,
      who,
    ),
  /** An issue whose timeline is kept up to `$after`. */
  resumedIssue: (shape: Shape): string =>
    document(
      `query ResumeIssue(${aboutItem}${variablesOf(shape)}, $after: String!) {
        repository(owner: $owner, name: $name) { ...Facts issue(number: $number) { ...Story } }
        ${remarks}
        ${besides(shape).join('\n')}
      }`,
      repository,
      remark,
      story(shape.pulls, { divided, has, resumed: true }),
      recentComment,
      pull,
      checks,
      who,
    ),
  pullRequest: (shape: Shape): string =>
    document(
      `query ObservePullRequest(${aboutItem}${variablesOf(shape)}, $head: GitObjectID, $group: Boolean!) {
        repository(owner: $owner, name: $name) {
          ...Facts
          group: object(oid: $head) @include(if: $group) { ...Checks }
          pullRequest(number: $number) {
            ...Pull ${ofOnePull}
            stories: closingIssuesReferences(first: ${shape.issues}) { nodes { ...Story } ${pageInfo} }
          }
        }
        ${remarks}
        ${besides(shape).join('\n')}
      }`,
      repository,
      remark,
      story(shape.pulls, { divided, has }),
      ...(shape.timelines.length === 0 ? [] : [recentComment]),
      pull,
      checks,
      who,
    ),
});

/** The reads of an item. `divided`: issues with their sub-issues. */
const observing = (divided: boolean, has: Has) =>
  ({
    isDivided: divided,
    shaped: shaped(divided, has),
    /** The page after `$cursor` of a pull request's issues. */
    stories: more(
      'PullRequest',
      `closingIssuesReferences(first: ${few}, after: $cursor) { nodes { ...Story } ${pageInfo} }`,
      withApp,
      story(pullsOfEach(divided), { divided, has }),
      pull,
      checks,
      who,
    ),
    ...together(divided, has),
    ...division(has),
  }) as const;

/**
 * The reads of several items at once, for the numbers `$n0`, `$n1`, …, answered as `i0`, `i1`, …: each as by itself, but for
 * what it is linked with. Of that there are the ids, by which all of it is read at once as well.
 */
const together = (divided: boolean, has: Has) => {
  const each = (count: number, of: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => of(index)).join(' ');
  const asked = '$owner: String!, $name: String!, $app: Int!, $labels: Boolean!';
  const numbers = (count: number): string => each(count, (index) => `$n${index}: Int!`);
  return {
    issues: (count: number): string =>
      document(
        `query ObserveIssues(${asked.replace(', $app: Int!', '')} ${numbers(count)}) {
          repository(owner: $owner, name: $name) {
            ...Facts ${each(count, (index) => `i${index}: issue(number: $n${index}) { ...Story }`)}
          }
        }`,
        repository,
        story('ids', { divided, has }),
        who,
      ),
    pullRequests: (count: number): string =>
      document(
        `query ObservePullRequests(${asked} ${numbers(count)}) {
          repository(owner: $owner, name: $name) {
            ...Facts ${each(count, (index) => `i${index}: pullRequest(number: $n${index}) { ...Several }`)}
          }
        }`,
        `fragment Several on PullRequest {
          ...Pull ${ofOnePull} stories: closingIssuesReferences(first: ${few}) { nodes { id } ${pageInfo} }
        }`,
        repository,
        pull,
        checks,
        who,
      ),
    storiesById: document(
      'query StoriesById($ids: [ID!]!) { nodes(ids: $ids) { ... on Issue { ...Story } } }',
      story('ids', { divided, has }),
      who,
    ),
  };
};

/** The reads of sub-issues: of issues that were read without, and the pages after `$cursor`. */
const division = (has: Has) =>
  ({
    subIssuesOf: document(
      `query SubIssuesOf($ids: [ID!]!) { nodes(ids: $ids) { ... on Issue { id ${subIssues} } } }`,
      part(has),
    ),
    subIssues: more('Issue', `subIssues(first: 100, after: $cursor) { ${parts} }`, '', part(has)),
    moves: more(
      'Issue',
      `timelineItems(first: 100, after: $cursor, ${moveEvents}) { ${moves} }`,
      '',
      part(has),
    ),
  }) as const;

const more = (on: string, page: string, variables = '', ...fragments: readonly string[]): string =>
  document(
    `query MoreOf${on}($id: ID!, $cursor: String!${variables}) { node(id: $id) { ... on ${on} { page: ${page} } } }`,
    ...fragments,
  );
const withApp = ', $app: Int!';
export type Observing = ReturnType<typeof observing>;

const composed = new Map<string, { readonly undivided: Observing; readonly divided: Observing }>();

/** What items are read with on a GitHub that has this much. `divided`: issues with their sub-issues. */
export function observingOn(has: Has): { readonly undivided: Observing; readonly divided: Observing } {
  const key = JSON.stringify(has);
  const known = composed.get(key) ?? { undivided: observing(false, has), divided: observing(true, has) };
  composed.set(key, known);
  return known;
}

/** What this GitHub has of what others lack. Arguments that are deprecated are left out, and need not be given. */
export const whatIsThere = `query WhatIsThere {
  issue: __type(name: "Issue") { fields { name args { name } } }
  timeline: __type(name: "IssueTimelineItemsItemType") { enumValues { name } }
}`;

/** Remarks on lines of code that could not be asked for with their pull requests. */
export const remarksById = document(`query RemarksById($remarks: [ID!]!) { ${remarks} }`, remark, who);

/** Which of the edits that are kept are still there, where that could not be asked together with the issue. */
export const editsThere = document(`query EditsThere(${editVariables}) { ${editsById} }`);

/** Pull requests that an issue is not linked to any more, by their ids. */
export const formerPulls = document(
  `query FormerPulls($ids: [ID!]!, $app: Int!) { nodes(ids: $ids) { ... on PullRequest { ...Pull } } }`,
  pull,
  checks,
  who,
);

const resumed = (on: string, page: string): string =>
  document(
    `query Resume${on}($id: ID!, $cursor: String!) {
      node(id: $id) { ... on ${on} { page: ${page} recent: ${recent()} } }
    }`,
    recentComment,
    who,
  );

/** The page after `$cursor` of each connection; the answer is in `node.page`. */
export const moreOf = {
  issueTimeline: more(
    'Issue',
    `timelineItems(first: 100, after: $cursor, ${issueEvents}) { ${issueTimeline} ${cursors} }`,
    '',
    who,
  ),
  /** What comes after a timeline that is kept, and what became of the kept comments. */
  resumedIssue: resumed(
    'Issue',
    `timelineItems(first: 100, after: $cursor, ${issueEvents}) { ${issueTimeline} ${cursors} }`,
  ),
  resumedPull: resumed(
    'PullRequest',
    `timelineItems(first: 100, after: $cursor, ${pullEvents}) { ${pullTimeline} ${cursors} }`,
  ),
  issueRecent: more('Issue', recent(100, ', after: $cursor'), '', recentComment, who),
  pullRecent: more('PullRequest', recent(100, ', after: $cursor'), '', recentComment, who),
  issueLabels: more('Issue', `labels(first: 100, after: $cursor) { ${labels} }`),
  assignees: more('Issue', `assignees(first: 100, after: $cursor) { ${assignees} }`),
  branches: more('Issue', `linkedBranches(first: 100, after: $cursor) { ${branches} }`),
  edits: more('Issue', `userContentEdits(first: 100, after: $cursor) { ${edits} }`, '', who),
  pulls: more(
    'Issue',
    `closedByPullRequestsReferences(first: 10, after: $cursor, includeClosedPrs: true) {
      nodes { ...Pull } ${pageInfo}
    }`,
    withApp,
    pull,
    checks,
    who,
  ),
  pullTimeline: more(
    'PullRequest',
    `timelineItems(first: 100, after: $cursor, ${pullEvents}) { ${pullTimeline} ${cursors} }`,
    '',
    who,
  ),
  pullEdits: more('PullRequest', `userContentEdits(first: 100, after: $cursor) { ${edits} }`, '', who),
  pullLabels: more('PullRequest', `labels(first: 100, after: $cursor) { ${labels} }`),
  links: more('PullRequest', `closingIssuesReferences(first: 100, after: $cursor) { ${links} }`),
  suites: more(
    'Commit',
    `checkSuites(first: 10, after: $cursor, filterBy: { appId: $app }) { ${suites} }`,
    withApp,
    who,
  ),
  runs: more('CheckSuite', `checkRuns(first: 100, after: $cursor) { ${runs} }`),
} as const;

/** The commits of a pull request, oldest first, and the suite that GitHub made for our App where one was pushed last. */
export const pushesOf = document(
  `query PushesOf($id: ID!, $app: Int!) {
    node(id: $id) {
      ... on PullRequest {
        headRefOid
        commits(last: 100) {
          totalCount
          nodes { commit { oid checkSuites(first: 1, filterBy: { appId: $app }) { nodes { ${push} } } } }
        }
      }
    }
  }`,
  who,
);

/** Both ends of each comment's revisions: one of them is the oldest, whichever way GitHub sorts them. */
const revisionsOf = (name: string, newest: number): string =>
  document(
    `fragment Revisions on Comment {
      id
      one: userContentEdits(first: ${newest}) { nodes { editedAt editor { ...Who } diff deletedAt } }
      other: userContentEdits(last: 1) { nodes { editedAt editor { ...Who } diff deletedAt } }
    }`,
    `query ${name}($ids: [ID!]!) {
      nodes(ids: $ids) {
        ... on IssueComment { ...Revisions }
        ... on PullRequestReview { ...Revisions }
        ... on PullRequestReviewComment { ...Revisions }
      }
    }`,
    who,
  );

export const firstTexts = revisionsOf('FirstTexts', 1);
/** The same, with as many of the newest as find what Baton wrote below what others made of it. */
export const ownTexts = revisionsOf('OwnTexts', 30);

/** A repository by itself. */
export const readRepository = document(
  `query ReadRepository($owner: String!, $name: String!, $labels: Boolean!) {
    repository(owner: $owner, name: $name) { ...Facts isArchived head: defaultBranchRef { target { oid } } }
  }`,
  repository,
);

/** Baton's own checks on a commit. */
export const commitChecks = document(
  `query CommitChecks($owner: String!, $name: String!, $app: Int!, $sha: GitObjectID!) {
    repository(owner: $owner, name: $name) { commit: object(oid: $sha) { ...Checks } }
  }`,
  checks,
  who,
);

/** The commits of a file on the default branch, newest first; in `fileLife` also what became of the file and when. */
const commitsOf = (name: string, more: string): string =>
  `query ${name}($owner: String!, $name: String!, $path: String!) {
    repository(owner: $owner, name: $name) {
      defaultBranchRef {
        target { ... on Commit { history(first: 100, path: $path) { nodes { committedDate ${more} } } } }
      }
    }
  }`;
export const fileCommits = commitsOf('FileCommits', '');
export const fileLife = commitsOf(
  'FileLife',
  'file(path: $path) { name } associatedPullRequests(first: 1) { nodes { mergedAt } }',
);

/** What a label is called now, and which label has a name. */
export const labelNow = `query LabelNow($label: ID!, $repository: ID!, $name: String!) {
  label: node(id: $label) { ... on Label { id name } }
  repository: node(id: $repository) { ... on Repository { label(name: $name) { id name } } }
}`;

/** The policy of the owner's `.github` repository. */
export const ownerPolicy = document(
  `query OwnerPolicy($owner: String!) {
    repository(owner: $owner, name: ".github") {
      nameWithOwner
      policy: object(expression: "HEAD:.github/roles.yml") { ${policyBlob} }
      policyYaml: object(expression: "HEAD:.github/roles.yaml") { ${policyBlob} }
    }
  }`,
);

/** What a first policy can be filled in from. `$teams`: also who reaches the repository; secret teams stay secret. */
export const surroundings = document(
  `query Surroundings($owner: String!, $name: String!, $teams: Boolean!) {
    repository(owner: $owner, name: $name) {
      visibility
      owner {
        kind: __typename login
        ... on Organization @include(if: $teams) {
          teams(first: 100, privacy: VISIBLE) {
            nodes { slug parentTeam { slug } repositories(first: 10, query: $name) { edges { permission node { nameWithOwner } } } }
          }
        }
      }
      labels(first: 100) { nodes { name } }
      github: object(expression: "HEAD:.github/CODEOWNERS") { ... on Blob { text } }
      root: object(expression: "HEAD:CODEOWNERS") { ... on Blob { text } }
      docs: object(expression: "HEAD:docs/CODEOWNERS") { ... on Blob { text } }
    }
  }`,
);

/** A policy that others build on. */
export const basePolicy = document(
  `query BasePolicy($owner: String!, $name: String!, $expression: String!) {
    repository(owner: $owner, name: $name) {
      id nameWithOwner visibility
      policy: object(expression: $expression) { ${policyBlob} }
    }
  }`,
);

/** Open issues and pull requests, those that changed last first, and issues closed that were touched since `$since`. */
export const openItems = document(
  `query OpenItems(
    $owner: String!, $name: String!, $since: DateTime,
    $issues: Boolean!, $pulls: Boolean!, $closed: Boolean!,
    $afterIssue: String, $afterPull: String, $afterClosed: String
  ) {
    repository(owner: $owner, name: $name) {
      issues(
        first: 100, after: $afterIssue, states: [OPEN], orderBy: { field: UPDATED_AT, direction: DESC }
      ) @include(if: $issues) { nodes { number updatedAt assignees(first: 1) { totalCount } } ${pageInfo} }
      pullRequests(
        first: 100, after: $afterPull, states: [OPEN], orderBy: { field: UPDATED_AT, direction: DESC }
      ) @include(if: $pulls) { nodes { number updatedAt } ${pageInfo} }
      closed: issues(first: 100, after: $afterClosed, states: [CLOSED], filterBy: { since: $since })
        @include(if: $closed) { nodes { number closedAt } ${pageInfo} }
    }
  }`,
);

/** The open pull requests that would close an issue; no more of them than somebody could lead to on purpose. */
export const closingPulls = document(
  `query ClosingPulls($owner: String!, $name: String!, $number: Int!) {
    repository(owner: $owner, name: $name) {
      issue(number: $number) {
        closedByPullRequestsReferences(first: 100, includeClosedPrs: false) {
          nodes { number repository { nameWithOwner } } ${pageInfo}
        }
      }
    }
  }`,
);

/** Open issues, and closed ones that changed since `$since`; of each, the latest first. */
export const issuesToTry = document(
  `query IssuesToTry(
    $owner: String!, $name: String!, $since: DateTime!,
    $open: Boolean!, $closed: Boolean!, $afterOpen: String, $afterClosed: String
  ) {
    repository(owner: $owner, name: $name) {
      open: issues(
        first: 100, after: $afterOpen, states: [OPEN], orderBy: { field: UPDATED_AT, direction: DESC }
      ) @include(if: $open) { totalCount nodes { number updatedAt } ${pageInfo} }
      closed: issues(
        first: 100, after: $afterClosed, states: [CLOSED], filterBy: { since: $since }
        orderBy: { field: UPDATED_AT, direction: DESC }
      ) @include(if: $closed) { totalCount nodes { number updatedAt } ${pageInfo} }
    }
  }`,
);

/** What open pull requests are called, those that changed last first. */
export const openPullNames = document(
  `query OpenPullNames($owner: String!, $name: String!, $most: Int!) {
    repository(owner: $owner, name: $name) {
      pullRequests(first: $most, states: [OPEN], orderBy: { field: UPDATED_AT, direction: DESC }) {
        nodes { title headRefName body }
      }
    }
  }`,
);

/** What pull requests are called that are open or merged, those of each that changed last first. */
export const pullsByName = document(
  `query PullsByName(
    $owner: String!, $name: String!, $bodies: Boolean!,
    $open: Boolean!, $merged: Boolean!, $afterOpen: String, $afterMerged: String
  ) {
    repository(owner: $owner, name: $name) {
      open: pullRequests(
        first: 100, after: $afterOpen, states: [OPEN], orderBy: { field: UPDATED_AT, direction: DESC }
      ) @include(if: $open) { totalCount nodes { id title headRefName body @include(if: $bodies) } ${pageInfo} }
      merged: pullRequests(
        first: 100, after: $afterMerged, states: [MERGED], orderBy: { field: UPDATED_AT, direction: DESC }
      ) @include(if: $merged) { totalCount nodes { id title headRefName body @include(if: $bodies) } ${pageInfo} }
    }
  }`,
);

/**
 * What changed since `$since`, the latest first: issues, and pull requests, for which GitHub knows no `since`. And what
 * happened last on those `$known`, a hundred at the most: that costs a point more for each third of them.
 */
export const changedItems = document(
  `query ChangedItems(
    $owner: String!, $name: String!, $since: DateTime!, $known: [ID!]!,
    $issues: Boolean!, $pulls: Boolean!, $afterIssue: String, $afterPull: String
  ) {
    repository(owner: $owner, name: $name) {
      id isArchived
      issues(
        first: 100, after: $afterIssue, filterBy: { since: $since }
        orderBy: { field: UPDATED_AT, direction: DESC }
      ) @include(if: $issues) { nodes { number updatedAt } ${pageInfo} }
      pullRequests(
        first: 100, after: $afterPull, orderBy: { field: UPDATED_AT, direction: DESC }
      ) @include(if: $pulls) { nodes { number updatedAt } ${pageInfo} }
    }
    known: nodes(ids: $known) { ${latelyOnItems} }
  }`,
  who,
);

/** The ids of labels by name; `count` of them, in `$name0`, `$name1`, …, answered as `label0`, `label1`, … */
export function labelsByName(count: number): string {
  const each = Array.from({ length: count }, (_, index) => index);
  return `query LabelsByName($id: ID!${each.map((index) => `, $name${index}: String!`).join('')}) {
    node(id: $id) {
      ... on Repository { ${each.map((index) => `label${index}: label(name: $name${index}) { id name }`).join(' ')} }
    }
  }`;
}

const byLogin = (name: string, fields: string, count: number): string => {
  const each = Array.from({ length: count }, (_, index) => index);
  return `query ${name}(${each.map((index) => `$login${index}: String!`).join(', ')}) {
    ${each.map((index) => `user${index}: user(login: $login${index}) { ${fields} }`).join(' ')}
  }`;
};

/** The ids of users by login, as `labelsByName`. */
export const usersByLogin = (count: number): string => byLogin('UsersByLogin', 'id', count);

/** Whose logins these are now. */
export const accountsByLogin = (count: number): string =>
  byLogin('AccountsByLogin', 'id databaseId login', count);

/** What people and teams are called now, by their node ids. */
export const namesNow = `query NamesNow($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on User { id login }
    ... on Team { id slug organization { login } }
  }
}`;

/** Which repositories somebody sees, by their node ids, who else does, and what they may do there. */
export const repositoriesSeen = `query RepositoriesSeen($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Repository { id nameWithOwner visibility viewerPermission } }
}`;

/** Plain objects of GitHub's GraphQL schema, as they are where nothing has happened. */
import { list, type Plain } from './answering.ts';

export const at = (time: string): string => `2026-03-01T${time}Z`;
export const ms = (time: string): number => Date.parse(at(time));

export const maria: Plain = { is: 'User', id: 'U_maria', login: 'maria' };
export const evan: Plain = { is: 'User', id: 'U_evan', login: 'evan' };
export const baton: Plain = { is: 'Bot', id: 'B_baton', login: 'baton' };

export const shop = { nameWithOwner: 'acme/shop', visibility: 'PUBLIC' };

export function label(name: string, dates: Plain = {}): Plain {
  return {
    id: `LA_${name}`,
    name,
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-01T00:00:00Z',
    ...dates,
  };
}

export function issue(fields: Plain = {}, timeline: readonly unknown[] = []): Plain {
  return {
    is: 'Issue',
    id: 'I_12',
    number: 12,
    url: 'https://github.example/acme/shop/issues/12',
    title: 'Pay by invoice',
    body: 'As a customer …',
    createdAt: at('09:00:00'),
    updatedAt: at('09:00:00'),
    state: 'OPEN',
    locked: false,
    stateReason: null,
    lastEditedAt: null,
    includesCreatedEdit: false,
    author: maria,
    editor: null,
    repository: shop,
    labels: list([]),
    assignees: list([]),
    linkedBranches: list([]),
    userContentEdits: list([]),
    closedByPullRequestsReferences: list([]),
    timelineItems: list(timeline),
    ...fields,
  };
}

export function commit(oid: string, runs: readonly unknown[] | null = null): Plain {
  return {
    is: 'Commit',
    id: `C_${oid}`,
    oid,
    associatedPullRequests: list([]),
    checkSuites: list(
      runs === null
        ? []
        : [
            {
              is: 'CheckSuite',
              id: `CS_${oid}`,
              createdAt: at('10:00:00'),
              app: { databaseId: 7 },
              push: null,
              checkRuns: list(runs),
            },
          ],
    ),
  };
}

export function run(id: string, fields: Plain = {}): Plain {
  return {
    id,
    name: 'Baton',
    status: 'COMPLETED',
    conclusion: 'SUCCESS',
    title: 'You can merge this',
    summary: 'Fine',
    startedAt: at('10:00:01'),
    ...fields,
  };
}

export function pull(fields: Plain = {}, timeline: readonly unknown[] = []): Plain {
  const head = typeof fields['headRefOid'] === 'string' ? fields['headRefOid'] : 'aaa';
  return {
    is: 'PullRequest',
    id: 'PR_30',
    number: 30,
    url: 'https://github.example/acme/shop/pull/30',
    title: 'Invoices',
    state: 'OPEN',
    locked: false,
    createdAt: at('10:00:00'),
    updatedAt: at('10:00:00'),
    mergedAt: null,
    mergedBy: null,
    headRefOid: head,
    headRefName: 'invoices',
    isCrossRepository: false,
    body: 'Closes #1',
    lastEditedAt: null,
    includesCreatedEdit: false,
    editor: null,
    userContentEdits: list([]),
    baseRefName: 'main',
    baseRefOid: 'bbb',
    files: null,
    mergeQueueEntry: null,
    author: evan,
    repository: { ...shop, defaultBranchRef: { name: 'main' } },
    labels: list([]),
    closingIssuesReferences: list([]),
    timelineItems: list(timeline),
    commits: list([{ commit: commit(head) }]),
    ...fields,
  };
}

/** A policy under its usual name, and none beside it. */
export const policyAs =
  (blob: unknown) =>
  ({ expression }: { expression: string }): unknown =>
    expression.endsWith('.yml') ? blob : null;

export function repository(fields: Plain = {}): Plain {
  return {
    id: 'R_shop',
    ...shop,
    url: 'https://github.example/acme/shop',
    defaultBranchRef: { name: 'main' },
    labels: list([]),
    object: policyAs({ is: 'Blob', oid: 'f00', text: 'roles: {}', isTruncated: false, isBinary: false }),
    ...fields,
  };
}

export function comment(
  id: string,
  time: string,
  author: Plain | null,
  body: string,
  fields: Plain = {},
): Plain {
  return {
    is: 'IssueComment',
    id,
    createdAt: at(time),
    author,
    body,
    url: `https://github.example/acme/shop/issues/12#${id}`,
    lastEditedAt: null,
    editor: null,
    reactionGroups: [{ content: 'THUMBS_UP', viewerHasReacted: false }],
    ...fields,
  };
}

export function labeled(id: string, time: string, actor: Plain | null, of: Plain | null): Plain {
  return { is: 'LabeledEvent', id, createdAt: at(time), actor, label: of };
}

export function unlabeled(id: string, time: string, actor: Plain | null, of: Plain | null): Plain {
  return { ...labeled(id, time, actor, of), is: 'UnlabeledEvent' };
}

export function edit(
  id: string,
  time: string,
  editor: Plain | null,
  diff: string | null,
  fields: Plain = {},
): Plain {
  return { id, editedAt: at(time), editor, diff, deletedAt: null, ...fields };
}

/** The webhooks that are played: the actions of each event, and what an App needs to subscribe to it ("Webhook events and payloads"). */

type Played = {
  /** One of these permissions, at least for reading; an empty list: every App hears of it, unasked. */
  readonly permissions: readonly string[];
  /** Empty: the event has no actions. */
  readonly actions: readonly string[];
};

const item = [
  'opened',
  'edited',
  'closed',
  'reopened',
  'labeled',
  'unlabeled',
  'assigned',
  'unassigned',
  'locked',
  'unlocked',
];

export const playedWebhooks: Readonly<Record<string, Played>> = {
  ping: { permissions: [], actions: [] },
  installation: { permissions: [], actions: ['created', 'deleted', 'suspend', 'unsuspend'] },
  installation_repositories: { permissions: [], actions: ['added', 'removed'] },
  github_app_authorization: { permissions: [], actions: ['revoked'] },
  issues: { permissions: ['issues'], actions: [...item, 'pinned', 'unpinned', 'transferred', 'deleted'] },
  sub_issues: {
    permissions: ['issues'],
    actions: ['sub_issue_added', 'sub_issue_removed', 'parent_issue_added', 'parent_issue_removed'],
  },
  issue_comment: { permissions: ['issues', 'pull_requests'], actions: ['created', 'edited', 'deleted'] },
  label: { permissions: ['metadata'], actions: ['created', 'edited', 'deleted'] },
  pull_request: {
    permissions: ['pull_requests'],
    actions: [
      ...item,
      'synchronize',
      'converted_to_draft',
      'ready_for_review',
      'review_requested',
      'review_request_removed',
      'enqueued',
      'dequeued',
    ],
  },
  pull_request_review: { permissions: ['pull_requests'], actions: ['submitted', 'edited'] },
  pull_request_review_comment: {
    permissions: ['pull_requests'],
    actions: ['created', 'edited', 'deleted'],
  },
  check_run: { permissions: ['checks'], actions: ['created', 'completed', 'rerequested'] },
  check_suite: { permissions: ['checks'], actions: ['requested', 'rerequested', 'completed'] },
  merge_group: { permissions: ['merge_queues'], actions: ['checks_requested', 'destroyed'] },
  push: { permissions: ['contents'], actions: [] },
  create: { permissions: ['contents'], actions: [] },
  delete: { permissions: ['contents'], actions: [] },
  membership: { permissions: ['members'], actions: ['added', 'removed'] },
  team: {
    permissions: ['members'],
    actions: ['created', 'edited', 'deleted', 'added_to_repository', 'removed_from_repository'],
  },
  member: { permissions: ['metadata'], actions: ['added', 'edited', 'removed'] },
  organization: { permissions: ['members'], actions: ['member_added', 'member_removed'] },
  repository: { permissions: ['metadata'], actions: ['created', 'renamed', 'archived', 'unarchived'] },
};

/**
 * The bodies of webhooks ("Webhooks" for Jira Cloud, "Managing webhooks" for Jira Data Center). They speak version 2 of
 * the API on both flavours, with times in the time zone of whoever acted.
 */
import type { JsonObject } from '../../json.ts';
import type { Flavour, Happening, Issue, Occasion, Site, Status } from '../model/index.ts';
import { type View, self, showComment, showFields, showIssue, showItems, showUser } from '../show/index.ts';

export type Payload = { readonly event: string; readonly body: JsonObject };

/** The events that are played. */
export const playedEvents: readonly string[] = [
  'jira:issue_created',
  'jira:issue_updated',
  'jira:issue_deleted',
  'comment_created',
  'comment_updated',
  'comment_deleted',
];

/** What a happening is told as: Data Center tells of a comment twice. */
export function payloadsOf(site: Site, happening: Happening): Payload[] {
  const { by, at } = happening;
  const view: View = { site, api: '2', base: site.baseUrl, timeZone: by?.timeZone ?? 'Etc/UTC' };
  const cloud = site.flavour === 'cloud';
  const head = (event: string): JsonObject => ({ timestamp: at, webhookEvent: event });
  const user: JsonObject = by === null ? {} : { user: showUser(view, by) };
  const deleted = happening.kind === 'issue-deleted';
  const whole = (): JsonObject => wholeIssue(view, happening.issue, !cloud || deleted);
  switch (happening.kind) {
    case 'issue-created': {
      const event = 'jira:issue_created';
      const items = showItems(view, happening.items);
      // No history has this id: what a new issue starts with is told, not recorded.
      const changelog = cloud ? { changelog: { id: happening.issue.id, items } } : {};
      const body = {
        ...head(event),
        issue_event_type_name: 'issue_created',
        ...user,
        issue: whole(),
        ...changelog,
      };
      return [{ event, body }];
    }
    case 'issue-updated': {
      const event = 'jira:issue_updated';
      const { history, occasion, issue } = happening;
      const name = eventName(site.flavour, occasion, issue.status);
      const changelog = { id: history.id, items: showItems(view, history.items) };
      return [
        { event, body: { ...head(event), issue_event_type_name: name, ...user, issue: whole(), changelog } },
      ];
    }
    case 'issue-deleted':
      return [
        { event: 'jira:issue_deleted', body: { ...head('jira:issue_deleted'), ...user, issue: whole() } },
      ];
    case 'comment-created':
    case 'comment-updated':
    case 'comment-deleted': {
      const event = happening.kind.replace('-', '_');
      const comment = showComment(view, happening.issue, happening.comment);
      // Cloud's has no user at the top, Data Center's no issue.
      if (cloud)
        return [{ event, body: { ...head(event), comment, issue: briefIssue(view, happening.issue) } }];
      const update = 'jira:issue_updated';
      const body = {
        ...head(update),
        issue_event_type_name: commentEvents[happening.kind],
        ...user,
        issue: whole(),
        comment,
      };
      return [
        { event, body: { ...head(event), comment } },
        { event: update, body },
      ];
    }
    default:
      return happening satisfies never;
  }
}

const commentEvents = {
  'comment-created': 'issue_commented',
  'comment-updated': 'issue_comment_edited',
  'comment-deleted': 'issue_comment_deleted',
} as const;

/**
 * What the update is called. Cloud calls every transition `issue_generic`; Data Center's workflows fire an event of
 * their own, here those of its classic workflow.
 */
function eventName(flavour: Flavour, occasion: Occasion, status: Status): string {
  switch (occasion) {
    case 'edit':
      return 'issue_updated';
    case 'assign':
      return 'issue_assigned';
    case 'move':
      return 'issue_moved';
    case 'transition':
      if (flavour === 'cloud') return 'issue_generic';
      return { new: 'issue_generic', indeterminate: 'issue_work_started', done: 'issue_closed' }[
        status.category
      ];
    default:
      return occasion satisfies never;
  }
}

/** Cloud leaves comments out, unless the issue is deleted. */
function wholeIssue(view: View, issue: Issue, withComments: boolean): JsonObject {
  const asked = withComments ? ['*all'] : ['*all', '-comment', '-worklog'];
  return {
    id: issue.id,
    self: self(view, `/issue/${issue.id}`),
    key: issue.key,
    fields: showFields(view, issue, asked, []),
  };
}

function briefIssue(view: View, issue: Issue): JsonObject {
  const fields = showFields(
    view,
    issue,
    ['summary', 'issuetype', 'project', 'assignee', 'priority', 'status'],
    [],
  );
  const { id, self: address, key } = showIssue(view, issue, null);
  return { id: id ?? null, self: address ?? null, key: key ?? null, fields };
}

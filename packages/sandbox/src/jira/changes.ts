/**
 * What Jira's history records of a change ("Get changelogs"; `jira-samples` in tests/sandbox/jira/samples.ts): ids in
 * `from` and `to`, what was shown in `fromString` and `toString`; texts and labels have no ids.
 */
import type {
  ChangeItem,
  CustomField,
  FieldValue,
  History,
  Issue,
  Project,
  RichText,
  Site,
  Status,
  User,
} from './model/index.ts';
import { nextId } from './model/index.ts';
import { wikiOf } from './text.ts';

type Named = { readonly id: string; readonly name: string };

function system(
  field: string,
  from: readonly [string | null, string | null],
  to: readonly [string | null, string | null],
  fieldId: string | null = field,
): ChangeItem {
  return { field, fieldtype: 'jira', fieldId, from: from[0], fromText: from[1], to: to[0], toText: to[1] };
}

const named = (one: Named | null): [string | null, string | null] =>
  one === null ? [null, null] : [one.id, one.name];

/** How histories name a user: the account, or Data Center's key. */
const userId = (site: Site, user: User): string => (site.flavour === 'cloud' ? user.accountId : user.key);
const person = (site: Site, user: User | null): [string | null, string | null] =>
  user === null ? [null, null] : [userId(site, user), user.displayName];

export const summaryItem = (from: string | null, to: string): ChangeItem =>
  system('summary', [null, from], [null, to]);

/** The whole texts, as wiki text on both flavours. */
export const descriptionItem = (from: RichText | null, to: RichText | null): ChangeItem =>
  system('description', [null, from === null ? null : wikiOf(from)], [null, to === null ? null : wikiOf(to)]);

/** The whole sets, separated by spaces. */
export const labelsItem = (from: readonly string[], to: readonly string[]): ChangeItem =>
  system('labels', [null, from.join(' ')], [null, to.join(' ')]);

export const assigneeItem = (site: Site, from: User | null, to: User | null): ChangeItem =>
  system('assignee', person(site, from), person(site, to));

export const reporterItem = (site: Site, to: User | null): ChangeItem =>
  system('reporter', [null, null], person(site, to));

export const statusItem = (from: Status, to: Status): ChangeItem => system('status', named(from), named(to));

/** How Cloud's webhook of a new issue tells its status: with a capital letter. */
export const firstStatusItem = (to: Status): ChangeItem =>
  system('Status', [null, null], named(to), 'status');

export const resolutionItem = (from: Named | null, to: Named | null): ChangeItem =>
  system('resolution', named(from), named(to));

export const typeItem = (from: Named, to: Named): ChangeItem => system('issuetype', named(from), named(to));
export const projectItem = (from: Project, to: Project): ChangeItem =>
  system('project', named(from), named(to));
export const workflowItem = (from: Named, to: Named): ChangeItem =>
  system('Workflow', named(from), named(to), null);
export const keyItem = (from: string, to: string): ChangeItem =>
  system('Key', [null, from], [null, to], null);

/** A comment that was deleted leaves its text; one that was edited leaves nothing. */
export const deletedCommentItem = (body: RichText): ChangeItem =>
  system('Comment', [wikiOf(body), null], [null, null], 'comment');

/** A link to something outside: Cloud calls issues work items by now. */
export function remoteLinkItem(site: Site, id: number, from: string | null, to: string | null): ChangeItem {
  const [field, thing] =
    site.flavour === 'cloud' ? ['RemoteWorkItemLink', 'work item'] : ['RemoteIssueLink', 'issue'];
  const side = (what: string | null): [string | null, string | null] =>
    what === null ? [null, null] : [String(id), `This ${thing} links to "${what}"`];
  return system(field, side(from), side(to), null);
}

/** A custom field that is emptied shows an empty text, not null. */
export function customItem(
  site: Site,
  field: CustomField,
  from: FieldValue | undefined,
  to: FieldValue | undefined,
): ChangeItem {
  const [fromId, fromText] = from === undefined ? [null, null] : shown(site, from);
  const [toId, toText] = to === undefined ? [null, ''] : shown(site, to);
  const { name, id: fieldId } = field;
  return { field: name, fieldtype: 'custom', fieldId, from: fromId, fromText, to: toId, toText };
}

function shown(site: Site, value: FieldValue): [string | null, string] {
  switch (value.kind) {
    case 'text':
      return [null, value.text];
    case 'option':
      return [value.id, value.value];
    case 'user':
      return [userId(site, value.user), value.user.displayName];
    default:
      return value satisfies never;
  }
}

/** Writes a change into the issue's history. */
export function record(
  site: Site,
  issue: Issue,
  author: User | null,
  at: number,
  items: readonly ChangeItem[],
): History {
  const history: History = { id: String(nextId(site, 'history')), author, created: at, items };
  issue.histories.push(history);
  issue.updated = at;
  return history;
}

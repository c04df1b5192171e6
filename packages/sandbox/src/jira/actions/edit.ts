/** Creating and editing issues ("Create issue", "Edit issue"). */
import {
  assigneeItem,
  customItem,
  descriptionItem,
  firstStatusItem,
  labelsItem,
  record,
  reporterItem,
  resolutionItem,
  summaryItem,
} from '../changes.ts';
import type {
  ChangeItem,
  CustomField,
  FieldValue,
  Issue,
  Project,
  Resolution,
  RichText,
  Site,
  User,
} from '../model/index.ts';
import { moment, nextId } from '../model/index.ts';
import { JiraRefusal } from '../refusal.ts';
import { may } from '../rights.ts';
import { wikiOf } from '../text.ts';

export type Change = {
  readonly summary?: string;
  readonly description?: RichText | null;
  readonly labels?: readonly string[];
  readonly assignee?: User | null;
  /** Where the field is on the screen; null: unresolved. */
  readonly resolution?: Resolution | null;
  /** Undefined empties the field. */
  readonly fields?: ReadonlyMap<CustomField, FieldValue | undefined>;
};

export type Draft = Change & {
  readonly summary: string;
  /** Its name; default: the project's first. */
  readonly type?: string;
  /** A status that the workflow lets issues start in; default: its first. */
  readonly status?: string;
};

const offScreen = (field: string): string =>
  `Field '${field}' cannot be set. It is not on the appropriate screen, or unknown.`;

export function createIssue(site: Site, by: User | null, project: Project, draft: Draft): Issue {
  if (!may(by, 'CREATE_ISSUES', project)) throw new JiraRefusal(400, [], { project: 'project is required' });
  const type = project.types.find((one) => one.name === (draft.type ?? project.types[0]?.name));
  if (type === undefined)
    throw new JiraRefusal(400, [], { issuetype: 'The issue type selected is invalid.' });
  const { initial } = project.workflow;
  const status = draft.status === undefined ? initial[0] : initial.find((one) => one.name === draft.status);
  if (status === undefined)
    throw new JiraRefusal(400, `Issues of ${project.key} do not start in ${String(draft.status)}.`);
  const at = moment(site);
  project.lastNumber += 1;
  const issue: Issue = {
    id: String(nextId(site, 'issue')),
    key: `${project.key}-${project.lastNumber}`,
    formerKeys: [],
    project,
    type,
    summary: summaryOf(draft.summary),
    description: draft.description ?? null,
    status,
    statusChanged: at,
    resolution: null,
    resolved: null,
    labels: labelsOf(draft.labels ?? []),
    assignee: assignable(project, draft.assignee ?? null),
    reporter: by,
    creator: by,
    created: at,
    updated: at,
    fields: new Map(),
    comments: [],
    properties: new Map(),
    remoteLinks: [],
    histories: [],
    securityLevel: null,
  };
  for (const [field, value] of draft.fields ?? []) if (value !== undefined) issue.fields.set(field, value);
  site.issues.push(issue);
  site.announce({ kind: 'issue-created', issue, by, at, items: firstItems(site, issue) });
  return issue;
}

/** In the order of Cloud's webhook: by name. */
function firstItems(site: Site, issue: Issue): ChangeItem[] {
  return [
    ...(issue.assignee === null ? [] : [assigneeItem(site, null, issue.assignee)]),
    ...(issue.description === null ? [] : [descriptionItem(null, issue.description)]),
    ...(issue.labels.length === 0 ? [] : [labelsItem([], issue.labels)]),
    reporterItem(site, issue.reporter),
    firstStatusItem(issue.status),
    summaryItem(null, issue.summary),
  ];
}

/** Changes an issue; what is the same as before leaves no trace. */
export function editIssue(site: Site, by: User | null, issue: Issue, change: Change): void {
  const items = writeChange(site, by, issue, change);
  if (items.length === 0) return;
  const at = moment(site);
  const history = record(site, issue, by, at, items);
  const onlyAssigned = items.every((item) => item.field === 'assignee');
  const occasion = onlyAssigned ? 'assign' : 'edit';
  site.announce({ kind: 'issue-updated', issue, by, at, history, occasion });
}

/** Writes a change to an issue, and gives back what is to be recorded of it. */
export function writeChange(site: Site, by: User | null, issue: Issue, change: Change): ChangeItem[] {
  const { project } = issue;
  const errors: Record<string, string> = {};
  const editing = may(by, 'EDIT_ISSUES', project);
  for (const field of ['summary', 'description', 'labels', 'resolution'] as const)
    if (change[field] !== undefined && !editing) errors[field] = offScreen(field);
  for (const field of change.fields?.keys() ?? []) if (!editing) errors[field.id] = offScreen(field.id);
  if (change.assignee !== undefined && !may(by, 'ASSIGN_ISSUES', project))
    errors['assignee'] = offScreen('assignee');
  if (Object.keys(errors).length > 0) throw new JiraRefusal(400, [], errors);

  const summary = change.summary === undefined ? issue.summary : summaryOf(change.summary);
  const labels = change.labels === undefined ? issue.labels : labelsOf(change.labels);
  const assignee =
    change.assignee === undefined ? issue.assignee : assignable(project, change.assignee, issue.assignee);
  const description = change.description === undefined ? issue.description : emptied(change.description);

  const resolution = change.resolution === undefined ? issue.resolution : change.resolution;

  const items: ChangeItem[] = [];
  if (assignee !== issue.assignee) items.push(assigneeItem(site, issue.assignee, assignee));
  if (!sameRichText(description, issue.description))
    items.push(descriptionItem(issue.description, description));
  if (labels.join(' ') !== issue.labels.join(' ')) items.push(labelsItem(issue.labels, labels));
  if (summary !== issue.summary) items.push(summaryItem(issue.summary, summary));
  if (resolution !== issue.resolution) items.push(resolutionItem(issue.resolution, resolution));
  for (const [field, value] of change.fields ?? []) {
    if (!sameValue(issue.fields.get(field), value))
      items.push(customItem(site, field, issue.fields.get(field), value));
  }
  if (resolution !== issue.resolution) issue.resolved = resolution === null ? null : moment(site);
  Object.assign(issue, { summary, labels, assignee, description, resolution });
  for (const [field, value] of change.fields ?? []) {
    if (value === undefined) issue.fields.delete(field);
    else issue.fields.set(field, value);
  }
  return items;
}

function summaryOf(text: string): string {
  if (text.trim() === '')
    throw new JiraRefusal(400, [], { summary: 'You must specify a summary of the issue.' });
  if (/[\r\n]/.test(text))
    throw new JiraRefusal(400, [], {
      summary: 'The summary is invalid because it contains newline characters.',
    });
  if (text.length > 255)
    throw new JiraRefusal(400, [], { summary: 'Summary must be less than 255 characters.' });
  return text;
}

function labelsOf(labels: readonly string[]): string[] {
  for (const label of labels)
    if (/\s/.test(label))
      throw new JiraRefusal(400, [], { labels: `The label '${label}' contains spaces which is invalid.` });
  return [...new Set(labels)].sort();
}

function assignable(project: Project, user: User | null, before: User | null = null): User | null {
  if (user === null || user === before || may(user, 'ASSIGNABLE_USER', project)) return user;
  throw new JiraRefusal(400, [], { assignee: `User '${user.displayName}' cannot be assigned issues.` });
}

const emptied = (text: RichText | null): RichText | null => (text === '' ? null : text);

function sameRichText(a: RichText | null, b: RichText | null): boolean {
  return a === b || (a !== null && b !== null && wikiOf(a) === wikiOf(b));
}

function sameValue(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === 'text') return b.kind === 'text' && a.text === b.text;
  if (a.kind === 'option') return b.kind === 'option' && a.id === b.id;
  return b.kind === 'user' && a.user === b.user;
}

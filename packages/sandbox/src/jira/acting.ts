/**
 * What somebody can do in Jira, by name: `jira.as('maria').transition('SHOP-1', 'Approved')`. The same code as behind
 * the API, with the same rights; a refusal is thrown as a `JiraRefusal`.
 */
import type { Json } from '../json.ts';
import {
  type Change,
  addComment,
  availableTransitions,
  changeWorkflow,
  createIssue,
  deleteComment,
  deleteIssue,
  editComment,
  editIssue,
  linkRemotely,
  moveIssue,
  setProperty,
  transitionIssue,
} from './actions/index.ts';
import { findIssue, named, projectNamed, resolutionNamed, userNamed, valueOf } from './directory.ts';
import type {
  Comment,
  CustomField,
  FieldValue,
  Issue,
  RemoteLink,
  RichText,
  Site,
  Transition,
  User,
} from './model/index.ts';
import { seeing } from './rights.ts';
import { documentOf } from './text.ts';

export type IssueWords = {
  readonly summary: string;
  /** Typed text, or ADF. */
  readonly description?: RichText;
  readonly type?: string;
  /** A status that the workflow lets issues start in. */
  readonly status?: string;
  readonly labels?: readonly string[];
  readonly assignee?: string;
  /** By the custom field's name or id: text, an option's name, or a user's handle. */
  readonly fields?: Readonly<Record<string, string>>;
};

export type Edit = {
  readonly summary?: string;
  readonly description?: RichText | null;
  /** By its name; null: unresolved. */
  readonly resolution?: string | null;
};

/** Issues are named by key (an old one does, too), projects by key, people by handle. */
export type Acting = {
  createIssue(project: string, issue: IssueWords): Issue;
  edit(issue: string, change: Edit): void;
  /** By the transition's id or name, or the name of the status that it leads to. `screen`: what is filled in on its screen. */
  transition(issue: string, transition: string, screen?: Edit): void;
  /** The whole set. */
  setLabels(issue: string, ...labels: string[]): void;
  setField(issue: string, field: string, value: string | null): void;
  assign(issue: string, handle: string | null): void;
  comment(issue: string, body: RichText): Comment;
  editComment(issue: string, comment: Comment, body: RichText): void;
  deleteComment(issue: string, comment: Comment): void;
  /** `status`: which one to begin in, where the other workflow does not know the issue's. Gives back its new key. */
  move(issue: string, project: string, status?: string): string;
  /** For administrators. `picks`: which statuses of it to put issues into, by those that it does not know. */
  changeWorkflow(project: string, workflow: string, picks?: Readonly<Record<string, string>>): void;
  deleteIssue(issue: string): void;
  setProperty(issue: string, key: string, value: Json): void;
  linkRemotely(
    issue: string,
    link: { readonly url: string; readonly title: string; readonly globalId?: string },
  ): RemoteLink;
};

/** Null acts as nobody in particular: in projects that let `anyone`. */
export function createActing(site: Site, by: User | null): Acting {
  if (by?.active === false) throw new Error(`${by.handle} is deactivated and cannot log in.`);
  const on = (key: string): Issue => seeing(site, by, findIssue(site, key));
  const text = (typed: RichText): RichText =>
    typeof typed === 'string' && site.flavour === 'cloud' ? documentOf(typed) : typed;
  const changeOf = ({ summary, description, resolution }: Edit): Change => ({
    ...(resolution === undefined
      ? {}
      : { resolution: resolution === null ? null : resolutionNamed(site, resolution) }),
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined
      ? {}
      : { description: description === null || description === '' ? null : text(description) }),
  });
  const field = (name: string): CustomField =>
    named(
      'custom field',
      name,
      site.customFields.find((one) => one.name === name || one.id === name),
    );
  const values = (given: Readonly<Record<string, string | null>>): Map<CustomField, FieldValue | undefined> =>
    new Map(Object.entries(given).map(([name, value]) => [field(name), valueOf(site, field(name), value)]));
  return {
    createIssue: (project, { description, assignee, fields, ...rest }) =>
      createIssue(site, by, projectNamed(site, project), {
        ...rest,
        ...(description === undefined ? {} : { description: text(description) }),
        ...(assignee === undefined ? {} : { assignee: userNamed(site, assignee) }),
        fields: values(fields ?? {}),
      }),
    edit: (key, edit) => editIssue(site, by, on(key), changeOf(edit)),
    transition: (key, name, screen = {}) => {
      const issue = on(key);
      const fits = (one: Transition): boolean => one.id === name || one.name === name || one.to.name === name;
      const here = [...availableTransitions(by, issue), ...issue.project.workflow.transitions].find(fits);
      // One that only another project has is Jira's to refuse; one that nobody has is a mistake of the story.
      const known = here ?? site.workflows.flatMap((one) => one.transitions).find(fits);
      if (!/^\d+$/.test(name)) named('transition', name, known);
      transitionIssue(site, by, issue, here?.id ?? '0', changeOf(screen));
    },
    setLabels: (key, ...labels) => editIssue(site, by, on(key), { labels }),
    setField: (key, name, value) => editIssue(site, by, on(key), { fields: values({ [name]: value }) }),
    assign: (key, handle) =>
      editIssue(site, by, on(key), { assignee: handle === null ? null : userNamed(site, handle) }),
    comment: (key, body) => addComment(site, by, on(key), text(body)),
    editComment: (key, comment, body) => editComment(site, by, on(key), comment, text(body)),
    deleteComment: (key, comment) => deleteComment(site, by, on(key), comment),
    move: (key, project, status) => {
      const issue = on(key);
      moveIssue(site, by, issue, projectNamed(site, project), status ?? null);
      return issue.key;
    },
    changeWorkflow: (project, name, picks = {}) => {
      const workflow = site.workflows.find((one) => one.name === name);
      changeWorkflow(site, by, projectNamed(site, project), named('workflow', name, workflow), picks);
    },
    deleteIssue: (key) => deleteIssue(site, by, on(key)),
    setProperty: (key, property, value) => void setProperty(by, on(key), property, value),
    linkRemotely: (key, { url, title, globalId }) =>
      linkRemotely(site, by, on(key), {
        globalId: globalId ?? null,
        application: {},
        relationship: null,
        object: { url, title },
      }).link,
  };
}

/** What there is on a Jira site: people, projects, workflows, issues and their history. */
import type { Clock } from '../clock.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Happening } from './happening.ts';

/** Jira Cloud (REST v3, accounts, ADF), or Jira Data Center (REST v2, user names, wiki text). */
export type Flavour = 'cloud' | 'data-center';

/** A long text: ADF ("Atlassian Document Format") on Cloud, wiki text on Data Center. */
export type RichText = string | JsonObject;

export type User = {
  /** The sandbox's own name for them; the user name on Data Center. */
  handle: string;
  /** `accountType` ("Get user"). Data Center knows no such thing and does not show it. */
  readonly kind: 'atlassian' | 'app' | 'customer';
  readonly accountId: string;
  /** Data Center's key, which stays when somebody is renamed. */
  readonly key: string;
  readonly displayName: string;
  readonly email: string;
  /** An IANA name: JQL's dates are read in it. */
  readonly timeZone: string;
  active: boolean;
};

export type Group = { readonly id: string; name: string; readonly members: Set<User> };

export type Role = { readonly id: number; name: string; readonly description: string };

/** Who has a role in a project, each with the id of the entry. */
export type Actors = { readonly users: Map<User, number>; readonly groups: Map<Group, number> };

/** Who holds a permission ("Permissions for company-managed projects"). */
export type Holder =
  | { readonly kind: 'anyone' }
  | { readonly kind: 'logged-in' }
  | { readonly kind: 'user'; readonly user: User }
  | { readonly kind: 'group'; readonly group: Group }
  | { readonly kind: 'role'; readonly role: Role };

export type Category = 'new' | 'indeterminate' | 'done';

export type Status = { readonly id: string; name: string; readonly category: Category };

export type IssueType = { readonly id: string; readonly name: string; readonly avatarId: number };

export type Resolution = { readonly id: string; name: string };

export type Transition = {
  /** Unique in its workflow. */
  readonly id: string;
  readonly name: string;
  /** Null: a global transition, from every status. */
  readonly from: readonly Status[] | null;
  readonly to: Status;
  /** A post function, without a screen: sets the resolution, clears it (null), or leaves it alone. */
  readonly resolution: Resolution | null | 'keep';
  /** A condition: only people of one of these roles see it and may do it. Null: everybody. */
  readonly roles: readonly Role[] | null;
};

export type Workflow = {
  readonly id: string;
  readonly name: string;
  readonly statuses: readonly Status[];
  /** Where new issues may stand; the first unless another is asked for. */
  readonly initial: readonly Status[];
  readonly transitions: readonly Transition[];
};

export type CustomField = {
  /** `customfield_10070`. */
  readonly id: string;
  readonly name: string;
  readonly type: 'text' | 'select' | 'user';
  readonly options: readonly { readonly id: string; readonly value: string }[];
};

export type FieldValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'option'; readonly id: string; readonly value: string }
  | { readonly kind: 'user'; readonly user: User };

export type Project = {
  readonly id: string;
  readonly key: string;
  name: string;
  readonly lead: User;
  workflow: Workflow;
  readonly types: readonly IssueType[];
  readonly actors: Map<Role, Actors>;
  readonly grants: Map<string, readonly Holder[]>;
  lastNumber: number;
};

export type Comment = {
  readonly id: string;
  /** Null: nobody in particular, where a project lets anybody write. */
  readonly author: User | null;
  updateAuthor: User | null;
  body: RichText;
  readonly created: number;
  updated: number;
};

/** One change of one field. Data Center's answers lack `fieldId`. */
export type ChangeItem = {
  readonly field: string;
  readonly fieldtype: 'jira' | 'custom';
  /** Null: the item has none on Cloud either, such as `Workflow`, `Key` and links. */
  readonly fieldId: string | null;
  readonly from: string | null;
  readonly fromText: string | null;
  readonly to: string | null;
  readonly toText: string | null;
};

export type History = {
  readonly id: string;
  /** Null: nobody in particular; Jira then shows no author at all. */
  readonly author: User | null;
  readonly created: number;
  readonly items: readonly ChangeItem[];
};

export type RemoteLink = {
  readonly id: number;
  readonly globalId: string | null;
  application: JsonObject;
  relationship: string | null;
  object: JsonObject;
};

export type Issue = {
  readonly id: string;
  key: string;
  /** Keys from before it was moved: they still find it. */
  readonly formerKeys: string[];
  project: Project;
  type: IssueType;
  summary: string;
  description: RichText | null;
  status: Status;
  statusChanged: number;
  resolution: Resolution | null;
  resolved: number | null;
  /** Sorted, as Jira keeps them. */
  labels: readonly string[];
  assignee: User | null;
  readonly reporter: User | null;
  readonly creator: User | null;
  readonly created: number;
  updated: number;
  readonly fields: Map<CustomField, FieldValue>;
  readonly comments: Comment[];
  readonly properties: Map<string, Json>;
  readonly remoteLinks: RemoteLink[];
  /** Oldest first. */
  readonly histories: History[];
  /** Who alone may see it; null: whoever may see the project. */
  securityLevel: readonly Holder[] | null;
};

export type Site = {
  readonly flavour: Flavour;
  /** As "Server info" tells it. */
  readonly version: string;
  readonly clock: Clock;
  /** `http://127.0.0.1:PORT`, with the path prefix where there is one. */
  baseUrl: string;
  readonly cloudId: string;
  readonly users: User[];
  readonly groups: Group[];
  readonly roles: Role[];
  readonly statuses: Status[];
  readonly types: IssueType[];
  readonly resolutions: Resolution[];
  readonly workflows: Workflow[];
  readonly customFields: CustomField[];
  readonly projects: Project[];
  readonly issues: Issue[];
  readonly globalGrants: Map<string, readonly Holder[]>;
  /** The last id given of each sort. */
  readonly lastIds: Map<string, number>;
  lastMoment: number;
  readonly announce: (happening: Happening) => void;
};

/** The next id of a sort: each has its own sequence, from 10001. */
export function nextId(site: Site, sort: string): number {
  const id = (site.lastIds.get(sort) ?? 10_000) + 1;
  site.lastIds.set(sort, id);
  return id;
}

/**
 * Now, in milliseconds: Jira's time stamps have them, the sandbox's clock has whole seconds. What happens within one
 * second is told apart by its millisecond, in order.
 */
export function moment(site: Site): number {
  const second = site.clock.now();
  const next = site.lastMoment + 1;
  site.lastMoment = next > second && next < second + 1000 ? next : Math.max(second, site.lastMoment);
  return site.lastMoment;
}

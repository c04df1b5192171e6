/** Who there is on a Jira site, and how its projects work. Plain data. */
import type { JsonObject } from '../../json.ts';

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

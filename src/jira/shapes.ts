/** What a Jira says, the same for both flavours. Instants are milliseconds since the epoch. */

export type JiraUser = {
  /** The account's id (Cloud), or the user's name (Data Center); empty: nobody is known. */
  readonly id: string;
  /** Data Center's key, which stays when a user is renamed; null on Cloud. */
  readonly key: string | null;
  /** To show. */
  readonly name: string;
  /** `nobody`: not signed in, deleted, or of a kind that Jira does not tell. */
  readonly kind: 'person' | 'app' | 'nobody';
};

export type JiraStatus = {
  readonly id: string;
  readonly name: string;
  readonly category: 'new' | 'indeterminate' | 'done';
};

export type JiraIssue = {
  readonly id: string;
  /** As it is now: an issue that was moved is found under its old key, too. */
  readonly key: string;
  /** The project's key. */
  readonly project: string;
  readonly summary: string;
  /** As Markdown, from ADF or wiki text. */
  readonly description: string;
  readonly status: JiraStatus;
  readonly labels: readonly string[];
  readonly type: string | null;
  readonly assignee: JiraUser | null;
  /** Who created it: the reporter can be changed by others. */
  readonly author: JiraUser;
  readonly created: number;
  readonly updated: number;
  /** null: unresolved. */
  readonly resolution: Named | null;
  /** As Jira gave them; only those that were asked for. */
  readonly fields: Readonly<Record<string, unknown>>;
};

export type JiraChange = {
  readonly id: string;
  readonly at: number;
  readonly by: JiraUser;
  readonly items: readonly {
    /** The field's id, else its name in lower case; of a custom field, `custom ` and that. */
    readonly field: string;
    readonly from: string | null;
    readonly to: string | null;
    readonly fromText: string | null;
    readonly toText: string | null;
  }[];
};

/** An issue and all that was changed on it, oldest first. */
export type JiraStory = { readonly issue: JiraIssue; readonly changes: readonly JiraChange[] };

export type JiraComment = {
  readonly id: string;
  readonly by: JiraUser;
  readonly created: number;
  readonly updated: number;
  /** As the site gives it. */
  readonly body: unknown;
};

export type JiraTransition = {
  readonly id: string;
  readonly name: string;
  readonly to: JiraStatus;
  /** Fields that must be given and have no default: it cannot be done without them. */
  readonly required: readonly string[];
};

/** The values that a field can have on an issue. */
export type JiraValues =
  /** One of these. */
  | { readonly kind: 'options'; readonly values: readonly string[] }
  /** It has no options, or can have several of them at once. */
  | { readonly kind: 'other' }
  /** It is on no screen on which the account may edit the issue. */
  | { readonly kind: 'hidden' };

/** `id`: as the policy names it; a group's name where Jira tells no id (Data Center). */
export type Named = { readonly id: string; readonly name: string };

/** Who acts in a project role: users by id, groups. */
export type JiraActors = { readonly users: readonly string[]; readonly groups: readonly Named[] };

export type JiraFound = { readonly id: string; readonly key: string; readonly updated: number };

export type JiraServer = {
  /** What time it is there; null: it does not say. */
  readonly time: number | null;
  readonly version: string;
  readonly flavour: 'cloud' | 'data-center';
};

/** A paragraph: plain words, and links. */
export type Paragraph = readonly (string | { readonly text: string; readonly href: string })[];

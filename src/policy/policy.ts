/**
 * A policy as the rest of Baton sees it: valid, complete, defaults filled in.
 * `readPolicy` makes one from a team's `.github/roles.yml`; nothing else does.
 */
import type { CustomText } from './custom-texts.ts';

/** enforce: block and undo. warn: say so, undo nothing. observe: write nothing but a neutral check. */
export type Mode = 'enforce' | 'warn' | 'observe';

/** Repository permissions, weakest first (GitHub: "Repository roles for an organization"). */
export const permissions = ['read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Permission = (typeof permissions)[number];

/** Who a role is made of. Logins and slugs are lower case; a bot's login ends in `[bot]`. */
export type Principal =
  | { readonly kind: 'login'; readonly login: string }
  | { readonly kind: 'team'; readonly org: string; readonly slug: string };

export type Role = {
  readonly name: string;
  readonly members: readonly Principal[];
  /** Anyone with at least this permission on the repository holds the role too. */
  readonly permission: Permission | null;
};

/** Whose words open a gate. */
export type ApproveRule =
  | { readonly kind: 'role'; readonly role: string; readonly count: number }
  | { readonly kind: 'any'; readonly of: readonly ApproveRule[] }
  | { readonly kind: 'all'; readonly of: readonly ApproveRule[] };

/** What waits while a gate is not open: a kind of act, or another gate. */
export type Block =
  | { readonly kind: 'start' }
  | { readonly kind: 'merge' }
  | { readonly kind: 'close' }
  | { readonly kind: 'gate'; readonly gate: string };

export type CloseReason = 'completed' | 'not_planned' | 'duplicate';
export type StaleOn = 'spec-edit' | 'push' | 'reopen';
/** Whose own approval does not count. */
export type Party = 'author' | 'assignees' | 'pull-request-authors';

/** The units of a length of time. A working day is one of the policy's calendar. */
export const spanUnits = ['hour', 'day', 'working day', 'week'] as const;
export type Span = { readonly count: number; readonly unit: (typeof spanUnits)[number] };

/** Any type or any label is enough. */
export type IssueFilter = { readonly types: readonly string[]; readonly labels: readonly string[] };

export type Gate = {
  readonly name: string;
  readonly title: string;
  /** What is approved, as a sentence names it: "the spec". Absent: made from the title. */
  readonly noun?: string;
  /** The role that has the baton until approval is asked for. */
  readonly preparedBy: string;
  readonly approve: ApproveRule;
  /** The label that displays the gate, and by which it can be opened; null: commands only. */
  readonly label: string | null;
  readonly blocks: readonly Block[];
  /** Gates whose turn comes first (whose turn it is, not whether the gate can be opened). */
  readonly after: readonly string[];
  readonly readyWhen: { readonly mergedPullRequest: boolean };
  /** What must be there before the gate can be opened. */
  readonly requires: {
    /** Headings that must have text below them. */
    readonly sections: readonly string[];
    /** Roles that must have called it viable. */
    readonly consent: readonly string[];
    /** The heading whose tasks are accepted one by one; null: the gate is approved as a whole. */
    readonly criteria: string | null;
    /** Every sub-issue's gates must be open. */
    readonly subIssues: boolean;
  };
  /** The headings whose text an approval is bound to; null: the title and the whole body. */
  readonly covers: readonly string[] | null;
  /** Which issues have this gate; null: all. */
  readonly when: IssueFilter | null;
  /** How long its holders have before they are reminded; null: they are not. */
  readonly deadline: Span | null;
  /** Roles that may make a waiver. */
  readonly waive: readonly string[];
  /** In a base: what builds on it may tighten this gate, never weaken it. */
  readonly locked: boolean;
  readonly closingAccepts: boolean;
  /** Which reasons of closing the gate blocks, where it blocks `close`. */
  readonly closeReasons: readonly CloseReason[];
  readonly staleOn: readonly StaleOn[];
  readonly independentOf: readonly Party[];
  readonly mode: Mode;
  /** What opens it in Jira; there alone: see `policyInJira`. */
  readonly sign?: JiraSign;
};

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Which days work is done on, and where. */
export type Calendar = {
  /** A name of the IANA time zone database. */
  readonly timezone: string;
  readonly workdays: readonly (typeof weekdays)[number][];
  /** `YYYY-MM-DD`. */
  readonly holidays: readonly string[];
};

export type Policy = {
  readonly version: 1;
  readonly mode: Mode;
  /** In the order they were written. */
  readonly roles: readonly Role[];
  /** Who is who on both sides; `github`: a login, lower case, `jira`: an account's id or name. */
  readonly people: readonly { readonly github: string; readonly jira: string }[];
  /** Which issues have gates; null: all. Any type or any label is enough. */
  readonly appliesTo: IssueFilter | null;
  readonly exempt: {
    readonly labels: readonly string[];
    /** The roles that exempt by such a label. */
    readonly by: readonly string[];
    /** Lower case. */
    readonly authors: readonly string[];
    /** Globs; a pull request that touches nothing else is exempt. */
    readonly paths: readonly string[];
  };
  readonly work: {
    readonly labels: readonly string[];
    readonly assignment: boolean;
    readonly pullRequest: boolean;
    readonly branch: boolean;
  };
  readonly pullRequests: {
    readonly requireIssue: boolean;
    /** Whether an issue that is closed already counts as the issue that a new pull request needs. */
    readonly closedIssues: 'refuse' | 'allow';
    /** Other repositories whose issues count, `owner/name`, lower case. */
    readonly linkedRepositories: readonly string[];
  };
  /** In the order they were written. */
  readonly gates: readonly Gate[];
  readonly calendar: Calendar;
  /** Comments in the team's own words; what is not there is said in Baton's. */
  readonly texts: Readonly<Partial<Record<CustomText, string>>>;
  /** False: no gate has a deadline. */
  readonly isReminding: boolean;
  /** The role that is told when a reminder did not help, and asked when Baton stops undoing; null: nobody is named. */
  readonly escalateTo: string | null;
  /** Null: Jira takes no part. */
  readonly jira: JiraPart | null;
};

/** What opens a gate in Jira, done by an approver. `name`: what people see there; absent: as it is written. */
export type JiraSign =
  /** `status`: an id or a name. */
  | { readonly kind: 'status'; readonly status: string; readonly name?: string }
  | { readonly kind: 'label'; readonly label: string }
  /** `field`: an id. */
  | { readonly kind: 'field'; readonly field: string; readonly value: string; readonly name?: string };

/** Who holds a role in Jira. */
export type JiraHolders = {
  readonly groups: readonly string[];
  readonly accounts: readonly string[];
  readonly projectRoles: readonly string[];
};

export type JiraPart = {
  /** As the server's configuration names it. */
  readonly site: string;
  /** Keys, in capital letters. */
  readonly projects: readonly string[];
  /** By gate; a gate that is not here is decided on GitHub. */
  readonly gates: Readonly<Record<string, JiraSign>>;
  /** By role. */
  readonly roles: Readonly<Record<string, JiraHolders>>;
  /** Where a pull request names its issues. */
  readonly keysIn: readonly ('title' | 'branch' | 'body')[];
  readonly showTitles: boolean;
  /** Statuses that an issue is moved to, ids or names; null: it is left where it is. */
  readonly transitions: {
    readonly onPullRequest: string | null;
    readonly onMerge: string | null;
    readonly onAccept: string | null;
  };
  /** Resolutions, ids or names, by what they mean; of the others, their names tell. */
  readonly resolutions: Readonly<Record<CloseReason, readonly string[]>>;
  readonly mode: 'observe' | 'comment' | 'revert';
  readonly onUnavailable: 'block' | 'cached' | 'allow';
};

const rolesByRule = new WeakMap<ApproveRule, readonly string[]>();

/** Every role named in an approve rule, each once, in order. */
export function rolesOf(rule: ApproveRule): readonly string[] {
  const known = rolesByRule.get(rule);
  if (known !== undefined) return known;
  const roles = namedIn(rule);
  rolesByRule.set(rule, roles);
  return roles;
}

function namedIn(rule: ApproveRule): readonly string[] {
  switch (rule.kind) {
    case 'role':
      return [rule.role];
    case 'any':
    case 'all':
      return [...new Set(rule.of.flatMap(rolesOf))];
    default:
      return rule satisfies never;
  }
}

/**
 * What a tracker recorded about an item, in words that GitHub and Jira share.
 * History is made of moments; what is shown now is `Displayed`. Both are plain data.
 */
import type { CloseReason } from '../../policy/index.ts';
import type { Visibility } from './visibility.ts';
import { sameText, textKey } from '../../same-text.ts';

/** Somebody who did something. `nobody` stands for an account that is gone. */
export type Actor = {
  /** As the tracker shows it now; a bot's ends in `[bot]`. It can be changed, and taken by another account: see `id`. */
  readonly login: string;
  /** The account's own number or key, which stays when it is renamed; absent: not known, so the login has to do. */
  readonly id?: string;
  readonly kind: 'person' | 'bot' | 'nobody';
  /** True when it is Baton itself. */
  readonly self: boolean;
  /** Nobody who was signed in. */
  readonly anonymous?: true;
  /** What the account is called there, where the login is another tracker's and the account was renamed. */
  readonly account?: string;
  /** What to show instead of the login, where that says nothing to people: in Jira it is an account's id. */
  readonly name?: string;
  /** It was done where fewer people can read: texts do not tell who it was, nor what they said. */
  readonly hidden?: true;
};

/** Where an item lives. */
export type TrackerName = 'github' | 'jira';

export type ItemRef = {
  readonly tracker: TrackerName;
  /** `owner/name`, as the tracker spells it; in Jira the project's key. */
  readonly repository: string;
  readonly number: number;
  /** The tracker's own identifier, for writing. */
  readonly id: string;
  /** What stays when it is moved, where `id` does not: in Jira that is made of the key. */
  readonly lastingId?: string;
  readonly url: string;
  readonly title: string;
  /** Who can read its repository; absent: not known, so it is taken to be private. */
  readonly visibility?: Visibility;
};

/** A status as its tracker calls it now; the id stays when it is renamed. */
export type StatusRef = { readonly id: string; readonly name: string };

/** What Baton's reaction to a comment says. */
export type Reaction = 'done' | 'refused' | 'over';

/** The pull request whose merge closed an issue. `repository` absent: not known, since the moment was kept earlier. */
export type ClosingPull = {
  /** The tracker's own identifier; absent: the moment was kept earlier. */
  readonly id?: string;
  readonly number: number;
  readonly url: string;
  readonly repository?: string;
  readonly visibility?: Visibility;
};

type Moments = {
  opened: { readonly title: string; readonly body: string };
  /** The text after an edit; null: that part was not edited. `lost`: the body was, but its text is gone. */
  edited: { readonly title: string | null; readonly body: string | null; readonly lost: boolean };
  labeled: { readonly label: string };
  unlabeled: { readonly label: string };
  assigned: { readonly assignee: Actor };
  unassigned: { readonly assignee: Actor };
  /** `through`: what closed it; only `person` is somebody's word. */
  closed: {
    readonly reason: CloseReason;
    readonly through: 'person' | 'pull-request' | 'commit' | 'automation';
    /** The one whose merge closed it, where that is known: moments that were kept earlier do not tell. */
    readonly pullRequest?: ClosingPull;
  };
  reopened: {};
  /**
   * From one status to another, in trackers that have them. `through`: with a move to another project it is nobody's word.
   * `closedAs`: why it counts as closed since, `wasClosedAs`: and before; absent: work on it is not over there.
   */
  moved: {
    readonly from: StatusRef;
    readonly to: StatusRef;
    readonly through: 'person' | 'move';
    readonly closedAs?: CloseReason;
    readonly wasClosedAs?: CloseReason;
  };
  /** It counts as closed for another reason, and stays in its status. `isFirst`: no reason was given before. */
  resolved: {
    readonly status: StatusRef;
    readonly closedAs: CloseReason;
    readonly wasClosedAs: CloseReason;
    readonly isFirst: boolean;
  };
  /** A field got another value; null: none. */
  set: { readonly field: string; readonly value: string | null };
  commented: {
    /** The text as first written, as far as the tracker still knows it. */
    readonly original: string;
    readonly text: string;
    /** Who edited it last; null: never edited. */
    readonly editedBy: Actor | null;
    readonly url: string;
    /** It is the text of a review. */
    readonly isReview?: true;
    /** What Baton is called there, where that is not `baton`. */
    readonly me?: string;
    /** Baton's own reaction is on it. */
    readonly reacted: boolean;
    /** Somebody hid it ("minimized"): why, as the tracker has it, like `spam` or `outdated`. Absent: it is shown. */
    readonly hiddenAs?: string;
    /** It is not there any more: of what it said, only what was against a gate counts. */
    readonly deleted?: boolean;
    /** What it says; not there: there is none, or it was not read. `over`: the comment is gone, so nothing more is said to it. */
    readonly reaction?: Reaction;
  };
  /** An issue was linked to the pull request by hand, or not any more. */
  linked: { readonly issue: IssueName };
  unlinked: { readonly issue: IssueName };
  /** The pull request is to be merged into another branch. */
  retargeted: { readonly from: string; readonly to: string };
  /** The pull request got another title. */
  retitled: { readonly title: string };
};

/**
 * One thing that happened. `at` is in milliseconds since the epoch; `id` is the tracker's, and unique. `order`: its place
 * among what happened at that time, where the tracker tells; the same: it was one act. Absent: nobody can tell.
 */
export type Moment = {
  [K in keyof Moments]: {
    readonly kind: K;
    readonly id: string;
    readonly at: number;
    readonly order?: number;
    readonly by: Actor;
  } & Moments[K];
}[keyof Moments];

export type MomentOf<K extends Moment['kind']> = Extract<Moment, { kind: K }>;

/** Everything that happened to an issue, in the tracker's order (oldest first; the first is `opened`). */
export type History = {
  readonly item: ItemRef;
  readonly author: Actor;
  readonly moments: readonly Moment[];
};

/** A check run of Baton's as it stands on a commit. */
export type DisplayedCheck = {
  readonly id: string;
  readonly name: string;
  readonly headSha: string;
  readonly conclusion: 'success' | 'neutral' | 'action_required' | 'failure' | 'other' | null;
  readonly status: 'in_progress' | 'completed' | 'other';
  readonly title: string | null;
  readonly summary: string | null;
};

/** An issue by what people call it: `owner/name` (in Jira the project's key) and number. */
export type IssueName = {
  readonly tracker: TrackerName;
  readonly repository: string;
  readonly number: number;
};

export type IssueLink = IssueName & {
  readonly id: string;
  /** Who can read its repository; absent: not known, so it is taken to be private. */
  readonly visibility?: Visibility;
  /** Its page, where a text needs it. */
  readonly url?: string;
};

/** A stretch of time, in milliseconds since the epoch; `to` null: it goes on. */
export type Period = { readonly from: number; readonly to: number | null };

/** What a pull request would have closed in a stretch of time; null: the tracker does not tell any more. */
export type LinkedTime = Period & { readonly issues: readonly IssueName[] | null };

/** The texts of a pull request in a stretch of time. `body` null: the tracker does not tell any more. */
export type TextTime = Period & { readonly title: string; readonly body: string | null };

/** How an issue stands, for one that waits for it. */
export type IssueStanding = {
  /** The times in which nothing was left to be done on it, oldest first. */
  readonly done: readonly Period[];
  /** The roles that have its batons. */
  readonly holders: readonly string[];
  /** One of them is enough; absent: it is not, or there is one. */
  readonly either?: true;
  /** False: it is done once it is closed. */
  readonly hasGates: boolean;
};

/** An issue that is a part of another one, or was. */
export type SubIssue = IssueLink & {
  /** When it was a part, oldest first. */
  readonly times: readonly Period[];
  /** Why it is closed; null: it is open. */
  readonly closed: { readonly at: number; readonly reason: CloseReason } | null;
  /** Nothing can happen in its repository any more. */
  readonly archived: boolean;
  /** null: not known yet. */
  readonly standing: IssueStanding | null;
};

/**
 * The parts of an issue. `hidden`: how many more there are that Baton may not see; `untold`: the tracker does not tell
 * what the parts are, or when each came and went.
 */
export type SubIssues = {
  readonly all: readonly SubIssue[];
  readonly hidden: number;
  readonly untold?: true;
};

/** A pull request, as it matters to handoffs. */
export type PullRequest = {
  readonly item: ItemRef;
  readonly author: Actor;
  readonly state: 'open' | 'merged' | 'closed';
  readonly openedAt: number;
  readonly mergedAt: number | null;
  /** Who merged it; null or absent: not merged, or not known. */
  readonly mergedBy?: Actor | null;
  readonly labels: readonly string[];
  /** As in `Displayed`. */
  readonly locked?: boolean;
  readonly headSha: string;
  /** When its head was last pushed, by the tracker's clock; null: not known. */
  readonly pushedAt: number | null;
  /**
   * Who pushed its commits, by the accounts that the tracker let push them, each once; null among them: somebody, and the
   * tracker does not tell who. Absent: nobody asked.
   */
  readonly pushers?: readonly (Actor | null)[];
  /** Its own last commit, also where `headSha` is one that a merge queue made of it. Of one that is looked at. */
  readonly tip?: string;
  /** All issues it would close, whatever repository they are in. */
  readonly closes: readonly IssueLink[];
  /**
   * Where it goes instead of the default branch, and the issues that its description says it closes there: the tracker
   * links none of them. Absent: it goes into the default branch, or that was not asked for.
   */
  readonly elsewhere?: {
    readonly base: string;
    readonly usual: string;
    readonly issues: readonly IssueName[];
  };
  /** What it would have closed when, from its opening on; oldest first. */
  readonly linked: readonly LinkedTime[];
  /** Where it may name issues besides its title, and its texts over time (oldest first); only of one that is looked at. */
  readonly says?: {
    readonly branch: string;
    readonly body: string;
    readonly texts: readonly TextTime[];
  };
  /**
   * The commits between which its own changes are: what it is compared with, and its head, which is not `headSha` where that
   * is a commit of the merge queue's. Only of one that is looked at.
   */
  readonly compared?: {
    readonly base: string;
    readonly head: string;
    /** Files that it touches, as they came with the rest; absent: they did not. */
    readonly files?: TouchedFiles;
  };
  /** Whether its commits are in another repository: its author need not be allowed to write here. */
  readonly isFromFork?: boolean;
  /** Its own labels' and comments' moments, in order. */
  readonly moments: readonly Moment[];
  /** Baton's checks on its head. */
  readonly checks: readonly DisplayedCheck[];
};

/**
 * Files as they were listed beside a pull request, which may have got other commits while they were: enough to refuse
 * something, and not to allow it. `isAll` false: there are more, or some had other names before.
 */
export type TouchedFiles = { readonly paths: readonly string[]; readonly isAll: boolean };

/** What an issue shows now. */
export type Displayed = {
  readonly state: 'open' | 'closed';
  readonly closedReason: CloseReason | null;
  readonly labels: readonly string[];
  readonly assignees: readonly Actor[];
  /** The issue's type; null: none, or not asked for. */
  readonly type: string | null;
  /** Baton's card; null: none. */
  readonly card: { readonly id: string; readonly body: string; readonly isHidden?: true } | null;
  /** Cards too many, that a race left behind. */
  readonly spareCards: readonly string[];
  /** Pull requests that would close it, or did; closed ones too. */
  readonly pullRequests: readonly PullRequest[];
  /** Nobody but people who may write there can comment on it, and nobody can react. Not there: it can be. */
  readonly locked?: boolean;
  /** Branches made from it. */
  readonly branches: readonly string[];
  /** Its parts; null: not asked for. */
  readonly subIssues: SubIssues | null;
};

/** A moment, as far as a reader wants to know it. */
export type Reference = { readonly id: string; readonly at: number; readonly by: Actor };

/**
 * Parts of an issue in the repository `home` that are not done. `hidden`: how many more there are that Baton may not see;
 * `untold`: this GitHub does not tell which there are.
 */
export type Unfinished = {
  readonly home: string;
  readonly parts: readonly SubIssue[];
  readonly hidden: number;
  readonly untold?: true;
};

/** Tells one account from another: by its id, where that is known, else by its login. */
export function personOf({ id, login }: Pick<Actor, 'id' | 'login'>): string {
  return id === undefined ? textKey(login) : `#${id}`;
}

/** True when two acted with the same account, whatever it is called; where an id is not known, their logins have to do. */
export function samePerson(one: Pick<Actor, 'id' | 'login'>, other: Pick<Actor, 'id' | 'login'>): boolean {
  if (one.id !== undefined && other.id !== undefined) return one.id === other.id;
  return sameText(one.login, other.login);
}

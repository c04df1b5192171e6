/** What is looked at on a tracker (GitHub, Jira), and what reading it, writing there and asking who is who give. */
import type { Actor, Effect, Members, Moment, Observed, PullRequest, Visibility } from './handoff/index.ts';
import type { Urgency } from './urgency.ts';

/**
 * Something to look at. `repository` is `owner/name`.
 * `repository` items: read the policy again, see to the labels, and look at every open item.
 * `digest` items: the list of issues that wait beyond their deadline is to be brought up to date.
 * `round` items: every open item of the repository is being looked at again; how far that is, is to be shown.
 * `sub-issues` items: an issue got or lost a sub-issue; where the policy does not ask for them, nothing can change.
 * `labels` items: labels of these names were renamed or deleted; nothing but what the policy asks of them can change.
 * `trial` items: the policy that a pull request proposes is to be tried on the issues of the repository.
 * `required` items: it is told there that the check is not required, and may be by now.
 * `onboarding` items: Baton was just installed on the repository, which may have no policy yet.
 */
export type Item = { readonly installation: number; readonly repository: string } & (
  | { readonly kind: 'issue'; readonly number: number }
  | { readonly kind: 'pull-request'; readonly number: number }
  /** The head commit that a merge queue made for a pull request. */
  | { readonly kind: 'merge-group'; readonly number: number; readonly headSha: string }
  | { readonly kind: 'repository' }
  | { readonly kind: 'digest' }
  | { readonly kind: 'round' }
  /** `names`: lower case, sorted. */
  | { readonly kind: 'labels'; readonly names: readonly string[] }
  /** `pull`: the pull request's number. */
  | { readonly kind: 'trial'; readonly pull: number }
  | { readonly kind: 'onboarding' }
  | { readonly kind: 'required' }
  | { readonly kind: 'sub-issues'; readonly issue: number }
  /** An issue of Jira that pull requests of the repository name. `site`: its name; `issue`: its key. */
  | { readonly kind: 'jira-issue'; readonly site: string; readonly issue: string }
);

/** A policy file as it was found: the default branch's, else the owner's; `none` if there is neither. */
export type PolicySource =
  | {
      readonly kind: 'file';
      /** `owner/name`. */
      readonly repository: string;
      readonly path: string;
      /** The blob's id. */
      readonly oid: string;
      /** null: too large, or not text; `oid` still tells whether it changed. */
      readonly text: string | null;
      /** The path of a second one beside it, under the other of the two names that it may have. */
      readonly also?: string;
    }
  | { readonly kind: 'none' };

export type Repository = {
  readonly id: string;
  /** `owner/name`. */
  readonly name: string;
  readonly defaultBranch: string | null;
  readonly url: string;
  /** Absent where it is not known: then everybody may be able to read what is written there. */
  readonly visibility?: Visibility;
};

/** What a read saw of an item last, by which its tracker tells later whether anything happened there since. */
export type Trace = {
  readonly id: string;
  /** When it changed last, as the tracker dates it (milliseconds since the epoch). */
  readonly updatedAt: number;
  /** What it shows and no entry tells. */
  readonly facts: string;
  /** Ids of what others than Baton did, the newest first. */
  readonly entries: readonly string[];
  /** The id of what comes before these; null: nothing does (`isAll`), or nobody knows. */
  readonly before: string | null;
  readonly isAll: boolean;
  /** Its last edits, and the comments that were edited around that time. */
  readonly edits: readonly string[];
  readonly comments: readonly string[];
};

/** One read of an item. */
export type Observation =
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'issue';
      readonly repository: Repository;
      readonly policy: PolicySource;
      readonly trace?: Trace | null;
      readonly issue: Observed;
    }
  | {
      readonly kind: 'pull-request';
      readonly repository: Repository;
      readonly policy: PolicySource;
      readonly trace?: Trace | null;
      readonly pullRequest: PullRequest;
      /** Other open pull requests here with the same head, as far as GitHub tells: of those from forks it need not. */
      readonly siblings: readonly number[];
      /** The head commit of its group, while it waits in a merge queue; null: it does not. */
      readonly queued: string | null;
      /** The issues that it would close, as far as they could be read. */
      readonly issues: readonly Observed[];
      /** What was seen of these. */
      readonly traces?: readonly (Pick<Observed['history']['item'], 'repository' | 'number'> & {
        readonly trace: Trace | null;
      })[];
    };

/**
 * A way to change something on a tracker. `before` is called right before each request that writes: what it throws is
 * thrown, and nothing is written any more.
 */
export type Write<What, Became = void> = (what: What, before?: () => void) => Promise<Became>;

/** Whose roles are asked for. */
export type Asking = {
  /** Of those who did this. */
  readonly moments?: readonly Moment[];
  /** And of these. */
  readonly people?: readonly Pick<Actor, 'id' | 'login'>[];
  /** Others who are on the item, as they are called now. */
  readonly seen?: readonly Actor[];
  /** Whom the policy's names were seen to mean, by name. */
  readonly pins: ReadonlyMap<string, Pin>;
  /** What is kept of who holds some roles is not good enough. */
  readonly again?: Again;
};

/** What is to be read again before it decides something. */
export type Again = {
  readonly roles: readonly string[];
  /** Whose roles are in doubt. */
  readonly people: readonly Pick<Actor, 'id' | 'login'>[];
  /** What was read before this instant, by the tracker's clock (milliseconds since the epoch), is read anew. */
  readonly since: number;
  /** `refused`: one of them would be refused; that is asked for once in a while alone. `opens`: one would open something. */
  readonly why: 'refused' | 'opens';
};

/** When what a membership says was read, by the tracker's clock (milliseconds since the epoch). */
export type ReadAt = {
  /** The oldest list that decides who holds a role, by the role; one that no list decides is not in it. */
  readonly roles: ReadonlyMap<string, number>;
  /** What somebody may do in the repository, by person. */
  readonly permissions: ReadonlyMap<string, number>;
  /** Roles that an account holds because the policy names it: no list decides that. */
  readonly named: ReadonlyMap<string, ReadonlySet<string>>;
};

/** The account or the team that a name in a policy means. */
export type Pin = {
  /** As the policy says it, in lower case: `maria`, `release[bot]`, `acme/product`. */
  readonly name: string;
  /** The tracker's number of the account or the team; null: there was nobody of that name. */
  readonly account: string | null;
  /** Its GraphQL id; null: not known. */
  readonly node: string | null;
  /** False: what names it was written again since, so it means whoever has the name now. */
  readonly isCurrent: boolean;
};

/** Members, and what stood in the way of reading all of them, in sentences for people. */
export type Membership = Members & {
  readonly problems: readonly string[];
  /** Teams that only their members can see, or of which nobody knows: their names, and how they are mentioned (lower case). */
  readonly secret?: ReadonlySet<string>;
  /** What is to be kept of whom the policy's names mean. */
  readonly pins?: readonly Pin[];
  /** Absent: nobody knows. */
  readonly readAt?: ReadAt;
  /**
   * Who holds each role: the accounts that a name or a team gives it to, by their ids, and the permission that gives it
   * (`maintain`). Nothing is decided by it. Absent: not known.
   */
  readonly inRoles?: ReadonlyMap<string, readonly string[]>;
  /** Of whom was asked which roles they hold today, by person, or `*`: of everybody. Absent: nobody notes it. */
  readonly asked?: Set<string>;
};

/** What the tracker does not do, however often it is asked to. */
export type Refused = {
  /** A permission that Baton lacks, something that the tracker cannot hold, or a repository that nobody can write in. */
  readonly kind: 'permission' | 'invalid' | 'archived';
  /** What it is about: two refusals that are about the same are told once. */
  readonly about: string;
  /** For people: what was refused, why, and what to do. */
  readonly sentence: string;
};

/**
 * What became of effects: written; not written because the conversation there is locked, or (`isLimited`) closed to almost
 * everybody for a while; or refused.
 */
export type Performed = {
  readonly written: readonly Effect[];
  readonly locked: readonly Effect[];
  readonly isLimited: boolean;
  readonly refused: readonly { readonly effect: Effect; readonly refused: Refused }[];
};

/** What was written although other effects of the same request were not, which threw this. */
export function writtenBefore(error: unknown): readonly Effect[] {
  return error instanceof Error && 'written' in error ? (error.written as readonly Effect[]) : [];
}

/** Work that cannot be done now. `until`: not before this instant (milliseconds since the epoch). */
export class TryLater extends Error {
  override readonly name = 'TryLater';
  readonly until: number | null;
  /** What can not be done before `until`: this item; anything of this installation; anything on this Jira site. */
  readonly scope: 'item' | 'installation' | 'site';

  constructor(why: string, options: { until?: number; scope?: TryLater['scope']; cause?: unknown } = {}) {
    super(why, { cause: options.cause });
    this.until = options.until ?? null;
    this.scope = options.scope ?? 'item';
  }
}

/** What is left of GitHub's limit is kept for what is more urgent. `until`: not before this instant. */
export class Paced extends TryLater {
  readonly urgency: Urgency;

  constructor(urgency: Urgency, why: string, until: number) {
    super(why, { until, scope: 'installation' });
    this.urgency = urgency;
  }
}

/**
 * The tracker does not know what Baton asks for: its API has changed, or is older than Baton. Waiting does not help, a
 * newer version of one of them does.
 */
export class ApiMoved extends Error {
  override readonly name = 'ApiMoved';
  /** What it does not know: a field, an argument or a type, or a request. */
  readonly what: string;

  constructor(what: string, said: string) {
    super(`GitHub doesn't know ${what}, which Baton asks for. It said: ${said}`);
    this.what = what;
  }
}

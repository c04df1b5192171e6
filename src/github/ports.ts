/**
 * What GitHub gives: what can be read there, what can be written, and what is remembered in between. A method that changes
 * something on GitHub belongs to `Writes`, where a look without a claim cannot call it.
 */
import type { Effect, PullRequest } from '../handoff/index.ts';
import type { Policy } from '../policy/index.ts';
import type { Asking, Item, Membership, Observation, Performed, Repository, Write } from '../tracker.ts';
import type { Budget } from './client/index.ts';
import type { Host } from './graphql/index.ts';
import type { LabelWrites } from './labels/index.ts';
import type {
  After,
  Bases,
  checksOn,
  Divisions,
  Facts,
  IssuesToTry,
  listByName,
  listClosing,
  listPullNames,
  OpenItems,
  ToList,
  Pushers,
  Reach,
  Repositories,
  Requirements,
  Seen,
  Surroundings,
  Together,
  TouchedPage,
} from './read/index.ts';
import type { Remembered } from './receive/index.ts';
import type { Roles } from './who/index.ts';
import type { OwnIssueReads, OwnIssueWrites } from './write/index.ts';

/** What asking GitHub tells. Whatever is not told by an event of GitHub's was read, or is kept for a while. */
export type Reads = Omit<Facts, 'noteAdded'> &
  Pushers &
  Bases &
  Repositories &
  Requirements &
  Pick<Divisions, 'withSubIssues' | 'forgetSubIssues'> &
  Pick<Host, 'has'> &
  Pick<Reach, 'isInstalled'> &
  Pick<Roles, 'permissionOf'> &
  OwnIssueReads & {
    /** Reads the item's whole story, with others where it is `together` with them. Throws `TryLater` when it cannot be read now. */
    observe(item: Item, together?: Together | null): Promise<Observation>;
    /** What reads several items at once, once one of them is observed. */
    together(items: readonly Item[]): Together;
    /** What time it is there (milliseconds since the epoch), whose clock need not be ours. */
    now(): number;
    /** Who holds which of the policy's roles. */
    members(item: Item, policy: Policy, asking: Asking): Promise<Membership>;
    /** Open items, and issues that were closed lately, page by page; see `listOpen`. */
    listOpen(what: ToList): AsyncIterable<OpenItems>;
    /** Baton's own checks on a commit. Throws `TryLater` when they cannot be read now. */
    checksOn(installation: number, repository: string, sha: string): ReturnType<typeof checksOn>;
    /** The open pull requests that would close an issue; see `listClosing`. */
    listClosing(installation: number, repository: string, number: number): ReturnType<typeof listClosing>;
    /** Open issues and those that were closed and changed since a time, `most` of them; see `listToTry`. */
    listToTry(installation: number, repository: string, since: number, most: number): Promise<IssuesToTry>;
    /** A page of what changed in a repository since a time; see `listTouched`. */
    listTouched(
      where: { readonly installation: number; readonly repository: string },
      since: number,
      after?: After,
    ): Promise<TouchedPage | null>;
    /** How many requests were sent since the start. */
    requests(): number;
    /** Pull requests by their ids: of those that an item is not linked to any more; see `observePulls`. */
    pullRequests(
      item: { readonly installation: number; readonly repository: string },
      ids: readonly string[],
    ): Promise<readonly PullRequest[]>;
    /** What open pull requests are called; see `listPullNames`. */
    listPullNames(installation: number, repository: string): ReturnType<typeof listPullNames>;
    /** What open and merged pull requests are called; see `listByName`. */
    listByName(
      installation: number,
      repository: string,
      asked: Parameters<typeof listByName>[2],
    ): ReturnType<typeof listByName>;
    /** What a first policy of a repository can be filled in from; see `readSurroundings`. */
    surroundings(installation: number, repository: string): Promise<Surroundings | null>;
    /** What is known of an installation's rate limit; null: nothing yet. */
    budget(installation: number): Budget | null;
  };

export type Writes = LabelWrites &
  OwnIssueWrites & {
    /**
     * Writes effects in one request. Throws `TryLater` when some could not be written now; `writtenBefore` tells which were
     * all the same. `isLast`: what GitHub finds invalid for reasons that nobody knows counts as refused.
     */
    readonly perform: Write<
      {
        readonly item: Item;
        readonly repository: Repository;
        readonly effects: readonly Effect[];
        readonly isLast?: boolean;
      },
      Performed
    >;
  };

export type GitHubTracker = {
  readonly reads: Reads;
  readonly writes: Writes;
  /** What looks saw of items: for the sweep, which passes over what they know. */
  readonly seen: Seen;
  /** To be told what became untrue of what reads keep. */
  readonly remembered: Remembered & Pick<Roles, 'forgetTeams' | 'forgetPermissions'>;
};

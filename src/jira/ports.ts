/** What Jira gives: what can be read there and what can be written, as one repository may, and what a sweep asks. */
import type { Moment, Observed } from '../handoff/index.ts';
import type { Policy } from '../policy/index.ts';
import type { Pin, Write } from '../tracker.ts';
import type { Pins, ReadingFor } from './read/index.ts';
import type { JiraFound, JiraStatus, JiraStory } from './shapes.ts';

/** An issue, as it is and as it came to be so. `id`: Jira's, which stays when it is moved. */
export type JiraSight = {
  readonly id: string;
  readonly observed: Observed;
  readonly status: JiraStatus;
  /** All that there are on the site. */
  readonly statuses: readonly JiraStatus[];
  /** As it was read. */
  readonly story: JiraStory;
};

/** A site as one repository may see it. */
export type JiraView = {
  /** Keys of the projects that both the policy and the server's configuration name. */
  readonly projects: readonly string[];
  /** Where people see an issue. */
  readonly urlOf: (key: string) => string;
  readonly reads: JiraReads;
  readonly writes: JiraWrites;
};

export type JiraReads = {
  /** The policy's gates with what people in Jira call what opens them, as far as that is known. */
  named(policy: Policy): Promise<Policy>;
  /** What the policy names and Jira does not have, in sentences; `isShown`: with what there is. @throws {TryLater} */
  misfits(isShown: boolean): Promise<readonly string[]>;
  /**
   * @returns null: there is no such issue, it is of another project now, or it may not be seen
   * @throws {TryLater}
   */
  observe(key: string): Promise<Observed | null>;
  /** The same with the status that it has, and with people's names, for what is said in Jira. @throws {TryLater} */
  look(key: string): Promise<JiraSight | null>;
  /** The same after something was done: reads what was changed since, and nothing else. @throws {TryLater} */
  again(key: string, before: JiraSight): Promise<JiraSight | null>;
  /**
   * The id of the comment in which we told it since an instant (by Jira's clock, milliseconds since the epoch); null: we
   * did not. @throws {TryLater}
   */
  findTold(key: string, paragraphs: readonly string[], since: number): Promise<string | null>;
  /**
   * Whom names in the policy mean that was not known yet; empty where that cannot be read now.
   * A name that is not known by its account counts for whoever has it.
   */
  unpinned(): Promise<readonly Pin[]>;
  /** The roles of those who acted, by person (`personOf`). `acts`: what is new of it. @throws {TryLater} */
  rolesOf(project: string, moments: readonly Moment[], acts?: Acts): Promise<RolesInJira>;
};

export type RolesInJira = {
  readonly today: ReadonlyMap<string, ReadonlySet<string>>;
  readonly problems: readonly string[];
  /** Names that are another account's now than the policy means, in sentences. */
  readonly taken: readonly string[];
};

/** Each throws `TryLater`. `key`: the issue's. */
export type JiraWrites = {
  /**
   * Moves an issue to a status: `to`, by its id or its name, from the one in which it was judged: `from`, by its id.
   * Whether somebody else did so meanwhile is to be read afterwards (`again`). `stuck`: no transition that our account may
   * use leads there; `changed`: it is in another status by now, or gone.
   */
  readonly move: Write<
    { readonly key: string; readonly to: string; readonly from: string },
    'done' | 'changed' | 'stuck'
  >;
  /**
   * Comments on it. `instead`: what one of our comments says, which is edited to say this, where nobody deleted or changed
   * it since; `since`: before it was made (by Jira's clock). Gives back the comment's id; null: the issue is gone.
   */
  readonly tell: Write<
    {
      readonly key: string;
      readonly paragraphs: readonly string[];
      readonly instead?: {
        readonly comment: string;
        readonly paragraphs: readonly string[];
        readonly since: number;
      };
    },
    string | null
  >;
  /** Puts a label on it. */
  readonly mark: Write<{ readonly key: string; readonly label: string }>;
  /** Shows a pull request on it; a second time, what changed of it. */
  readonly link: Write<{ readonly key: string; readonly pull: LinkedPull }>;
};

export type LinkedPull = {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly isOver: boolean;
};

/** What is judged for the first time: for that, lists of members have to be fresh. */
export type Acts = {
  readonly moments: readonly Moment[];
  /** Ids of those that come to what opens a gate. */
  readonly opening: ReadonlySet<string>;
  /** The roles that decide about it. */
  readonly roles: ReadonlySet<string>;
};

/** A site as its sweep sees it. */
export type JiraSweeper = {
  /** Its name. */
  readonly site: string;
  /** Keys of all projects that any repository may see. */
  readonly projects: readonly string[];
  /** Our own account's id; asked once. @throws {TryLater} */
  self(): Promise<string>;
  /** What time it is there (milliseconds since the epoch). @throws {TryLater} */
  time(): Promise<number>;
  /** The last changed first. @throws {TryLater}; JiraRejected when the account cannot see one of the projects */
  changedSince(since: number, projects: readonly string[]): Promise<readonly JiraFound[]>;
  /** Which of these issues (by id) cannot be seen any more in any of its projects. @throws {TryLater} */
  gone(ids: readonly string[]): Promise<readonly string[]>;
};

/** The Jira sites that the server knows. */
export type JiraTracker = {
  /**
   * @param pins whom the policy's names mean, as far as that is known
   * @param reader the look that reads
   * @returns null: the server knows no site of that name
   */
  view(policy: Policy, repository: string, pins?: Pins, reader?: ReadingFor): JiraView | null;
  /** null: the server knows no site of that name. */
  sweeper(site: string): JiraSweeper | null;
};

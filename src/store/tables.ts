/** The tables as they are after the last migration. Times are in milliseconds since the epoch. */
import type { Generated, Kysely } from 'kysely';

/** `repository` is everywhere the tracker's own id: names change. */
export type Tables = {
  /** Whether somebody held a role when they did something. */
  spoken: {
    repository: string;
    moment: string;
    role: string;
    held: number;
    recorded_at: number;
    /** Whose word it was; null: not known. */
    account: string | null;
  };
  /** Whom names in the policy mean; `account` null: nobody; `is_current` 0: the policy was written again since. */
  pins: {
    repository: string;
    name: string;
    account: string | null;
    node: string | null;
    is_current: number;
    pinned_at: number;
  };
  /** Words against a gate that were acted on; they outlive their deletion. */
  against: { repository: string; issue: number; moment: string; content: string; recorded_at: number };
  /** How comments came out when they were heard first. `place`: what on. */
  heard: { repository: string; place: string; moment: string; content: string; recorded_at: number };
  /** The last good policy of each repository. */
  policies: {
    repository: string;
    /** `owner/name` of the repository that the file is in. */
    source: string;
    path: string;
    oid: string;
    text: string;
    in_force_since: number;
    /** The policies that it builds on, as JSON. */
    bases: Generated<string>;
  };
  /** Policies that others build on, as they were read last. */
  bases: {
    installation: number;
    /** `owner/name`, as it was written, in lower case. */
    repository: string;
    path: string;
    /** Null: the repository could not be seen. */
    repository_id: string | null;
    /** What was found, as JSON; null: nothing was read yet. */
    found: string | null;
    /** How often something said that it may have changed, and up to which of these it was read. */
    wanted: number;
    taken: number;
    read_at: number;
  };
  /** Which repositories' policies build on which of these. */
  built_on: {
    repository: string;
    /** `owner/name` of the repository. */
    name: string;
    installation: number;
    base: string;
    path: string;
  };
  /**
   * Repositories whose policy was read: `owner/name` in lower case, how often something said that one may have come, and up to
   * which of these it was read and there was none; null: there was one, or it was never read.
   */
  no_policies: { installation: number; repository: string; changed: number; seen: number | null };
  /** Issues, by the inbox's keys, that pull requests of other repositories link, with the key of each. */
  linked_elsewhere: { item: string; pull_request: string; noted_at: number };
  /**
   * Whose roles the last verdict of an item rests on: its key in the inbox, and a person (`#id` or login) or `*`. `closed_at`:
   * when a look found it closed first; null: it is open.
   */
  rests_on: {
    key: string;
    person: string;
    installation: number;
    repository: string;
    /** The item itself. */
    item: string;
    closed_at: number | null;
  };
  /**
   * Which teams a repository's policy names: `org/slug` in lower case; `*`: a role is held by a permission; empty: for all of
   * its items is known whose roles they rest on. `name`: the repository's `owner/name` in lower case.
   */
  policy_teams: { installation: number; repository: string; name: string; team: string };
  /** When each head of a pull request was first seen. */
  heads: { repository: string; pull_request: number; sha: string; seen_at: number };
  /** How each open pull request was judged at its head, and at the head of its group in a merge queue (`in_group` 1). */
  judged: {
    repository: string;
    sha: string;
    pull_request: number;
    in_group: number;
    /** Null: not judged yet, or it could not be. */
    conclusion: string | null;
    title: string;
  };
  /** Old names of labels that were renamed in the repository. */
  renames: { repository: string; label: string; old_name: string; renamed_at: number };
  /** How far something that goes on for ever has come. */
  marks: { name: string; content: string };
  /** Remarks on lines of code that hold commands: the ids of the pull request and the remark; `item` as in `pasts`. */
  remarks: { pull_request: string; remark: string; item: string; by_outsider: number; noted_at: number };
  /** What is kept of long timelines, by `owner/name#number` in lower case. */
  pasts: { item: string; content: string; kept_at: number };
  /** What was decided and said of an item lately. */
  recent: { item: string; content: string; kept_at: number };
  /** What waits for which sub-issue, and what it last heard of it. All three are the inbox's keys. */
  sub_issues: { sub_issue: string; waiter: string; place: string; item: string; heard: string };
  /** Which items of GitHub name which issues of Jira: `item` is the inbox's key, `content` the item itself. */
  named_in_jira: { site: string; issue: string; named_by: 'id' | 'key'; item: string; content: string };
  /** What deliveries told that makes untrue what processes remember. */
  changes: { id: Generated<number>; content: string; at: number };
  /** Which issues wait for which roles: one row a role; `item` is the inbox's key of the issue. */
  waiting: {
    repository: string;
    role: string;
    issue: number;
    item: string;
    due: number;
    seen_at: number;
    content: string;
  };
  /** Roles that have a digest in a repository, instead of reminders. */
  digests: { repository: string; role: string };
  /** Who is signed in to the board: `id` is a hash, `token` is sealed; `sight`: what GitHub lets them see, until then. */
  sessions: {
    id: string;
    account: number;
    login: string;
    token: string;
    begun_at: number;
    ends_at: number;
    seen_at: number;
    sight: string | null;
    sight_until: number;
  };
  /** What the board shows of each item: see `board.ts` in this folder. */
  board: {
    /** `repository`, kind and number, or the site and the key of an issue of Jira. */
    key: string;
    installation: number;
    repository: string;
    /** `owner/name` of the repository, in lower case. */
    name: string;
    /** The inbox's key. */
    item: string;
    kind: string;
    stage: string;
    /** What the stage is called on this item. */
    stage_title: string;
    position: number;
    since: number;
    /** When the first of its holders are reminded; null: nobody is. */
    deadline: number | null;
    done_at: number | null;
    /** What is searched, in lower case: its name and its title; and whom it names, between spaces. */
    words: string;
    people: string;
    content: string;
    digest: string;
    /** Greater than that of all that was written before. */
    version: number;
    /** 1: it is gone, and says no more than that. */
    gone: number;
    kept_at: number;
  };
  /** Which roles, and (`role` empty) which person alone, have a baton of an item. */
  board_batons: {
    key: string;
    repository: string;
    role: string;
    /** By `personOf`, between spaces: people of the role who do not have it; or the person. */
    people: string;
    /** 1: another item shows the same baton, and calls whoever has it. */
    follows: number;
  };
  /**
   * Who holds each role of a repository: accounts by their ids, and the permission that gives it (`maintain`); `role` empty:
   * the digest of all of them.
   */
  board_roles: { repository: string; role: string; account: string };
  /**
   * Counts of repositories: `told` is how far one is, as JSON; `held_by` a process that counts, until `held_until`; `next_at`:
   * not begun again before; `content`: what was counted last.
   */
  reports: {
    repository: string;
    told: string;
    held_by: string | null;
    held_until: number;
    begun_at: number;
    next_at: number;
    content: string | null;
    counted_at: number | null;
  };
  /** Append-only: what was decided and done. */
  ledger: {
    id: Generated<number>;
    at: number;
    repository: string;
    item: string;
    verdict: string;
    effects: string;
    policy: string | null;
    deliveries: string;
  };
  /** The items to look at (`Row` in the inbox says what each column means). */
  items: {
    key: string;
    group_name: string;
    item: string;
    priority: number;
    wanted: number;
    taken: number;
    due: number | null;
    since: number | null;
    causes: string;
    tries: number;
    failures: number;
    fence: number;
    held_by: string | null;
    held_until: number | null;
    held: string | null;
    error: string | null;
    buried_at: number | null;
    forgotten: number;
  };
  /** Groups of items of which nothing is begun before an instant. */
  pauses: { group_name: string; until: number };
  /** Groups of items of which nothing of an urgency is begun before an instant. */
  paces: { group_name: string; urgency: string; until: number };
  /** Deliveries that were taken, so that a second copy does nothing. */
  deliveries: { id: string; event: string; received_at: number };
};

export type Database = Kysely<Tables>;

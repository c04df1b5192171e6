/** What is true of a pull request under a policy: may it be merged, and what holds it back. */
import type { CloseReason, Gate } from '../policy/index.ts';
import type { Actor, IssueLink, PullRequest } from './history/index.ts';
import type { Answer, GateVerdict, Status, Unexempt, Verdict, Violation } from './verdict.ts';

/** What holds a pull request back, or would. */
export type PullReason =
  /**
   * `undecided`: gates that the issues of Jira which it names do not decide; empty: it names none.
   * `uncounted`: issues that it does link, and that stand for no new work.
   * `elsewhere`: where it goes instead of the default branch, so that its description links nothing; null: it does not.
   */
  | {
      readonly kind: 'no-issue';
      readonly undecided: readonly string[];
      readonly uncounted: readonly Uncounted[];
      readonly elsewhere: NonNullable<PullRequest['elsewhere']> | null;
    }
  | { readonly kind: 'unreadable'; readonly issue: IssueLink }
  /** It links more issues, there, than are judged for one pull request. */
  | {
      readonly kind: 'too-many';
      readonly where: 'github' | 'jira';
      readonly count: number;
      readonly most: number;
    }
  | {
      readonly kind: 'gate';
      readonly issue: IssueLink;
      readonly title: string;
      readonly gate: GateVerdict;
      readonly holders: readonly string[];
    };

/** A linked issue that is not the issue which a pull request needs. `accepted`: closed as completed, and accepted. */
export type Uncounted = {
  readonly issue: IssueLink;
  readonly because: 'own' | 'accepted' | CloseReason;
};

/** What all that a pull request changes is: exempt by its paths, the policy, or anything else. */
export type Changes = 'exempt-paths' | 'policy' | 'other';

export type PullVerdict = {
  /** The repository that it is in, `owner/name`. */
  readonly home: string;
  readonly conclusion: 'success' | 'neutral' | 'action_required';
  readonly pass:
    | {
        readonly kind: 'exempt';
        readonly why: 'label' | 'author' | 'paths';
        readonly what: string;
        /** Who added the label. */
        readonly by: Actor | null;
      }
    | { readonly kind: 'no-issue-needed' }
    /** It links no issue that counts, and changes nothing but the policy. */
    | { readonly kind: 'policy-only' }
    | { readonly kind: 'gates-open' }
    | null;
  readonly reasons: readonly PullReason[];
  /** Labels on it that would exempt it, and do not. */
  readonly unexempt: readonly Unexempt[];
  /** It would be exempt by its author, if somebody else had not pushed to it (`by`; null: nobody knows who); null: not so. */
  readonly strangers: { readonly author: string; readonly by: Actor | null } | null;
  /** Every linked issue that counts, with its verdict (null: it could not be read). */
  readonly issues: readonly {
    readonly issue: IssueLink;
    readonly title: string;
    /** Where people see it, if its name alone does not lead there; null: it does. */
    readonly url: string | null;
    readonly verdict: Verdict | null;
    /** Its gates as they stand for this pull request: a label on it opens one for it alone. */
    readonly gates: readonly GateVerdict[];
  }[];
  /** Linked issues of repositories that the policy does not list. */
  readonly ignored: readonly IssueLink[];
  /** When time alone makes it another verdict, without a look at an issue on GitHub (milliseconds since the epoch); null: it does not. */
  readonly changesAt: number | null;
  /** What Jira decides was let pass, because it cannot be reached. */
  readonly unreached: boolean;
  /** Gates that a label on the pull request may open, and whether it does. */
  readonly labels: readonly { readonly gate: Gate; readonly open: boolean; readonly status: Status }[];
  readonly violations: readonly Violation[];
  readonly answers: readonly Answer[];
};

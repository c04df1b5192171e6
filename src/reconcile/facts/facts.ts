/** What a decision is made from, as values. With the time, they are the circumstances of `judge` and `judgePull`. */
import type {
  Changes,
  DecidedInJira,
  Members,
  Observed,
  PolicyTimes,
  PullRequest,
} from '../../handoff/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Membership } from '../../tracker.ts';
import type { InJira } from './in-jira/index.ts';

/** What every decision is made from. */
export type Common = {
  readonly policy: Policy;
  readonly members: Membership;
  /** Since when the policy is in force (milliseconds since the epoch). */
  readonly inForceSince: number;
  readonly times: PolicyTimes;
  /** By the ids of issues: how those stand that Jira decides. */
  readonly decidedInJira: ReadonlyMap<string, DecidedInJira>;
  /** What stood in the way of reading all of it, in sentences for people. */
  readonly problems: readonly string[];
  /** False: something could not be read, so what is refused now may be done later. */
  readonly isCertain: boolean;
  /** When to gather again, because something that is needed was missing (milliseconds since the epoch); null: nothing was. */
  readonly again: number | null;
};

export type IssueFacts = Common & {
  /** With its type and its sub-issues, where the policy asks for them, and with words that were deleted since they were heard. */
  readonly issue: Observed;
  /** What decided it in Jira was not found any more, and what was read of it last counts. */
  readonly isGone: boolean;
};

export type PullFacts = Common & {
  readonly pullRequest: PullRequest;
  /** The issues on GitHub that it would close, each as in `IssueFacts`. */
  readonly issues: readonly Observed[];
  readonly changes: Changes;
  readonly inJira: Pick<InJira, 'issues' | 'isMissing' | 'tooMany'> & {
    /** The policy with what people in Jira call what opens its gates. */
    readonly policy: Policy;
    /** By the ids of the issues there. */
    readonly members: ReadonlyMap<string, Members>;
    /** Ids of issues, here and there, that pass while Jira cannot be reached. */
    readonly unreached: readonly string[];
  };
};

/** What is true of an item under a policy, with the moments it rests on. Everything shown to anybody comes from here. */
import type { ApproveRule, CloseReason, Gate, Party } from '../policy/index.ts';
import type { Doubt, Verb } from './commands/index.ts';
import type {
  Visibility,
  Actor,
  IssueName,
  Moment,
  MomentOf,
  Period,
  PullRequest,
  Reaction,
  ClosingPull,
  Reference,
  Unfinished,
} from './history/index.ts';

export type { Reference, Unfinished };

export type Status =
  | 'preparing'
  | 'waiting'
  | 'satisfied'
  | 'stale'
  | 'returned'
  | 'questioned'
  | 'waived'
  | 'not applicable';

/** Somebody's word for a gate. */
export type Evidence = Reference & {
  readonly via: 'label' | 'command' | 'closing' | 'status' | 'field';
  /** The approving roles that they held. */
  readonly roles: readonly string[];
  /** Where it was said, if not on the issue: the pull request's number. */
  readonly pullRequest: number | null;
};

/** What a gate requires and does not have. */
export type Lack =
  | { readonly kind: 'sections'; readonly missing: readonly string[] }
  /** `missing`: roles that have not called it viable. `refused`: the last of them who said that it is not. */
  | {
      readonly kind: 'consent';
      readonly missing: readonly string[];
      readonly refused: { readonly by: Reference; readonly words: string } | null;
    }
  /** There is no task under the heading. */
  | { readonly kind: 'no-criteria'; readonly heading: string }
  | ({ readonly kind: 'sub-issues' } & Unfinished);

/** A question about the spec. They are numbered in the order in which they were asked, from 1. */
export type Question = {
  readonly number: number;
  readonly by: Reference;
  readonly words: string;
  /** What answered it; `words` are null where it was an edit or an approval. */
  readonly answer: { readonly by: Reference; readonly words: string | null } | null;
};

/** The early word of a role, about the text as it is now. */
export type Consent = {
  readonly role: string;
  readonly by: Reference;
  readonly isViable: boolean;
  readonly words: string;
};

/** One acceptance criterion as the text has it now. */
export type CriterionVerdict = {
  readonly number: number;
  readonly text: string;
  readonly isAccepted: boolean;
  /** The latest of its approvals that stand; null: none. */
  readonly accepted: Reference | null;
  /** It was sent back, and not accepted since. */
  readonly returned: ReturnedCriterion | null;
};

/** `text`: what the criterion said when it was sent back. */
export type ReturnedCriterion = { readonly by: Reference; readonly words: string; readonly text: string };

/** A criterion that an edit took from the list before it was accepted. */
export type RemovedCriterion = {
  readonly key: string;
  readonly text: string;
  readonly edit: Reference;
  /** It was sent back before that, and not accepted since. */
  readonly returned: ReturnedCriterion | null;
};

/** A gate let open without an approval, with a reason. */
export type Waiver = {
  readonly by: Reference;
  readonly words: string;
  /** When it ends (milliseconds since the epoch), and the day as it was written; null: it does not. */
  readonly until: { readonly at: number; readonly day: string } | null;
};

/** A waiver that is over. `by`: who ended it; null: its time was over. */
export type EndedWaiver = { readonly waiver: Waiver; readonly at: number; readonly by: Actor | null };

/** Why a word for a gate did not count. */
export type NotCountedBecause =
  | { readonly kind: 'role' }
  | { readonly kind: 'bot' }
  | { readonly kind: 'edited'; readonly by: Actor }
  /** Somebody hid the comment. */
  | { readonly kind: 'hidden'; readonly as: 'spam' | 'abuse' }
  | Lack
  | { readonly kind: 'blocked'; readonly gate: string }
  | { readonly kind: 'independent'; readonly party: Party; readonly by: Actor }
  /** The label was none of this gate's yet. */
  | { readonly kind: 'other-label' }
  /** It names no gate, and the policy changed since. */
  | { readonly kind: 'unnamed' }
  /** It was taken back when it was done, and the policy changed since. */
  | { readonly kind: 'taken-back' }
  /** It was closed with it as something that is not done. */
  | { readonly kind: 'closed-as' };

/** It was done with the opening. `what`: of the issue, or of the pull request. */
export type OpenedWith = { readonly kind: 'opened-with'; readonly what: 'issue' | 'pull-request' };

export type NotCounted = Reference & {
  readonly gate: string;
  readonly via: Evidence['via'];
  readonly because: NotCountedBecause | OpenedWith;
};

/** Why a gate has the status it has. */
export type Reason =
  | { readonly kind: 'approved' }
  | { readonly kind: 'waived' }
  /** Its "when" says so. */
  | { readonly kind: 'not-applicable' }
  | { readonly kind: 'questioned' }
  | Lack
  | { readonly kind: 'blocked'; readonly gate: string }
  | { readonly kind: 'after'; readonly gate: string }
  | { readonly kind: 'not-merged' }
  | { readonly kind: 'asked' }
  | { readonly kind: 'partly' }
  /** All criteria are accepted, but somebody edited their list since: others were removed before they were accepted. */
  | { readonly kind: 'relisted' }
  | { readonly kind: 'edited'; readonly edit: Reference; readonly sameSecond: boolean }
  | { readonly kind: 'reopened'; readonly by: Reference }
  | { readonly kind: 'pushed'; readonly at: number }
  /** Somebody without the right brought it to what opens the gate once more. */
  | { readonly kind: 'entered'; readonly by: Reference }
  /** It was closed by it, and got a resolution since that says it is not done. */
  | { readonly kind: 'resolved'; readonly by: Reference }
  /** `criterion`: the only one that was sent back; null: the whole. */
  | {
      readonly kind: 'returned';
      readonly by: Reference;
      readonly words: string;
      readonly criterion: { readonly number: number; readonly text: string } | null;
    }
  | { readonly kind: 'revoked'; readonly by: Reference }
  /** It is told where fewer people can read. */
  | { readonly kind: 'elsewhere' };

export type GateVerdict = {
  readonly gate: Gate;
  readonly status: Status;
  /** Satisfied or waived. */
  readonly open: boolean;
  readonly reason: Reason;
  /** The moment that gave it this status; at the beginning, the opening of the item. */
  readonly since: Reference | null;
  /** Its label is on although it is not open, and stays: adding it is no event then. Absent: not so. */
  readonly labelStays?: true;
  /** When it last stopped being open (milliseconds since the epoch); null: it never was open. */
  readonly closedSince: number | null;
  /** When it was open. */
  readonly openTimes: readonly Period[];
  /** Words for it that stand. */
  readonly approvals: readonly Evidence[];
  /** Edits by its approvers that an approval was carried over. */
  readonly amendments: readonly Reference[];
  /** What of its rule is still missing; null: nothing. */
  readonly missing: ApproveRule | null;
  /** Roles that have the gate's baton, while it is its turn. */
  readonly holders: readonly string[];
  /** Whose own approval does not count, and what they are to the issue. */
  readonly excluded: readonly { readonly actor: Actor; readonly party: Party }[];
  readonly notCounted: readonly NotCounted[];
  /** The text approved last, and the text now, where an edit made it stale or an approver amended it. */
  readonly difference: {
    readonly before: string;
    readonly after: string;
  } | null;
  /** An approver who also wrote the issue. */
  readonly ownWork: Actor | null;
  /** Questions that nobody has answered. */
  readonly questions: readonly Question[];
  readonly consents: readonly Consent[];
  /** Where it is accepted criterion by criterion; else empty. */
  readonly criteria: readonly CriterionVerdict[];
  /** Criteria that were removed from that list before they were accepted; it has to be accepted without them. */
  readonly removed: readonly RemovedCriterion[];
  /** The edit of that list since which all of it has to be accepted; null: there is none. */
  readonly listEdit: Reference | null;
  /** The waiver that lets it open; null: none. */
  readonly waiver: Waiver | null;
  /** The waiver that let it open before, if nothing was said for or against it since; null: none. */
  readonly ended: EndedWaiver | null;
};

/** What can be undone. */
export type ActKind = 'assignment' | 'work-label' | 'gate-label' | 'close';

/** Something that a gate does not allow now. */
export type Violation = Reference & {
  readonly gate: string;
  /** undo: it is undone now. warn: it is named. stopped: it was undone too often. */
  readonly answer: 'undo' | 'warn' | 'stopped';
  /** With `stopped`: the last reversal, which tells one stop from the next. */
  readonly lastReversal: string | null;
} & (
    | { readonly kind: 'assignment'; readonly assignee: Actor }
    | { readonly kind: 'work-label'; readonly label: string }
    | { readonly kind: 'gate-label'; readonly label: string; readonly put: 'on' | 'off' }
    | {
        readonly kind: 'close';
        readonly reason: CloseReason;
        readonly through: Exclude<MomentOf<'closed'>['through'], 'pull-request'>;
      }
  );

/**
 * The merge of a pull request that closed the item before its gates allow that: the handoff to them, and no violation.
 * `pullRequest` null: not known, or fewer people can read it. `answer`: undo: it is opened again now. warn: it stays
 * closed. undone: it was opened again before.
 */
export type ClosedByMerge = Reference & {
  readonly gate: string;
  readonly pullRequest: ClosingPull | null;
  readonly answer: 'undo' | 'warn' | 'undone';
};

/** Work that began while a gate blocked it, and that cannot be undone: it is named. */
export type Started =
  | { readonly kind: 'pull-request'; readonly pullRequest: PullRequest }
  /** A pull request in a repository that fewer people can read. */
  | { readonly kind: 'hidden'; readonly url: string; readonly visibility: Visibility }
  /** `name` empty: it is in a repository that fewer people can read. */
  | { readonly kind: 'branch'; readonly name: string };

/** How a command came out. */
export type Outcome =
  | { readonly kind: 'done'; readonly verb: Verb; readonly gate: string }
  /** Nobody is reminded of these gates before an instant (milliseconds since the epoch). */
  | { readonly kind: 'snoozed'; readonly gates: readonly string[]; readonly until: number }
  | { readonly kind: 'why' }
  /** What the person can use there at that time. `holdsRole` false: nobody waits for them, so there is nothing. */
  | { readonly kind: 'help'; readonly usable: readonly Usable[]; readonly holdsRole: boolean }
  /** It was no command; this is what it may have meant. */
  | { readonly kind: 'meant'; readonly verb: Verb; readonly gate: string | null }
  | { readonly kind: 'refused'; readonly verb: string; readonly because: Refusal };

/** A command that would be done. */
export type Usable = { readonly verb: Verb; readonly gate: string | null };

export type Refusal =
  | { readonly kind: 'role'; readonly gate: string; readonly roles: readonly string[] }
  /** Nobody may: the policy names no role for it. */
  | { readonly kind: 'nobody'; readonly gate: string | null }
  | { readonly kind: 'not-applicable'; readonly gate: string }
  /** `guess`: the gate that was probably meant. */
  | {
      readonly kind: 'unknown-gate';
      readonly word: string;
      readonly gates: readonly string[];
      readonly guess?: string;
    }
  | { readonly kind: 'nothing-waiting'; readonly gates: readonly string[] }
  | { readonly kind: 'no-gate-named'; readonly gates: readonly string[] }
  /** `gate`: as it was named; null: it was not. */
  | { readonly kind: 'no-reason'; readonly gate: string | null }
  /** No gate is accepted criterion by criterion. */
  | { readonly kind: 'whole-only' }
  | { readonly kind: 'unknown-criterion'; readonly number: number; readonly count: number }
  | { readonly kind: 'no-question' }
  /** `numbers`: of the first few; `more`: how many there are beside them; absent: none. */
  | { readonly kind: 'which-question'; readonly numbers: readonly number[]; readonly more?: number }
  | { readonly kind: 'past-day'; readonly day: string }
  | { readonly kind: 'no-day'; readonly word: string }
  /** The issues that it is about are in Jira, by their keys, and are decided there. */
  | { readonly kind: 'in-jira'; readonly keys: readonly string[] }
  /** Neither a length of time nor a day was named. */
  | { readonly kind: 'no-length' }
  /** The gate has no deadline, or nobody is reminded at all. */
  | { readonly kind: 'no-deadline'; readonly gate: string }
  /** No gate has the baton. */
  | { readonly kind: 'nobody-waits' }
  | { readonly kind: 'extra-words'; readonly gate: string }
  | { readonly kind: 'already-open'; readonly gate: string }
  | { readonly kind: 'not-open'; readonly gate: string }
  | { readonly kind: 'edited'; readonly by: Actor }
  | { readonly kind: 'hidden'; readonly as: 'spam' | 'abuse' }
  | { readonly kind: 'lacks'; readonly gate: string; readonly lack: Lack }
  | { readonly kind: 'blocked'; readonly gate: string; readonly by: string }
  | { readonly kind: 'independent'; readonly gate: string; readonly party: Party; readonly by: Actor }
  | { readonly kind: 'links'; readonly count: number }
  /** Which issue a pull request linked when it was said cannot be told. */
  | { readonly kind: 'links-unclear' }
  /** The pull request does not link any more what it linked when it was said. */
  /** `issue` null: it is not named, because fewer people may be able to read it. */
  | { readonly kind: 'link-gone'; readonly issue: IssueName | null }
  | { readonly kind: 'no-gates' }
  /** It is not certain that it was meant, or that readers see it. */
  | { readonly kind: 'unread'; readonly doubt: Doubt }
  /** It was answered before that it was not done. */
  | { readonly kind: 'refused-before' }
  /** It names no gate, and the policy changed since: which one was meant cannot be told. */
  | { readonly kind: 'policy-changed'; readonly gates: readonly string[] };

/**
 * How a comment came out when it was heard first. `outcomes` null: that it was heard is known, and no more; empty: what
 * came out was not certain, and is told again. `pull`: the id of the pull request that it is on; null: it is on the
 * issue. `word`: the comment itself, where something in it was against a gate and it has to outlive its deletion.
 */
export type Heard = {
  readonly outcomes: readonly Outcome[] | null;
  readonly pull: string | null;
  readonly word: Moment | null;
};

/** A comment with commands, and how each came out. */
export type Answer = {
  readonly comment: string;
  /** The tracker's id of the issue or pull request that the comment is on. */
  readonly place: string;
  readonly at: number;
  readonly by: Actor;
  /** Where it can be read. */
  readonly url: string;
  readonly reacted: boolean;
  /** What Baton's reaction says; null: there is none, or it is not known. */
  readonly reaction: Reaction | null;
  readonly outcomes: readonly Outcome[];
};

/** A label that would exempt what it is on, and does not. `by`: who added it; null: nobody knows. */
export type Unexempt = {
  readonly label: string;
  readonly by: Actor | null;
  readonly because: 'role' | 'opening' | 'unknown';
};

export type NoGates =
  /** Jira cannot be reached, and the policy lets it pass meanwhile. */
  | { readonly kind: 'unreached' }
  | { readonly kind: 'own-issue' }
  /** `by`: who added the label; null: that is not for everybody who reads it. */
  | { readonly kind: 'exempt-label'; readonly label: string; readonly by: Reference | null }
  | { readonly kind: 'exempt-author'; readonly login: string }
  | { readonly kind: 'outside' };

/** A word against a gate that was acted on; it is kept, so that deleting the comment does not lift it. */
export type AgainstWord = {
  readonly comment: string;
  readonly gate: string;
  readonly pullRequest: number | null;
};

/**
 * A merge while a gate that blocks merging was not open. `pullRequest` null: fewer people can read it than the issue.
 * `by`: who merged; null: the tracker does not tell, or it is not told.
 */
export type Bypass = {
  readonly gate: string;
  readonly pullRequest: { readonly number: number; readonly url: string } | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly by: Actor | null;
};

/** A gate that waits for people, and for no other gate. */
export type Baton = {
  readonly gate: string;
  /** The roles that have it. */
  readonly roles: readonly string[];
  /** Since when (milliseconds since the epoch); null: that is not told there. */
  readonly since: number | null;
  /** It holds back what comes next: of the batons that there are, none holds back anything earlier. */
  readonly leads: boolean;
};

export type Verdict =
  | { readonly kind: 'no-gates'; readonly because: NoGates; readonly answers: readonly Answer[] }
  | {
      readonly kind: 'gates';
      readonly gates: readonly GateVerdict[];
      /** Who has the baton of which gate, those that lead first; empty: nobody needs to act. */
      readonly batons: readonly Baton[];
      /** The same when the item was opened. */
      readonly firstBatons: readonly Baton[];
      readonly violations: readonly Violation[];
      /** What gates that are only observed would not allow. */
      readonly observed: readonly Violation[];
      /** Labels on it that would exempt it, and do not. */
      readonly unexempt: readonly Unexempt[];
      /** What was undone before, while its gate is still not open: the last few. */
      readonly undone: readonly Violation[];
      /** All of it, by time, labels of gates among it: each kind is explained once, where nothing kept that from being written. */
      readonly reversed: readonly Violation[];
      readonly closedByMerge: ClosedByMerge | null;
      /** The same by gates that are only observed. */
      readonly observedMerge: ClosedByMerge | null;
      readonly started: readonly Started[];
      /** Merges that went round its gates; absent: none, or not looked for. */
      readonly bypasses?: readonly Bypass[];
      /** Close it again, with the reason it had before Baton opened it. */
      readonly closeAgain: CloseReason | null;
      readonly answers: readonly Answer[];
      readonly against: readonly AgainstWord[];
      /** False: nothing happened since the policy is in force, so nothing is written on the issue. */
      readonly awake: boolean;
      /** The issue of Jira that decides some of its gates, and labels here that say otherwise; null: none does. */
      readonly inJira: {
        readonly key: string;
        readonly url: string;
        readonly labels: readonly string[];
      } | null;
      /** When time alone makes it another verdict (milliseconds since the epoch); null: it does not. */
      readonly changesAt: number | null;
    };

/** What is to be written to the tracker, as data. Each effect can be performed twice without harm. */
import type { CloseReason } from '../policy/index.ts';

/** The check that a branch can require; rulesets and branch protection know it by this name. */
export const checkName = 'Baton';

/** How the title of a check begins that lets an exempt pull request pass: merges are judged by it afterwards. */
export const exemptTitle = 'Exempt';

export type CheckReport = {
  readonly name: string;
  readonly headSha: string;
  /** null: still in progress. */
  readonly conclusion: 'success' | 'neutral' | 'action_required' | 'failure' | null;
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  /** Where “Details” leads; absent: to the App. */
  readonly detailsUrl?: string;
  readonly annotations?: readonly {
    readonly path: string;
    readonly line: number;
    readonly column: number;
    readonly message: string;
  }[];
};

/** `on` is the tracker's id of the issue or pull request that the effect is about. */
export type Effect =
  | { readonly kind: 'label'; readonly on: string; readonly label: string }
  | { readonly kind: 'unlabel'; readonly on: string; readonly label: string }
  | { readonly kind: 'unassign'; readonly on: string; readonly login: string }
  | { readonly kind: 'reopen'; readonly on: string }
  | { readonly kind: 'close'; readonly on: string; readonly reason: CloseReason }
  /** Writes the card: edits the comment `card`, or posts a new one where it is null. */
  | { readonly kind: 'card'; readonly on: string; readonly card: string | null; readonly body: string }
  /** Shows a comment again that somebody hid. */
  | { readonly kind: 'show-comment'; readonly comment: string }
  | { readonly kind: 'remove-comment'; readonly comment: string }
  /** Edits the comment `comment`, or posts a new one where that is absent. */
  | { readonly kind: 'comment'; readonly on: string; readonly body: string; readonly comment?: string }
  | { readonly kind: 'react'; readonly comment: string; readonly reaction: 'done' | 'refused' }
  /** Edits the check run `check`, or makes a new one where it is null. */
  | { readonly kind: 'check'; readonly check: string | null; readonly report: CheckReport };

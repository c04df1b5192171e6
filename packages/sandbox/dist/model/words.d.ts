/** The words that GitHub has for what something is or has come to. */
export declare const reactionContents: readonly ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'];
export type ReactionContent = (typeof reactionContents)[number];
export type StateReason = 'completed' | 'not_planned' | 'duplicate' | 'reopened';
export declare const conclusions: readonly ['success', 'failure', 'neutral', 'cancelled', 'skipped', 'timed_out', 'action_required', 'stale', 'startup_failure'];
export type Conclusion = (typeof conclusions)[number];
export declare const checkStatuses: readonly ['queued', 'in_progress', 'completed', 'waiting', 'requested', 'pending'];
export type CheckStatus = (typeof checkStatuses)[number];

/** The words that GitHub has for what something is or has come to. */
export const reactionContents = [
    '+1',
    '-1',
    'laugh',
    'confused',
    'heart',
    'hooray',
    'rocket',
    'eyes',
];
export const conclusions = [
    'success',
    'failure',
    'neutral',
    'cancelled',
    'skipped',
    'timed_out',
    'action_required',
    'stale',
    'startup_failure',
];
export const checkStatuses = [
    'queued',
    'in_progress',
    'completed',
    'waiting',
    'requested',
    'pending',
];

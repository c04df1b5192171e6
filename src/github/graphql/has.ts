/** What one GitHub has that another lacks. */
export type Has = {
  /** Whether duplicates have to be asked for: `Issue.stateReason` takes `enableDuplicate`. */
  readonly duplicates: boolean;
  /** Whether it tells of sub-issues, and when each came and went. */
  readonly subIssues: boolean;
};

/** As GitHub publishes it; also where a GitHub does not say what it has. */
export const everything: Has = { duplicates: true, subIssues: true };

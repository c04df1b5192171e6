/** What the App asks GitHub for, and why; the page explains it before GitHub asks. Held against app.yml by a test. */

/** By permission, as the manifest names it. */
export const reasons: Readonly<Record<string, string>> = {
  contents: 'Reads `.github/roles.yml` and CODEOWNERS. Baton can’t change code.',
  issues:
    'Reads issues. Writes labels, the card and comments, undoes assignments, and closes or reopens issues.',
  pull_requests: 'Reads pull requests and reviews. Writes labels, and answers commands there.',
  checks: 'Writes the checks Baton and Baton policy.',
  merge_queues: 'Hears when a merge queue waits for a check.',
  metadata: 'Reads names and who may write. GitHub gives this to every App.',
  members: 'Reads who is in which team, so that a role can be a team.',
};

/** How much of what anybody can cause is taken up. docs/operating.md has the table of who can cause how many writes. */

/** How many linked issues of one pull request are judged, on GitHub and in Jira each; beyond that, it is blocked. */
export const mostIssues = 20;

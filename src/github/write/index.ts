/** Writing: effects as one document, check runs, and the issues that are Baton's own. */
export { createOwnIssues, type OwnIssueReads, type OwnIssueWrites } from './own-issue.ts';
export { type Passed, perform } from './perform.ts';

/** Writing: effects as one document, check runs, and the issues that are Baton's own. */
export { createOwnIssues, type OwnIssue, type Told } from './own-issue.ts';
export { type Passed, perform } from './perform.ts';

/** What is known of issues of Jira: those that a pull request names, who holds which role there, and what they decide here. */
export { decideInJira } from './decided-in-jira.ts';
export { gatherInJira } from './issue.ts';
export { pullsListed } from './listed-pulls.ts';
export { namedBy } from './named.ts';
export { namingPulls } from './naming-pulls.ts';
export { type InJira, readInJira } from './pull.ts';
export { readIssue } from './read-issue.ts';
export { type JiraReader, type Place, readerOf, unknownSite } from './reader.ts';

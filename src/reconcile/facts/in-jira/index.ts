/** What is known of issues of Jira: those that a pull request names, who holds which role there, and what they decide here. */
export { heldInJira, heldInJiraToTry } from './decided-in-jira.ts';
export {
  membersInJira,
  missingAgain,
  namedBy,
  nobody,
  readInJira,
  readIssue,
  readMembersInJira,
  unknownSite,
  viewFor,
} from './issues.ts';
export { namingPulls, pullsNaming, withPulls } from './naming-pulls.ts';

/** Issues of Jira beside the pull requests that name them: read, judged, moved and told. */
export { keepOutOfCrowd } from './crowd.ts';
export { heldInJira, heldInJiraToTry } from './decided-in-jira.ts';
export {
  missingAgain,
  namedBy,
  nobody,
  readInJira,
  readIssue,
  readMembersInJira,
  unknownSite,
  viewFor,
} from './issues.ts';
export { lookAtJiraIssue } from './look.ts';
export { pullsNaming, withPulls } from './naming-pulls.ts';

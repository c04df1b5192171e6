/** Issues of Jira beside the pull requests that name them: judged, moved and told. */
export { keepOutOfCrowd } from './crowd.ts';
export { lookAtJiraIssue } from './look.ts';

/** Requests to one Jira site: issues, people, what the site is, and what keeps it from being asked. */
export { anyUser, changeItems, textOf } from './answers.ts';
export { JiraAway, orLater, whyNoJira } from './away.ts';
export { type ChangeKeeper } from './changelog.ts';
export { createJira, type Jira, type JiraReading } from './client.ts';
export { JiraRefused, JiraRejected, JiraUnreadable } from './failures.ts';
export { type RequestOutcome, requestOutcomes } from './requests.ts';

/** The door to the sandbox's Jira. */
export { startJira } from './start.js';
export { JiraRefusal } from './refusal.js';

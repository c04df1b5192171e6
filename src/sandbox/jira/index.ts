/** The door to the sandbox's Jira. */
export { startJira } from './start.ts';
export type { Jira } from './handle.ts';
export type { Flavour } from './model.ts';
export { JiraRefusal } from './refusal.ts';

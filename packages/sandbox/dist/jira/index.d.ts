/** The door to the sandbox's Jira. */
export { startJira } from './start.ts';
export type { Jira } from './handle.ts';
export type { Acting as JiraActing } from './acting.ts';
export type { Comment as JiraComment, Flavour, Issue as JiraIssue } from './model/index.ts';
export type { JiraDelivery } from './webhooks/index.ts';
export { JiraRefusal } from './refusal.ts';

/** Webhooks of Jira, and when the last one came. */
export { createJiraIntake, type JiraDelivery, jiraEvents } from './intake.ts';
export { type Heard, noted, readHeard } from './last-webhook.ts';
export { selfMark, sweepMark } from './marks.ts';
export {
  readWebhook,
  signatureOf,
  signatureRefused,
  unsigned,
  webhookLimit,
  webhookPath,
} from './webhook.ts';

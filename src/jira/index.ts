export { JiraAway, whyNoJira } from './client/index.ts';
export { createJira } from './client/index.ts';
export { createChangeKeeper, partShape } from './read/index.ts';
export type { ReadingFor } from './read/index.ts';
export { createJiraIntake, jiraEvents, type JiraDelivery } from './receive/index.ts';
export { examineJira } from './doctor/index.ts';
export type { Finding } from './doctor/index.ts';
export { readHeard } from './receive/index.ts';
export { keysOf, partsOf } from './text/index.ts';
export { idOf as jiraIdOf, namedOf, namesOf } from './read/index.ts';
export { requestOutcomes, type RequestOutcome } from './client/index.ts';
export { readSites } from './site-file.ts';
export type { JiraSite } from './site.ts';
export { seenInJiraStore, sweepJira, wishToSweep, type JiraWork } from './sweep.ts';
export type { JiraSight, JiraTracker, JiraView, RolesInJira } from './ports.ts';
export { createJiraTracker } from './tracker.ts';
export {
  readWebhook,
  signatureRefused,
  webhookLimit,
  webhookPath as jiraWebhookPath,
} from './receive/index.ts';

/** The sandbox's door. */
export { startSandbox } from './sandbox.ts';
export type {
  AppSettings,
  RepositorySettings,
  Sandbox,
  SandboxDescription,
  SandboxOptions,
} from './handle.ts';
export type { Acting, IssueWords } from './acting.ts';
export { createClock, type Clock } from './clock.ts';
export type { DeliveryFault, Faults, RequestFault, SeenRequest } from './faults.ts';
export type { LoggedRequest } from './requests.ts';
export type { Delivery } from './webhooks/deliveries.ts';
export { Refusal } from './refusal.ts';
export type {
  App,
  CheckRun,
  Comment,
  Installation,
  Issue,
  Item,
  Label,
  PullRequest,
  Repository,
  Team,
  User,
} from './model/index.ts';

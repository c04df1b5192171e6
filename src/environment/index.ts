/** The settings, from the environment and `.env`; nothing else in Baton reads either. */
export { SettingError } from '../setting-error.ts';
export { isSafeForSessions, type Board } from './board.ts';
export { envLines, environmentOf, keepInEnvFile } from './env-file.ts';
export { readEnvironment, type Environment } from './read.ts';
export { readPerson, type Person } from './person.ts';
export {
  AlreadyRegistered,
  keepRegistration,
  readRegistration,
  settingsOf,
  type Registered,
} from './registration.ts';
export { settingNames } from './schema.ts';
export type { Variables } from './variables.ts';
export { readWorkflowRun } from './workflow.ts';

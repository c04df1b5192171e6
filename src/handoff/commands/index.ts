/** Commands in comments: which there are, how they are written, and what comes close to one. */
export { commandForm, commandForms } from './command-forms.ts';
export {
  type Command,
  commandsIn,
  type Doubt,
  gateIn,
  isAgainst,
  mostCommands,
  readCommands,
  type Verb,
  verbs,
} from './commands.ts';
export { type NearMiss, nearMissIn } from './near-miss.ts';
export { untilIn } from './until.ts';

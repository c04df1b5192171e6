/** An item as the board shows it. */
export { type BoardBaton, type BoardEntry, keptOnBoard } from './entry.ts';
export { issueEntry } from './issue.ts';
export { pullEntry } from './pull.ts';
export { stageTitle } from './stage.ts';

/** Requests to GitHub: signing in, its limits, what failures mean, and Probot's instance. */
export { type Access, createApp } from './app.ts';
export { type Ask, type Asked, type AskingApp, createAskingApp, createAskingPerson } from './asking.ts';
export { createGitHub, type GitHub, type GraphqlError, NoData, type Part } from './client.ts';
export type { Budget } from './pace.ts';
export { InstallationGone, isRequestFailure } from './failures.ts';
export { cannotAskIn, limited } from './in-words.ts';
export { createPersonGitHub, type FileSeen, readFileAs } from './person.ts';
export { read, readAll, type Rest, type RestAnswer, write } from './rest.ts';
export { createWorkflowGitHub, type WorkflowAccess } from './workflow.ts';

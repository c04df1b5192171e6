/** Everything there is on a Jira site, as plain data. */
export * from './project.ts';
export * from './issue.ts';
export type { Happening, Occasion } from './happening.ts';
export * from './site.ts';

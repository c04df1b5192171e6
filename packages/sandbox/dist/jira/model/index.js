/** Everything there is on a Jira site, as plain data. */
export * from './project.js';
export * from './issue.js';
export * from './site.js';

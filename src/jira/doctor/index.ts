/** Whether a site is as its configuration says, and has what a policy names. */
export { examineJira } from './doctor.ts';
export { type Finding } from './finding.ts';
export { misfitsOf } from './missing-in-jira.ts';

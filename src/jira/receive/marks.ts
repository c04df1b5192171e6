/** What is kept of a site, by the names of its marks. */

/** Our own account's id. */
export const selfMark = (site: string): string => `jira-self ${site}`;
/** How far the sweep came. */
export const sweepMark = (site: string): string => `jira-sweep ${site}`;
/** When its last webhook came. */
export const heardMark = (site: string): string => `jira-heard ${site}`;

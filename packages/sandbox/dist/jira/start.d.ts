import type { Jira, JiraOptions } from './handle.ts';
/** Starts a Jira on 127.0.0.1. Rejects when the port is taken, or when Cloud is to have a prefix. */
export declare function startJira(options: JiraOptions): Promise<Jira>;

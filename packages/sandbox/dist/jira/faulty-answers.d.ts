/** Answers that go wrong on purpose. */
import type { ServerResponse } from 'node:http';
import type { JiraRequestFault } from './faults.ts';
import type { Site } from './model/index.ts';
/** Does what the fault says instead of answering; gives back the status that the log shows, 0 for none. */
export declare function spoil(site: Site, fault: JiraRequestFault, response: ServerResponse): number;
/** As Data Center answers a token that does not hold: a page, not JSON. */
export declare const unauthorizedPage = "<html><head><title>Unauthorized (401)</title></head><body>\n<div class=\"aui-message aui-message-warning warning\">\n<p>Encountered a <code>&quot;401 - Unauthorized&quot;</code> error while loading this page.</p>\n</div></body></html>";

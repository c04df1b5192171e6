/**
 * One Jira site, asked over its REST API: Cloud's version 3, Data Center's version 2, with the same answers.
 * Atlassian: "The Jira Cloud platform REST API", "Jira Data Center platform REST API reference".
 * Every call throws `TryLater` (from ../tracker.ts) when it cannot be done now, with the scope `site` where nothing can;
 * `JiraRefused` when our token or our rights are not enough; `JiraUnreadable` when what answers is no Jira.
 */
import type { ChangeKeeper } from './changelog.ts';
import { createReadIssue, type ReadIssue } from './read-issue.ts';
import { createReadPeople, type ReadPeople } from './read-people.ts';
import { createReadSite, type ReadSite } from './read-site.ts';
import { createRequests, type RequestOptions } from './requests.ts';
import { createSearch, type Search } from './search.ts';
import { createScopes, type Scopes } from './scopes.ts';
import type { JiraSite } from '../site.ts';
import { createWrite, type Write } from './write.ts';

/** What reads: nothing that changes anything there is among it. */
export type JiraReading = { readonly site: JiraSite } & ReadIssue & ReadPeople & ReadSite & Search;

export type Jira = JiraReading & Scopes & Write;

/** Asks nothing yet. One for each site: it keeps what the site asked to wait for. */
export function createJira(site: JiraSite, options: RequestOptions = {}, keeper?: ChangeKeeper): Jira {
  const requests = createRequests(site, options);
  return {
    site,
    ...createReadIssue(site.flavour, requests, keeper),
    ...createReadPeople(site.flavour, requests),
    ...createReadSite(site.flavour, requests),
    ...createScopes(requests),
    ...createSearch(site.flavour, requests),
    ...createWrite(site.flavour, requests),
  };
}

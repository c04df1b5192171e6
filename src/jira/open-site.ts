/** One Jira site with what is kept of it between looks: what its statuses and fields are called, and who is who. */
import { createTtlCache } from '../ttl-cache.ts';
import type { Policy } from '../policy/index.ts';
import { orLater, type Jira } from './client/index.ts';
import { createHolders, createNaming, createReadings, type Holders, type Readings } from './read/index.ts';
import type { JiraStatus } from './shapes.ts';

/** How often it is asked what statuses there are (milliseconds). */
const lasts = 10 * 60_000;

/** `Client`: what of the site's REST API may be called. */
export type OpenSite<Client = Jira> = {
  readonly jira: Client;
  readonly holders: Holders;
  readonly readings: Readings;
  readonly statuses: () => Promise<ReadonlyMap<string, JiraStatus>>;
  /** What fields are called, by their ids. */
  readonly fields: () => Promise<ReadonlyMap<string, string>>;
  /** The policy's gates with what people in Jira call what opens them, as far as that is known. */
  readonly named: (policy: Policy) => Promise<Policy>;
  /** Our own account's id; asked once. */
  readonly self: () => Promise<string>;
  /** Does something there. @throws {TryLater} for whatever keeps Jira from answering */
  readonly later: <T>(work: () => Promise<T>) => Promise<T>;
};

/** Asks nothing yet. @param now milliseconds since the epoch */
export function openSite(jira: Jira, now: () => number): OpenSite {
  const statuses = createTtlCache<ReadonlyMap<string, JiraStatus>>(1, lasts, now);
  const fields = createTtlCache<ReadonlyMap<string, string>>(1, lasts, now);
  const self = createTtlCache<string>(1, Number.POSITIVE_INFINITY, now);
  const allStatuses = (): Promise<ReadonlyMap<string, JiraStatus>> =>
    statuses.read('all', async () => new Map((await jira.statuses()).map((status) => [status.id, status])));
  const allFields = (): Promise<ReadonlyMap<string, string>> =>
    fields.read('all', async () => new Map((await jira.fields()).map(({ id, name }) => [id, name])));
  const later = <T>(work: () => Promise<T>): Promise<T> => orLater(jira.site.name, now, work);
  return {
    jira,
    holders: createHolders(jira, now),
    readings: createReadings(now),
    statuses: allStatuses,
    fields: allFields,
    named: createNaming({ statuses: () => later(allStatuses), fields: () => later(allFields) }),
    self: () => self.read('self', async () => (await jira.myself()).id),
    later,
  };
}

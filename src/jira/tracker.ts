/** The Jira sites that this server knows, as a tracker: what one repository may see and write there, and what a sweep asks. */
import type { Policy } from '../policy/index.ts';
import { createJira, type Jira } from './client/index.ts';
import { openSite, type OpenSite } from './open-site.ts';
import type { JiraSweeper, JiraTracker, JiraView } from './ports.ts';
import { alone, type Pins, type ReadingFor } from './read/index.ts';
import { createReads } from './reads.ts';
import { browseUrl, projectsFor, type JiraSite } from './site.ts';
import { createWrites } from './writes.ts';
import { includesText } from '../same-text.ts';

/** Asks nothing yet. @param now milliseconds since the epoch */
export function createJiraTracker(
  sites: readonly JiraSite[],
  now: () => number,
  create: (site: JiraSite) => Jira = createJira,
): JiraTracker {
  const known = new Map(sites.map((site) => [site.name, openSite(create(site), now)]));
  return {
    view(policy, repository, pins = new Map(), reader = alone()) {
      const site = policy.jira === null ? undefined : known.get(policy.jira.site);
      return site === undefined ? null : viewOf(site, { policy, repository, pins, reader });
    },
    sweeper(name) {
      const site = known.get(name);
      return site === undefined ? null : sweeperOf(site, now);
    },
  };
}

/** For whom a site is opened, and who means whom. */
type For = {
  readonly policy: Policy;
  readonly repository: string;
  readonly pins: Pins;
  readonly reader: ReadingFor;
};

function viewOf(site: OpenSite, { policy, repository, pins, reader }: For): JiraView {
  const allowed = projectsFor(site.jira.site, repository);
  const projects = (policy.jira?.projects ?? []).filter((key) => includesText(allowed, key));
  const urlOf = (key: string): string => browseUrl(site.jira.site, key);
  return {
    projects,
    urlOf,
    reads: createReads(site, { policy, projects, pins, reader, urlOf }),
    writes: createWrites(site),
  };
}

function sweeperOf({ jira, self, later }: OpenSite, now: () => number): JiraSweeper {
  const { name, repositories } = jira.site;
  const projects = [...new Set([...repositories.values()].flat().map((key) => key.toUpperCase()))];
  return {
    site: name,
    projects,
    self: () => later(self),
    time: () => later(async () => (await jira.server()).time ?? now()),
    changedSince: (since, of) => later(() => jira.changedSince(since, of)),
    gone: (ids) =>
      later(async () => {
        const there = await jira.existing(ids);
        return ids.filter((id) => !includesText(projects, there.get(id)?.project ?? ''));
      }),
  };
}

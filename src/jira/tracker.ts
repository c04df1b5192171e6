/** The Jira sites that this server knows, as a tracker: issues are read with all that happened on them. */
import { createTtlCache } from '../ttl-cache.ts';
import { isStatus, personOf } from '../handoff/index.ts';
import type { Policy } from '../policy/index.ts';
import { TryLater } from '../tracker.ts';
import {
  accountsIn,
  pinned,
  tookName,
  type Pins,
  createHolders,
  type Account,
  type Holders,
  createNaming,
  fieldIdsOf,
  accountOf,
  observedOf,
  alone,
  createReadings,
  type ReadingFor,
  type Readings,
  hasSaid,
} from './read/index.ts';
import { createJira, type Jira, orLater, JiraRefused, JiraRejected } from './client/index.ts';
import { misfitsOf } from './doctor/index.ts';
import type { JiraChange, JiraStatus, JiraStory } from './shapes.ts';
import type { JiraReads, JiraSight, JiraSweeper, JiraTracker, JiraView, JiraWrites } from './ports.ts';
import { browseUrl, projectsFor, type JiraSite } from './site.ts';
import { includesText, textKey } from '../same-text.ts';

/** How often it is asked what statuses there are (milliseconds). */
const lasts = 10 * 60_000;

type Site = {
  readonly jira: Jira;
  readonly holders: Holders;
  readonly readings: Readings;
  readonly statuses: () => Promise<ReadonlyMap<string, JiraStatus>>;
  /** What fields are called, by their ids. */
  readonly fields: () => Promise<ReadonlyMap<string, string>>;
  readonly named: (policy: Policy) => Promise<Policy>;
  readonly self: () => Promise<string>;
};

export function createJiraTracker(
  sites: readonly JiraSite[],
  now: () => number,
  create: (site: JiraSite) => Jira = createJira,
): JiraTracker {
  const known = new Map(sites.map((site) => [site.name, openSite(create(site), now)]));
  return {
    view(policy, repository, pins = new Map(), reader = alone()) {
      const part = policy.jira;
      const site = part === null ? undefined : known.get(part.site);
      return part === null || site === undefined
        ? null
        : viewOf(site, policy, part.projects, repository, now, pins, reader);
    },
    sweeper(name) {
      const site = known.get(name);
      return site === undefined ? null : sweeperOf(site, now);
    },
  };
}

function openSite(jira: Jira, now: () => number): Site {
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
  };
}

function sweeperOf({ jira, self }: Site, now: () => number): JiraSweeper {
  const { name, repositories } = jira.site;
  const projects = [...new Set([...repositories.values()].flat().map((key) => key.toUpperCase()))];
  return {
    site: name,
    projects,
    self: () => orLater(name, now, self),
    time: () => orLater(name, now, async () => (await jira.server()).time ?? now()),
    changedSince: (since, of) => orLater(name, now, () => jira.changedSince(since, of)),
    gone: (ids) =>
      orLater(name, now, async () => {
        const there = await jira.existing(ids);
        return ids.filter((id) => !includesText(projects, there.get(id)?.project ?? ''));
      }),
  };
}

function viewOf(
  site: Site,
  policy: Policy,
  named: readonly string[],
  repository: string,
  now: () => number,
  pins: Pins,
  reader: ReadingFor,
): JiraView {
  const { jira, holders, readings } = site;
  const { jira: part } = policy;
  const allowed = projectsFor(jira.site, repository);
  const projects = named.filter((key) => includesText(allowed, key));
  const hasKeys = jira.site.flavour === 'data-center';
  const people = policy.people.map((person) => {
    const account = pins.get(textKey(person.github))?.account ?? null;
    return account === null ? person : { ...person, id: account };
  });
  const fields = Object.values(policy.jira?.gates ?? {}).flatMap((sign) =>
    sign.kind === 'field' ? [sign.field] : [],
  );
  const resolutions = part?.resolutions ?? { completed: [], not_planned: [], duplicate: [] };
  const urlOf = (key: string): string => browseUrl(jira.site, key);
  async function read(key: string, namesAreShown: boolean) {
    const story = await readings.read(key, fields, reader, () => jira.story(key, fields));
    if (story === null || !includesText(projects, story.issue.project)) return null;
    return shown(story, namesAreShown);
  }
  async function shown(
    story: JiraStory,
    namesAreShown: boolean,
    known: readonly JiraStatus[] = [story.issue.status],
  ): Promise<JiraSight> {
    // One that is new since they were read last is known by the issue that stands in it.
    const statuses = new Map([...(await site.statuses()), ...known.map((one) => [one.id, one] as const)]);
    const observed = observedOf(story, {
      site: jira.site.name,
      self: await site.self(),
      statuses,
      fields:
        fields.length === 0 || jira.site.flavour === 'cloud' ? new Map() : fieldIdsOf(await site.fields()),
      resolutions,
      people,
      pins,
      hasKeys,
      namesAreShown,
      url: urlOf(story.issue.key),
    });
    return {
      id: story.issue.id,
      observed,
      status: story.issue.status,
      statuses: [...statuses.values()],
      story,
    };
  }
  const later = <T>(work: () => Promise<T>): Promise<T> => orLater(jira.site.name, now, work);
  const reads: JiraReads = {
    named: site.named,
    misfits: (isShown) =>
      later(async () => (part === null ? [] : misfitsOf(jira, { ...part, projects }, isShown))),
    observe: (key) =>
      later(async () => (await read(key, policy.jira?.showTitles === true))?.observed ?? null),
    look(key) {
      // What it did, or somebody else, is not in what was read before.
      if (reader.looked.has(key)) readings.forget(key);
      reader.looked.add(key);
      return later(() => read(key, true));
    },
    again: (key, { story, statuses }) =>
      later(async () => {
        const changes = await jira.changesAfter(key, story.changes);
        return changes === null ? null : shown(storyAfter(story, changes, statuses), true, statuses);
      }),
    hasTold: (key, paragraphs, since) =>
      later(async () =>
        hasSaid(
          jira,
          await site.self(),
          key,
          paragraphs.map((text) => [text]),
          since,
        ),
      ),
    async unpinned() {
      const names = hasKeys ? accountsIn(policy) : [];
      try {
        return await later(() => pinned(names, pins, jira.userNamed));
      } catch (error) {
        // Whatever is asked of Jira next says the same, and to whom it belongs.
        if (error instanceof TryLater || error instanceof JiraRefused) return [];
        throw error;
      }
    },
    rolesOf: (project, moments, acts) =>
      later(async () => {
        const accounts = new Map<string, Account>();
        for (const { by } of moments)
          if (by.kind !== 'nobody' && !by.self)
            accounts.set(personOf(by), { ...accountOf(policy, pins, by), isApp: by.kind === 'bot' });
        for (const { id, by } of acts?.moments ?? []) {
          const account = accounts.get(personOf(by));
          if (account === undefined) continue;
          const opening = [...(account.opening ?? []), ...(acts?.opening.has(id) === true ? [id] : [])];
          accounts.set(personOf(by), { ...account, isNew: true, opening });
        }
        const all = [...accounts.values()];
        const { roles, problems } = await holders.rolesOf(project, policy, all, pins, acts?.roles);
        const today = new Map<string, ReadonlySet<string>>();
        for (const [person, account] of accounts) {
          const held = roles.get(account);
          if (held !== undefined) today.set(person, held);
        }
        const taken = [...accounts.values()].filter((account) => tookName(pins, account));
        return { today, problems, taken: [...new Set(taken.map(({ id }) => nameTaken(id)))] };
      }),
  };
  const writes: JiraWrites = {
    move: (what, before = () => {}) =>
      later(() => moveTo(jira, what, before).finally(() => readings.forget(what.key))),
    tell: ({ key, paragraphs }, before = () => {}) =>
      later(async () => {
        before();
        await jira.comment(
          key,
          paragraphs.map((text) => [text]),
        );
      }),
    mark: ({ key, label }, before = () => {}) =>
      later(async () => {
        before();
        await jira.setLabels(key, { add: [label] }).finally(() => readings.forget(key));
      }),
    link: ({ key, pull: { id, url, title, isOver } }, before = () => {}) =>
      later(async () => {
        before();
        await jira.remoteLink(key, { globalId: id, url, title, resolved: isOver });
      }),
  };
  return { projects, urlOf, reads, writes };
}

const nameTaken = (name: string): string =>
  `In Jira, ${name} is another account now and holds no role by that name: change the policy file that names it to confirm whom it means.`;

/** Moves an issue by a transition that asks for nothing. */
async function moveTo(
  jira: Jira,
  { key, to, from }: { readonly key: string; readonly to: string; readonly from: string },
  before: () => void,
): Promise<'done' | 'changed' | 'stuck'> {
  const transitions = (await jira.transitions(key)) ?? [];
  for (const each of transitions.filter(
    ({ required, to: there }) => required.length === 0 && isStatus(to, there),
  )) {
    before();
    try {
      return (await jira.transition(key, each.id)) ? 'done' : 'changed';
    } catch (error) {
      // It has a condition that does not show, or somebody moved the issue meanwhile: another way may lead there.
      if (!(error instanceof JiraRejected)) throw error;
    }
  }
  return (await jira.issue(key))?.status.id === from ? 'stuck' : 'changed';
}

/** An issue after further changes, as far as these tell what it is now. */
function storyAfter(
  { issue, changes }: JiraStory,
  all: readonly JiraChange[],
  statuses: readonly JiraStatus[],
): JiraStory {
  const items = all.slice(changes.length).flatMap((change) => change.items);
  const lastOf = (field: string) => items.findLast((item) => item.field === field);
  const [status, resolution, labels] = ['status', 'resolution', 'labels'].map(lastOf);
  return {
    changes: all,
    issue: {
      ...issue,
      ...(status === undefined
        ? {}
        : {
            status: statuses.find(({ id }) => id === status.to) ?? {
              id: status.to ?? '',
              name: status.toText ?? '',
              category: 'indeterminate',
            },
          }),
      ...(resolution === undefined
        ? {}
        : {
            resolution: resolution.to === null ? null : { id: resolution.to, name: resolution.toText ?? '' },
          }),
      ...(labels === undefined ? {} : { labels: (labels.toText ?? '').split(' ').filter(Boolean) }),
    },
  };
}

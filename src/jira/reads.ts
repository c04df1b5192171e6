/** Reading Jira as one repository may: issues with all that happened on them, and who holds which role there. */
import { personOf } from '../handoff/index.ts';
import { inPortions } from '../in-portions.ts';
import type { Policy } from '../policy/index.ts';
import { TryLater } from '../tracker.ts';
import { JiraRefused, type JiraReading } from './client/index.ts';
import { misfitsOf } from './doctor/index.ts';
import type { OpenSite } from './open-site.ts';
import type { JiraReads, JiraSight, RolesInJira } from './ports.ts';
import {
  accountOf,
  accountsIn,
  commentSaying,
  fieldIdsOf,
  observedOf,
  pinned,
  readEdits,
  sawName,
  storyAfter,
  tookName,
  type Account,
  type Pins,
  type ReadingFor,
} from './read/index.ts';
import type { JiraStatus, JiraStory } from './shapes.ts';
import { includesText, textKey } from '../same-text.ts';

/** For whom it is read. */
type For = {
  readonly policy: Policy;
  /** Keys of the projects that the repository may see. */
  readonly projects: readonly string[];
  /** Whom the policy's names mean. */
  readonly pins: Pins;
  /** The look that reads. */
  readonly reader: ReadingFor;
  readonly urlOf: (key: string) => string;
};

/** @param site without a way to write: what its type does not have cannot be called here */
export function createReads(site: OpenSite<JiraReading>, of: For): JiraReads {
  const { jira, readings, later } = site;
  const { policy, projects, pins, reader, urlOf } = of;
  const { jira: part } = policy;
  const hasKeys = jira.site.flavour === 'data-center';
  const people = policy.people.map((person) => {
    const account = pins.get(textKey(person.github))?.account ?? null;
    return account === null ? person : { ...person, id: account };
  });
  const fields = Object.values(part?.gates ?? {}).flatMap((sign) =>
    sign.kind === 'field' ? [sign.field] : [],
  );
  const resolutions = part?.resolutions ?? { completed: [], not_planned: [], duplicate: [] };

  async function read(key: string, namesAreShown: boolean): Promise<JiraSight | null> {
    const story = await readings.read(key, fields, reader, () => jira.story(key, fields));
    if (story === null || !includesText(projects, story.issue.project)) return null;
    reader.saw.set(sawName(jira.site.name, story.issue.id), story.issue.updated);
    return shown(story, namesAreShown);
  }
  async function shown(
    story: JiraStory,
    namesAreShown: boolean,
    known: readonly JiraStatus[] = [story.issue.status],
  ): Promise<JiraSight> {
    // One that is new since they were read last is known by the issue that stands in it.
    const statuses = new Map([...(await site.statuses()), ...known.map((one) => [one.id, one] as const)]);
    await inPortions(readEdits(story));
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

  return {
    named: site.named,
    misfits: (isShown) =>
      later(async () => (part === null ? [] : misfitsOf(jira, { ...part, projects }, isShown))),
    observe: (key) => later(async () => (await read(key, part?.showTitles === true))?.observed ?? null),
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
    findTold: (key, paragraphs, since) =>
      later(async () => {
        const said = paragraphs.map((text) => [text]);
        return commentSaying(jira, { self: await site.self(), key, paragraphs: said, since });
      }),
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
    rolesOf: (project, moments, acts) => later(() => rolesOf(site, of, { project, moments, acts })),
  };
}

/** Who did what in a project; see `JiraReads`. */
type Acting = {
  readonly project: string;
  readonly moments: Parameters<JiraReads['rolesOf']>[1];
  readonly acts: Parameters<JiraReads['rolesOf']>[2];
};

async function rolesOf(
  { holders }: OpenSite<JiraReading>,
  { policy, pins }: For,
  { project, moments, acts }: Acting,
): Promise<RolesInJira> {
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
  const { roles, problems } = await holders.rolesOf(
    { project, policy, pins, deciding: acts?.roles ?? new Set() },
    all,
  );
  const today = new Map<string, ReadonlySet<string>>();
  for (const [person, account] of accounts) {
    const held = roles.get(account);
    if (held !== undefined) today.set(person, held);
  }
  const taken = [...accounts.values()].filter((account) => tookName(pins, account));
  return { today, problems, taken: [...new Set(taken.map(({ id }) => nameTaken(id)))] };
}

const nameTaken = (name: string): string =>
  `In Jira, ${name} is another account now and holds no role by that name: change the policy file that names it to confirm whom it means.`;

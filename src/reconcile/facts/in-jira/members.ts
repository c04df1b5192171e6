/** Who holds which role in Jira, of those who did something there that matters. */
import { personOf, type Actor, type Members, type Moment, type Observed } from '../../../handoff/index.ts';
import type { RolesInJira } from '../../../jira/index.ts';
import type { Policy } from '../../../policy/index.ts';
import type { Again, Membership } from '../../../tracker.ts';
import { recordedOf, recordNew } from '../../memory/index.ts';
import { newActs, type NewActs } from './new-acts.ts';
import { isOutage } from './read-issue.ts';
import type { JiraReader, Place } from './reader.ts';
import { sameText } from '../../../same-text.ts';

/** Nothing of who holds which role on GitHub, where only who holds which role in Jira matters. */
export const nobody: Membership = {
  today: new Map(),
  recorded: new Map(),
  mentions: new Map(),
  problems: [],
};

/** `problems`: with them, nobody's absence is proven; `taken`: names that are another account's now, in sentences. */
export type MembersInJira = {
  readonly members: Members;
  readonly problems: readonly string[];
  readonly taken: readonly string[];
};

/**
 * Who holds which role of those who acted on an issue of Jira; what is new is recorded.
 * @param github who holds which role on GitHub
 */
export async function membersInJira(
  reader: JiraReader,
  issue: Observed,
  github: Membership,
): Promise<MembersInJira> {
  const { notebook, place, policy, view } = reader;
  const { repository } = place;
  const moments = issue.history.moments.filter((moment) => matters(policy, moment));
  const recorded = await recordedOf(notebook, repository.id, { moments, policy });
  const acts = newActs(policy, moments, recorded);
  const there = await view.reads
    .rolesOf(issue.history.item.repository, moments, acts)
    .catch((error: unknown) => {
      if (!isOutage(error) || policy.jira?.onUnavailable !== 'cached') throw error;
      return asRecorded;
    });
  const here = await onBothSides(reader, moments, acts);
  for (const { github: login } of here.known) github.asked?.add(login);
  const newProblems = here.problems.filter((problem) => !github.problems.includes(problem));
  const problems = [...new Set([...there.problems, ...newProblems])];
  const byReading = new Map(
    [...(here.byReading ?? [])].map(([who, roles]): [string, ReadonlySet<string>] => {
      const others = there.today.get(who);
      return [who, new Set([...roles].filter((role) => others?.has(role) !== true))];
    }),
  );
  const today = together(there.today, here.today);
  const members = { today, byReading, recorded, mentions: github.mentions };
  await recordNew(notebook, repository.id, policy, { moments, members: { ...members, problems } });
  return { members, problems, taken: there.taken };
}

/** Whoever is known on both sides holds in Jira what they hold on GitHub. */
async function onBothSides(
  { notebook, place, policy }: JiraReader,
  moments: readonly Moment[],
  acts: NewActs,
): Promise<Pick<Membership, 'today' | 'byReading' | 'problems'> & { readonly known: Policy['people'] }> {
  const acting = new Map(moments.map(({ by }) => [by.login.toLowerCase(), by]));
  const people = policy.people.filter(({ github: login }) => acting.has(login));
  const known = people.flatMap(({ github: login }) => acting.get(login) ?? []);
  if (known.length === 0) return { ...nobody, known: [] };
  const {
    today,
    byReading = new Map(),
    problems,
  } = await place.reads.members(place.item, policy, {
    people: known,
    pins: await notebook.pins(place.repository.id),
    ...againOnGitHub(place, known, acts),
  });
  const roles = known.map((by) => [personOf(by), today.get(personOf(by)) ?? new Set<string>()] as const);
  return { today: new Map(roles), byReading, problems, known: people };
}

function together(...all: readonly Members['today'][]): Members['today'] {
  const found = new Map<string, ReadonlySet<string>>();
  for (const [who, roles] of all.flatMap((each) => [...each]))
    found.set(who, new Set([...(found.get(who) ?? []), ...roles]));
  return found;
}

/** Who is known on both sides, and did something new in Jira, is not judged by a list of GitHub's that is older than a minute. */
function againOnGitHub(
  { reads }: Place,
  known: readonly Actor[],
  { moments, roles }: NewActs,
): { readonly again?: Again } {
  const people = known.filter((person) => moments.some(({ by }) => personOf(by) === personOf(person)));
  if (people.length === 0) return {};
  return { again: { roles: [...roles], people, since: reads.now() - 60_000, why: 'opens' } };
}

/** Who holds which role counts as it was recorded when they spoke, where that cannot be read and the policy says so. */
const asRecorded: RolesInJira = {
  today: new Map(),
  problems: ['Jira cannot be reached: what was read of it last counts meanwhile.'],
  taken: [],
};

/** True when it matters which roles somebody held: of everybody else Jira is not asked. */
function matters({ jira, exempt }: Policy, moment: Moment): boolean {
  if (moment.by.self) return false;
  const signs = Object.values(jira?.gates ?? {});
  switch (moment.kind) {
    case 'edited':
    case 'moved':
    case 'resolved':
      return true;
    case 'labeled':
    case 'unlabeled':
      return (
        signs.some((sign) => sign.kind === 'label' && sameText(sign.label, moment.label)) ||
        exempt.labels.some((label) => sameText(label, moment.label))
      );
    case 'set':
      return signs.some((sign) => sign.kind === 'field' && sameText(sign.field, moment.field));
    case 'opened':
    case 'assigned':
    case 'unassigned':
    case 'linked':
    case 'unlinked':
    case 'retargeted':
    case 'retitled':
    case 'closed':
    case 'reopened':
    case 'commented':
      return false;
    default:
      return moment satisfies never;
  }
}

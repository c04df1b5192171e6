/**
 * Between observing an item and judging it: members, sub-issues, recorded words, what Jira decides. Whoever decides passes a
 * notebook that writes; whoever tries a policy or explains a decision passes one that only reads, and comes to the same.
 */
import { isMeant, type Members, type PullRequest } from '../../handoff/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Membership, Observation } from '../../tracker.ts';
import type { Notebook } from '../memory/index.ts';
import { changesOf } from './changes.ts';
import type { Scene } from './doubted.ts';
import { earliest } from './earliest.ts';
import type { Common, IssueFacts, PullFacts } from './facts.ts';
import { decideInJira, readInJira } from './in-jira/index.ts';
import type { JudgedUnder } from './judged-under.ts';
import { membersOn } from './members.ts';
import type { Place } from './place.ts';
import { pullWithRecordedWords } from './recorded-words.ts';
import { withoutSecretTeams } from './secret-teams.ts';
import { wholeOf, type Whole } from './whole.ts';

type SeenIssue = Extract<Observation, { kind: 'issue' }>;
type SeenPull = Extract<Observation, { kind: 'pull-request' }>;

/**
 * Gathers what a decision about an item is made from.
 * @param observed what was just read of the item
 * @throws {TryLater} when something cannot be read now; a decision also when a sub-issue has to be judged first
 */
export async function gather(
  notebook: Notebook,
  place: Place,
  policy: JudgedUnder,
  observed: SeenIssue,
): Promise<IssueFacts>;
export async function gather(
  notebook: Notebook,
  place: Place,
  policy: JudgedUnder,
  observed: SeenPull,
): Promise<PullFacts>;
export async function gather(
  notebook: Notebook,
  place: Place,
  policy: JudgedUnder,
  observed: SeenIssue | SeenPull,
): Promise<IssueFacts | PullFacts>;
export async function gather(
  notebook: Notebook,
  place: Place,
  under: JudgedUnder,
  observed: SeenIssue | SeenPull,
): Promise<IssueFacts | PullFacts> {
  const { policy } = under;
  return observed.kind === 'issue'
    ? ofIssue(notebook, place, under, await wholeOf(notebook, place, [policy], observed))
    : ofPull(notebook, place, under, await wholeOf(notebook, place, [policy], observed));
}

/** The same for an issue under several policies: what belongs to the issue itself is read once. @throws {TryLater} */
export async function gatherEach<U extends readonly JudgedUnder[]>(
  notebook: Notebook,
  place: Place,
  policies: U,
  observed: SeenIssue,
): Promise<{ readonly [K in keyof U]: IssueFacts }> {
  const all = policies.map(({ policy }) => policy);
  const whole = await wholeOf(notebook, place, all, observed);
  const facts: IssueFacts[] = [];
  for (const under of policies) facts.push(await ofIssue(notebook, place, under, whole));
  // As many, in the same order.
  return facts as { readonly [K in keyof U]: IssueFacts };
}

/** Milliseconds after which an issue is looked at again whose sub-issues could not be waited for any longer. */
const unreadAgain = 5 * 60_000;

async function ofIssue(
  notebook: Notebook,
  place: Place,
  under: JudgedUnder,
  { seen: { issue }, isCertain }: Whole<SeenIssue>,
): Promise<IssueFacts> {
  const members = await membersShown(notebook, place, under, { issues: [issue], pulls: [] });
  const there = await decideInJira(notebook, place, { ...under, issues: [issue], github: members });
  // Those that it waits for were to be looked at; if that goes on failing, nobody says so.
  const retry = isCertain ? null : place.now() + unreadAgain;
  return {
    ...commonOf(under, members),
    issue,
    decidedInJira: there.decidedInJira,
    problems: [...members.problems, ...there.problems],
    isCertain: isCertain && there.again === null,
    again: earliest([retry, there.again]),
    isGone: there.isGone,
  };
}

async function ofPull(
  notebook: Notebook,
  place: Place,
  under: JudgedUnder,
  { seen, isCertain }: Whole<SeenPull>,
): Promise<PullFacts> {
  const { policy } = under;
  const { issues } = seen;
  const pushed = await withPushes(notebook, place, seen.pullRequest, policy);
  const said = await pullWithRecordedWords(notebook, place, pushed, policy);
  const members = await membersShown(notebook, place, under, { issues, pulls: [said] });
  const whole = await withPushers(place, said, policy, members);
  const named = await readInJira(notebook, place, { pullRequest: whole, policy, github: members });
  const there = await decideInJira(notebook, place, { ...under, issues, github: members });
  return {
    ...commonOf(under, members),
    pullRequest: named.pullRequest,
    issues,
    changes: await changesOf(place, named.pullRequest, under),
    inJira: { ...named, unreached: [...named.unreached, ...there.unreached] },
    decidedInJira: there.decidedInJira,
    problems: [...members.problems, ...named.problems, ...there.problems],
    isCertain: isCertain && there.again === null,
    again: earliest([named.again, there.again]),
  };
}

const commonOf = (
  { policy, since, times }: JudgedUnder,
  members: Membership,
): Pick<Common, 'policy' | 'members' | 'inForceSince' | 'times'> => ({
  policy,
  members,
  inForceSince: since,
  times,
});

/** Who holds which role, as it may be told there. */
async function membersShown(
  notebook: Notebook,
  place: Place,
  under: JudgedUnder,
  on: Pick<Scene, 'issues' | 'pulls'>,
): Promise<Membership> {
  const { policy, since: inForceSince, times } = under;
  const members = await membersOn(notebook, place, { policy, inForceSince, times, ...on });
  return withoutSecretTeams(members, under, place.repository);
}

/** GitHub's timeline does not say when a push arrived: where it matters, the first look at a head tells, by its clock. */
async function withPushes(
  notebook: Notebook,
  { reads, repository: { id } }: Place,
  pull: PullRequest,
  policy: Policy,
): Promise<PullRequest> {
  if (!policy.gates.some((gate) => gate.staleOn.includes('push'))) return pull;
  const head = [id, pull.item.number, pull.headSha] as const;
  const { pen } = notebook;
  const known = pen === null ? await notebook.headKnown(...head) : await pen.headSeen(...head, reads.now());
  return { ...pull, pushedAt: pull.pushedAt ?? known ?? reads.now() };
}

/** Who pushed its commits, where that decides whether it is exempt. @throws {TryLater} */
async function withPushers(
  { reads, item }: Place,
  pull: PullRequest,
  { exempt }: Policy,
  members: Members,
): Promise<PullRequest> {
  if (!isMeant(members, exempt.authors, pull.author) || pull.state !== 'open') return pull;
  return { ...pull, pushers: await reads.pushersOf(item, pull) };
}

/** Issues on GitHub that name an issue of Jira in their title: the gates that Jira decides are decided there. */
import {
  countingLinks,
  foldIssue,
  decidedInJira,
  judge,
  mayShow,
  policyInJira,
  timesInJira,
  type DecidedInJira,
  type Observed,
  type PolicyTimes,
  type PullRequest,
  type Verdict,
} from '../../../handoff/index.ts';
import { keysOf, namedOf, namesOf } from '../../../jira/index.ts';
import { keyOf } from '../../../items.ts';
import type { JiraPart, Policy } from '../../../policy/index.ts';
import { TryLater, type Membership } from '../../../tracker.ts';
import type { Notebook } from '../../memory/index.ts';
import { decidedBefore, keepDecided } from './decided-before.ts';
import { membersInJira } from './members.ts';
import { pullsNaming, withPulls } from './naming-pulls.ts';
import { againAfter, readIssue, type Read } from './read-issue.ts';
import { readerOf, unknownSite, type JiraReader, type Place } from './reader.ts';
import { byKey } from '../../../store/index.ts';

/** By the ids of the issues on GitHub. */
export type DecisionsInJira = {
  readonly decidedInJira: ReadonlyMap<string, DecidedInJira>;
  /** Ids of issues that what Jira decides does not hold back, because the policy says so while it cannot be reached. */
  readonly unreached: readonly string[];
  /** What stood in the way, in sentences for people. */
  readonly problems: readonly string[];
  /** Something was judged without all that is needed: it is to be looked at again (milliseconds since the epoch); null: nothing was. */
  readonly again: number | null;
  /** Something that decided was not found any more, and what was read of it last is shown. */
  readonly isGone: boolean;
};

/** What is decided in Jira, under which policy. */
type Asking = {
  readonly policy: Policy;
  /** When it came into force (milliseconds since the epoch). */
  readonly since: number;
  /** Since when it says what it says. */
  readonly times: PolicyTimes;
  /** On GitHub. */
  readonly issues: readonly Observed[];
  /** Who holds which role on GitHub, whose people may act in Jira, too. */
  readonly github: Membership;
};

/** What decides about one issue, and as what it is told. */
type Deciding = Asking & {
  readonly notebook: Notebook;
  readonly place: Place;
  readonly part: JiraPart;
  /** null: the server does not know the site. */
  readonly reader: JiraReader | null;
  readonly observed: Observed;
  /** Of the issue in Jira. */
  readonly key: string;
  /** The key, where everybody who reads what is told may read it. */
  readonly called: string;
};

/** What Jira comes to for one issue: what it does not say is as in `undecided`. */
type Decided = Omit<DecisionsInJira, 'decidedInJira' | 'unreached'> & {
  readonly decision: DecidedInJira | null;
  readonly isUnreached: boolean;
};

const undecided: Decided = { decision: null, isUnreached: false, problems: [], again: null, isGone: false };

/** Milliseconds after which it is tried again to find what was found before. */
const goneAgain = 5 * 60_000;

/**
 * Reads what decides these issues elsewhere.
 * @throws {TryLater} when Jira cannot be reached, and the policy does not say what counts meanwhile
 */
export async function decideInJira(
  notebook: Notebook,
  place: Place,
  asking: Asking,
): Promise<DecisionsInJira> {
  const { jira } = asking.policy;
  if (jira === null || Object.keys(jira.gates).length === 0) return allOf([]);
  // Before they are read: what happens from now on leads to another look.
  for (const issue of asking.issues) await noteNamed(notebook, place, jira, keysIn(issue, jira));
  // What an issue shows stays as it is while Jira is away: there is nothing that could pass.
  const isShown = place.item.kind === 'issue' && jira.onUnavailable === 'allow';
  const part: JiraPart = isShown ? { ...jira, onUnavailable: 'block' } : jira;
  const found = await readerOf(notebook, place, asking.policy);
  const reader = found === null ? null : { ...found, part };
  const decided: (readonly [Observed, Decided])[] = [];
  for (const observed of asking.issues)
    decided.push([observed, await decidedOn({ ...asking, notebook, place, part, reader }, observed)]);
  return allOf(decided);
}

function allOf(all: readonly (readonly [Observed, Decided])[]): DecisionsInJira {
  const times = all.flatMap(([, { again }]) => (again === null ? [] : [again]));
  return {
    decidedInJira: new Map(
      all.flatMap(([{ history }, { decision }]) => (decision === null ? [] : [[history.item.id, decision]])),
    ),
    unreached: all.flatMap(([{ history }, { isUnreached }]) => (isUnreached ? [history.item.id] : [])),
    problems: all.flatMap(([, { problems }]) => problems),
    again: times.length === 0 ? null : Math.min(...times),
    isGone: all.some(([, { isGone }]) => isGone),
  };
}

const keysIn = ({ history }: Observed, { projects }: JiraPart): readonly string[] =>
  keysOf({ title: history.item.title, branch: '' }, projects);

/** What an issue's title names is noted, with what the issues were called when they were found, until it names others. */
async function noteNamed(
  { pen, namedBy }: Notebook,
  { item }: Place,
  { site }: JiraPart,
  keys: readonly string[],
): Promise<void> {
  if (pen === null || item.kind !== 'issue') return;
  const before = await namedBy(keyOf(item));
  const isSame = keys.length > 0 && keys.every((key) => before.includes(key));
  if (!isSame) await pen.keepNamed(site, keyOf(item), item, keys.map(byKey));
}

async function decidedOn(
  asking: Omit<Deciding, 'observed' | 'key' | 'called'>,
  observed: Observed,
): Promise<Decided> {
  const { place, part, reader } = asking;
  const keys = keysIn(observed, part);
  const [key, ...others] = keys;
  if (key === undefined) return undecided;
  // What its title says is told only to people who can read it.
  const isTold = mayShow(observed.history.item, { repository: place.repository.name });
  if (others.length > 0) {
    const which = isTold ? ` (${keys.join(', ')})` : '';
    const problem = `The title names several issues of Jira${which}, so none of them decides.`;
    return { ...undecided, problems: [problem] };
  }
  const deciding: Deciding = { ...asking, observed, key, called: isTold ? key : 'An issue of Jira' };
  if (reader === null) return notFound(deciding);
  const read = await readIssue(reader, key);
  const again = againAfter([read], place.now());
  switch (read.kind) {
    case 'missing':
      return notFound(deciding);
    case 'unreached': {
      const problem = `${deciding.called} decides here, Jira cannot be reached, and the policy lets it pass meanwhile.`;
      return { ...undecided, isUnreached: true, again, problems: [problem] };
    }
    case 'found':
      return { ...(await found({ ...deciding, reader }, read)), again };
    default:
      return read satisfies never;
  }
}

/** One that decided here before still does, as it was read last. */
async function notFound({
  notebook,
  place,
  part,
  reader,
  observed,
  key,
  called,
}: Deciding): Promise<Decided> {
  const before = await decidedBefore(notebook, observed.history.item.id, part.site, key);
  if (before === null) return { ...undecided, problems: [neverFound(reader === null ? part : null, called)] };
  const problems = [foundBefore(place, called)];
  return { ...undecided, decision: before, problems, again: place.now() + goneAgain, isGone: true };
}

/** What is said of one that decides nothing here. `unknown`: what names a site that the server does not know; null: it knows it. */
const neverFound = (unknown: JiraPart | null, key: string): string =>
  unknown === null
    ? `${key} was not found in Jira, or Baton may not see it: what is said here decides.`
    : `${unknownSite(unknown)} Until then, what is said here decides.`;

/** What is said of one that decided here. @throws {TryLater} for what is to be merged: that does not pass on what was read before */
function foundBefore({ item }: Place, key: string): string {
  const what = `${key} was found in Jira before, and is not now, or Baton may not see it any more`;
  const remedy = `Fix the key in the title, or ask the operator of Baton to let it see ${key}.`;
  if (item.kind !== 'issue') throw new TryLater(`${what}. ${remedy}`);
  return `${what}: what was read last is shown. ${remedy}`;
}

async function found(
  deciding: Deciding & { readonly reader: JiraReader },
  { issue }: Extract<Read, { kind: 'found' }>,
): Promise<Decided> {
  const { notebook, place, part, reader, observed, key, github } = deciding;
  const { item } = place;
  // By its id it is found missing, wherever it went.
  if (item.kind === 'issue') await notebook.pen?.addNamed(part.site, keyOf(item), item, namedOf(issue));
  const { members, problems, taken } = await membersInJira(reader, issue, github);
  const naming = await pullsNaming(notebook, item, part.site, namesOf(issue));
  const there = withPulls(issue, naming, closing(deciding.policy, observed));
  const verdict = verdictThere(
    deciding,
    there,
    members,
    policyInJira(await reader.view.reads.named(deciding.policy)),
  );
  const decision = decidedInJira(key, reader.view.urlOf(key), verdict, part.showTitles);
  if (decision !== null) await keepDecided(notebook, observed.history.item.id, part.site, decision);
  return { ...undecided, decision, problems: [...problems, ...taken] };
}

function verdictThere(
  { place, since, times }: Deciding,
  there: Observed,
  members: Parameters<typeof judge>[1]['members'],
  policy: Policy,
): Verdict {
  const issue = foldIssue(there);
  const now = Math.max(place.reads.now(), issue.state.lastMoment);
  const circumstances = { members, now, inForceSince: since, times: timesInJira(times) };
  const verdict = judge(issue, { policy, ...circumstances });
  // One without gates there has none of them here either.
  return verdict.kind === 'gates'
    ? verdict
    : judge(issue, { policy: applyingToNone(policy), ...circumstances });
}

/** The same gates, for no issue. */
const applyingToNone = (policy: Policy): Policy => ({
  ...policy,
  appliesTo: null,
  exempt: { labels: [], by: [], authors: [], paths: [] },
  gates: policy.gates.map((gate) => ({ ...gate, when: { labels: [], types: [] } })),
});

/** The pull requests that would close an issue, and may. */
function closing(policy: Policy, { history, displayed }: Observed): readonly PullRequest[] {
  return displayed.pullRequests.filter((pull) =>
    countingLinks(policy, pull).some(({ id }) => id === history.item.id),
  );
}

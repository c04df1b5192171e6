/** Issues of Jira under two policies: those that open pull requests name. Read only; nothing is recorded. */
import {
  differences,
  foldIssue,
  judge,
  mostIssues,
  timesInJira,
  type Observed,
  type TriedIssue,
  type Verdict,
} from '../../handoff/index.ts';
import { partsOf, type JiraView } from '../../jira/index.ts';
import type { JiraPart, Policy } from '../../policy/index.ts';
import { TryLater, type Repository } from '../../tracker.ts';
import {
  gatherInJira,
  namedBy,
  placeOf,
  readerOf,
  readIssue,
  toTry,
  unknownSite,
  whileReached,
  type Deps,
  type InForce,
  type JiraReader,
  type Place,
} from '../facts/index.ts';
import { readOnly } from '../memory/index.ts';
import type { Comparison } from './issue.ts';
import type { TrialItem } from './progress.ts';

const partsIn = ({ proposed, inForce }: Comparison): readonly JiraPart[] =>
  [proposed, policyOf(inForce)].flatMap((policy) => (policy?.jira == null ? [] : [policy.jira]));

const policyOf = (inForce: InForce): Policy | null => (inForce.kind === 'policy' ? inForce.policy : null);

/**
 * Keys of the issues that open pull requests name under either policy: the first of each, then the second, so that none that
 * names many keeps those of others from being tried. @throws {TryLater}
 */
export async function keysToTry(
  { reads }: Pick<Deps, 'reads'>,
  { installation, repository }: TrialItem,
  compared: Comparison,
): Promise<readonly string[]> {
  const parts = partsIn(compared);
  if (parts.length === 0) return [];
  const pulls = await reads.listPullNames(installation, repository);
  const lists = pulls.flatMap(({ title, branch, body }) =>
    parts
      .map((part) => namedBy({ item: { title }, says: { branch, body } }, part))
      .filter(({ length }) => length <= mostIssues),
  );
  const places = Math.max(0, ...lists.map(({ length }) => length));
  const inTurn = Array.from({ length: places }, (_, place) =>
    lists.flatMap((keys) => keys.slice(place, place + 1)),
  );
  return [...new Set(inTurn.flat())];
}

/** What keeps a policy from being tried in Jira, and what it names that is not there, in sentences. */
export async function problemsInJira(
  { jira }: Pick<Deps, 'jira'>,
  repository: string,
  { proposed, inForce }: Comparison,
): Promise<readonly string[]> {
  const part = proposed.jira;
  if (part === null) return [];
  const view = jira?.view(proposed, repository) ?? null;
  if (view === null) return [unknownSite(part)];
  const hidden = part.projects.filter((key) => !view.projects.includes(key));
  const pronoun = hidden.length === 1 ? 'it' : 'them';
  return [
    ...(hidden.length === 0
      ? []
      : [
          `The server does not let this repository see ${hidden.join(', ')} in Jira: the operator of Baton can add ${pronoun}.`,
        ]),
    ...(await misfits(view, part, policyOf(inForce)?.jira?.showTitles === true)),
  ];
}

async function misfits(view: JiraView, { site }: JiraPart, isShown: boolean): Promise<readonly string[]> {
  try {
    return await view.reads.misfits(isShown);
  } catch (error) {
    if (!(error instanceof TryLater)) throw error;
    return [`Jira (${site}) cannot be reached now, so whether it has what the policy names is not known.`];
  }
}

/** Plays both policies over an issue of Jira; null: neither finds it. @throws {TryLater} */
export async function tryInJira(
  deps: Deps,
  place: { readonly item: TrialItem; readonly repository: Repository },
  key: string,
  { proposed, inForce }: Comparison,
): Promise<TriedIssue | null> {
  const at = placeOf(deps, place);
  const today = policyOf(inForce);
  const seen = await Promise.all([proposed, today].map((policy) => seenUnder(deps, at, key, policy)));
  const read = seen.find((each) => each !== null);
  if (read === undefined || read === null) return null;
  // What a policy does not read is seen as the other does: it has no gates there.
  const [then, now] = seen.map((each) => each ?? read);
  const present = deps.reads.now();
  const since = inForce.kind === 'policy' ? inForce.since : present;
  const judged = async (policy: Policy, { observed, reader }: Seen): Promise<Verdict> => {
    const facts = await gatherInJira({ ...reader, policy }, observed);
    const issue = foldIssue(facts.issue);
    const isRead = policy.jira?.projects.includes(partsOf(key).project) === true;
    const latest = Math.max(present, issue.state.lastMoment);
    const under = isRead ? facts.policy : { ...policy, gates: [] };
    const times = timesInJira(toTry(policy, inForce, present).times);
    return judge(issue, { policy: under, members: facts.members, now: latest, inForceSince: since, times });
  };
  const { displayed, history } = read.observed;
  const found = differences(
    today === null || now === undefined ? null : await judged(today, now),
    await judged(proposed, then ?? read),
    displayed,
  );
  // What is only proposed shows nothing of Jira.
  const isShown = [proposed, today].every((policy) => policy?.jira?.showTitles === true);
  const title = isShown ? history.item.title : '';
  const url = read.reader.view.urlOf(key);
  return { name: key, url, title, state: displayed.state, differences: found };
}

type Seen = { readonly observed: Observed; readonly reader: JiraReader };

async function seenUnder(
  { store }: Deps,
  place: Place,
  key: string,
  policy: Policy | null,
): Promise<Seen | null> {
  const reader = policy === null ? null : await readerOf(readOnly(store), place, whileReached(policy));
  if (reader === null) return null;
  const read = await readIssue(reader, key);
  return read.kind === 'found' ? { observed: read.issue, reader } : null;
}

/** What is kept of what was heard: words against gates that were acted on, and how comments came out. */
import {
  commandsIn,
  isInJira,
  isSameIssue,
  linksAt,
  holdsAnyRole,
  type Answer,
  type Heard,
  type Moment,
  type Observed,
  type PullRequest,
  type PullVerdict,
  type Refusal,
  type Verdict,
} from '../../handoff/index.ts';
import type { Policy } from '../../policy/index.ts';
import { heardStore } from '../../store/index.ts';
import type { Membership, Repository } from '../../tracker.ts';
import { isIn, momentsOf, mostFormer, pageOf, pullsOf, type Deps } from '../facts/index.ts';
import { sameText } from '../../same-text.ts';

/** Refusals that rest on what was read of other issues. */
const restOnOthers: ReadonlySet<Refusal['kind']> = new Set(['lacks', 'blocked', 'in-jira', 'no-gates']);

/** What is kept of how a comment came out; null: nothing. Of people without a role nothing is, where all is certain. */
function toKeep({ by, outcomes }: Answer, members: Membership, isRead: boolean): Heard['outcomes'] {
  const holdsAny = holdsAnyRole(members, by);
  const isRefused = outcomes.some(({ kind }) => kind === 'refused');
  const isDone = outcomes.some(({ kind }) => kind === 'done');
  const isDoubtful = outcomes.some(
    (outcome) =>
      outcome.kind === 'refused' &&
      ((outcome.because.kind === 'role' && members.problems.length > 0) ||
        (restOnOthers.has(outcome.because.kind) && !isRead)),
  );
  if (isDoubtful) return [];
  return isDone || (isRefused && holdsAny) ? outcomes : null;
}

type Keeping = Pick<Deps, 'store' | 'now'>;

/** An issue, and what it was judged to be. */
type Judged = {
  readonly issue: Observed;
  readonly verdict: Verdict;
  readonly members: Membership;
  /** False: something could not be read, so what was refused may be done later. */
  readonly isCertain: boolean;
};

/**
 * Records what was heard about an issue: words against gates that were acted on, as they were first written, and how
 * comments came out.
 */
export async function recordHeard(
  deps: Keeping,
  repository: Repository,
  { issue, verdict, members, isCertain }: Judged,
): Promise<void> {
  const isOwn = isIn(issue, repository);
  const said = momentsOf(issue);
  if (isOwn) await keepAgainst(deps, repository.id, issue.history.item.number, against(verdict, said));
  const known = issue.heard ?? new Map<string, Heard>();
  const isAgainst = new Set(against(verdict, said).map(({ id }) => id));
  const pulls = new Map(
    pullsOf(issue).flatMap(({ item, moments }) => moments.map(({ id }): [string, string] => [id, item.id])),
  );
  const rows = verdict.answers.flatMap((answer): [string, Heard][] => {
    const { comment } = answer;
    const before = known.get(comment)?.outcomes?.length;
    const outcomes = toKeep(answer, members, isCertain);
    if (outcomes === null || (before === 0 ? outcomes.length === 0 : before !== undefined)) return [];
    const word = !isOwn && isAgainst.has(comment) ? (said.find(({ id }) => id === comment) ?? null) : null;
    return [[comment, { outcomes, pull: pulls.get(comment) ?? null, word }]];
  });
  await keepHeard(deps, repository, pageOf(issue, repository), rows);
}

async function keepHeard(
  { store, now }: Keeping,
  repository: Repository,
  place: string,
  rows: readonly (readonly [comment: string, heard: Heard])[],
): Promise<void> {
  if (rows.length > 0) await heardStore(store.db).recordHeard(repository.id, place, new Map(rows), now());
}

/**
 * Notes on which issues something was said on a pull request that does not link them any more, and which it linked when it
 * was merged: the tracker can tell, but not from the issue once it is not linked. Gives back the numbers of those that are
 * not linked and were not noted before.
 */
export async function noteFormer(
  deps: Keeping,
  repository: Repository,
  pull: PullRequest,
  under: { readonly policy: Policy; readonly members: Membership },
): Promise<readonly number[]> {
  const noted: number[] = [];
  for (const [number, ids] of Map.groupBy(formerOf(repository, pull, under), ([issue]) => issue)) {
    const known = await heardStore(deps.store.db).heard(repository.id, String(number));
    const fresh = ids.flatMap(([, id]): [string, Heard][] =>
      known.has(id) ? [] : [[id, { outcomes: null, pull: pull.item.id, word: null }]],
    );
    await keepHeard(deps, repository, String(number), fresh);
    const issue = { tracker: 'github', repository: repository.name, number } as const;
    const isLinked = pull.closes.some((link) => isSameIssue(link, issue));
    if (fresh.length > 0 && !isLinked) noted.push(number);
  }
  return noted;
}

/** The numbers of issues, each with the id of what a pull request is for there: a comment, or its merge. */
function formerOf(
  { name }: Repository,
  pull: PullRequest,
  { policy, members }: { readonly policy: Policy; readonly members: Membership },
): readonly (readonly [issue: number, id: string])[] {
  const isHere = ({ repository }: { readonly repository: string }): boolean => sameText(repository, name);
  const spoken = pull.moments.flatMap((moment): [number, string][] => {
    if (moment.kind !== 'commented' || commandsIn(moment.original).length === 0) return [];
    if (!holdsAnyRole(members, moment.by)) return [];
    const [issue, ...others] = linksAt(policy, pull, moment.at) ?? [];
    if (issue === undefined || others.length > 0 || !isHere(issue)) return [];
    return pull.closes.some((link) => isSameIssue(link, issue)) ? [] : [[issue.number, moment.id]];
  });
  // A merge closes what was linked then, whatever the description says afterwards.
  const merged = pull.mergedAt === null ? [] : (linksAt(policy, pull, pull.mergedAt) ?? []);
  const closed = merged.slice(0, mostFormer).filter(isHere);
  return [...spoken, ...closed.map(({ number }): [number, string] => [number, pull.item.id])];
}

/** The same for words on a pull request about the issue of Jira that it names. */
export async function recordAgainstOnPull(
  deps: Keeping,
  { id }: Repository,
  { item, moments }: PullRequest,
  { issues }: PullVerdict,
): Promise<void> {
  for (const { issue, verdict } of issues)
    if (isInJira(issue) && verdict !== null)
      await keepAgainst(deps, id, item.number, against(verdict, moments));
}

/** The words against its gates that were acted on, among what was said. */
function against(verdict: Verdict, said: readonly Moment[]): readonly Moment[] {
  const ids = new Set(verdict.kind === 'gates' ? verdict.against.map(({ comment }) => comment) : []);
  return said.filter((moment) => ids.has(moment.id));
}

/** @param repository its id. @param number of the item on which the words count */
async function keepAgainst(
  { store, now }: Keeping,
  repository: string,
  number: number,
  words: readonly Moment[],
): Promise<void> {
  if (words.length > 0) await store.recordAgainst(repository, number, words, now());
}

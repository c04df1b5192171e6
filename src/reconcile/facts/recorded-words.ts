/** Words that outlive their comments: what was heard is put back where somebody deleted it or wrote it anew. */
import type { Heard, Moment, MomentOf, Observed, PullRequest } from '../../handoff/index.ts';
import type { Policy } from '../../policy/index.ts';
import type { Notebook } from '../memory/index.ts';
import type { Place } from './place.ts';
import { isIn, mostFormer, pageOf } from './said.ts';

/** What is kept of what was said about an issue. */
export type Remembered = {
  /** Words against its gates that were acted on, oldest first. */
  readonly against: readonly Moment[];
  /** How its comments came out when they were heard first, by their ids. */
  readonly heard: ReadonlyMap<string, Heard>;
};

/** An issue with what is kept of it, as it counts under the policy of a repository. @throws {TryLater} */
export async function withRecordedWords(
  notebook: Pick<Notebook, 'against' | 'heard'>,
  { reads, item, repository }: Place,
  issue: Observed,
): Promise<Observed> {
  const heard = await notebook.heard(repository.id, pageOf(issue, repository));
  const against = isIn(issue, repository)
    ? await notebook.against(repository.id, issue.history.item.number)
    : [...heard.values()].flatMap(({ word }) => word ?? []).toSorted((one, other) => one.at - other.at);
  const linked = new Set(issue.displayed.pullRequests.map((pull) => pull.item.id));
  const spokenOn = new Set([...heard.values()].flatMap(({ pull }) => pull ?? []));
  // What a merge closed it is for, whatever its description says now.
  for (const { kind, ...moment } of issue.history.moments)
    if (kind === 'closed' && 'pullRequest' in moment && moment.pullRequest?.id !== undefined)
      spokenOn.add(moment.pullRequest.id);
  const unlinked = [...spokenOn].filter((pull) => !linked.has(pull)).slice(-mostFormer);
  const former = unlinked.length === 0 ? [] : await reads.pullRequests(item, unlinked);
  return withRecorded({ ...issue, former }, { against, heard });
}

/** Puts words against a gate that were acted on back into the history, if they were deleted or rewritten. */
function withRecorded(observed: Observed, { against, heard }: Remembered): Observed {
  const { mend, deleted } = mending(against);
  const moments = mend(observed.history.moments);
  const mended = (pull: PullRequest): PullRequest => ({ ...pull, moments: mend(pull.moments) });
  const pullRequests = observed.displayed.pullRequests.map(mended);
  const former = (observed.former ?? []).map(mended);
  return {
    history: { ...observed.history, moments: inOrder([...moments, ...deleted()]) },
    displayed: { ...observed.displayed, pullRequests },
    kept: against.map(({ id }) => id),
    former,
    heard,
  };
}

/** The same of a pull request, for waivers that were made on it: those of gates that Jira decides are for it alone. */
export async function pullWithRecordedWords(
  notebook: Pick<Notebook, 'against'>,
  { repository }: Pick<Place, 'repository'>,
  pull: PullRequest,
  policy: Policy,
): Promise<PullRequest> {
  if (policy.jira === null) return pull;
  const { mend, deleted } = mending(await notebook.against(repository.id, pull.item.number));
  const moments = mend(pull.moments);
  return { ...pull, moments: inOrder([...moments, ...deleted()]) };
}

const inOrder = (moments: readonly Moment[]): readonly Moment[] =>
  moments.toSorted((one, other) => one.at - other.at);

/** Gives moments what was said first; `deleted`: what was recorded and not found among those that were given. */
function mending(recorded: readonly Moment[]) {
  const words = new Map(
    recorded.flatMap((moment): [string, MomentOf<'commented'>][] =>
      moment.kind === 'commented' ? [[moment.id, moment]] : [],
    ),
  );
  const found = new Set<string>();
  const mend = (moments: readonly Moment[]): readonly Moment[] =>
    moments.map((moment) => {
      const word = moment.kind === 'commented' ? words.get(moment.id) : undefined;
      if (word === undefined || moment.kind !== 'commented') return moment;
      found.add(moment.id);
      if (word.original === moment.original) return moment;
      return { ...moment, original: word.original };
    });
  // A reaction or an answer has nowhere to go any more, so the word counts as reacted to.
  const deleted = (): readonly Moment[] =>
    [...words.values()]
      .filter(({ id }) => !found.has(id))
      .map((word) => ({ ...word, reacted: true, reaction: 'over', deleted: true }));
  return { mend, deleted };
}

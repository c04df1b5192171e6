/** An issue as it is judged: what happened to it and to its pull requests, folded. */
import {
  fold,
  emptyState,
  type ItemState,
  type Actor,
  type Displayed,
  type ItemRef,
  type PullRequest,
  mayShow,
} from '../history/index.ts';
import type { Observed } from '../observed.ts';
import { wasMergedFor } from './links.ts';
import { withMerges } from './merges.ts';
import type { PullState } from './step.ts';
import { isInJira, type Parties } from '../gates/index.ts';
import type { Heard } from '../verdict.ts';

/** An issue and its pull requests, folded. */
export type IssueState = {
  readonly item: ItemRef;
  readonly author: Actor;
  readonly state: ItemState;
  readonly displayed: Displayed;
  readonly pulls: readonly PullState[];
  /** Ids of comments against its gates that were acted on: they count wherever they are. */
  readonly kept: ReadonlySet<string>;
  /** The pull request that it is judged for, by its id; absent: the issue itself. */
  readonly judgedFor?: string;
  /** Pull requests that linked it once, folded. */
  readonly former: readonly PullState[];
  /** How its comments came out when they were heard first, by their ids. */
  readonly heard: ReadonlyMap<string, Heard>;
};

/** What of an issue a replay asks for, beside the steps that it plays. */
export type PlayedIssue = Pick<IssueState, 'item' | 'author' | 'pulls' | 'former' | 'heard'> & {
  readonly state: Pick<ItemState, 'revisions' | 'words'>;
  readonly displayed: Pick<Displayed, 'labels' | 'type' | 'assignees'>;
};

/** When and by whom an issue was opened. */
export const openingOf = ({
  author,
  state,
}: Pick<IssueState, 'author' | 'state'>): { readonly at: number; readonly by: Actor } => ({
  at: state.revisions[0]?.at ?? Number.POSITIVE_INFINITY,
  by: author,
});

/** Who is who on an issue. */
export const partiesOf = ({
  item,
  author,
  displayed,
  pulls,
  former,
}: Pick<PlayedIssue, 'item' | 'author' | 'displayed' | 'pulls' | 'former'>): Parties => {
  // In Jira they are those that name it.
  const isIts = ({ pullRequest }: PullState): boolean =>
    isInJira(item) ||
    (wasMergedFor(pullRequest, item) ?? pulls.some((each) => each.pullRequest === pullRequest));
  const all = [...pulls, ...former].filter(isIts);
  return {
    author,
    assignees: displayed.assignees,
    pullRequestAuthors: all.map((pull) => pull.pullRequest.author),
  };
};

/** Folds an observed issue, its pull requests' moments included. */
export function foldIssue(observed: Observed): IssueState {
  const { history, displayed } = observed;
  const shown = (pullRequest: PullRequest): PullState => {
    const pull = { pullRequest, state: fold(emptyState, pullRequest.moments) };
    return mayShow(pullRequest.item, history.item) ? pull : hiddenPull(pull);
  };
  const state = fold(emptyState, history.moments);
  const all = [...displayed.pullRequests, ...(observed.former ?? [])];
  return {
    item: history.item,
    author: history.author,
    state: { ...state, words: withMerges(state.words, history.item, all) },
    displayed,
    kept: new Set(observed.kept ?? []),
    pulls: displayed.pullRequests.map(shown),
    former: (observed.former ?? []).map(shown),
    heard: observed.heard ?? new Map(),
  };
}

/** One that fewer people can read than the issue: what is done and said there counts, and is not told. */
function hiddenPull({ pullRequest, state }: PullState): PullState {
  return {
    pullRequest: { ...pullRequest, author: hiddenActor(pullRequest.author) },
    state: { ...state, words: state.words.map((word) => ({ ...word, by: hiddenActor(word.by) })) },
  };
}

const hiddenActor = (actor: Actor): Actor => ({ ...actor, hidden: true });

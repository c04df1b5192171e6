/** An issue as it is judged: what happened to it and to its pull requests, folded. */
import { fold, nothing, type ItemState } from './fold.ts';
import type { Actor, Displayed, ItemRef, Observed } from './history.ts';
import type { PullState } from './replay.ts';
import type { Parties } from './stage.ts';
import { mayShow } from './visibility.ts';

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
};

/** Who is who on an issue. */
export const partiesOf = ({ author, displayed, pulls }: IssueState): Parties => ({
  author,
  assignees: displayed.assignees,
  pullRequestAuthors: pulls.map((pull) => pull.pullRequest.author),
});

/** Folds an observed issue, its pull requests' moments included. */
export function foldIssue(observed: Observed): IssueState {
  const { history, displayed } = observed;
  return {
    item: history.item,
    author: history.author,
    state: fold(nothing, history.moments),
    displayed,
    kept: new Set(observed.kept ?? []),
    pulls: displayed.pullRequests.map((pullRequest) => {
      const pull = { pullRequest, state: fold(nothing, pullRequest.moments) };
      return mayShow(pullRequest.item, history.item) ? pull : hiddenPull(pull);
    }),
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

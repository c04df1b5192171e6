/** What a replay plays: revisions of the text, words, and what happened to pull requests and parts. */
import type { ItemState, PullRequest, UnfinishedStep, Word } from '../history/index.ts';
import type { Reference } from '../verdict.ts';

/** A pull request with what was folded of its own moments. */
export type PullState = { readonly pullRequest: PullRequest; readonly state: ItemState };

/** One thing to play: a revision, a word, or what happened to a pull request. */
export type Step =
  | { readonly kind: 'revision'; readonly at: number; readonly order?: number; readonly index: number }
  | {
      readonly kind: 'word';
      readonly at: number;
      readonly order?: number;
      readonly word: Word;
      /** The pull request that it was said on; null: the issue. */
      readonly on: PullRequest | null;
    }
  | { readonly kind: 'pushed'; readonly at: number; readonly pullRequest: PullRequest }
  /** A pull request that closes the issue was merged; `by`: who opened it, or whose merge the tracker tells of. */
  | ({ readonly kind: 'merged' } & Reference)
  | UnfinishedStep
  /** A gate that is decided elsewhere opened or closed there. */
  | { readonly kind: 'in-jira'; readonly at: number; readonly gate: string; readonly open: boolean };

/** A moment in the course of an item: what it showed then, and how its gates stood. */
import type { CloseReason } from '../../policy/index.ts';
import type { IssueState, Replaying } from '../replay/index.ts';
import type { Baton, GateVerdict, NoGates } from '../verdict.ts';
import type { Move, Shown } from './shown-over-time.ts';

/** How an item stood: as the verdict of then has it. */
export type Standing =
  | { readonly kind: 'no-gates'; readonly because: NoGates }
  | {
      readonly kind: 'gates';
      readonly gates: readonly GateVerdict[];
      readonly batons: readonly Baton[];
      /** The reason for which it was closed, where no gate held that back; null: it was not. */
      readonly over: CloseReason | null;
    };

/** One replay for each way in which what comes later changes what was: mostly there is one. */
export type Live = Replaying & { readonly key: string };

/** What an item is at an instant. */
export type Moment = {
  readonly at: number;
  /** As it was displayed then, with its pull requests of then; its words are all that there are. */
  readonly issue: IssueState;
  readonly shown: Shown;
  /** The moves up to then, the latest last. The list grows. */
  readonly moves: readonly Move[];
  readonly standing: Standing;
  /** The replay that tells how its gates stand; null: it has none. */
  readonly live: Live | null;
};

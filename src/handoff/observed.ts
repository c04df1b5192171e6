/** What one read of an issue found: the value that every tracker gives. */
import type { Displayed, History, PullRequest } from './history/index.ts';
import type { Heard } from './verdict.ts';

/** An issue as one read found it. */
export type Observed = {
  readonly history: History;
  readonly displayed: Displayed;
  /** Ids of comments against its gates that were acted on before, wherever they were said. */
  readonly kept?: readonly string[];
  /** Pull requests that linked it once, on which something was said about it. */
  readonly former?: readonly PullRequest[];
  /** How its comments came out when they were heard first, by their ids. */
  readonly heard?: ReadonlyMap<string, Heard>;
};

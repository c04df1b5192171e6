/** What the pages are made from: parts of the service, which they only read. */
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Logger } from 'pino';

import type { Environment } from '../environment/index.ts';
import type { GitHub, Reads } from '../github/index.ts';
import type { DeadLetter, InboxMetrics } from '../inbox/index.ts';
import type { JiraTracker } from '../jira/index.ts';
import type { Outage } from '../outages.ts';
import type { Store } from '../store/index.ts';

export type BoardOptions = {
  readonly environment: Environment;
  readonly store: Store;
  readonly github: GitHub;
  readonly reads: Reads;
  /** null: the server knows no Jira site. */
  readonly jira: JiraTracker | null;
  /** The time that items are judged by (milliseconds since the epoch). */
  readonly now: () => number;
  /** Our own time (milliseconds since the epoch). */
  readonly clock: () => number;
  /** Takes in what other processes heard. */
  readonly heed: () => Promise<void>;
  /** What the page Operation shows beside: the queue, what cannot be used now, and the last lines at `warn` or above. */
  readonly inbox: {
    readonly metrics: () => Promise<InboxMetrics>;
    readonly dead: () => Promise<readonly DeadLetter<unknown>[]>;
    /** Has dead letters evaluated again: the one of a key, or (null) all. Gives back how many. */
    readonly again: (key: string | null) => Promise<number>;
  };
  readonly outages: () => readonly Outage[];
  readonly troubles: () => readonly Trouble[];
  readonly log: Logger;
};

/** A line of the log. `at`: milliseconds since the epoch. */
export type Trouble = {
  readonly at: number;
  readonly level: string;
  readonly message: string;
  readonly detail: string;
};

export type Board = {
  /** Answers every request that is for none of Baton's other addresses. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Ends what goes on by itself. */
  readonly stop: () => Promise<void>;
};

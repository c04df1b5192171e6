/** What looks are made with. */
import type { Logger } from 'pino';

import type { Reads, Seen, Writes } from '../../github/index.ts';
import type { JiraTracker } from '../../jira/index.ts';
import type { Turn, Want } from '../../inbox/index.ts';
import type { Store } from '../../store/index.ts';
import type { Item, Repository } from '../../tracker.ts';
import type { LookedAt } from '../memory/index.ts';
import type { Bases, PolicyInForce } from './policy/index.ts';
import type { IsRequired } from './required-there.ts';

export type Deps = {
  /** What can be read on GitHub. */
  readonly reads: Reads;
  /** What can be written there, as long as the look's claim holds. */
  readonly writes: Writes;
  /** The Jira sites that the server knows; null: none. */
  readonly jira: JiraTracker | null;
  readonly store: Store;
  readonly inForce: PolicyInForce;
  readonly bases: Bases;
  /** Asks for other items to be looked at. */
  readonly want: (wants: readonly Want<Item>[]) => Promise<void>;
  /** By our clock, for what is kept of our own acts (milliseconds since the epoch); `reads.now` tells theirs. */
  readonly now: () => number;
  readonly lookedAt: LookedAt;
  /** Whether a rule waits for our check in a repository without a policy. */
  readonly isRequired: IsRequired;
  /** Told of what looks saw, for the sweep. */
  readonly seen: Pick<Seen, 'note' | 'noteDate'>;
  /** When the look's reading began at the earliest, by the tracker's clock (milliseconds since the epoch), once it is over. */
  readonly begun: () => number;
  /** Where the board's pages are, without a slash at the end; null: it is off. */
  readonly board: string | null;
  readonly log: Logger;
};

/** A look under way. */
export type Looking<K extends Item['kind']> = {
  readonly item: Extract<Item, { kind: K }>;
  readonly turn: Turn;
  readonly repository: Repository;
};

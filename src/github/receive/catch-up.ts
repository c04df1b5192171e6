/** What Baton does without being told by an event, so that a lost one does no harm; and how often. */
import type { Backoff } from '../../inbox/index.ts';
import { createAskForMissed, type MissedParts } from './missed-deliveries.ts';
import { beginSweeps, sweep, sweepMark, type SweepParts } from './sweep.ts';
import type { Work } from './intake.ts';

/** Milliseconds between two looks, what they may cost, and how often a failing one is tried. */
export type Rhythm = {
  /** For deliveries that did not arrive. */
  readonly missed: number;
  /** For such deliveries, while some are still to come. */
  readonly missing: number;
  /** At what changed in a repository. */
  readonly sweep: number;
  /** At what changed in a Jira site. */
  readonly jiraSweep: number;
  /** At all installations. */
  readonly round: number;
  /** Until what is too old goes, and what failed for good is tried again where no event would lead to it. */
  readonly tidy: number;
  /** Of an item whose look fails: after how many failures it is a dead letter, and how long it waits between them. */
  readonly attempts: number;
  readonly backoff: Backoff;
  /** The part of an installation's rate limit that sweeps may use. */
  readonly share: number;
};

const minute = 60_000;
const breath = 1000;
export const usualRhythm: Rhythm = {
  missed: 5 * minute,
  missing: minute,
  sweep: 30 * minute,
  jiraSweep: 5 * minute,
  round: 24 * 60 * minute,
  tidy: 60 * minute,
  attempts: 10,
  backoff: { first: 500, most: 300_000 },
  share: 0.1,
};

type Place = { readonly installation: number; readonly repository: string };

export type CatchUp = {
  readonly missed: (stillMine: () => boolean) => Promise<{ readonly again: number }>;
  readonly sweep: (work: Extract<Work, { kind: 'sweep' }>) => Promise<{ readonly again: number | null }>;
  /** Notes that all that is in a repository was listed to be looked at; `from`: before that, by GitHub's clock. */
  readonly listed: (work: Place, from: number) => Promise<void>;
  /**
   * When a repository that is looked at now is to be swept (milliseconds since the epoch, by our clock); null: never, because
   * it has no policy.
   */
  readonly firstSweep: (work: Place) => Promise<number | null>;
  /** True for repositories that are swept: whatever happens there is found. */
  readonly isSwept: (installation: number, repository: string) => Promise<boolean>;
  /** When all installations are looked at next (milliseconds since the epoch). */
  readonly nextRound: () => Promise<number>;
  readonly roundDone: () => Promise<void>;
};

export type CatchUpParts = MissedParts &
  Omit<SweepParts, 'store'> & { readonly store: MissedParts['store'] & SweepParts['store'] };

/** @param now milliseconds since the epoch, by our clock: the inbox's */
export function createCatchUp(parts: CatchUpParts, rhythm: Rhythm, now: () => number): CatchUp {
  const { store } = parts;
  const askForMissed = createAskForMissed(parts, now);
  return {
    async missed(stillMine) {
      const { open, more, isBusy } = await askForMissed(stillMine);
      // After each portion other work gets its turn.
      if (more) return { again: now() + breath };
      return { again: now() + (open || isBusy ? Math.min(rhythm.missing, rhythm.missed) : rhythm.missed) };
    },
    sweep: async (work) => ({ again: await sweep(parts, work, rhythm, now()) }),
    isSwept: async (installation, repository) =>
      (await store.mark(sweepMark(installation, repository))) !== null,
    listed: (work, from) => beginSweeps(store, work, from),
    firstSweep: async (work) =>
      (await store.hasNoPolicy(work)) ? null : now() + rhythm.sweep * (0.9 + Math.random() * 0.2),
    nextRound: async () => Number((await store.mark('round')) ?? 0) + rhythm.round,
    roundDone: () => store.setMark('round', String(now())),
  };
}

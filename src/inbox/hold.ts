/** Claims are renewed as long as the work on them goes on. */
import type { Clock } from './clock.ts';
import type { Claim, WorkSet } from './work-set.ts';

export type Hold<T> = {
  readonly claim: Claim<T>;
  /** False: another worker may be looking. */
  readonly stillMine: () => boolean;
  /** Renews it no longer. */
  readonly end: () => void;
};

export type HoldParts<T> = {
  readonly set: Pick<WorkSet<T>, 'renew'>;
  readonly clock: Clock;
  /** Milliseconds between two renewals. */
  readonly renewal: number;
  readonly onLost: (key: string) => void;
  readonly onFailed: (key: string, error: unknown) => void;
};

/** Keeps a claim, until it ends or is lost. */
export function hold<T>(claim: Claim<T>, { set, clock, renewal, onLost, onFailed }: HoldParts<T>): Hold<T> {
  const { key } = claim;
  let end = (): void => {};
  let { until } = claim;
  let isLost = false;
  const renewed = (to: number | null): void => {
    if (to !== null) until = to;
    else if (!isLost) {
      isLost = true;
      onLost(key);
    }
  };
  const renew = (): void => {
    end = clock.later(renewal, () => {
      renew();
      set.renew(claim, clock.now()).then(renewed, (error: unknown) => onFailed(key, error));
    });
  };
  renew();
  // By the time as well: where renewals fail, or this process stood still, nobody says that it is lost.
  return { claim, stillMine: () => !isLost && clock.now() < until, end: () => end() };
}

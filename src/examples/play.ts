/**
 * Plays an example: what people do in it happens in memory, and Baton looks at it by the same functions as on a server. What
 * it decides, writes and explains is therefore what it would decide, write and explain there.
 */
import type { Example, Expectation } from './example.ts';
import { isMet, type Sight, type Unmet } from './meet.ts';
import { onStage, type Line, type Playing } from './stage.ts';
import { standingOf, type Standing } from './standing.ts';

export type Outcome = {
  readonly example: Example;
  /** How many expectations were met. */
  readonly met: number;
  /** The first that was not; null: all were. */
  readonly failure: Failure | null;
  /** How everything stands then, in the order in which it was opened. */
  readonly end: readonly Standing[];
};

export type Failure = Unmet & {
  readonly expectation: Expectation;
  /** What had been played until then. */
  readonly story: readonly Line[];
};

/** Plays it until the first expectation that is not met. */
export const play = (example: Example, played: Playing): Promise<Outcome> =>
  onStage(example, played, async (stage) => {
    const { place, story, explain } = stage;
    let met = 0;
    let isExpecting = false;
    const ended = (failure: Failure | null): Outcome => ({
      example,
      met,
      failure,
      end: place.things.map(standingOf),
    });
    for (const step of example.steps) {
      if (step.kind !== 'expects') {
        if (isExpecting) stage.forget();
        isExpecting = false;
        await stage.take(step);
        continue;
      }
      isExpecting = true;
      for (const expectation of step.all) {
        const { policy } = played;
        const sight: Sight = {
          place,
          policy,
          people: example.people,
          done: stage.done(),
          next: stage.next(),
          explain,
        };
        const unmet = await isMet(expectation, sight);
        if (unmet !== null) return ended({ ...unmet, expectation, story });
        met += 1;
      }
    }
    return ended(null);
  });

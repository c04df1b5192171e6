/** Time passes on a stage where not everything can be done: what is due is tried, and no more is waited for. */
import { expect } from 'vitest';

import type { Stage } from './stage.ts';

/** @param milliseconds that the clock goes on at once, before what is due by then is tried */
export async function tryFor(stage: Stage, milliseconds: number): Promise<void> {
  stage.github.clock.advance(milliseconds);
  const { inbox, outages } = stage.service();
  inbox.wake();
  await expect
    .poll(
      async () => {
        const { waiting, running } = await inbox.metrics();
        return waiting + running;
      },
      { interval: 5 },
    )
    .toBe(0);
  await outages.look();
}

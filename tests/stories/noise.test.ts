/** How much Baton writes in an issue's life with the mistakes that people make. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { life, live, shop, type Counts } from '../mistakes.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.github.protect(shop, { checks: [{ name: 'Baton', app: 'baton' }] });
});
afterAll(() => stage.close());

/** What it was when each mistake had a comment of its own. */
const atFirst: Counts = { card: 1, handoff: 8, other: 28 };

test('a life with many mistakes: one card, a comment for each handoff, and few others', async () => {
  const counts = await live(stage);
  expect(life.length).toBeGreaterThan(40);
  expect(counts).toEqual(atFirst);
});

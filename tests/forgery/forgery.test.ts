/** A thousand acts of everybody but the product manager open nothing. `npm run forgery` plays as many histories as wanted. */
import { expect, test } from 'vitest';

import { openForgery, playHistory, type Figures } from './histories.ts';

test('whatever others do, they open no gate and get past no check', async () => {
  const stage = await openForgery();
  const figures: Figures = { histories: 0, acts: 0, refused: 0, decisions: 0 };
  const problems: string[] = [];
  for (let seed = 1; figures.acts < 1000; seed += 1)
    problems.push(...(await playHistory(stage, seed, 40, figures)));
  expect(problems).toEqual([]);
  expect(figures.decisions).toBeGreaterThan(300);
  await stage.close();
}, 300_000);

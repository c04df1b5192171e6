/** A thousand acts of everybody but the product manager open nothing. `npm run forgery` plays as many histories as wanted. */
import { expect, test } from 'vitest';

import { openForgery, playHistory, type Figures } from './histories.ts';

test('whatever others do, they open no gate and get past no check', async () => {
  const figures: Figures = { histories: 0, acts: 0, refused: 0, decisions: 0 };
  const problems: string[] = [];
  while (figures.acts < 1000) {
    // What a stage holds makes each act dearer: a label that is renamed is looked for on every issue.
    const stage = await openForgery();
    for (let each = 0; each < 4 && figures.acts < 1000; each += 1)
      problems.push(...(await playHistory(stage, figures.histories + 1, 40, figures)));
    await stage.close();
  }
  expect(problems).toEqual([]);
  expect(figures.decisions).toBeGreaterThan(300);
}, 600_000);

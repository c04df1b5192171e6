/** A short chaos, on both stores; `npm run chaos` is the long one. */
import { expect, test } from 'vitest';

import { describePostgres } from '../postgres.ts';
import { runChaos } from './chaos.ts';

/** What a killed worker held comes back after a minute. */
const patience = 300_000;
const short = { seed: 20_261_125, deliveries: 150, items: 16, kills: 3, patience: 15_000 };

test(
  'SQLite: whatever is killed when, nothing is lost, nothing is said twice',
  async () => {
    const { problems, figures } = await runChaos({ ...short, databaseUrl: null });
    expect({ problems, kills: figures['kills'] }).toEqual({ problems: [], kills: short.kills });
  },
  patience,
);

describePostgres('PostgreSQL, with two workers', (newDatabase) => {
  test(
    'whatever is killed when, nothing is lost, nothing is said twice',
    async () => {
      const { problems, figures } = await runChaos({ ...short, databaseUrl: await newDatabase() });
      expect({ problems, kills: figures['kills'] }).toEqual({ problems: [], kills: short.kills });
    },
    patience,
  );
});

/** `baton dead-letters --json`. */
import * as z from 'zod';

import { instant } from '../../published.ts';

export const letterShape = z.strictObject({
  key: z.string().describe('What show and again take'),
  since: instant.describe('When Baton gave it up'),
  failures: z.int().nonnegative().describe('How often it failed'),
  error: z.string().nullable().describe('Why, the last time'),
  item: z.unknown().describe('What is to be evaluated; null: it cannot be read'),
});
export const deadLettersOutput = z
  .strictObject({
    letters: z.array(letterShape).readonly().describe('Those that were listed, shown, or sent again'),
    sentAgain: z.int().nonnegative().describe('How many of them were sent again'),
  })
  .meta({ title: 'baton dead-letters --json' });

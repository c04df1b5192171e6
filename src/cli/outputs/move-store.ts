/** `baton move-store --json`. */
import * as z from 'zod';

export const moveStoreOutput = z
  .strictObject({
    from: z.string().describe('The folder, in which nothing changed'),
    rows: z
      .record(z.string(), z.int().nonnegative())
      .describe('How many rows each table had, all of which were moved'),
  })
  .meta({ title: 'baton move-store --json' });

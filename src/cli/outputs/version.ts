/** `baton version --json`. */
import * as z from 'zod';

export const versionOutput = z
  .strictObject({
    baton: z.string().describe('The version of Baton'),
    node: z.string().describe('That of the Node that runs it, with a v before it'),
  })
  .meta({ title: 'baton version --json' });

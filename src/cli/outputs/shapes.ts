/** Parts of what several commands print with `--json`. */
import * as z from 'zod';

/** A problem of a policy. */
export const problemShape = z.strictObject({
  file: z.string().describe('Where it is: the file itself, or one that it builds on'),
  line: z.int().positive(),
  column: z.int().positive().describe('In UTF-16 units; a tab is one'),
  message: z.string().describe('What is wrong, in whole sentences'),
  hint: z.string().nullable().describe('What to do; null: the message says it'),
  elsewhere: z
    .literal(true)
    .exactOptional()
    .describe('It is in a policy that this one builds on, and told where that one is named'),
});

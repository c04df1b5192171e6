/** `baton doctor --json`. */
import * as z from 'zod';

export const doctorOutput = z
  .strictObject({
    findings: z
      .array(
        z.strictObject({
          site: z.string().nullable().describe('The Jira site that it is about; null: none in particular'),
          level: z.enum(['ok', 'note', 'wrong']).describe('note: it works, but somebody should check it'),
          what: z.string(),
          remedy: z.string().nullable().describe('What to do; null: nothing'),
        }),
      )
      .readonly(),
  })
  .meta({ title: 'baton doctor --json' });

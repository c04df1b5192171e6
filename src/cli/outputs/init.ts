/** `baton init --json`. */
import * as z from 'zod';

export const initOutput = z
  .strictObject({
    file: z
      .string()
      .nullable()
      .describe('The policy, from the folder that it was typed in; null: with --stdout, there is no file'),
    isWritten: z.boolean().describe('Whether the file is new, or replaced'),
    examples: z
      .string()
      .nullable()
      .describe('The examples of the preset that it wrote beside the policy; null: it wrote none'),
    repository: z.string().nullable().describe('Where it looked, as owner/name; null: nowhere'),
    preset: z.string().nullable(),
    text: z.string().describe('The whole policy; empty where there was one, and it was not to be replaced'),
    from: z
      .array(z.strictObject({ kind: z.enum(['team', 'person', 'label']), name: z.string() }))
      .readonly()
      .describe('What it found, and put in'),
    toFillIn: z.array(z.string()).readonly().describe('Roles in which you have to put in your people'),
    notes: z.array(z.string()).readonly().describe('What it could not do, or what looks wrong; sentences'),
    next: z.array(z.string()).readonly().describe('What to do now, step by step'),
  })
  .meta({ title: 'baton init --json' });

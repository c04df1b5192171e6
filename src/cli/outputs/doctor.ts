/** `baton doctor --json`. */
import * as z from 'zod';

export const doctorOutput = z
  .strictObject({
    examinedAs: z
      .enum(['app', 'person'])
      .nullable()
      .describe('In whose name GitHub was asked; null: it was not'),
    repository: z.string().nullable().describe('The repository that was examined, owner/name; null: none'),
    findings: z
      .array(
        z.strictObject({
          check: z.string().describe('What was examined, in a word: app, permissions, required-check, …'),
          where: z
            .string()
            .describe('Of what: the App, its webhook, a repository, the database, a Jira site'),
          severity: z
            .enum(['fine', 'warning', 'problem', 'unknown'])
            .describe('unknown: it could not be found out'),
          what: z.string(),
          remedy: z.string().nullable().describe('What to do; null: nothing'),
          link: z.string().nullable().describe('The page on which that is done; null: there is none'),
          fix: z.string().nullable().describe('What --fix would do about it; null: nothing'),
        }),
      )
      .readonly(),
  })
  .meta({ title: 'baton doctor --json' });

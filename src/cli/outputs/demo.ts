/** `baton demo --json`. */
import * as z from 'zod';

const names = z.array(z.string()).readonly();

export const demoOutput = z
  .strictObject({
    wrong: z.int().nonnegative().describe('How many things did not come out as told'),
    steps: z
      .array(
        z.strictObject({
          title: z.string(),
          who: z.string().describe('Who acted'),
          did: z.string().describe('What they did'),
          on: z.string().describe('The item whose sight follows'),
          sight: z.strictObject({
            state: z.string(),
            labels: names,
            assignees: names,
            card: z.string().nullable().describe('The card, as Markdown'),
            comments: names.describe('Everything else that Baton wrote there up to then, oldest first'),
            check: z.strictObject({ conclusion: z.string(), title: z.string() }).nullable(),
            links: names.describe('What is linked on an issue of Jira, by title'),
          }),
          expected: z.array(z.strictObject({ what: z.string(), holds: z.boolean() })).readonly(),
          broke: z.string().nullable().describe('Why it could not be done; null: it was'),
        }),
      )
      .readonly(),
  })
  .meta({ title: 'baton demo --json' });

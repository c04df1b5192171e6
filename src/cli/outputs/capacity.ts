/** `baton capacity --json`. */
import * as z from 'zod';

export const capacityOutput = z
  .strictObject({
    assumptions: z.strictObject({
      repositories: z.int().nonnegative().describe('Repositories with a policy in each installation'),
      webhooks: z.int().nonnegative().describe('Webhooks a day of each installation'),
      busiest: z.number().describe("The part of a day's webhooks that comes in its busiest hour"),
    }),
    installations: z
      .array(
        z.strictObject({
          installations: z.int().nonnegative(),
          webhooks: z.number().describe('A second'),
          looks: z.number().describe('Evaluations a second'),
          writes: z.number().describe('A second'),
          transactions: z.number().describe('Of the database, a second'),
          cores: z.number().describe('That evaluations keep busy, with headroom'),
          setup: z.string().describe('What carries it'),
        }),
      )
      .readonly(),
    organizations: z
      .array(
        z.strictObject({
          repositories: z.int().nonnegative().describe('With a policy, in one installation'),
          shares: z
            .array(
              z.strictObject({
                of: z.string(),
                part: z.number().describe('Of what there is; above 1, it has to wait, or needs more'),
              }),
            )
            .readonly()
            .describe('The one that ends first comes first'),
        }),
      )
      .readonly(),
    installation: z
      .strictObject({ webhooks: z.int().nonnegative().describe('At most, a day'), limit: z.string() })
      .describe('How far one installation goes, and the limit of GitHub at which it ends'),
  })
  .meta({ title: 'baton capacity --json' });

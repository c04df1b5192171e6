/** `baton export`. */
import * as z from 'zod';

import { instant } from '../../published.ts';

export const effectsShape = z.array(z.looseObject({ kind: z.string() })).readonly();
export const idsShape = z.array(z.string()).readonly();

/** A line. */
export const exportOutput = z
  .strictObject({
    id: z.int().positive().describe('The number of the line in the ledger; later lines have larger ones'),
    at: instant.describe('When it was recorded'),
    repository: z.string().nullable().describe('owner/name, in lower case, as it was called then'),
    repositoryId: z.string().describe('The id of the repository at GitHub, which a new name does not change'),
    item: z.string().describe('What was evaluated: installation, repository, kind and number'),
    verdict: z.unknown().describe('What was judged'),
    effects: effectsShape
      .nullable()
      .describe('What was written on GitHub or Jira, in its order; null: see unread'),
    policy: z
      .array(z.string())
      .readonly()
      .nullable()
      .describe(
        "The ids of the policy's Git blobs: its own, then those that it builds on; null: none in force",
      ),
    deliveries: idsShape.nullable().describe('The ids of the deliveries that led to it; null: see unread'),
    unread: z
      .partialRecord(z.enum(['verdict', 'effects', 'deliveries']), z.string())
      .optional()
      .describe('The fields that this version of Baton cannot read, unchanged'),
  })
  .meta({ title: 'A line of baton export' });

/** What the inbox holds, and how it is read from the database. */
import * as z from 'zod';

import type { Work } from '../github/index.ts';
import { itemShape } from '../items.ts';
import type { JiraWork } from '../jira/index.ts';

export type AnyWork = Work | JiraWork;

const installation = z.number();
const repository = z.string();

/** In the first version. */
export const workShape: z.ZodType<AnyWork> = z.union([
  itemShape,
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('head'), installation, repository, sha: z.string() }),
    z.object({ kind: z.literal('installation'), installation, unknown: z.boolean().exactOptional() }),
    z.object({ kind: z.literal('sweep'), installation, repository }),
    z.object({ kind: z.enum(['missed', 'installations']), installation: z.literal(0) }),
    z.object({ kind: z.literal('jira-sweep'), site: z.string() }),
  ]),
]);

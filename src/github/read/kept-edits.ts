/** What is kept of the edits of a body: see `edits.ts`. */
import * as z from 'zod';

import type { EditAnswer } from '../graphql/index.ts';

export type KeptEdits = {
  /** GitHub's id of what was edited. */
  readonly id: string;
  /** Newest first, down to the very first. */
  readonly edits: readonly EditAnswer[];
  /** When all of them were last read (by our clock, in milliseconds since the epoch). */
  readonly wholeAt: number;
};

/** As it is kept. What does not fit is read from GitHub again. */
export const keptEditsShape: z.ZodType<KeptEdits> = z.object({
  id: z.string(),
  edits: z.array(
    z.object({
      id: z.string(),
      editedAt: z.number(),
      editor: z.object({ kind: z.string(), login: z.string(), databaseId: z.number().nullish() }).nullable(),
      diff: z.string().nullable(),
      deletedAt: z.string().nullable(),
    }),
  ),
  wholeAt: z.number(),
});

/** Where edits are kept, by `editsKey`. Losing them costs reading them again. */
export type EditStore = {
  past(item: string): Promise<KeptEdits | null>;
  keepPast(item: string, edits: KeptEdits): Promise<void>;
  forgetPast(item: string): Promise<void>;
};

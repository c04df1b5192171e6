/** Which files differ between two commits of a pull request: no loss when it is lost. They go when pasts of timelines do. */
import * as z from 'zod';

import { stored } from '../stored.ts';
import { byItem } from './by-item.ts';
import type { Database } from './tables.ts';

const shape = z.object({ paths: z.array(z.string()).nullable() });
type Files = { readonly paths: readonly string[] | null };

export type ComparedStore = {
  /** null: nothing is kept. */
  compared(key: string): Promise<Files | null>;
  keepCompared(key: string, files: Files): Promise<void>;
};

/** @param now milliseconds since the epoch */
export function comparedStore(db: Database, now: () => number = Date.now): ComparedStore {
  const { kept, keep } = byItem<Files>(db, 'pasts', stored<Files>(1, shape));
  const keyOf = (key: string): string => `compared ${key}`;
  return {
    compared: (key) => kept(keyOf(key)),
    keepCompared: (key, files) => keep(keyOf(key), files, now()),
  };
}

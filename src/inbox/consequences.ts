import type { Database, Rename } from '../store/index.ts';
import type { Want } from './work-set.ts';

/** What a delivery leads to. */
export type Consequences<T> = {
  readonly wants: readonly Want<T>[];
  /** Groups that want nothing any more. */
  readonly forgets: readonly string[];
  /** What is not true any more of what processes remember. */
  readonly changes: readonly unknown[];
  readonly renames: readonly { readonly repository: string; readonly rename: Rename }[];
  /** What only the store can tell, in the same transaction. */
  readonly also?: (db: Database) => Promise<readonly Want<T>[]>;
  /** True: where a loss of power takes the delivery along, the next sweep finds what it told. */
  readonly swept?: boolean;
};

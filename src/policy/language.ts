/** What a file of Baton's is written in, as far as what is wrong with it has to be told: policies, and examples of them. */
import type { Complaint } from './problem.ts';

export type Path = readonly PropertyKey[];

/** A place that holds keys. `name`: as a sentence has it, `a gate`. */
export type KeyGroup = { readonly name: string; readonly known: readonly string[] };

export type Language = {
  /** `A policy`. */
  readonly name: string;
  /** Several of them: `policies`. */
  readonly plural: string;
  /** How long a file may be, in UTF-16 units; and of how many words and signs. */
  readonly longest: number;
  readonly mostTokens: number;
  /** What to do about a file that is too long. */
  readonly shorten: string;
  /** What such a file is, to somebody who has another one. */
  readonly looks: string;
  /** Keys below which text that a # cut off is a slip. */
  readonly texts: ReadonlySet<string>;
  /** All places with keys, and the one that a path leads to. */
  readonly groups: readonly KeyGroup[];
  readonly groupAt: (path: Path) => KeyGroup;
  /** A key that is written at the top. */
  readonly first: string;
  /** The smallest file that is a good one. */
  readonly smallest: string;
  /** What is said where something is missing; null: that it is. */
  readonly missing: (path: Path) => Complaint | null;
};

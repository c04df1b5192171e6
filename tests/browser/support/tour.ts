/** What a tour by keyboard tells of a page. The page's side of it is `in-page/tour.ts`. */

/** Where the focus is. */
export type Stop = {
  /** Of the element among those that can be used; null: it is none of them. */
  readonly index: number | null;
  readonly name: string;
  /** Its own description says to press Escape before Tab leads on, as editors need that keep Tab for themselves. */
  readonly isLeftByEscape: boolean;
  /** What a person who looks would miss. */
  readonly lacks: readonly string[];
};

/** Runs in the page, and remembers what it met. */
export type Tour = {
  /** How many elements can be used with a mouse. */
  readonly count: () => number;
  /** Where the focus is; null: on the page as a whole. */
  readonly here: () => Stop | null;
  /** Names of elements that can be used and are not among these; one of a group stands for all of it. */
  readonly missed: (reached: readonly number[]) => readonly string[];
  /** Opens what is folded; how many that were. */
  readonly unfold: () => number;
};

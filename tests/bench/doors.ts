/** What `both-doors.ts` is asked, and answers. */

/** `count`: answers once so many evaluations of items are over since it was started. */
export type Question = { readonly kind: 'taken' } | { readonly kind: 'over'; readonly count: number };
export type Doors = { readonly kind: 'doors'; readonly baton: string; readonly bare: string };
/** Milliseconds of processor time since it was started, and evaluations of items that are over. */
export type Taken = { readonly kind: 'taken'; readonly work: number; readonly evaluations: number };

/** Nothing of this installation is evaluated: what a webhook of it leads to is kept, and no more. */
export const resting = 999_999;

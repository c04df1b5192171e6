/**
 * What was measured, for `npm run capacity`: each figure with the command that measures it again. Counts of the demo's
 * story are held by a test; times are of two cores with Node 24.
 */

/** The demo's story from its first step to its last (`npm run bench -- cost`). */
export const story = { webhooks: 47, looks: 17, reads: 30, writes: 13 } as const;

/**
 * Milliseconds of one core (`npm run bench -- acknowledge`), measured on a machine that had other work, too: a calm one takes
 * two thirds of it. November 2026.
 */
export const cpu = { webhook: 0.5, look: 10 } as const;

/** Durable transactions a second (`npm run bench -- acknowledge`). */
export const durable = { sqlite: 2_100, postgres: 1_300 } as const;

/** Transactions: a delivery with its wishes; claiming, members, verdict and end of a look; the ledger. */
export const transactions = { webhook: 1, look: 4, write: 1 } as const;

/**
 * Bytes of the database for an item under a policy, with its share of a week's deliveries and of what is remembered (read
 * once, from the file that five hundred items left), and of memory, whatever was handled (`npm run bench -- memory`).
 * November 2026.
 */
export const bytes = { item: 9_000, memory: 302 * 2 ** 20 } as const;

/** Whether the store can be written now: asked for real, but not more often than it is news. */
import type { Database } from './tables.ts';

/** Milliseconds that an answer holds, and that the store may take for one. */
const holds = 1000;
const patience = 2000;

export type Readiness = { readonly kind: 'ready' } | { readonly kind: 'not-ready'; readonly error: unknown };

/**
 * A check of the store; callers at the same time, and within a second, share one.
 * It writes one row: a pause of no installation, which ended long ago.
 * @param now milliseconds since the epoch
 */
export function storeReadiness(db: Database, now: () => number = Date.now): () => Promise<Readiness> {
  let last: { readonly answer: Promise<Readiness>; readonly until: number } | null = null;
  return () => {
    if (last === null || last.until <= now()) last = { answer: check(db), until: now() + holds };
    return last.answer;
  };
}

async function check(db: Database): Promise<Readiness> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`It took more than ${patience} ms.`)), patience);
  try {
    const write = db
      .insertInto('pauses')
      .values({ group_name: '', until: 0 })
      .onConflict((conflict) => conflict.column('group_name').doUpdateSet({ until: 0 }))
      .execute();
    await Promise.race([write, late]);
    return { kind: 'ready' };
  } catch (error) {
    return { kind: 'not-ready', error };
  } finally {
    clearTimeout(timer);
  }
}

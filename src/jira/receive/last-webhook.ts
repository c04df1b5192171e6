/** When webhooks of a site came last: what shows whether they arrive at all. */
import { glanceAtStore, markStore, StoreUnusable, type MarkStore } from '../../store/index.ts';
import { heardMark } from './marks.ts';

/** Milliseconds in which it is noted once: it is wanted to the minute, and not worth a write for each webhook. */
export const noted = 60_000;

/** Notes that a webhook of a site came, with the right signature and about an issue. */
export function createHeard(store: Pick<MarkStore, 'setMark'>, now: () => number) {
  const last = new Map<string, number>();
  return async (site: string): Promise<void> => {
    const at = now();
    if (at - (last.get(site) ?? Number.NEGATIVE_INFINITY) < noted) return;
    // Before it is kept: of many that come at once, one is noted.
    last.set(site, at);
    try {
      await store.setMark(heardMark(site), String(at));
    } catch (error) {
      last.delete(site);
      throw error;
    }
  };
}

export type Heard =
  /** By site, milliseconds since the epoch; of those that are missing none came. */
  | { readonly kind: 'known'; readonly at: ReadonlyMap<string, number> }
  /** `why`: a sentence for an operator. */
  | { readonly kind: 'unknown'; readonly why: string };

/**
 * What a service noted, which may be running.
 * @param where its store: a folder, or the address of a PostgreSQL database
 */
export async function readHeard(where: string, sites: readonly string[]): Promise<Heard> {
  try {
    const db = await glanceAtStore(where);
    try {
      const marks = markStore(db);
      const at = new Map<string, number>();
      for (const site of sites) {
        const mark = await marks.mark(heardMark(site));
        if (mark !== null) at.set(site, Number(mark));
      }
      return { kind: 'known', at };
    } finally {
      await db.destroy();
    }
  } catch (error) {
    // Whatever it is (locked, damaged, without tables, no database at all): the rest can be examined without it.
    const why = error instanceof Error ? error.message : String(error);
    return {
      kind: 'unknown',
      why: error instanceof StoreUnusable ? why : `the database could not be read (${why}).`,
    };
  }
}

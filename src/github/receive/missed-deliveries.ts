/**
 * Deliveries that did not arrive. GitHub sends each once, and never again by itself; it lists them for three days, and
 * sends one again when it is asked ("Automatically redelivering failed deliveries for a GitHub App webhook").
 */
import { z } from 'zod';

import { TryLater } from '../../tracker.ts';
import { stored } from '../../stored.ts';
import { type GitHub, isRequestFailure } from '../client/index.ts';
import { attemptsShape, hasArrived, nextCursor, type Attempt } from './delivery-list.ts';

export type MissedParts = {
  readonly github: Pick<GitHub, 'app' | 'now'>;
  readonly store: {
    mark(name: string): Promise<string | null>;
    setMark(name: string, content: string): Promise<void>;
  };
  /** Which of these deliveries were taken, whatever GitHub heard of it. */
  readonly taken: (guids: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly log: Record<'info' | 'warn', (fields: object, message: string) => void>;
};

/** How often a delivery is asked for before it is given up: what failed six times will not arrive at the seventh. */
const mostAsked = 5;
/** How many are asked for in one go, and how many pages are read at the most: by a Baton that knows nothing yet, and later. */
const mostAtOnce = 50;
const mostPages = { first: 10, later: 100 };
/** So many pages in one go are a reason to read sooner, so that a restart never finds many. */
const manyPages = 2;
/** How many that did not arrive are kept between two goes; what failed after these is read again then. */
const mostOpen = 5_000;
/** GitHub keeps deliveries for three days. */
const oldest = 3 * 24 * 3_600_000;
/** Deliveries are listed once they are over, which takes up to ten seconds: read a little again. */
const overlap = 60_000;
const mark = 'deliveries';

/**
 * What a Baton that knows nothing yet finds without being told: it looks at everything that is open, whatever happened there.
 */
const isFoundAnyway: ReadonlySet<string> = new Set([
  'issues',
  'issue_comment',
  'pull_request',
  'pull_request_review',
]);

/** A delivery that did not arrive: its last attempt, when it was sent first (by GitHub's clock), and how often and when last it was asked for (by ours). */
const missing = z.object({
  id: z.number(),
  event: z.string(),
  status: z.string(),
  first: z.number(),
  at: z.number(),
  times: z.number(),
});
type Missing = z.output<typeof missing>;

/** Up to when the list was read, by GitHub's clock, and what of it did not arrive, by its GUID. */
const progress = stored(
  1,
  z.object({ upTo: z.number(), open: z.record(z.string(), missing).default({}) }) as z.ZodType<{
    readonly upTo: number;
    readonly open: Readonly<Record<string, Missing>>;
  }>,
);

/**
 * Asks for what did not arrive; gives back whether something is still to come, whether more could be asked for now, and
 * whether so much is sent that the list is to be read soon again.
 */
export type AskForMissed = (stillMine?: () => boolean) => Promise<{
  readonly open: boolean;
  readonly more: boolean;
  readonly isBusy: boolean;
}>;

/** @param now milliseconds since the epoch, by our clock */
export function createAskForMissed(
  { github, store, taken, log }: MissedParts,
  now: () => number,
): AskForMissed {
  return async (stillMine = () => true) => {
    const before = progress.read(await store.mark(mark));
    const known = new Map(Object.entries(before?.open ?? {}));
    // While there is enough to ask for, the list can wait.
    const isEnough = [...known.values()].filter((each) => isDue(each, now())).length >= mostAtOnce;
    const read = isEnough
      ? nothingRead
      : await attemptsSince(
          await github.app(),
          before === null ? null : before.upTo - overlap,
          before === null ? mostPages.first : mostPages.later,
        );
    if (!read.isWhole && before !== null)
      log.warn(
        { read: read.attempts.length },
        'Older deliveries were not read; the next sweep finds what they were about.',
      );
    const newest = read.attempts[0]?.delivered_at ?? before?.upTo ?? github.now();
    const failed = withAttempts(known, read.attempts, before === null ? isFoundAnyway : new Set());
    const here = await taken([...failed].filter(([, { times }]) => times < mostAsked).map(([guid]) => guid));
    const all = [...failed]
      .filter(([guid, { first }]) => !here.has(guid) && first >= newest - oldest)
      .toSorted(([, one], [, other]) => one.first - other.first);
    const kept = new Map(all.slice(0, mostOpen));
    const upTo = Math.min(newest, ...all.slice(mostOpen).map(([, { first }]) => first));
    const dueNow = [...kept].filter(([, each]) => isDue(each, now()));
    const due = dueNow.slice(0, mostAtOnce);
    const keep = () => store.setMark(mark, progress.write({ upTo, open: Object.fromEntries(kept) }));
    try {
      for (const [guid, each] of due) {
        if (!stillMine()) throw new TryLater('Another worker may be asking: the claim was lost.');
        const isThere = await askAgain(await github.app(), each.id);
        const times = isThere ? each.times + 1 : mostAsked;
        kept.set(guid, { ...each, at: now(), times });
        if (times < mostAsked) continue;
        const what = { delivery: guid, event: each.event, status: each.status };
        log.warn(
          what,
          isThere
            ? 'A delivery keeps failing; Baton asks for it one last time.'
            : 'A delivery did not arrive, and GitHub does not send it again.',
        );
      }
    } finally {
      // Also where GitHub asked to wait: what was asked for is not asked for again at once.
      await keep();
    }
    if (due.length > 0)
      log.info({ deliveries: due.length }, 'Asked GitHub to redeliver what did not arrive.');
    return {
      open: [...kept.values()].some(({ times }) => times < mostAsked),
      more: dueNow.length > due.length,
      isBusy: read.pages > manyPages,
    };
  };
}

/** How far the list of deliveries was read, and what of it is still missing. */
export type MissedNow = {
  /** By GitHub's clock, milliseconds since the epoch. */
  readonly readUpTo: number;
  /** Deliveries that are asked for, and those that are given up. */
  readonly open: number;
  readonly givenUp: number;
};

/** As it is kept; null: it was never read. */
export async function missedNow(store: Pick<MissedParts['store'], 'mark'>): Promise<MissedNow | null> {
  const known = progress.read(await store.mark(mark));
  if (known === null) return null;
  const all = Object.values(known.open);
  const open = all.filter(({ times }) => times < mostAsked).length;
  return { readUpTo: known.upTo, open, givenUp: all.length - open };
}

/** What did not arrive: what is known of that, and what attempts tell (newest first). `without`: events that need not arrive. */
function withAttempts(
  known: ReadonlyMap<string, Missing>,
  attempts: readonly Attempt[],
  without: ReadonlySet<string>,
): ReadonlyMap<string, Missing> {
  const open = new Map(known);
  const byGuid = Map.groupBy(attempts, ({ guid }) => guid);
  for (const [guid, tries] of [...byGuid].toReversed()) {
    const [latest] = tries;
    const before = open.get(guid);
    if (latest === undefined || tries.some(hasArrived)) open.delete(guid);
    else if (before !== undefined) open.set(guid, { ...before, id: latest.id, status: latest.status });
    else {
      const { id, event, status } = latest;
      // Kept all the same: a little of the list is read again.
      const times = without.has(event) ? mostAsked : 0;
      open.set(guid, { id, event, status, first: firstOf(tries), at: 0, times });
    }
  }
  return open;
}

/** Twice as long each time: what failed may fail again for the same reason. */
const isDue = ({ at, times }: Missing, now: number): boolean =>
  times < mostAsked && (times === 0 || now >= at + 30_000 * 2 ** times);

const firstOf = (tries: readonly Attempt[]): number =>
  Math.min(...tries.map(({ delivered_at }) => delivered_at));

type Octokit = Awaited<ReturnType<GitHub['app']>>;

type ReadAttempts = {
  readonly attempts: readonly Attempt[];
  readonly isWhole: boolean;
  readonly pages: number;
};
const nothingRead: ReadAttempts = { attempts: [], isWhole: true, pages: 0 };

/** The attempts since a time, the newest first; null: as far back as GitHub has them. `most`: pages that are read. */
async function attemptsSince(rest: Octokit, since: number | null, most: number): Promise<ReadAttempts> {
  const found: Attempt[] = [];
  let from = since;
  let cursor: string | undefined;
  for (let pages = 1; pages <= most; pages += 1) {
    const { data, headers } = await rest.request('GET /app/hook/deliveries', {
      per_page: 100,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const attempts = attemptsShape.safeParse(data);
    if (!attempts.success)
      throw new TryLater('GitHub’s list of deliveries does not fit its schema.', { cause: attempts.error });
    const start = (from ??= (attempts.data[0]?.delivered_at ?? 0) - oldest);
    const wanted = attempts.data.filter(({ delivered_at }) => delivered_at >= start);
    found.push(...wanted);
    cursor = nextCursor(headers.link);
    if (cursor === undefined || wanted.length < attempts.data.length)
      return { attempts: found, isWhole: true, pages };
  }
  return { attempts: found, isWhole: false, pages: most };
}

/** Gives back false when GitHub has it no more. */
async function askAgain(rest: Octokit, delivery: number): Promise<boolean> {
  try {
    await rest.request('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: delivery });
    return true;
  } catch (error) {
    if (isRequestFailure(error) && [400, 404, 422].includes(error.status)) return false;
    throw error;
  }
}

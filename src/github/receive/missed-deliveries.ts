/**
 * Deliveries that did not arrive. GitHub sends each once, and never again by itself; it lists them for three days, and
 * sends one again when it is asked ("Automatically redelivering failed deliveries for a GitHub App webhook").
 */
import { z } from 'zod';

import { TryLater } from '../../tracker.ts';
import { stored } from '../../stored.ts';
import { type GitHub, isRequestFailure } from '../client/index.ts';

export type MissedParts = {
  readonly github: Pick<GitHub, 'app'>;
  readonly store: {
    mark(name: string): Promise<string | null>;
    setMark(name: string, content: string): Promise<void>;
  };
  /** Which of these deliveries were taken, whatever GitHub heard of it. */
  readonly taken: (guids: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly log: Record<'info' | 'warn', (fields: object, message: string) => void>;
};

const attempt = z.object({
  id: z.number(),
  guid: z.string(),
  delivered_at: z.string().transform((text) => Date.parse(text)),
  status: z.string(),
  status_code: z.number().nullish(),
  event: z.string(),
});
type Attempt = z.output<typeof attempt>;

/** How often a delivery is asked for before it is given up: what failed six times will not arrive at the seventh. */
const mostAsked = 5;
/** How many are asked for in one go, and how many pages are read at the most. */
const mostAtOnce = 50;
const mostPages = 100;
/** GitHub keeps deliveries for three days. */
const oldest = 3 * 24 * 3_600_000;
/** Deliveries are listed once they are over, which takes up to ten seconds: read a little again. */
const overlap = 60_000;
const mark = 'deliveries';

/** Up to when all is settled, by GitHub's clock, and what was asked for since: when last (by ours), and how often. */
const progress = stored(
  1,
  z.object({
    upTo: z.number(),
    asked: z.record(z.string(), z.object({ at: z.number(), times: z.number() })),
  }),
);
type Asked = NonNullable<ReturnType<typeof progress.read>>['asked'][string];

/** Asks for what did not arrive; gives back whether something is still to come, and whether more could be asked for now. */
export type AskForMissed = (
  stillMine?: () => boolean,
) => Promise<{ readonly open: boolean; readonly more: boolean }>;

/** @param now milliseconds since the epoch, by our clock */
export function createAskForMissed(
  { github, store, taken, log }: MissedParts,
  now: () => number,
): AskForMissed {
  return async (stillMine = () => true) => {
    const before = progress.read(await store.mark(mark));
    const { attempts, isWhole } = await attemptsSince(
      await github.app(),
      before === null ? null : before.upTo - overlap,
    );
    const [newest] = attempts;
    if (newest === undefined) return { open: false, more: false };
    if (!isWhole)
      log.warn(
        { read: attempts.length },
        'Older deliveries were not read; the next sweep finds what they were about.',
      );
    const byGuid = Map.groupBy(attempts, ({ guid }) => guid);
    const failed = [...byGuid].filter(([, tries]) => !tries.some(hasArrived));
    const here = await taken(failed.map(([guid]) => guid));
    // Counted here: of what was given up, the list read next holds the last tries alone.
    const asked = new Map(Object.entries(before?.asked ?? {}).filter(([guid]) => byGuid.has(guid)));
    const open = failed
      .filter(([guid]) => !here.has(guid) && (asked.get(guid)?.times ?? 0) < mostAsked)
      .toReversed()
      .toSorted(([, one], [, other]) => firstOf(one) - firstOf(other));
    const all = open.filter(([guid]) => isDue(asked.get(guid), now()));
    const due = all.slice(0, mostAtOnce);
    const upTo = Math.min(newest.delivered_at, ...open.map(([, tries]) => firstOf(tries)));
    const keep = () => store.setMark(mark, progress.write({ upTo, asked: Object.fromEntries(asked) }));
    try {
      for (const [guid, [latest]] of due) {
        if (latest === undefined) continue;
        if (!stillMine()) throw new TryLater('Another worker may be asking: the claim was lost.');
        const isThere = await askAgain(await github.app(), latest.id);
        const times = isThere ? (asked.get(guid)?.times ?? 0) + 1 : mostAsked;
        asked.set(guid, { at: now(), times });
        if (times < mostAsked) continue;
        const what = { delivery: guid, event: latest.event, status: latest.status };
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
    return { open: open.length > 0, more: all.length > due.length };
  };
}

/** Twice as long each time: what failed may fail again for the same reason. */
const isDue = (asked: Asked | undefined, now: number): boolean =>
  asked === undefined || now >= asked.at + 30_000 * 2 ** asked.times;

const hasArrived = ({ status, status_code }: Attempt): boolean =>
  status === 'OK' || (status_code != null && status_code >= 200 && status_code < 300);

const firstOf = (tries: readonly Attempt[]): number =>
  Math.min(...tries.map(({ delivered_at }) => delivered_at));

type Octokit = Awaited<ReturnType<GitHub['app']>>;

/** The attempts since a time, the newest first; null: as far back as GitHub has them. */
async function attemptsSince(
  rest: Octokit,
  since: number | null,
): Promise<{ readonly attempts: readonly Attempt[]; readonly isWhole: boolean }> {
  const found: Attempt[] = [];
  let from = since;
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { data, headers } = await rest.request('GET /app/hook/deliveries', {
      per_page: 100,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const attempts = z.array(attempt).safeParse(data);
    if (!attempts.success)
      throw new TryLater('GitHub’s list of deliveries does not fit its schema.', { cause: attempts.error });
    const start = (from ??= (attempts.data[0]?.delivered_at ?? 0) - oldest);
    const wanted = attempts.data.filter(({ delivered_at }) => delivered_at >= start);
    found.push(...wanted);
    cursor = nextCursor(headers.link);
    if (cursor === undefined || wanted.length < attempts.data.length)
      return { attempts: found, isWhole: true };
  }
  return { attempts: found, isWhole: false };
}

function nextCursor(link: string | undefined): string | undefined {
  const next = /<([^<>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
  return next === undefined ? undefined : (URL.parse(next)?.searchParams.get('cursor') ?? undefined);
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

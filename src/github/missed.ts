/**
 * Deliveries that did not arrive. GitHub sends each once, and never again by itself; it lists them for three days, and
 * sends one again when it is asked ("Automatically redelivering failed deliveries for a GitHub App webhook").
 */
import { z } from 'zod';

import { createKept } from '../cache.ts';
import { TryLater } from '../tracker.ts';
import type { GitHub } from './client.ts';
import { isRequestFailure } from './failures.ts';

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

/** How often a delivery is tried in all before it is given up: what a look at the item cannot do, a sixth try will not. */
const mostAttempts = 6;
/** How many are asked for in one go, and how many pages are read at the most. */
const mostAtOnce = 50;
const mostPages = 50;
/** GitHub keeps deliveries for three days. */
const oldest = 3 * 24 * 3_600_000;
const mark = 'deliveries';

/** Asks for what did not arrive; gives back whether something is still to come. */
export type AskForMissed = () => Promise<{ readonly open: boolean }>;

/** @param now milliseconds since the epoch, by our clock */
export function createAskForMissed(
  { github, store, taken, log }: MissedParts,
  now: () => number,
): AskForMissed {
  /** When each was asked for last, and how often. */
  const asked = createKept<{ readonly at: number; readonly times: number; readonly gone: boolean }>(5_000);

  /** Twice as long each time: what failed may fail again for the same reason. */
  function isDue(guid: string): boolean {
    const before = asked.get(guid);
    return before === undefined || now() >= before.at + 30_000 * 2 ** before.times;
  }

  return async () => {
    const known = await store.mark(mark);
    const since = known === null ? null : Number(known);
    const attempts = await attemptsSince(await github.app(), since);
    const [newest] = attempts;
    if (newest === undefined) return { open: false };
    const failed = [...Map.groupBy(attempts, ({ guid }) => guid)].filter(
      ([, tries]) => !tries.some(hasArrived),
    );
    const here = await taken(failed.map(([guid]) => guid));
    const missing = failed.filter(([guid]) => !here.has(guid));
    const open = missing.filter(([guid, tries]) => tries.length < mostAttempts && !asked.get(guid)?.gone);
    const due = open
      .toSorted(([, one], [, other]) => firstOf(one) - firstOf(other))
      .filter(([guid]) => isDue(guid))
      .slice(0, mostAtOnce);
    for (const [guid, tries] of due) {
      const there = await askAgain(await github.app(), tries[0]?.id ?? 0);
      const times = (asked.get(guid)?.times ?? 0) + 1;
      asked.set(guid, { at: now(), times, gone: !there });
      if (tries.length + 1 >= mostAttempts)
        log.warn(
          { delivery: guid, event: tries[0]?.event },
          `A delivery failed ${tries.length} times and is asked for a last time.`,
        );
    }
    if (due.length > 0)
      log.info({ deliveries: due.length }, 'GitHub is asked again for deliveries that did not arrive.');
    const upTo = Math.min(newest.delivered_at, ...open.map(([, tries]) => firstOf(tries)));
    await store.setMark(mark, String(upTo));
    return { open: open.length > 0 };
  };
}

const hasArrived = ({ status, status_code }: Attempt): boolean =>
  status === 'OK' || (status_code != null && status_code >= 200 && status_code < 300);

const firstOf = (tries: readonly Attempt[]): number =>
  Math.min(...tries.map(({ delivered_at }) => delivered_at));

type Octokit = Awaited<ReturnType<GitHub['app']>>;

/** The attempts since a time, the newest first; null: as far back as GitHub has them. */
async function attemptsSince(rest: Octokit, since: number | null): Promise<readonly Attempt[]> {
  const found: Attempt[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { data, headers } = await rest.request('GET /app/hook/deliveries', {
      per_page: 100,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const attempts = z.array(attempt).safeParse(data);
    if (!attempts.success)
      throw new TryLater('GitHub’s list of deliveries does not fit its schema.', { cause: attempts.error });
    found.push(...attempts.data);
    const from = since ?? (found[0]?.delivered_at ?? 0) - oldest;
    cursor = nextCursor(headers.link);
    if (cursor === undefined || attempts.data.some(({ delivered_at }) => delivered_at < from)) break;
  }
  const from = since ?? (found[0]?.delivered_at ?? 0) - oldest;
  return found.filter(({ delivered_at }) => delivered_at >= from);
}

function nextCursor(link: string | undefined): string | undefined {
  const next = /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
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

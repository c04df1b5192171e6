/**
 * Counts repositories for people who ask on the board, beside everything else: one at a time, behind all that happens now,
 * and each at most once an hour, whoever asks and however often. What was counted is kept in the store, so that several
 * processes share it.
 */
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

import type { Logger } from 'pino';

import { day, hour, minute } from '../durations.ts';
import type { Reads } from '../github/index.ts';
import { reportStore, type Store } from '../store/index.ts';
import { ApiMoved, TryLater } from '../tracker.ts';
import { askingAs, type Spent } from '../urgency.ts';
import { countRepository, type CountedRepository } from './count.ts';
import { bounded, keptShape, mostWords, spans, toldShape, type KeptReports, type Told } from './kept.ts';
import { asOutput } from './report.ts';

/** Where it is counted. */
export type ReportPlace = {
  /** The tracker's own id. */
  readonly id: string;
  /** `owner/name` */
  readonly name: string;
  readonly installation: number;
};

export type ReportState = {
  /** What was counted last; null: nothing yet. */
  readonly kept: { readonly countedAt: number; readonly reports: KeptReports } | null;
  readonly standing:
    | Told
    /** Other counts come first: so many. */
    | { readonly kind: 'queued'; readonly before: number }
    /** Too many are asked for at once. */
    | { readonly kind: 'crowded' };
  /** When it is counted again if somebody asks; null: it is being counted, or will be. */
  readonly nextAt: number | null;
};

export type ReportKeeper = {
  /** How it stands with a repository's report. Where it is time for that, counting begins. It asks GitHub nothing itself. */
  ask(place: ReportPlace): Promise<ReportState>;
  /** Ends what is being counted; whoever asks next begins anew. */
  stop(): Promise<void>;
};

export type KeeperOptions = {
  readonly reads: Reads;
  readonly store: Store;
  /** By our clock (milliseconds since the epoch). */
  readonly now: () => number;
  /** Until when nothing that nobody waits for is begun in an installation; null: it may be. */
  readonly waitOf: (installation: number) => number | null;
  /** Takes in what other processes heard. */
  readonly heed: () => Promise<void>;
  readonly policyBases?: readonly string[] | undefined;
  readonly log: Logger;
};

/** Milliseconds after which a process that counted and tells nothing is gone. */
const lease = 90_000;
/** Milliseconds between two times that it tells how far it is. */
const telling = 1000;
/** Milliseconds after which what failed before it began to read is tried again. */
const soonAgain = 5 * minute;
/** How many repositories wait for their turn. */
const mostQueued = 100;

/** The process ends, or another one counts by now. */
class Stopped extends Error {
  override readonly name = 'Stopped';
}

const paceWhy = 'The rest of GitHub’s hourly limit is kept for what happens now.';

export function createReportKeeper(options: KeeperOptions): ReportKeeper {
  const { store, now, log } = options;
  const reports = reportStore<Told, KeptReports>(store.db, { told: toldShape, report: keptShape });
  const me = randomUUID();
  const stopped = new AbortController();
  /** By their ids, in the order in which they were asked for; the first is being counted. */
  const queue = new Map<string, ReportPlace>();
  let working: Promise<void> | null = null;

  async function work(): Promise<void> {
    for (let [place] = queue.values(); place !== undefined; [place] = queue.values()) {
      try {
        if (!stopped.signal.aborted) await count(place);
      } catch (error) {
        log.debug({ err: error, repository: place.name }, 'A report could not be counted now.');
      }
      queue.delete(place.id);
    }
    working = null;
  }

  async function count(place: ReportPlace): Promise<void> {
    const begun = now();
    let told: Told = { kind: 'counting', found: null, read: 0, waits: null };
    if (!(await reports.beginReport(place.id, me, { now: begun, until: begun + lease, told }))) return;
    const mine = new AbortController();
    const signal = AbortSignal.any([stopped.signal, mine.signal]);
    const tell = async (): Promise<void> => {
      try {
        if (!(await reports.tellReport(place.id, me, told, now() + lease))) mine.abort();
      } catch {
        // The next time says it; if there is none, the lease ends.
      }
    };
    const timer = setInterval(() => void tell(), telling);
    const note = (change: Partial<Extract<Told, { kind: 'counting' }>>): void => {
      if (told.kind === 'counting') told = { ...told, ...change };
    };
    try {
      const spent: Spent = { requests: 0 };
      const end = await askingAs('sweep', () => reading(options, place, { signal, note, spent }), spent);
      clearInterval(timer);
      await reports.endReport(place.id, me, end);
    } catch (error) {
      clearInterval(timer);
      if (mine.signal.aborted) return;
      // Somebody else may go on at once.
      if (stopped.signal.aborted) return await reports.endReport(place.id, me, { told, nextAt: now() });
      const isKnown = error instanceof TryLater || error instanceof ApiMoved;
      if (!isKnown) log.error({ err: error, repository: place.name }, 'A report could not be counted.');
      const why = isKnown ? error.message : 'Something went wrong in Baton; its log says what.';
      const hasRead = told.kind === 'counting' && told.found !== null;
      const nextAt = hasRead ? Math.max(begun + hour, now() + soonAgain) : now() + soonAgain;
      await reports.endReport(place.id, me, { told: { kind: 'failed', why }, nextAt });
    }
  }

  const begin = (place: ReportPlace): void => {
    queue.set(place.id, place);
    working ??= work();
  };

  return {
    async ask(place) {
      const standing = await reports.reportStanding(place.id);
      const countedAt = standing?.countedAt ?? null;
      const found = countedAt === null ? null : await reports.keptReport(place.id, countedAt);
      const kept = found === null || countedAt === null ? null : { countedAt, reports: found };
      const isHeld = standing !== null && standing.heldUntil > now();
      if (isHeld && standing.told !== null) return { kept, standing: standing.told, nextAt: null };
      const isGood = standing?.told?.kind === 'counted' ? kept !== null : standing?.told != null;
      if (isGood && standing?.told != null && standing.nextAt > now())
        return { kept, standing: standing.told, nextAt: standing.nextAt };
      if (!queue.has(place.id)) {
        if (queue.size >= mostQueued || stopped.signal.aborted)
          return { kept, standing: { kind: 'crowded' }, nextAt: null };
        begin(place);
      }
      const before = [...queue.keys()].indexOf(place.id);
      return { kept, standing: { kind: 'queued', before }, nextAt: null };
    },
    async stop() {
      stopped.abort(new Stopped('Baton ends.'));
      await working;
    },
  };
}

type Reading = {
  /** How many requests it took so far. */
  readonly spent: Spent;
  readonly signal: AbortSignal;
  readonly note: (change: Partial<Omit<Extract<Told, { kind: 'counting' }>, 'kind'>>) => void;
};

type End = Parameters<ReturnType<typeof reportStore<Told, KeptReports>>['endReport']>[2];

/** @throws {TryLater} @throws Stopped */
async function reading(
  { reads, store, now, waitOf, heed, policyBases }: KeeperOptions,
  { id, name, installation }: ReportPlace,
  { signal, note, spent }: Reading,
): Promise<End> {
  const goOn = (): void => {
    if (signal.aborted) throw new Stopped('It is not counted any more.');
  };
  /** Others go first; what is left of GitHub's limit may be theirs. */
  const giveWay = async (): Promise<void> => {
    goOn();
    await nextTurn();
    for (let until = waitOf(installation); until !== null; until = waitOf(installation)) {
      note({ waits: { until, why: paceWhy } });
      await sleep(Math.max(until - now(), 0) + 1000, undefined, { signal }).catch(goOn);
    }
    note({ waits: null });
  };
  await heed();
  await giveWay();
  // By the clock of whoever dates what happened.
  const until = reads.now();
  const since = spans.map((weeks) => until - weeks * 7 * day);
  const result: CountedRepository = await countRepository(
    {
      reads,
      store,
      installation,
      now,
      signal,
      policyBases,
      mostWords,
      onWait: (at, why) => note({ waits: { until: at, why } }),
      onFound: ({ issues, requests }) => note({ found: { issues, requests } }),
      async onRead(read) {
        note({ read });
        await giveWay();
      },
    },
    { repository: name, meant: id, since, until, policy: null },
  );
  // What took minutes to read may be another's from some point on.
  const isOurs =
    result.kind === 'counted' && (await reads.readRepository(installation, name))?.repository.id === id;
  const countedAt = now();
  if (!isOurs) {
    const why = result.kind === 'counted' ? 'gone' : result.kind;
    return { told: { kind: 'none', why }, nextAt: countedAt + soonAgain };
  }
  const report: KeptReports = spans.flatMap((weeks, place) => {
    const [from, reported] = [since[place], result.reported[place]];
    if (from === undefined || reported === undefined) return [];
    const { requests } = spent;
    const repositories = [bounded(reported)];
    return [{ weeks, report: asOutput({ since: from, until, repositories, unread: [], requests }) }];
  });
  return { told: { kind: 'counted' }, nextAt: countedAt + hour, counted: { report, at: countedAt } };
}

/**
 * Outages: GitHub, a Jira site or the database cannot be used, whatever was asked of it. Each is told in the log once it
 * lasts, at growing intervals, and when it is over. What fails on one item alone is none, and is told once as its own.
 */
import type { Clock } from './inbox/index.ts';

/** What can fail as a whole. */
export type Source =
  | { readonly kind: 'github' | 'database' }
  | { readonly kind: 'jira'; readonly site: string };

/** `since`: milliseconds since the epoch. `cause`: what goes on the sentence with the source's name: "answers 502". */
export type Outage = { readonly source: Source; readonly cause: string; readonly since: number };

export type Outages = {
  /**
   * Something was asked of it in vain.
   * @param part what may fail apart from the rest of it
   * @param patience milliseconds until it is told; a minute when absent
   */
  failed(source: Source, cause: string, part?: string, patience?: number): void;
  /** It did what was asked of it. */
  worked(source: Source, part?: string): void;
  /** A look at an item failed for a reason that may pass, or did not. */
  itemFailed(key: string, why: string): void;
  itemWorked(key: string): void;
  /** What has failed long enough to be told. */
  current(): readonly Outage[];
  /** Looks what is to be told now; it does so by itself each second. */
  look(): Promise<void>;
  stop(): void;
};

export type OutageOptions = {
  readonly clock: Clock;
  readonly log: Record<'info' | 'warn', (fields: object, message: string) => void>;
  /** How many items wait to be tried again. @throws when the database does not tell */
  readonly waiting: () => Promise<number>;
  /** Asks the source for something that has nothing to do with an item; true: it does not do even that. */
  readonly isAway: (source: Source) => Promise<boolean>;
  /** Told of each that is over. */
  readonly ended: (source: Source) => void;
};

/** Milliseconds between two looks at what failed. */
const rhythm = 1000;
const minute = 60_000;
const hour = 60 * minute;
/** When an outage is told after it began; from then on each hour. */
const told: readonly number[] = [minute, 5 * minute, 15 * minute, hour];
/** So many failures, over so long, are no accident. */
const fewest = 3;
const shortest = 25_000;
/** Tries are at most five minutes apart: what did not fail for so long is not asked for any more. */
const forgotten = 11 * minute;
/** After a failure of the database, it has to be well for so long: a disk that is full takes small things now and then. */
const steady = 10_000;

type Failing = {
  since: number;
  last: number;
  count: number;
  cause: string;
  readonly patience: number;
};

type Watched = {
  readonly source: Source;
  readonly parts: Map<string, Failing>;
  /** What was told; null: nothing. */
  told: {
    readonly since: number;
    readonly cause: string;
    readonly last: number;
    readonly next: number;
  } | null;
  asking: boolean;
};

type Item = { readonly since: number; tries: number; why: string; told: boolean };

export function createOutages({ clock, log, waiting, isAway, ended }: OutageOptions): Outages {
  const all = new Map<string, Watched>();
  const items = new Map<string, Item>();
  let cancel = clock.later(rhythm, tick);
  let stopped = false;

  function watched(source: Source): Watched {
    const key = nameOf(source);
    const known = all.get(key);
    if (known !== undefined) return known;
    const made: Watched = { source, parts: new Map(), told: null, asking: false };
    all.set(key, made);
    return made;
  }

  /** The part of it that has failed for long enough, and fails still. */
  function outageOf({ parts }: Watched): Failing | null {
    const now = clock.now();
    let worst: Failing | null = null;
    for (const part of parts.values()) {
      const lasts = now - part.since >= part.patience;
      const isSure = part.patience < minute || (part.count >= fewest && part.last - part.since >= shortest);
      if (lasts && isSure && (worst === null || part.last > worst.last)) worst = part;
    }
    return worst;
  }

  function tick(): void {
    void lookAtAll();
    if (!stopped) cancel = clock.later(rhythm, tick);
  }

  async function lookAtAll(): Promise<void> {
    const looks: Promise<void>[] = [];
    for (const one of all.values()) {
      for (const [name, { last }] of one.parts) if (clock.now() - last > forgotten) one.parts.delete(name);
      const { asking } = one;
      if (!asking && (one.parts.size > 0 || one.told !== null)) {
        one.asking = true;
        looks.push(look(one).finally(() => (one.asking = false)));
      }
    }
    await Promise.all(looks);
    tellItems();
  }

  async function look(one: Watched): Promise<void> {
    if (one.source.kind === 'database') await askDatabase(one);
    const outage = outageOf(one);
    if (outage === null) {
      // What fails since then may be the next one; the last is over where nothing of it is left.
      if (one.told !== null && one.parts.size === 0) over(one, one.told);
      return;
    }
    const now = clock.now();
    if (one.told === null) {
      // One item that fails by itself, while nothing else was asked, must not look like an outage.
      if (one.source.kind === 'github' && items.size < 2 && !one.parts.has('app')) {
        const before = outage.since;
        if (!(await isAway(one.source))) {
          if (outage.since === before) one.parts.clear();
          return;
        }
      }
      await tell(one, outage);
      // What failed before the last line is no news.
    } else if (outage.last > one.told.last && (one.told.cause !== outage.cause || now >= one.told.next)) {
      await tell(one, outage);
    }
  }

  /** Reading works while writing does not: nothing but a write that worked says that it is over. */
  async function askDatabase(one: Watched): Promise<void> {
    const last = Math.max(0, ...[...one.parts.values()].map((part) => part.last));
    if (clock.now() - last >= steady && !(await isAway(one.source))) one.parts.clear();
  }

  async function tell(one: Watched, { since: began, last, cause }: Failing): Promise<void> {
    const since = one.told?.since ?? began;
    const lasted = clock.now() - since;
    const next = since + (told.find((each) => each > lasted) ?? (Math.floor(lasted / hour) + 1) * hour);
    one.told = { since, cause, last, next };
    const count = await waiting().catch(() => null);
    const fields = { ...fieldsOf(one.source), cause, since: new Date(since).toISOString() };
    log.warn(
      { ...fields, ...(count === null ? {} : { waiting: count }) },
      `${nameOf(one.source)} ${cause}${lasted < steady ? '' : `, for ${spanOf(lasted)}`}. ${consequence(one.source, count)}`,
    );
  }

  function over({ source }: Watched, { since, cause }: NonNullable<Watched['told']>): void {
    const lasted = clock.now() - since;
    log.warn(
      {
        ...fieldsOf(source),
        cause,
        since: new Date(since).toISOString(),
        seconds: Math.round(lasted / 1000),
      },
      `${nameOf(source)} works again after ${spanOf(lasted)}. Baton is catching up.`,
    );
    watched(source).told = null;
    ended(source);
    // Their own minute begins: not all were tried again yet.
    items.clear();
  }

  /** What fails by itself is told once, where no outage is the reason. */
  function tellItems(): void {
    const isOutage = [...all.values()].some((one) => one.told !== null);
    for (const [key, item] of items) {
      if (item.told || clock.now() - item.since < minute + shortest) continue;
      // It waits for what everything waits for.
      if (isOutage) continue;
      item.told = true;
      log.warn(
        { item: key, tries: item.tries, since: new Date(item.since).toISOString(), why: item.why },
        `${key} could not be evaluated for ${spanOf(clock.now() - item.since)}, and nothing else is affected. Baton will retry it. ${item.why}`,
      );
    }
  }

  return {
    failed(source, cause, part = '', patience = minute) {
      const { parts } = watched(source);
      const now = clock.now();
      const known = parts.get(part);
      if (known === undefined) parts.set(part, { since: now, last: now, count: 1, cause, patience });
      else Object.assign(known, { last: now, count: known.count + 1, cause });
    },
    worked(source, part = '') {
      // Of the database, a write tells.
      if (source.kind !== 'database') all.get(nameOf(source))?.parts.delete(part);
    },
    itemFailed(key, why) {
      const known = items.get(key);
      if (known !== undefined) Object.assign(known, { tries: known.tries + 1, why });
      // Beyond this, an outage is told anyway.
      else if (items.size < 10_000) items.set(key, { since: clock.now(), tries: 1, why, told: false });
    },
    itemWorked: (key) => void items.delete(key),
    current: () =>
      [...all.values()].flatMap((one) => {
        const outage = one.told === null ? null : outageOf(one);
        const { told } = one;
        return told === null
          ? []
          : [{ source: one.source, cause: outage?.cause ?? told.cause, since: told.since }];
      }),
    look: lookAtAll,
    stop() {
      stopped = true;
      cancel();
    },
  };
}

/** As it is called in a sentence. */
function nameOf(source: Source): string {
  switch (source.kind) {
    case 'github':
      return 'GitHub';
    case 'database':
      return 'The database';
    case 'jira':
      return `Jira (${source.site})`;
    default:
      return source satisfies never;
  }
}

const fieldsOf = (source: Source): object => ({
  outage: source.kind,
  ...(source.kind === 'jira' ? { site: source.site } : {}),
});

function consequence({ kind }: Source, count: number | null): string {
  if (kind === 'database') return 'Webhooks are answered with 503; Baton asks for them again once it works.';
  const items = count === null ? 'Items wait' : count === 1 ? '1 item waits' : `${count} items wait`;
  return `${items}; Baton will retry them, and nothing is lost.`;
}

function spanOf(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return `${Math.round(minutes / 60)} hours`;
}

/**
 * The figures of a repository: how long its items waited, and what happened on the way. What each of them means is in
 * docs/reference/figures.md. None is about a person.
 */
import type { Course, Fact } from '../handoff/index.ts';
import type { Policy } from '../policy/index.ts';
import { isPortion, newPace, type Portions } from '../portions.ts';
import { spreadOf, type Spread } from './spread.ts';
import { waitsIn, type Stand, type Wait } from './waits.ts';
import { weeksOf } from './weeks.ts';

/** What is counted: what happened from an instant on and before another one, in milliseconds since the epoch. */
export type Period = { readonly since: number; readonly until: number };

/** An item, as far as it is named beside a figure. */
export type ItemName = { readonly number: number; readonly url: string; readonly title: string };

export type Spreads = Spread & {
  /** How many of these still wait at the end: they count as long as they have waited so far. */
  readonly still: number;
};

/** How often something happened at a gate. */
export type Counts = {
  readonly approved: number;
  readonly sentBack: number;
  readonly questions: number;
  readonly changed: number;
  readonly waived: number;
  readonly bypassed: number;
};

export type GateFigures = {
  readonly gate: string;
  readonly title: string;
  readonly waits: Spreads;
  readonly counts: Counts;
};

export type RoleFigures = {
  readonly role: string;
  /** With all gates; then with each that it had the baton of, in the policy's order. */
  readonly waits: Spreads;
  readonly at: readonly { readonly gate: string; readonly title: string; readonly waits: Spreads }[];
};

export type WeekFigures = {
  /** Its Monday. */
  readonly week: string;
  /** Of waits that ended in it. */
  readonly gates: readonly { readonly gate: string; readonly waits: Spread; readonly counts: Counts }[];
  readonly roles: readonly { readonly role: string; readonly waits: Spread }[];
};

export type WaiverGiven = {
  readonly item: ItemName;
  readonly gate: string;
  readonly by: string | null;
  readonly at: number;
  readonly words: string;
  /** The last day on which it holds, as it was written; null: it was given without an end. */
  readonly until: string | null;
  /** When it ended, by its time or by somebody; null: it stands at the end of the period. */
  readonly endedAt: number | null;
};

export type BypassFound = {
  readonly item: ItemName;
  readonly gate: string;
  readonly at: number;
  /** null: it is in a repository that fewer people can read. */
  readonly pullRequest: { readonly number: number; readonly url: string } | null;
};

export type WaitingNow = {
  readonly item: ItemName;
  readonly gate: string;
  readonly roles: readonly string[];
  readonly since: number;
};

export type Figures = {
  readonly period: Period;
  readonly timezone: string;
  readonly items: {
    /** All that were read. */
    readonly read: number;
    /** Those that have gates. */
    readonly withGates: number;
    /** Those of which some role has a baton at the end. */
    readonly waiting: number;
  };
  readonly gates: readonly GateFigures[];
  readonly roles: readonly RoleFigures[];
  readonly weeks: readonly WeekFigures[];
  /** Issues that Baton reopened. */
  readonly reopened: number;
  /** By when they were given. */
  readonly waivers: readonly WaiverGiven[];
  readonly bypasses: readonly BypassFound[];
  /** Longest first. */
  readonly waiting: readonly WaitingNow[];
};

/** What of a course the figures are made from: courses are long, and there are many. */
export type Counted = {
  readonly item: ItemName;
  readonly hasGates: boolean;
  readonly waits: readonly Wait[];
  /** Who has which baton at the end, and since when. */
  readonly waiting: readonly Omit<WaitingNow, 'item'>[];
  /** When gates came to be approved. */
  readonly approved: readonly { readonly gate: string; readonly at: number }[];
  readonly facts: readonly Fact[];
};

/** Reasons by which an approval is gone because something was changed after it. */
const changes: ReadonlySet<string> = new Set(['edited', 'relisted', 'pushed', 'entered', 'resolved']);

/** How an item stood over its course. */
const standsOfCourse = ({ states }: Course): readonly Stand[] =>
  states.map(({ at, standing }) =>
    standing.kind === 'gates'
      ? {
          at,
          gates: standing.gates.map(({ gate, status }) => ({ gate: gate.name, status })),
          batons: standing.batons,
        }
      : { at, gates: [], batons: [] },
  );

/**
 * What counts of an item: keep this, and let the course go.
 * @param from since when the policy is in force (milliseconds since the epoch): nothing waited for its gates before
 */
export function countedOf(course: Course, from: number): Counted {
  const { number, url, title } = course.item;
  const last = course.states.at(-1)?.standing;
  const waits = waitsIn(standsOfCourse(course)).flatMap((wait) =>
    wait.to !== null && wait.to <= from ? [] : [{ ...wait, from: Math.max(wait.from, from) }],
  );
  const hasGates = course.states.some(
    ({ standing }) =>
      standing.kind === 'gates' && standing.gates.some(({ status }) => status !== 'not applicable'),
  );
  const batons = last?.kind === 'gates' ? last.batons : [];
  const waiting = batons.map(({ gate, roles }) => {
    const begun = waits.filter((wait) => wait.kind === 'role' && wait.gate === gate && wait.to === null);
    return { gate, roles, since: Math.min(course.until, ...begun.map(({ from }) => from)) };
  });
  return {
    item: { number, url, title },
    hasGates,
    waits,
    waiting,
    approved: approvedIn(course).filter(({ at }) => at >= from),
    facts: course.facts.filter(({ at }) => at >= from),
  };
}

function approvedIn({ states }: Course): Counted['approved'] {
  const found: { gate: string; at: number }[] = [];
  let before: ReadonlySet<string> = new Set();
  for (const { at, standing } of states) {
    const now = new Set(
      standing.kind === 'gates'
        ? standing.gates.filter(({ status }) => status === 'satisfied').map(({ gate }) => gate.name)
        : [],
    );
    for (const gate of now) if (!before.has(gate)) found.push({ gate, at });
    before = now;
  }
  return found;
}

/**
 * The figures of items under their policy, in portions: there may be tens of thousands.
 * @param items each told up to the end of the period
 */
export function* countingFigures(
  items: readonly Counted[],
  { gates, roles, calendar: { timezone } }: Pick<Policy, 'gates' | 'roles' | 'calendar'>,
  period: Period,
): Portions<Figures> {
  const { since, until } = period;
  const isInPeriod = (at: number): boolean => since <= at && at < until;
  const weeks = weeksOf(since, until, timezone);
  const weekAt = (at: number): number => weeks.findLastIndex(({ from }) => from <= at);
  const all = newTally();
  const byWeek = weeks.map(newTally);
  const weekOf = (at: number): Tally => byWeek[weekAt(at)] ?? newTally();
  const pace = newPace();
  let [withGates, waitingItems, reopened] = [0, 0, 0];
  const waivers: WaiverGiven[] = [];
  const bypasses: BypassFound[] = [];
  const waiting: WaitingNow[] = [];
  for (const each of items) {
    if (each.hasGates) withGates += 1;
    if (each.waiting.length > 0) waitingItems += 1;
    for (const wait of each.waits) {
      const { to } = wait;
      if (to !== null && !isInPeriod(to)) continue;
      noteWait(all, wait, until);
      if (to !== null) noteWait(weekOf(to), wait, until);
    }
    for (const { gate, at } of each.approved) {
      if (!isInPeriod(at)) continue;
      for (const tally of [all, weekOf(at)]) count(tally, gate, 'approved');
    }
    for (const fact of each.facts) {
      if (!isInPeriod(fact.at)) continue;
      for (const tally of [all, weekOf(fact.at)]) noteFact(tally, fact);
      if (fact.kind === 'reopened' && fact.by?.self === true) reopened += 1;
    }
    waivers.push(...waiversOf(each, period));
    bypasses.push(...bypassesOf(each.item, each.facts).filter(({ at }) => isInPeriod(at)));
    waiting.push(...each.waiting.map((one) => ({ item: each.item, ...one })));
    if (isPortion(pace)) yield;
  }
  const made = {
    period,
    timezone,
    items: { read: items.length, withGates, waiting: waitingItems },
    gates: yield* ofEach(gates, ({ name: gate, title }) => ({
      gate,
      title,
      waits: spreadsOf(all, gateKey(gate)),
      counts: countsOf(all, gate),
    })),
    roles: yield* ofEach(roles, ({ name: role }) => ({
      role,
      waits: spreadsOf(all, roleKey(role)),
      at: gates.flatMap(({ name: gate, title }) => {
        const there = spreadsOf(all, roleKey(role, gate));
        return there.count === 0 ? [] : [{ gate, title, waits: there }];
      }),
    })),
    weeks: yield* ofEach(weeks, ({ monday }, index) => {
      const tally = byWeek[index] ?? newTally();
      const spread = (key: string): Spread => spreadOf(tally.lengths.get(key) ?? []);
      return {
        week: monday,
        gates: gates.map(({ name: gate }) => ({
          gate,
          waits: spread(gateKey(gate)),
          counts: countsOf(tally, gate),
        })),
        roles: roles.map(({ name: role }) => ({ role, waits: spread(roleKey(role)) })),
      };
    }),
    reopened,
    waivers: byTime(waivers),
    bypasses: byTime(bypasses),
  };
  yield;
  const longestFirst = waiting.toSorted(
    (one, other) => one.since - other.since || one.item.number - other.item.number,
  );
  return { ...made, waiting: longestFirst };
}

/** What is added up, item by item: of a whole period, or of a week. */
type Tally = {
  /** Lengths of waits, by `gateKey` or `roleKey`. */
  readonly lengths: Map<string, number[]>;
  /** How many of these go on, by the same. */
  readonly still: Map<string, number>;
  /** By gate. */
  readonly counts: Map<string, Record<keyof Counts, number>>;
};

const newTally = (): Tally => ({ lengths: new Map(), still: new Map(), counts: new Map() });

const gateKey = (gate: string): string => JSON.stringify(['gate', gate]);
const roleKey = (role: string, gate: string | null = null): string => JSON.stringify(['role', role, gate]);

function noteWait({ lengths, still }: Tally, wait: Wait, until: number): void {
  const { gate, from, to } = wait;
  const keys = wait.kind === 'gate' ? [gateKey(gate)] : [roleKey(wait.role), roleKey(wait.role, gate)];
  for (const key of keys) {
    const known = lengths.get(key);
    if (known === undefined) lengths.set(key, [(to ?? until) - from]);
    else known.push((to ?? until) - from);
    if (to === null) still.set(key, (still.get(key) ?? 0) + 1);
  }
}

function count({ counts }: Tally, gate: string, what: keyof Counts): void {
  const known = counts.get(gate) ?? { ...none };
  known[what] += 1;
  counts.set(gate, known);
}

const none: Counts = { approved: 0, sentBack: 0, questions: 0, changed: 0, waived: 0, bypassed: 0 };

function noteFact(tally: Tally, fact: Fact): void {
  if (fact.kind === 'sent-back') count(tally, fact.gate, 'sentBack');
  else if (fact.kind === 'asked') count(tally, fact.gate, 'questions');
  else if (fact.kind === 'waived') count(tally, fact.gate, 'waived');
  else if (fact.kind === 'changed' && changes.has(fact.because)) count(tally, fact.gate, 'changed');
  else if (fact.kind === 'merged')
    for (const gate of new Set(wentRound(fact))) count(tally, gate, 'bypassed');
}

const spreadsOf = ({ lengths, still }: Tally, key: string): Spreads => ({
  ...spreadOf(lengths.get(key) ?? []),
  still: still.get(key) ?? 0,
});

const countsOf = ({ counts }: Tally, gate: string): Counts => counts.get(gate) ?? none;

function* ofEach<Of, Made>(
  all: readonly Of[],
  make: (one: Of, index: number) => Made,
): Portions<readonly Made[]> {
  const made: Made[] = [];
  for (const [index, one] of all.entries()) {
    made.push(make(one, index));
    yield;
  }
  return made;
}

const byTime = <T extends { readonly at: number }>(all: readonly T[]): readonly T[] =>
  all.toSorted((one, other) => one.at - other.at);

/** The gates that a merge went round: those that block merging, and do so. */
const wentRound = ({ against }: Fact & { readonly kind: 'merged' }): readonly string[] =>
  against.filter(({ mode }) => mode === 'enforce').map(({ gate }) => gate);

const bypassesOf = (item: ItemName, facts: readonly Fact[]): readonly BypassFound[] =>
  facts.flatMap((fact) =>
    fact.kind === 'merged'
      ? wentRound(fact).map((gate) => ({ item, gate, at: fact.at, pullRequest: fact.pullRequest }))
      : [],
  );

/** Those that were given in a period, and those that held at some time in it. */
function waiversOf({ item, facts }: Counted, { since, until }: Period): readonly WaiverGiven[] {
  return facts.flatMap((fact) => {
    if (fact.kind !== 'waived') return [];
    const end = facts.find(
      (each) => each.kind === 'waiver-ended' && each.id === fact.id && each.gate === fact.gate,
    );
    const endedAt = end?.at ?? null;
    if (fact.at >= until || (endedAt !== null && endedAt < since)) return [];
    const { gate, by, at, words } = fact;
    return [{ item, gate, by: by?.login ?? null, at, words, until: fact.until?.day ?? null, endedAt }];
  });
}

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
  const waits = yield* ofAll(items, (item) => item.waits.filter(({ to }) => to === null || isInPeriod(to)));
  const facts = yield* ofAll(items, (each) => each.facts.filter(({ at }) => isInPeriod(at)));
  const approved = yield* ofAll(items, (each) => each.approved.filter(({ at }) => isInPeriod(at)));
  const lengthOf = ({ from, to }: Wait): number => (to ?? until) - from;
  const spreads = (some: readonly Wait[]): Spreads => ({
    ...spreadOf(some.map(lengthOf)),
    still: some.filter(({ to }) => to === null).length,
  });
  const atGate = (some: readonly Wait[], gate: string) =>
    some.filter((wait) => wait.kind === 'gate' && wait.gate === gate);
  const forRole = (some: readonly Wait[], role: string) =>
    some.filter((wait) => wait.kind === 'role' && wait.role === role);
  return {
    period,
    timezone,
    items: {
      read: items.length,
      withGates: items.filter(({ hasGates }) => hasGates).length,
      waiting: items.filter(({ waiting }) => waiting.length > 0).length,
    },
    gates: yield* ofEach(gates, ({ name: gate, title }) => ({
      gate,
      title,
      waits: spreads(atGate(waits, gate)),
      counts: countsOf(facts, approved, gate),
    })),
    roles: yield* ofEach(roles, ({ name: role }) => {
      const own = forRole(waits, role);
      const at = gates.flatMap(({ name: gate, title }) => {
        const there = own.filter((wait) => wait.gate === gate);
        return there.length === 0 ? [] : [{ gate, title, waits: spreads(there) }];
      });
      return { role, waits: spreads(own), at };
    }),
    weeks: yield* ofEach(weeksOf(since, until, timezone), (week) => {
      const isThen = (at: number): boolean => week.from <= at && at < week.until;
      const ended = waits.filter(({ to }) => to !== null && isThen(to));
      const then = facts.filter(({ at }) => isThen(at));
      const approvedThen = approved.filter(({ at }) => isThen(at));
      return {
        week: week.monday,
        gates: gates.map(({ name: gate }) => ({
          gate,
          waits: spreadOf(atGate(ended, gate).map(lengthOf)),
          counts: countsOf(then, approvedThen, gate),
        })),
        roles: roles.map(({ name: role }) => ({ role, waits: spreadOf(forRole(ended, role).map(lengthOf)) })),
      };
    }),
    reopened: facts.filter((fact) => fact.kind === 'reopened' && fact.by?.self === true).length,
    waivers: byTime(yield* ofAll(items, (each) => waiversOf(each, period))),
    bypasses: byTime(
      yield* ofAll(items, ({ item, facts: all }) => bypassesOf(item, all).filter(({ at }) => isInPeriod(at))),
    ),
    waiting: (yield* ofAll(items, ({ item, waiting }) =>
      waiting.map((each) => ({ item, ...each })),
    )).toSorted((one, other) => one.since - other.since || one.item.number - other.item.number),
  };
}

function* ofEach<Of, Made>(all: readonly Of[], make: (one: Of) => Made): Portions<readonly Made[]> {
  const made: Made[] = [];
  for (const one of all) {
    made.push(make(one));
    yield;
  }
  return made;
}

function* ofAll<Made>(
  items: readonly Counted[],
  make: (item: Counted) => readonly Made[],
): Portions<readonly Made[]> {
  const made: Made[] = [];
  const pace = newPace();
  for (const item of items) {
    for (const each of make(item)) made.push(each);
    if (isPortion(pace)) yield;
  }
  return made;
}

const byTime = <T extends { readonly at: number }>(all: readonly T[]): readonly T[] =>
  all.toSorted((one, other) => one.at - other.at);

function countsOf(facts: readonly Fact[], approved: Counted['approved'], gate: string): Counts {
  const count = (isMeant: (fact: Fact) => boolean): number => facts.filter(isMeant).length;
  const ofGate = (kind: Fact['kind']): number =>
    count((fact) => fact.kind === kind && 'gate' in fact && fact.gate === gate);
  return {
    approved: approved.filter((each) => each.gate === gate).length,
    sentBack: ofGate('sent-back'),
    questions: ofGate('asked'),
    changed: count((fact) => fact.kind === 'changed' && fact.gate === gate && changes.has(fact.because)),
    waived: ofGate('waived'),
    bypassed: count((fact) => fact.kind === 'merged' && wentRound(fact).includes(gate)),
  };
}

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

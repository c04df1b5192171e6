/** The ways in which a value of a policy may get tighter, and no others. */
import type { Block, Gate, IssueFilter, Mode, Policy, Principal, Role, Span } from './policy.ts';
import { listed, quoted } from './problem.ts';
import { sameText, textKey } from '../same-text.ts';

/** One thing that may only be tightened. */
export type Tightening<T> = {
  /** Where it is written, below the gate or the policy. */
  readonly path: readonly string[];
  /** What to do, as a sentence, where `own` weakens what `base` says; null: it does not. */
  readonly weakened: (base: T, own: T) => string | null;
  /** Whether it matters to these locked gates, as the base has them. Absent: it does to any. */
  readonly matters?: (locked: readonly Gate[], base: Policy) => boolean;
};

/** What a key may do to a locked gate: it may only tighten it, or (`free`: why) it cannot touch it. */
export type Row<T> = Tightening<T> | { readonly free: string };

/** It matters to gates that block one of these acts. */
export const toThoseThatBlock =
  (...acts: readonly Block['kind'][]) =>
  (locked: readonly Gate[]): boolean =>
    locked.some(({ blocks }) => blocks.some(({ kind }) => acts.includes(kind)));

/** It matters to gates that somebody is reminded of. */
export const toThoseWithDeadline = (locked: readonly Gate[]): boolean =>
  locked.some(({ deadline }) => deadline !== null);

export function membersOf({ members }: Role): readonly string[] {
  return members.map(nameOfPrincipal);
}

function nameOfPrincipal(principal: Principal): string {
  return principal.kind === 'login' ? principal.login : `@${principal.org}/${principal.slug}`;
}

export function nameOfBlock(block: Block): string {
  return block.kind === 'gate' ? block.gate : block.kind;
}

/** What `own` lacks of `base`'s entries; null: nothing. A list that is not there (null) is everything. */
export function lost(base: readonly string[] | null, own: readonly string[]): string | null {
  if (base === null) return 'Take it out here: it has to go on meaning everything.';
  const has = new Set(own.map(textKey));
  const missing = base.filter((entry) => !has.has(textKey(entry)));
  return missing.length === 0
    ? null
    : `Keep ${listed(missing.slice(0, 10).map(quoted), 'and')}; you may add more.`;
}

/** A list that may get more entries. */
export function more<T>(key: string, of: (of: T) => readonly string[]): Tightening<T> {
  return { path: [key], weakened: (base, own) => lost(of(base), of(own)) };
}

/** A list that may get fewer entries. */
export function fewer<T>(of: (of: T) => readonly string[]): Tightening<T>['weakened'] {
  return (base, own) => {
    const known = new Set(of(base));
    const added = of(own).filter((entry) => !known.has(entry));
    return added.length === 0 ? null : `Take out ${listed(added.slice(0, 10).map(quoted), 'and')}.`;
  };
}

/** A value that cannot be changed; null: there is none. */
export function same<T>(key: string, of: (of: T) => string | null): Tightening<T> {
  return {
    path: [key],
    weakened: (base, own) => {
      const [before, after] = [of(base), of(own)];
      const isSame = before === null || after === null ? before === after : sameText(before, after);
      if (isSame) return null;
      return before === null ? 'Take it out here.' : `Take it out here: it stays ${before}.`;
    },
  };
}

/** A switch that, once it is like this, stays so. */
export function stays<T>(value: boolean, of: (of: T) => boolean): Tightening<T>['weakened'] {
  return (base, own) => (of(base) === value && of(own) !== value ? `It stays ${value}.` : null);
}

/** Which issues are meant: null is all of them. */
export function narrowed(base: IssueFilter | null, own: IssueFilter | null): string | null {
  if (own === null) return null;
  if (base === null) return 'Take it out here: it is for all issues.';
  return lost(base.types, own.types) ?? lost(base.labels, own.labels);
}

const modes: readonly Mode[] = ['observe', 'warn', 'enforce'];

export function milder(base: Mode, own: Mode): string | null {
  const allowed = modes.slice(modes.indexOf(base));
  return allowed.includes(own) ? null : `Write ${listed(allowed)}, or take it out.`;
}

/** True when `own` is at least as strict. */
export function isAsStrict(base: Mode, own: Mode): boolean {
  return milder(base, own) === null;
}

export function later(base: Gate['deadline'], own: Gate['deadline']): string | null {
  if (base === null) return null;
  const most = `It can have ${base.count} ${base.unit}${base.count === 1 ? '' : 's'} at most.`;
  if (own === null) return most;
  if (own.unit === base.unit) return own.count <= base.count ? null : most;
  // A working day takes as long as a day, or longer: how much longer, only the calendar knows.
  return own.unit !== 'working day' && own.count * hoursOf[own.unit] <= base.count * hoursOf[base.unit]
    ? null
    : most;
}

const hoursOf: Readonly<Record<Span['unit'], number>> = { hour: 1, day: 24, 'working day': 24, week: 168 };

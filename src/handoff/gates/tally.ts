/** Who said something, by the roles that they held: kept up while words come and go. */
import { textKey } from '../../same-text.ts';
import { countPeople, People, personOf, type Somebody } from '../history/index.ts';
import type { Evidence } from '../verdict.ts';

/** A word at its place among all that were said for a gate: later ones have higher places, and are not older. */
export type Placed = { readonly place: number; readonly word: Evidence };

/** Words that count together. */
export class Tally<T extends Placed> {
  private readonly all = new Set<T>();
  private readonly everybody = new People();
  /** By role and person (`personOf`), oldest first; what was removed may still be among them, but is never the last. */
  private readonly byRole = new Map<string, Map<string, T[]>>();
  /** By login, everybody (`personOf`) who was called so. */
  private readonly called = new Map<string, Set<string>>();

  get size(): number {
    return this.all.size;
  }

  add(entry: T): void {
    if (this.all.has(entry)) return;
    this.all.add(entry);
    const { by, roles } = entry.word;
    this.everybody.add(by);
    const person = personOf(by);
    const login = textKey(by.login);
    this.called.set(login, (this.called.get(login) ?? new Set()).add(person));
    for (const role of roles) {
      const people = this.byRole.get(role) ?? new Map<string, T[]>();
      this.byRole.set(role, people);
      const those = people.get(person);
      if (those === undefined) people.set(person, [entry]);
      else insert(those, entry);
    }
  }

  remove(entry: T): void {
    if (!this.all.delete(entry)) return;
    const { by, roles } = entry.word;
    this.everybody.remove(by);
    const person = personOf(by);
    for (const role of roles) {
      const people = this.byRole.get(role);
      const those = people?.get(person);
      if (people === undefined || those === undefined) continue;
      while (those.length > 0 && !this.all.has(those.at(-1)!)) those.pop();
      if (those.length === 0) people.delete(person);
    }
  }

  /** How many people said it while they held a role, after an instant (milliseconds since the epoch). */
  people(role: string, since = Number.NEGATIVE_INFINITY): number {
    const people = this.byRole.get(role);
    if (people === undefined) return 0;
    if (!this.everybody.isClear) {
      const words = this.inOrder().map(({ word }) => word);
      return countPeople(
        words.filter(({ roles, at }) => roles.includes(role) && at > since).map(({ by }) => by),
      );
    }
    if (since === Number.NEGATIVE_INFINITY) return people.size;
    let count = 0;
    for (const those of people.values()) if (those.at(-1)!.word.at > since) count += 1;
    return count;
  }

  /** True when anything was said by somebody. */
  hasBy(somebody: Somebody): boolean {
    return this.everybody.has(somebody);
  }

  /** What somebody may have said while they held a role. */
  *saidBy(somebody: Somebody, role: string): Generator<T> {
    const people = this.byRole.get(role);
    const maybe = new Set([personOf(somebody), ...(this.called.get(textKey(somebody.login)) ?? [])]);
    for (const person of maybe)
      for (const entry of people?.get(person) ?? []) if (this.all.has(entry)) yield entry;
  }

  /** Oldest first. */
  inOrder(): readonly T[] {
    return [...this.all].toSorted((one, other) => one.place - other.place);
  }

  /** The one that was said last; null: there is none. */
  last(): T | null {
    let last: T | null = null;
    for (const entry of this.all) if (last === null || entry.place > last.place) last = entry;
    return last;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.all[Symbol.iterator]();
  }
}

/** Puts an entry where its place is, which is at the end nearly always. */
function insert<T extends Placed>(all: T[], entry: T): void {
  let at = all.length;
  while (at > 0 && all[at - 1]!.place > entry.place) at -= 1;
  all.splice(at, 0, entry);
}

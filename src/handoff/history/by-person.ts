/** What belongs to people, to be found without going through everybody. */
import { textKey } from '../../same-text.ts';
import { type Actor, personOf } from './history.ts';

export type Somebody = Pick<Actor, 'id' | 'login'>;

/** Things by whose they are: to find those of one account, by its id, or by its login where an id is not known. */
export class ByPerson<T> {
  private readonly entries = new Map<string, T[]>();
  private readonly people = new Map<string, Set<string>>();

  add(somebody: Somebody, entry: T): void {
    const person = personOf(somebody);
    const login = textKey(somebody.login);
    const those = this.entries.get(person);
    if (those === undefined) this.entries.set(person, [entry]);
    else those.push(entry);
    const namesakes = this.people.get(login);
    if (namesakes === undefined) this.people.set(login, new Set([person]));
    else namesakes.add(person);
  }

  /** Puts something where it belongs by a number, which is at the end nearly always. */
  insert(somebody: Somebody, entry: T, numberOf: (entry: T) => number): void {
    this.add(somebody, entry);
    const those = this.entries.get(personOf(somebody)) ?? [];
    const number = numberOf(entry);
    let at = those.length - 1;
    for (; at > 0 && numberOf(those[at - 1]!) > number; at -= 1) those[at] = those[at - 1]!;
    those[at] = entry;
  }

  /** Every person (`personOf`) that may be this one. */
  namesakes(somebody: Somebody): ReadonlySet<string> {
    return new Set([personOf(somebody), ...(this.people.get(textKey(somebody.login)) ?? [])]);
  }

  of(person: string): readonly T[] {
    return this.entries.get(person) ?? [];
  }

  /** Keeps only some of what a person has. */
  keep(person: string, isKept: (entry: T) => boolean): void {
    const those = this.entries.get(person);
    if (those !== undefined) this.entries.set(person, those.filter(isKept));
  }

  [Symbol.iterator](): Iterator<[string, T[]]> {
    return this.entries[Symbol.iterator]();
  }
}

/** Counts things by whose they are, while they come and go. */
export class People {
  private readonly ids = new Map<string, number>();
  /** By login: of accounts whose id is known, and of those whose is not. */
  private readonly logins = new Map<string, { known: number; unknown: number }>();
  /** How many logins there are both of accounts whose id is known and of those whose is not. */
  private unclear = 0;

  add({ id, login }: Somebody, change: 1 | -1 = 1): void {
    const name = textKey(login);
    const count = this.logins.get(name) ?? { known: 0, unknown: 0 };
    this.logins.set(name, count);
    const wasUnclear = isUnclear(count);
    if (id === undefined) count.unknown += change;
    else {
      count.known += change;
      this.ids.set(id, (this.ids.get(id) ?? 0) + change);
    }
    this.unclear += Number(isUnclear(count)) - Number(wasUnclear);
  }

  remove(somebody: Somebody): void {
    this.add(somebody, -1);
  }

  /** True when anything is of the same person (`samePerson`). */
  has({ id, login }: Somebody): boolean {
    const count = this.logins.get(textKey(login)) ?? { known: 0, unknown: 0 };
    if (id === undefined) return count.known + count.unknown > 0;
    return count.unknown > 0 || (this.ids.get(id) ?? 0) > 0;
  }

  /** True when `personOf` tells everybody apart: who is the same does not depend on what is compared with what. */
  get isClear(): boolean {
    return this.unclear === 0;
  }
}

const isUnclear = ({ known, unknown }: { readonly known: number; readonly unknown: number }): boolean =>
  known > 0 && unknown > 0;

/** How many different people there are: those who are not the same as anybody before. */
export function countPeople(people: Iterable<Somebody>): number {
  const before = new People();
  let count = 0;
  for (const each of people) {
    if (!before.has(each)) count += 1;
    before.add(each);
  }
  return count;
}

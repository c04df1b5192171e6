/**
 * Whose roles of today a decision asks for. What is asked is written down as it is asked, so nothing that a decision rests on
 * can be forgotten: somebody of whom nobody asked can come to any team, and it stays what it is.
 */
import { everybody } from '../../store/index.ts';
import type { Membership } from '../../tracker.ts';

type Roles = ReadonlySet<string>;

/** Roles by person, which note who is asked for. Whoever reads all of them asks for everybody. */
class Noting implements ReadonlyMap<string, Roles> {
  readonly #roles: ReadonlyMap<string, Roles>;
  readonly #asked: Set<string>;

  constructor(roles: ReadonlyMap<string, Roles>, asked: Set<string>) {
    this.#roles = roles;
    this.#asked = asked;
  }

  get size(): number {
    return this.#of(everybody).size;
  }
  get(person: string): Roles | undefined {
    return this.#of(person).get(person);
  }
  has(person: string): boolean {
    return this.#of(person).has(person);
  }
  forEach(each: (roles: Roles, person: string, all: ReadonlyMap<string, Roles>) => void): void {
    this.#of(everybody).forEach(each);
  }
  entries(): MapIterator<[string, Roles]> {
    return this.#of(everybody).entries();
  }
  keys(): MapIterator<string> {
    return this.#of(everybody).keys();
  }
  values(): MapIterator<Roles> {
    return this.#of(everybody).values();
  }
  [Symbol.iterator](): MapIterator<[string, Roles]> {
    return this.entries();
  }

  #of(person: string): ReadonlyMap<string, Roles> {
    this.#asked.add(person);
    return this.#roles;
  }
}

/** The same, and from now on whoever is asked for is noted in `asked`. */
export function noting(members: Membership): Membership & { readonly asked: Set<string> } {
  const asked = new Set<string>();
  return { ...members, asked, today: new Noting(members.today, asked) };
}

/** Who was asked for until now, each once, in the same order every time. */
export const askedUntilNow = ({ asked = new Set() }: Pick<Membership, 'asked'>): readonly string[] =>
  [...asked].toSorted();

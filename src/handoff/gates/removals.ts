/** Criteria that an edit took from the list before they were accepted, by what they said. */
import type { Reference } from '../verdict.ts';

export type Removal = { readonly text: string; readonly edit: Reference };

/** In the order in which they were removed last; the last one is found without going through all of them. */
export class Removals {
  private readonly places = new Map<string, number>();
  private readonly all: (readonly [key: string, removal: Removal] | null)[] = [];
  /** By place, one before which there is none further on. */
  private readonly skips: number[] = [];

  get size(): number {
    return this.places.size;
  }

  set(key: string, removal: Removal): void {
    const before = this.places.get(key);
    if (before !== undefined) {
      this.all[before] = null;
      this.skips[before] = before - 1;
    }
    this.places.set(key, this.all.length);
    this.skips.push(this.all.length);
    this.all.push([key, removal]);
  }

  /** The last one that `isMeant`; null: there is none. */
  findLast(isMeant: (key: string) => boolean): Removal | null {
    for (let place = this.before(this.all.length); place >= 0; place = this.before(place)) {
      const [key, removal] = this.all[place]!;
      if (isMeant(key)) return removal;
    }
    return null;
  }

  *[Symbol.iterator](): Generator<readonly [key: string, removal: Removal]> {
    for (const each of this.all) if (each !== null) yield each;
  }

  /** The last place before another at which there is one; -1: there is none. */
  private before(place: number): number {
    let found = place - 1;
    while (found >= 0 && this.skips[found] !== found) found = this.skips[found]!;
    // What was passed over is not again.
    for (let at = place - 1; at > found;) {
      const next = this.skips[at]!;
      this.skips[at] = found;
      at = next;
    }
    return found;
  }
}

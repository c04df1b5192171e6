/** Whose words for a gate are kept: an undone one goes once the same person says as much. */
import { textKey } from '../../same-text.ts';
import { samePerson, type Somebody } from '../history/index.ts';
import type { Evidence } from '../verdict.ts';

/** A word for a gate. `criteria`: those that it accepts; null: the gate has none. */
export type Saying = Evidence & { readonly criteria: ReadonlySet<string> | null };

/** True when all criteria of one word are among another's. */
export const isPart = (one: ReadonlySet<string> | null, other: ReadonlySet<string> | null): boolean =>
  one === null || (other !== null && [...one].every((key) => other.has(key)));

/** True when the same person says in another word at least what a word said. */
export const isOutdone = (one: Saying, word: Saying): boolean =>
  samePerson(one.by, word.by) &&
  one.roles.every((role) => word.roles.includes(role)) &&
  isPart(one.criteria, word.criteria);

type Kept = {
  readonly by: Somebody;
  readonly place: number;
  /** How much had happened when it was undone, as far as that was looked at; null: it is not. */
  undone: { readonly word: Saying; readonly criteria: Set<string> | null; lookedAt: number } | null;
  isGone: boolean;
};

/** Whether a word went is only found out when it is asked for: of each account, it is enough that one is left. */
export class KeptWords {
  private readonly byPlace = new Map<number, Kept>();
  /** By account, oldest first. */
  private readonly accounts = new Map<string, Kept[]>();
  /** What was said, and which criteria were withdrawn, since the beginning. */
  private readonly happened: (Saying | string)[] = [];

  add(place: number, { by }: Saying): void {
    const kept: Kept = { by, place, undone: null, isGone: false };
    const account = JSON.stringify([by.id, textKey(by.login)]);
    this.byPlace.set(place, kept);
    const those = this.accounts.get(account);
    if (those === undefined) this.accounts.set(account, [kept]);
    else those.push(kept);
  }

  drop(place: number): void {
    const kept = this.byPlace.get(place);
    if (kept !== undefined) kept.isGone = true;
  }

  undo(place: number, word: Saying): void {
    const kept = this.byPlace.get(place);
    if (kept === undefined) return;
    const criteria = word.criteria === null ? null : new Set(word.criteria);
    kept.undone = { word, criteria, lookedAt: this.happened.length };
  }

  /** Something was said, or a criterion was withdrawn from all that was. */
  happens(what: Saying | string): void {
    if (this.byPlace.size > 0) this.happened.push(what);
  }

  /** True when any of somebody's is left. */
  hasBy(somebody: Somebody): boolean {
    for (const those of this.accounts.values()) {
      if (those[0] === undefined || !samePerson(those[0].by, somebody)) continue;
      while (those.length > 0 && !this.isLeft(those.at(-1)!)) those.pop();
      if (those.length > 0) return true;
    }
    return false;
  }

  private isLeft({ isGone, undone }: Kept): boolean {
    if (isGone || undone === null) return !isGone;
    while (undone.lookedAt < this.happened.length) {
      const what = this.happened[undone.lookedAt]!;
      undone.lookedAt += 1;
      if (typeof what === 'string') undone.criteria?.delete(what);
      else if (isOutdone({ ...undone.word, criteria: undone.criteria }, what)) return false;
    }
    return true;
  }
}

/** Stretches of time, each list oldest first and without overlaps. */
import type { Period } from './history.ts';

const endOf = ({ to }: Period): number => to ?? Number.POSITIVE_INFINITY;
const until = (end: number): number | null => (end === Number.POSITIVE_INFINITY ? null : end);

/** When both of two things are so. */
export function intersection(one: readonly Period[], other: readonly Period[]): readonly Period[] {
  const both: Period[] = [];
  for (let [at, place] = [0, 0]; ;) {
    const each = one[at];
    const another = other[place];
    if (each === undefined || another === undefined) return both;
    const from = Math.max(each.from, another.from);
    const to = Math.min(endOf(each), endOf(another));
    if (from < to) both.push({ from, to: until(to) });
    if (endOf(each) <= endOf(another)) at += 1;
    else place += 1;
  }
}

/** When at least one of two things is so. */
export function union(one: readonly Period[], other: readonly Period[]): readonly Period[] {
  const all: Period[] = [];
  for (const next of [...one, ...other].toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last === undefined || endOf(last) < next.from) all.push(next);
    else all[all.length - 1] = { from: last.from, to: until(Math.max(endOf(last), endOf(next))) };
  }
  return all;
}

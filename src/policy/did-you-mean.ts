/** The word that somebody probably meant. */
import { quoted } from './problem.ts';

/**
 * The candidate most like `word`; null if none is near. Case, `-`, `_` and spaces do not matter, and a
 * third of the letters may differ.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  if (word.length > 60) return null;
  const wanted = bare(word);
  let best: string | null = null;
  let least = Infinity;
  for (const candidate of candidates) {
    const longer = Math.max(wanted.length, candidate.length);
    const allowed = longer < 2 ? 0 : Math.max(1, Math.floor(longer / 3));
    if (Math.abs(candidate.length - word.length) > allowed + 3 || candidate === word) continue;
    const distance = editDistance(wanted, bare(candidate));
    if (distance <= allowed && distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/** "Did you mean …?", or null if nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | null {
  const guess = nearest(word, candidates);
  return guess === null ? null : `Did you mean ${quoted(guess)}?`;
}

function bare(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '');
}

/** How many letters to add, drop, change or swap with their neighbour (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const best = Math.min(change, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(swapped ? Math.min(best, (before[j - 2] ?? 0) + 1) : best);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}

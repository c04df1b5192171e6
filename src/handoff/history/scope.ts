/** Which issues have gates by their labels and their type, and since when. */
import type { Gate, IssueFilter, Policy } from '../../policy/index.ts';
import type { ItemState } from './fold.ts';
import type { MomentOf } from './history.ts';
import { includesText, textKey } from '../../same-text.ts';

/** True when an issue with these labels and this type is meant. */
export function isAmong(filter: IssueFilter, labels: readonly string[], type: string | null): boolean {
  return (
    labels.some((each) => includesText(filter.labels, each)) ||
    (type !== null && includesText(filter.types, type))
  );
}

/** Which issues have a gate, by the policy and by the gate itself, and the type of one of them. */
type Scope = Pick<Policy, 'appliesTo'> & Pick<Gate, 'when'> & { readonly type: string | null };

type LabelUse = { readonly exempts: boolean; readonly among: readonly boolean[] };

/**
 * When an issue last came to have a gate because a label was put on or taken off (milliseconds since the epoch); null:
 * it always had it, as far as labels go. When its type changed is not known. `isExempting`: whether a label that was
 * added exempts.
 */
export function hasGateSince(
  { words }: Pick<ItemState, 'words'>,
  { type, appliesTo, when }: Scope,
  isExempting: (word: MomentOf<'labeled'>) => boolean,
): number | null {
  const filters = [appliesTo, when].flatMap((filter) => filter ?? []);
  const isMeant = filters.map((filter) => isAmong(filter, [], type));
  /** By name, what each label is good for. */
  const labels = new Map<string, LabelUse>();
  let exempting = 0;
  const among = filters.map(() => 0);
  const count = (key: string, change: 1 | -1): void => {
    const label = labels.get(key);
    if (label?.exempts === true) exempting += change;
    for (const [index, is] of (label?.among ?? []).entries()) if (is) among[index]! += change;
  };
  const hasGate = (): boolean =>
    exempting === 0 && filters.every((_, index) => isMeant[index] === true || among[index]! > 0);
  const goodFor = (word: MomentOf<'labeled'>): LabelUse | null => {
    const exempts = isExempting(word);
    const isAmongs = filters.map((filter) => includesText(filter.labels, word.label));
    return exempts || isAmongs.includes(true) ? { exempts, among: isAmongs } : null;
  };
  let since: number | null = null;
  for (const word of words) {
    if (word.kind !== 'labeled' && word.kind !== 'unlabeled') continue;
    const key = textKey(word.label);
    const label = word.kind === 'unlabeled' ? null : goodFor(word);
    // Most labels are good for nothing here.
    if (label === null && !labels.has(key)) continue;
    const had = hasGate();
    count(key, -1);
    labels.delete(key);
    if (label !== null) {
      labels.set(key, label);
      count(key, 1);
    }
    if (hasGate() && !had) since = word.at;
  }
  return since;
}

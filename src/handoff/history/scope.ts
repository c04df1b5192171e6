/** Which issues have gates by their labels and their type, and since when. */
import type { Gate, IssueFilter, Policy } from '../../policy/index.ts';
import type { ItemState } from './fold.ts';
import type { MomentOf } from './history.ts';
import { includesText } from '../../same-text.ts';

/** True when an issue with these labels and this type is meant. */
export function isAmong(filter: IssueFilter, labels: readonly string[], type: string | null): boolean {
  return (
    labels.some((each) => includesText(filter.labels, each)) ||
    (type !== null && includesText(filter.types, type))
  );
}

/** Which issues have a gate, by the policy and by the gate itself, and the type of one of them. */
type Scope = Pick<Policy, 'appliesTo'> & Pick<Gate, 'when'> & { readonly type: string | null };

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
  const hasGate = (labels: readonly MomentOf<'labeled'>[]): boolean => {
    const names = labels.map(({ label }) => label);
    return (
      !labels.some(isExempting) &&
      [appliesTo, when].every((filter) => filter === null || isAmong(filter, names, type))
    );
  };
  let labels: readonly MomentOf<'labeled'>[] = [];
  let since: number | null = null;
  for (const word of words) {
    if (word.kind !== 'labeled' && word.kind !== 'unlabeled') continue;
    const others = labels.filter(({ label }) => !includesText([word.label], label));
    const after = word.kind === 'labeled' ? [...others, word] : others;
    if (hasGate(after) && !hasGate(labels)) since = word.at;
    labels = after;
  }
  return since;
}

/** Exemptions are somebody's: a label exempts when it was added by somebody who may, and not with the opening. */
import type { Policy } from '../../policy/index.ts';
import {
  type Word,
  type Actor,
  type MomentOf,
  heldRole,
  type Members,
  isOfOpening,
} from '../history/index.ts';
import type { Reference, Unexempt } from '../verdict.ts';
import { includesText } from '../../same-text.ts';

/** What is exempt by a label, and whose doing that is. */
export type LabelExemption = { readonly label: string; readonly by: Reference };

export type Exempting = {
  readonly policy: Pick<Policy, 'exempt'>;
  readonly members: Members;
  /** When and by whom the item was opened. */
  readonly opened: { readonly at: number; readonly by: Actor };
};

/** Why a label does not exempt what it was added to; null: it does. */
function whyNot(
  word: MomentOf<'labeled'>,
  { policy, members, opened }: Exempting,
): Unexempt['because'] | null {
  if (isOfOpening(word, opened)) return 'opening';
  return !word.by.self && policy.exempt.by.some((role) => heldRole(members, word, role)) ? null : 'role';
}

/** True when a label that was added exempts. */
export const isExempting = (word: MomentOf<'labeled'>, exempting: Exempting): boolean =>
  includesText(exempting.policy.exempt.labels, word.label) && whyNot(word, exempting) === null;

/** What the labels of an item come to: the first that exempts it, and those that would and do not. */
export function exemptionBy(
  labels: readonly string[],
  words: readonly Word[],
  exempting: Exempting,
): { readonly exemption: LabelExemption | null; readonly unexempt: readonly Unexempt[] } {
  const unexempt: Unexempt[] = [];
  for (const label of labels.filter((each) => includesText(exempting.policy.exempt.labels, each))) {
    const last = words.findLast(
      (word): word is MomentOf<'labeled' | 'unlabeled'> =>
        (word.kind === 'labeled' || word.kind === 'unlabeled') && includesText([label], word.label),
    );
    // A label that got its name later was added as another one.
    if (last?.kind !== 'labeled') {
      unexempt.push({ label, by: null, because: 'unknown' });
      continue;
    }
    const { id, at, by } = last;
    const because = whyNot(last, exempting);
    if (because === null) return { exemption: { label, by: { id, at, by } }, unexempt: [] };
    unexempt.push({ label, by, because });
  }
  return { exemption: null, unexempt };
}

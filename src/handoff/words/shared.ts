/** A check belongs to a commit: where several pull requests have the same head, it says the strictest of what is true of each. */
import type { CheckReport } from '../effect.ts';
import { list } from '../phrases/index.ts';

/** A pull request, and how it was judged at the commit; null: it is not yet. */
export type AtCommit = Pick<CheckReport, 'conclusion' | 'title'> & { readonly number: number };

/** How strict a conclusion is: what has not been judged blocks, and what somebody has to act on is told first. */
function strictness({ conclusion }: AtCommit): number {
  switch (conclusion) {
    case 'action_required':
    case 'failure':
      return 3;
    case null:
      return 2;
    case 'neutral':
      return 1;
    case 'success':
      return 0;
    default:
      return conclusion satisfies never;
  }
}

/** The one that the check is about: of several that are alike, the first that was opened. */
export function strictest(all: readonly AtCommit[]): AtCommit | undefined {
  return all.toSorted((one, other) => strictness(other) - strictness(one) || one.number - other.number)[0];
}

export const isBlocking = (one: AtCommit): boolean => strictness(one) >= 2;

/** How many are named. */
const most = 10;

/**
 * The check's report for all of them.
 * @param holder whom it is about
 * @param own the holder's own report; null: the one that is looked at is another, so there is only how it came out
 */
export function sharedReport(
  all: readonly AtCommit[],
  holder: AtCommit,
  own: CheckReport | null,
  shown: Pick<CheckReport, 'name' | 'headSha'>,
): CheckReport {
  const numbers = all.map(({ number }) => `#${number}`);
  const more = numbers.length > most ? [`${numbers.length - most} more`] : [];
  const names = list([...numbers.slice(0, most), ...more]);
  const name = `#${holder.number}`;
  const note = isBlocking(holder)
    ? `${names} have the same head commit, and GitHub has one check for a commit. So it shows the strictest result, which is that of ${name}. To unblock the others, fix ${name}, close it, or push a commit to the others.`
    : `${names} have the same head commit, and GitHub has one check for a commit, so it stands for all of them.`;
  const title = holder.conclusion === null ? 'waiting until it is evaluated' : holder.title;
  return {
    ...shown,
    conclusion: holder.conclusion,
    title: isBlocking(holder) ? `${name}: ${title}` : title,
    summary: own === null ? note : `${note}\n\n${own.summary}`,
  };
}

/** What the check `Baton policy` says on a commit while every item of the repository is evaluated again. */
import type { CheckReport } from '../effect.ts';

type Shown = Pick<CheckReport, 'conclusion' | 'title' | 'summary'>;

const number = (count: number): string => count.toLocaleString('en-US');
const minute = 60_000;

const order =
  'Open pull requests come first, then issues with an assignee, then all others; in each group, those that changed last. ' +
  'What people do in the meantime comes before all of it.';

/**
 * How far it is.
 * @param left milliseconds that the rest will take, if it goes on like this; null: that is not known yet
 */
export function roundReport(done: number, total: number, left: number | null): Shown {
  const minutes = left === null ? 0 : Math.ceil(left / minute);
  const rest = left === null ? '' : `, about ${number(minutes)} minute${minutes === 1 ? '' : 's'} left`;
  return {
    conclusion: null,
    title: `Evaluated ${number(done)} of ${number(total)} items${rest}`,
    summary: `Baton evaluates the open issues and pull requests of this repository under its current policy, and issues that were closed lately. ${order}\n\nBaton updates this text a few times until it is done.`,
  };
}

/** It is over: all was evaluated, or `isReplaced`: a later commit shows it. */
export function roundOver(total: number, isReplaced: boolean): Shown {
  return isReplaced
    ? {
        conclusion: 'neutral',
        title: 'Evaluated again since a later commit',
        summary: 'The check on a later commit says how far Baton is.',
      }
    : {
        conclusion: 'success',
        title: `Evaluated all ${number(total)} items`,
        summary: 'Every open issue and pull request of this repository was evaluated under this policy.',
      };
}

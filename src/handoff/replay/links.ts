/** Which issues a pull request linked when something was said on it: that, and nothing else, is what it was said about. */
import type { Policy } from '../../policy/index.ts';
import type { IssueName, LinkedTime, Period, PullRequest } from '../history/index.ts';
import { isInJira } from '../gates/index.ts';
import { includesText, sameText, textKey } from '../../same-text.ts';

const keyOf = ({ tracker, repository, number }: IssueName): string =>
  `${tracker} ${textKey(repository)}#${number}`;

/** True when two names are of one issue; the case does not matter. */
export const isSameIssue = (one: IssueName, other: IssueName): boolean => keyOf(one) === keyOf(other);

const isSameSet = (some: readonly IssueName[], others: readonly IssueName[]): boolean =>
  some.length === others.length && some.every((one) => others.some((other) => isSameIssue(one, other)));

/**
 * The issues that a pull request linked at an instant (milliseconds since the epoch); null: that cannot be told. Trackers
 * count in seconds, so what was said in the second of a change cannot be told to be of before or after it.
 */
function linkedAt({ linked }: Pick<PullRequest, 'linked'>, at: number): readonly IssueName[] | null {
  const then = timesAt(linked, at);
  const [first] = then;
  if (first === undefined || first.issues === null) return null;
  const { issues } = first;
  return then.every((one) => one.issues !== null && isSameSet(one.issues, issues)) ? issues : null;
}

const inOrder = new WeakMap<readonly Period[], boolean>();

/** True when times neither begin nor end before those in front of them do. */
function isInOrder(times: readonly Period[]): boolean {
  const known = inOrder.get(times);
  if (known !== undefined) return known;
  const found = times.every(({ from, to }, index) => {
    const before = times[index - 1];
    return before === undefined || (before.from <= from && endOf(before) <= endOf({ to }));
  });
  inOrder.set(times, found);
  return found;
}

const endOf = ({ to }: Pick<Period, 'to'>): number => to ?? Number.POSITIVE_INFINITY;

/** The times that an instant is in; of two that meet in it, both. */
function timesAt<T extends Period>(times: readonly T[], at: number): readonly T[] {
  if (!isInOrder(times)) return times.filter((time) => time.from <= at && at <= endOf(time));
  let [first, end] = [0, times.length];
  while (first < end) {
    const middle = Math.floor((first + end) / 2);
    if (endOf(times[middle]!) < at) first = middle + 1;
    else end = middle;
  }
  while (end < times.length && times[end]!.from <= at) end += 1;
  return times.slice(first, end);
}

/** Of the issues that a pull request links, those that count under a policy: its own repository's, and those listed. */
export function linksThatCount<T extends IssueName>(
  policy: Policy,
  pull: Pick<PullRequest, 'item'>,
  issues: readonly T[],
): readonly T[] {
  return issues.filter(
    (issue) =>
      sameText(issue.repository, pull.item.repository) ||
      includesText(policy.pullRequests.linkedRepositories, issue.repository),
  );
}

/** Those that count, of the issues that a pull request linked at an instant; null: that cannot be told. */
export function linksAt(policy: Policy, pull: PullRequest, at: number): readonly IssueName[] | null {
  const then = linkedAt(pull, at);
  return then === null ? null : linksThatCount(policy, pull, then);
}

/** Those of Jira that count, of what a pull request named at an instant; null: that cannot be told. */
export function jiraLinksAt({ jira }: Policy, pull: PullRequest, at: number): readonly IssueName[] | null {
  const then = linkedAt(pull, at);
  if (then === null) return null;
  return then.filter((issue) => isInJira(issue) && jira?.projects.includes(issue.repository) === true);
}

/**
 * True when a pull request is one for an issue: it links it, or linked it when it was merged. What its description says
 * after the merge links and unlinks nothing. Null: it is not merged, or it cannot be told what it linked then.
 */
export function wasMergedFor(pull: PullRequest, issue: IssueName): boolean | null {
  if (pull.state !== 'merged' || pull.mergedAt === null) return null;
  return linkedAt(pull, pull.mergedAt)?.some((one) => isSameIssue(one, issue)) ?? null;
}

/** True when an issue was linked at an instant, and counts. */
export function wasLinked(policy: Policy, pull: PullRequest, issue: IssueName, at: number): boolean {
  return linksAt(policy, pull, at)?.some((one) => isSameIssue(one, issue)) ?? false;
}

/** True when what was said on a pull request at an instant was about an issue: it was the one that was linked, and counts. */
export function wasOnlyLink(policy: Policy, pull: PullRequest, issue: IssueName, at: number): boolean {
  return linksAt(policy, pull, at)?.length === 1 && wasLinked(policy, pull, issue, at);
}

/** True when an issue of Jira was all that a pull request linked at an instant, and counts. */
export function wasOnlyLinkInJira(policy: Policy, pull: PullRequest, issue: IssueName, at: number): boolean {
  const inJira = jiraLinksAt(policy, pull, at);
  const [only] = inJira ?? [];
  return (
    only !== undefined &&
    inJira?.length === 1 &&
    linksAt(policy, pull, at)?.length === 0 &&
    isSameIssue(only, issue)
  );
}

/**
 * Since when a pull request has linked an issue without a break (milliseconds since the epoch). A time of which it cannot be
 * told what was linked is a break; of an issue that it does not link, the latest time that is known of.
 */
export function linkedSince({ linked, openedAt }: PullRequest, issue: IssueName): number {
  const without = linked.findLast(({ issues }) => issues?.some((one) => isSameIssue(one, issue)) !== true);
  return without === undefined ? openedAt : (without.to ?? without.from);
}

/** What was linked by two trackers: at each time all that either of them tells. */
export function mergeLinkedTimes(
  some: readonly LinkedTime[],
  others: readonly LinkedTime[],
): readonly LinkedTime[] {
  const last = (time: LinkedTime): number => time.to ?? Number.POSITIVE_INFINITY;
  const all = some.flatMap((one) =>
    others.flatMap((other): LinkedTime[] => {
      const from = Math.max(one.from, other.from);
      const to = Math.min(last(one), last(other));
      if (from > to) return [];
      const issues = one.issues === null || other.issues === null ? null : [...one.issues, ...other.issues];
      return [{ from, to: to === Number.POSITIVE_INFINITY ? null : to, issues }];
    }),
  );
  return all.toSorted((one, other) => one.from - other.from || last(one) - last(other));
}

/** Times in which nothing changes made one. */
export function joinEqualTimes(times: readonly LinkedTime[]): readonly LinkedTime[] {
  const found: LinkedTime[] = [];
  for (const time of times) {
    const last = found.at(-1);
    const goesOn =
      last !== undefined &&
      (last.issues === null || time.issues === null
        ? last.issues === time.issues
        : isSameSet(last.issues, time.issues));
    if (goesOn) found.splice(-1, 1, { ...last, to: time.to });
    else found.push(time);
  }
  return found;
}

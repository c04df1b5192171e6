/**
 * An item as it would have been observed at an instant, as far as what is known now tells. What no tracker tells of the past
 * is as it is now: a comment that was edited or deleted since, a type, branches, when a pull request was closed without
 * being merged.
 */
import type {
  IssueLink,
  ItemRef,
  Moment,
  Period,
  PullRequest,
  SubIssue,
  SubIssues,
} from '../history/index.ts';
import type { Observed } from '../observed.ts';
import { isSameIssue } from '../replay/index.ts';
import { shownOverTime } from './shown-over-time.ts';

/** The times that had begun by an instant, as they were then. */
const timesUpTo = <T extends Period>(times: readonly T[], at: number): readonly T[] =>
  times.flatMap((time) =>
    time.from > at ? [] : [time.to !== null && time.to > at ? { ...time, to: null } : time],
  );

/**
 * Where a pull request stood at an instant: its state, its last push, and what it linked. When its earlier heads were pushed
 * is not known: until its last push, it is as it was opened.
 * @param issue what is looked at, which it may have linked then, and not now; null: the pull request is
 */
export function pullAt(pull: PullRequest, at: number, issue: ItemRef | null): PullRequest {
  const isMergedLater = pull.mergedAt !== null && pull.mergedAt > at;
  const isPushedLater = pull.pushedAt !== null && pull.pushedAt > Math.max(at, pull.openedAt);
  const closes = closedAt(pull, at, issue);
  if (!isMergedLater && !isPushedLater && closes === pull.closes) return pull;
  return {
    ...pull,
    ...(isMergedLater ? { state: 'open', mergedAt: null, mergedBy: null } : {}),
    ...(isPushedLater ? { pushedAt: pull.openedAt } : {}),
    closes,
  };
}

/** What it would have closed at an instant, of what is known by more than its name. */
function closedAt(
  { linked, closes, openedAt }: PullRequest,
  at: number,
  issue: ItemRef | null,
): readonly IssueLink[] {
  const then = linked.findLast(({ from }) => from <= Math.max(at, openedAt));
  if (then === undefined || then.to === null || then.issues === null || then.to <= at) return closes;
  const { issues } = then;
  const known = closes.filter((link) => issues.some((one) => isSameIssue(one, link)));
  const isMissing =
    issue !== null &&
    issues.some((one) => isSameIssue(one, issue)) &&
    !known.some((link) => isSameIssue(link, issue));
  return [...known, ...(isMissing ? [issue] : [])];
}

/** A pull request as it would have been observed at an instant at which it was there. `issue`: as in `pullAt`. */
export function pullAsOf(pull: PullRequest, at: number, issue: ItemRef | null = null): PullRequest {
  const shown = { state: 'open', closedReason: null, labels: pull.labels, assignees: [] } as const;
  return {
    ...pullAt(pull, at, issue),
    labels: shownOverTime(shown, pull.moments)(at).labels,
    linked: timesUpTo(pull.linked, at),
    moments: pull.moments.filter((moment) => moment.at <= at),
    ...(pull.says === undefined ? {} : { says: { ...pull.says, texts: timesUpTo(pull.says.texts, at) } }),
  };
}

/**
 * Whether a pull request linked the issue at an instant.
 * @param isListed whether it does now
 */
export const linkedThen = (pull: PullRequest, at: number, issue: ItemRef, isListed: boolean): boolean => {
  const { closes } = pullAt(pull, at, issue);
  return closes === pull.closes ? isListed : closes.some((link) => isSameIssue(link, issue));
};

/** The parts of an issue as they were at an instant. */
function partsAsOf(parts: SubIssues | null, at: number): SubIssues | null {
  if (parts === null) return null;
  const all = parts.all.flatMap((part): SubIssue[] => {
    const times = timesUpTo(part.times, at);
    if (times.length === 0) return [];
    const { standing, closed } = part;
    return [
      {
        ...part,
        times,
        closed: closed !== null && closed.at <= at ? closed : null,
        standing: standing === null ? null : { ...standing, done: timesUpTo(standing.done, at) },
      },
    ];
  });
  return { ...parts, all };
}

/** An issue as it would have been observed at an instant (milliseconds since the epoch) at which it was there. */
export function asOf(observed: Observed, at: number): Observed {
  const { history, displayed, former = [] } = observed;
  const { item } = history;
  const moments = history.moments.filter((moment) => moment.at <= at);
  const ids = new Set(moments.map(({ id }) => id));
  const pulls = (isLinked: boolean): readonly PullRequest[] =>
    [
      ...displayed.pullRequests.map((pull) => ({ pull, isListed: true })),
      ...former.map((pull) => ({ pull, isListed: false })),
    ]
      .filter(
        ({ pull, isListed }) => pull.openedAt <= at && linkedThen(pull, at, item, isListed) === isLinked,
      )
      .map(({ pull }) => pullAsOf(pull, at, item));
  const { card } = displayed;
  return {
    ...observed,
    history: { ...history, item: { ...item, title: titleIn(moments) ?? item.title }, moments },
    displayed: {
      ...displayed,
      ...shownOverTime(displayed, history.moments)(at),
      card: card !== null && ids.has(card.id) ? card : null,
      spareCards: displayed.spareCards.filter((id) => ids.has(id)),
      pullRequests: pulls(true),
      subIssues: partsAsOf(displayed.subIssues, at),
    },
    former: pulls(false),
  };
}

function titleIn(moments: readonly Moment[]): string | null {
  const titles = moments.flatMap((moment) =>
    (moment.kind === 'opened' || moment.kind === 'edited') && moment.title !== null ? [moment.title] : [],
  );
  return titles.at(-1) ?? null;
}

/** An issue, here or in Jira, as the board shows it. */
import { batonGates, isInJira, isOnlyObserved, nameOf } from '../gates/index.ts';
import { waitingOf } from '../judge/index.ts';
import type { IssueState } from '../replay/index.ts';
import { shownOnIssue } from '../show/index.ts';
import type { Verdict } from '../verdict.ts';
import { issueHeadline, type Setting } from '../words/index.ts';
import { batonOf } from './baton.ts';
import { mostBatons, unlessLongDone, type BoardEntry } from './entry.ts';
import { stageBefore, stageBehind, type Placed } from './stage.ts';

type Gates = Verdict & { kind: 'gates' };

/**
 * An issue as the board shows it; null: it is not there, as it has no card, or it was done too long ago.
 * @param whole its verdict, before anything is left out of it
 */
export function issueEntry(
  issue: IssueState,
  whole: Verdict,
  setting: Setting & { readonly inForceSince: number },
): BoardEntry | null {
  const verdict = shownOnIssue(whole, issue);
  if (verdict.kind === 'no-gates' || !verdict.awake || isOnlyObserved(setting.policy)) return null;
  const { item, displayed } = issue;
  const waiting = waitingOf(issue, verdict, setting);
  const batons = batonGates(verdict)
    .filter(({ gate }) => !gate.open)
    .slice(0, mostBatons)
    .map(({ baton, gate }) => {
      const deadline = waiting.find((each) => each.gate.gate.name === gate.gate.name)?.due ?? null;
      return batonOf(setting, gate, { ...baton, deadline });
    });
  const state = stateAfter(verdict, displayed);
  const closedAt = state === 'closed' ? closingOf(issue) : null;
  const isDone = closedAt !== null && batons.length === 0;
  const entry: BoardEntry = {
    kind: isInJira(item) ? 'jira-issue' : 'issue',
    name: nameOf(item, item.repository),
    number: item.number,
    title: item.title,
    url: item.url,
    state,
    ...(isDone ? stageBehind('done') : placeOf(verdict, setting)),
    batons,
    author: null,
    follows: false,
    next: issueHeadline(setting, verdict),
    since: isDone ? closedAt : sinceOf(issue, verdict),
    doneAt: isDone ? closedAt : null,
  };
  return unlessLongDone(entry, setting.now);
}

/** Open or closed, once what follows from the verdict is done: nobody tells of what Baton does itself. */
function stateAfter(
  { closeAgain, closedByMerge, violations }: Gates,
  { state }: IssueState['displayed'],
): 'open' | 'closed' {
  if (closeAgain !== null) return 'closed';
  const isReopened =
    closedByMerge?.answer === 'undo' ||
    violations.some(({ kind, answer }) => kind === 'close' && answer === 'undo');
  return isReopened ? 'open' : state;
}

/** The column of an issue that is not done: of several gates that wait, the first that holds back what comes next. */
function placeOf(verdict: Gates, { policy }: Setting): Placed {
  const first = batonGates(verdict).find(({ gate }) => !gate.open);
  return first === undefined ? stageBehind('approved') : stageBefore(first.gate, policy);
}

/** When an issue that is closed was closed last; one that Baton closes now, when somebody last did anything. */
function closingOf({ state: { words, lastMoment }, displayed: { state } }: IssueState): number {
  const last = words.findLast(
    (word) => word.kind === 'closed' || (word.kind === 'moved' && word.closedAs !== undefined),
  );
  return state === 'closed' ? (last?.at ?? lastMoment) : lastMoment;
}

/** When it came to where it is: the last time that a baton changed hands, or a gate its status. */
function sinceOf({ state: { revisions, lastMoment } }: IssueState, verdict: Gates): number {
  const batons = verdict.batons.flatMap(({ since }) => since ?? []);
  const gates = verdict.gates.flatMap(({ since }) => (since === null ? [] : [since.at]));
  const all = batons.length > 0 ? batons : gates;
  return all.length > 0 ? Math.max(...all) : (revisions[0]?.at ?? lastMoment);
}

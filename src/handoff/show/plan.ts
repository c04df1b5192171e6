/** Verdict × what is displayed → Effect[]: the writes that make the tracker show what is true. Nothing, if it does. */
import { rolesOf } from '../../policy/index.ts';
import { callsOf, type CalledMarker, type Handoff, nextPrompt, waitingOf } from '../judge/index.ts';
import type { CheckReport, Effect } from '../effect.ts';
import {
  type ItemState,
  personOf,
  type ClosingPull,
  type DisplayedCheck,
  type PullRequest,
  wasSaid,
  type Said,
  mayShow,
} from '../history/index.ts';
import type { IssueState, PullState } from '../replay/index.ts';
import { isOnlyObserved, nameOf } from '../gates/index.ts';
import { toAnswer } from './answering.ts';
import { shownOnIssue, shownOnPull } from './shown.ts';
import { tellingEffects, type Notice, type Place } from './telling.ts';
import type { PullVerdict } from '../pull-verdict.ts';
import type {
  ActKind,
  Answer,
  ClosedByMerge,
  GateVerdict,
  NotCounted,
  Verdict,
  Violation,
} from '../verdict.ts';
import {
  cardBody,
  pullReport,
  namesApprovers,
  type Note,
  notTheirs,
  noteText,
  nextPromptClause,
  approvalOf,
  clockOf,
  type Setting,
  whyNotCounted,
  whyIssue,
  whyPull,
} from '../words/index.ts';
import { shorten } from '../phrases/index.ts';
import { includesText } from '../../same-text.ts';

export type Plan = Setting & {
  readonly now: number;
  readonly inForceSince: number;
  /** What was said a moment ago and may not be readable yet. */
  readonly justSaid: readonly Said[];
  /** What is known to have been said, although somebody may have deleted it since; in no order. Absent: nothing. */
  readonly remembered?: readonly Said[];
  /** When commands began to wait for an answer that could not be written (milliseconds since the epoch). Absent: none do. */
  readonly unansweredSince?: number | null;
};

const sameShown = (one: string, other: string): boolean =>
  one.replaceAll('\r\n', '\n').trim() === other.replaceAll('\r\n', '\n').trim();

/** What decides which labels of gates something is to have, and the labels that it has. */
type Labelled = {
  readonly labels: readonly string[];
  readonly gates: readonly Pick<GateVerdict, 'gate' | 'open' | 'status'>[];
  readonly violations: readonly Violation[];
};

/** Puts gates' labels on and takes them off, so that each is on exactly while its gate is open. */
function labelEffects(
  on: string,
  { labels, gates, violations }: Labelled,
  putOn: boolean,
): readonly Effect[] {
  return gates.flatMap(({ gate, open: isOpen, status }): Effect[] => {
    if (gate.label === null || gate.mode === 'observe' || status === 'not applicable') return [];
    // A label shows an approval, and a waiver is none.
    const open = isOpen && status !== 'waived';
    const { label } = gate;
    const shown = includesText(labels, label);
    if (shown === open) return [];
    const violation = violations.find((one) => one.kind === 'gate-label' && one.gate === gate.name);
    if (violation !== undefined && violation.answer !== 'undo') return [];
    if (open && !putOn && violation === undefined) return [];
    return [{ kind: open ? 'label' : 'unlabel', on, label }];
  });
}

/** Undoings older than this are not explained any more (milliseconds). */
const explainWithin = 7 * 24 * 60 * 60 * 1000;

/** An approver's label that came too early, if it is one. */
const isEarly = ({ via, because }: NotCounted): boolean =>
  via === 'label' && !['role', 'bot', 'opened-with'].includes(because.kind);

/** Labels of approvers that come off again because they were put on too early, or came off lately. */
function earlyLabels(
  plan: Plan,
  verdict: Verdict & { kind: 'gates' },
  issue: IssueState,
  reversed: readonly Violation[],
): Note['early'] {
  return verdict.gates.flatMap((each) => {
    const { gate } = each;
    if (
      gate.label === null ||
      gate.mode === 'observe' ||
      each.status === 'satisfied' ||
      each.status === 'not applicable'
    )
      return [];
    const early = each.notCounted.findLast(isEarly);
    if (early === undefined) return [];
    const isOff = reversed.some(({ id }) => id === early.id);
    if (!isOff && !includesText(issue.displayed.labels, gate.label)) return [];
    const why = whyNotCounted(plan, early.because, approvalOf(plan, gate.name), 'you');
    return [{ gate: gate.name, by: early.by.login, person: personOf(early.by), why, label: gate.label }];
  });
}

/** The kinds of undoing, in the order in which they are explained. */
const explained = ['assignment', 'work-label', 'gate-label', 'close'] as const satisfies readonly ActKind[];

const mergeTold = 'merge';

/**
 * The merge that is to be told of: with the handoff that it brings, also where the issue is not closed by it yet; else the
 * first that closed the issue before its time.
 */
function mergeToTell(
  plan: Plan,
  { closedByMerge: closed, gates }: Verdict & { kind: 'gates' },
  { item, pulls }: IssueState,
  { handoff, isNew }: { readonly handoff: Handoff | null; readonly isNew: boolean },
): Note['merge'] {
  const isTold = closed !== null && closed.at >= plan.now - explainWithin;
  if (isTold && (isNew || (handoff !== null && closed.answer !== 'undone')))
    return { pullRequest: nameOfPull(closed.pullRequest, item.repository), closed };
  const next = gates.find(
    ({ gate, reason }) =>
      gate.readyWhen.mergedPullRequest &&
      reason.kind === 'asked' &&
      handoff?.calls.some((call) => call.gate === gate.name),
  );
  if (next === undefined) return null;
  const merged = pulls.find(({ pullRequest }) => pullRequest.item.id === next.since?.id)?.pullRequest;
  if (merged?.state !== 'merged') return null;
  const shown = mayShow(merged.item, item) ? merged.item : null;
  return { pullRequest: nameOfPull(shown, item.repository), closed: null };
}

function nameOfPull(pull: ClosingPull | null, home: string): NonNullable<Note['merge']>['pullRequest'] {
  if (pull === null) return null;
  const { number, url, repository = home } = pull;
  return { name: nameOf({ tracker: 'github', repository, number }, home), url };
}

function noticeOf(
  plan: Plan,
  { issue, verdict }: { readonly issue: IssueState; readonly verdict: Verdict & { kind: 'gates' } },
  said: readonly Said[],
  { handoff, mark }: ReturnType<typeof callsOf>,
): Notice | null {
  const heard = [...said, ...(plan.remembered ?? [])];
  const isNew = (kind: string): boolean => !wasSaid(heard, { kind: 'undone', what: kind });
  // That it was undone does not show that it was explained: the one may have been written, and the other refused.
  const reversed = verdict.reversed.filter(({ at }) => at >= plan.now - explainWithin);
  const early = isNew('early-label') ? earlyLabels(plan, verdict, issue, reversed) : [];
  const isEarlyLabel = ({ id }: Violation): boolean =>
    verdict.gates.some(({ notCounted }) => notCounted.some((word) => word.id === id && isEarly(word)));
  const all = [
    ...verdict.violations.filter(({ answer }) => answer === 'undo'),
    ...reversed.filter((one) => !isEarlyLabel(one)).toReversed(),
  ];
  const merge = mergeToTell(plan, verdict, issue, { handoff, isNew: isNew(mergeTold) });
  const undone = explained.flatMap((kind) =>
    isNew(kind) ? all.filter((one) => one.kind === kind).slice(0, 1) : [],
  );
  const stopKey = (one: Violation): string => `${one.kind}:${one.lastReversal ?? ''}`;
  const stopped = verdict.violations.filter(
    (one) => one.answer === 'stopped' && !wasSaid(said, { kind: 'stopped', what: stopKey(one) }),
  );
  const isNothing = undone.length === 0 && early.length === 0 && stopped.length === 0;
  if (handoff === null && merge === null && isNothing) return null;
  const markers: Said[] = [
    ...(handoff === null ? [] : [{ kind: 'handoff' as const, to: mark.called, id: handoff.id }]),
    ...undone.map((one) => ({ kind: 'undone' as const, what: one.kind })),
    ...(merge === null ? [] : [{ kind: 'undone' as const, what: mergeTold }]),
    ...(early.length === 0 ? [] : [{ kind: 'undone' as const, what: 'early-label' }]),
    ...stopped.map((one) => ({ kind: 'stopped' as const, what: stopKey(one) })),
  ];
  const calls = handoff?.calls ?? [];
  const text = noteText(plan, verdict, { calls, merge, undone, early, stopped });
  const told = [...undone.flatMap((one) => toldOfUndoing(plan, one)), ...early.map(toldOfEarly)];
  const acts = undone.length + early.length;
  const isTheirs = handoff === null && merge === null && stopped.length === 0 && told.length === acts;
  return { text, said: markers, told, isTheirs };
}

/** Whom it is told that only others can approve a gate; nobody where the policy's own words may not say so. */
function toldOfUndoing(plan: Plan, one: Violation): Notice['told'] {
  const { gate, by } = one;
  if (by.kind !== 'person' || !namesApprovers(plan, one)) return [];
  return [{ person: personOf(by), about: gate, why: notTheirs(plan, gate, rolesOf(approvalOf(plan, gate))) }];
}

const toldOfEarly = ({ gate, person }: Note['early'][number]): Notice['told'][number] => ({
  person,
  about: gate,
  why: 'early',
});

function undoEffects(on: string, violations: readonly Violation[]): readonly Effect[] {
  return violations.flatMap((one): Effect[] => {
    if (one.answer !== 'undo') return [];
    switch (one.kind) {
      case 'assignment':
        return [{ kind: 'unassign', on, login: one.assignee.login }];
      case 'work-label':
        return [{ kind: 'unlabel', on, label: one.label }];
      case 'close':
        return [{ kind: 'reopen', on }];
      case 'gate-label':
        return [];
      default:
        return one satisfies never;
    }
  });
}

/** What a merge closed is opened again, until the gates that come after it allow closing it. */
function reopenEffects(on: string, merge: ClosedByMerge | null): readonly Effect[] {
  return merge?.answer === 'undo' ? [{ kind: 'reopen', on }] : [];
}

function cardEffects(
  plan: Plan,
  verdict: Verdict,
  issue: IssueState,
  mark: CalledMarker = { called: '', told: null },
): readonly Effect[] {
  const { card, spareCards } = issue.displayed;
  const body = cardBody(plan, verdict, mark);
  const on = issue.item.id;
  const spare = spareCards.map((comment): Effect => ({ kind: 'remove-comment', comment }));
  const show: readonly Effect[] = card?.isHidden === true ? [{ kind: 'show-comment', comment: card.id }] : [];
  if (card !== null && sameShown(card.body, body)) return [...show, ...spare];
  return [{ kind: 'card', on, card: card?.id ?? null, body }, ...show, ...spare];
}

/** Who is reminded next of what waits, if nothing happens, as sentences; null: nobody. */
function reminderOf(plan: Plan, issue: IssueState, verdict: Verdict, said: readonly Said[]): string | null {
  const all = waitingOf(issue, verdict, plan);
  const clauses = all.flatMap(
    (waiting) =>
      nextPromptClause(
        waiting,
        nextPrompt(waiting, said, plan.policy, plan.now),
        all.length > 1,
        clockOf(plan),
      ) ?? [],
  );
  return clauses.length === 0 ? null : `If nothing happens, I’ll ${clauses.join(', and ')}.`;
}

/** Where people are told something. */
const placeOf = (
  { now, justSaid }: Plan,
  on: string,
  { told, said }: ItemState,
  answers: readonly Answer[],
): Place => ({ on, now, told, said, justSaid, answers });

/** What is to be written on an issue. */
export function planIssue(issue: IssueState, whole: Verdict, plan: Plan): readonly Effect[] {
  const verdict = shownOnIssue(whole, issue);
  const said = [...issue.state.said, ...plan.justSaid];
  const on = issue.item.id;
  const given = verdict.answers.filter((answer) => answer.place === on);
  const { unanswered, reactions } = toAnswer(plan, given, { said, answered: issue.state.answered }, () =>
    whyIssue(plan, verdict, reminderOf(plan, issue, verdict, said)),
  );
  const place = placeOf(plan, on, issue.state, given);
  if (verdict.kind === 'no-gates') {
    if (verdict.because.kind === 'own-issue' || isOnlyObserved(plan.policy)) return [];
    const answers = [...tellingEffects(null, unanswered, place), ...reactions];
    return issue.displayed.card === null ? answers : [...answers, ...cardEffects(plan, verdict, issue)];
  }
  if (!verdict.awake || isOnlyObserved(plan.policy)) return [];
  const { now, inForceSince, remembered = [] } = plan;
  const card = issue.displayed.card?.body ?? null;
  const called = callsOf(verdict, { card, said, remembered, now, inForceSince });
  return [
    ...undoEffects(on, verdict.violations),
    ...reopenEffects(on, verdict.closedByMerge),
    ...labelEffects(on, { ...verdict, labels: issue.displayed.labels }, true),
    ...(verdict.closeAgain === null ? [] : [{ kind: 'close' as const, on, reason: verdict.closeAgain }]),
    ...tellingEffects(noticeOf(plan, { issue, verdict }, said, called), unanswered, place),
    ...reactions,
    ...cardEffects(plan, verdict, issue, called.mark),
  ];
}

const checkTextLimit = 60_000;

/** Writes a check where it is not displayed already. */
export function checkEffects(checks: readonly DisplayedCheck[], report: CheckReport): readonly Effect[] {
  const wanted = { ...report, summary: shorten(report.summary, checkTextLimit) };
  const shown = checks.findLast((check) => check.name === wanted.name && check.headSha === wanted.headSha);
  if (shown === undefined) return [{ kind: 'check', check: null, report: wanted }];
  const same =
    shown.conclusion === wanted.conclusion &&
    (shown.status === 'completed') === (wanted.conclusion !== null) &&
    sameShown(shown.title ?? '', wanted.title) &&
    sameShown(shown.summary ?? '', wanted.summary);
  if (same) return [];
  // A run that has ended cannot go back to being in progress: it is followed by a new one.
  const again = wanted.conclusion === null && shown.status === 'completed';
  return [{ kind: 'check', check: again ? null : shown.id, report: wanted }];
}

/**
 * What is written of these effects while the conversation is locked: nothing that GitHub refuses there. Whatever is left
 * out is found missing, and said, by the next look after it is unlocked. GitHub: "Locking conversations".
 */
export function whileLocked(effects: readonly Effect[]): readonly Effect[] {
  return effects.filter(
    (effect) =>
      effect.kind !== 'comment' &&
      effect.kind !== 'react' &&
      !(effect.kind === 'card' && effect.card === null),
  );
}

/** What the check on a pull request says, to those who can read it there. */
export function checkOnPull({ pullRequest }: PullState, whole: PullVerdict, plan: Plan): CheckReport {
  const report = pullReport(plan, shownOnPull(whole, pullRequest), pullRequest.headSha);
  return plan.pageUrl === undefined ? report : { ...report, detailsUrl: plan.pageUrl };
}

/** What is to be written on a pull request: its check, its gates' labels, and answers. */
export function planPull(pull: PullState, whole: PullVerdict, plan: Plan): readonly Effect[] {
  const { pullRequest, state } = pull;
  const verdict = shownOnPull(whole, pullRequest);
  const on = pullRequest.item.id;
  const report = checkOnPull(pull, whole, plan);
  if (isOnlyObserved(plan.policy)) return isOpen(pullRequest) ? checkEffects(pullRequest.checks, report) : [];
  const said = [...state.said, ...plan.justSaid];
  const { unanswered, reactions } = toAnswer(plan, verdict.answers, { said, answered: state.answered }, () =>
    whyPull(plan, verdict),
  );
  return [
    ...labelEffects(
      on,
      { labels: pullRequest.labels, gates: verdict.labels, violations: verdict.violations },
      false,
    ),
    ...tellingEffects(null, unanswered, placeOf(plan, on, state, verdict.answers)),
    ...reactions,
    ...(isOpen(pullRequest) ? checkEffects(pullRequest.checks, report) : []),
  ];
}

const isOpen = (pullRequest: PullRequest): boolean => pullRequest.state === 'open';

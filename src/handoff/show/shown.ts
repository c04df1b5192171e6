/**
 * Verdicts as they may be told in a place: what comes from where fewer people can read is left out, before anything is
 * worded. Of such an issue, the statuses of its gates and the roles that have the baton remain: both are words of the
 * policy that it is judged under.
 */
import { type IssueLink, type ItemRef, type SubIssue, mayShow } from '../history/index.ts';
import { isInJira } from '../gates/index.ts';
import type { PullReason, PullVerdict } from '../pull-verdict.ts';
import type {
  Answer,
  Baton,
  GateVerdict,
  Lack,
  ClosedByMerge,
  NotCounted,
  Outcome,
  Question,
  Reason,
  Reference,
  Refusal,
  Started,
  Verdict,
} from '../verdict.ts';

type Gates = Extract<Verdict, { kind: 'gates' }>;

/** What stands for words that may not be told. */
const elsewhere = 'what was said is in a repository that fewer people can read';

/** A pull request's verdict as it may be told on it. */
export function shownOnPull(verdict: PullVerdict, { item }: { readonly item: ItemRef }): PullVerdict {
  const isShown = (issue: IssueLink): boolean => isInJira(issue) || mayShow(issue, item);
  const placed = (issue: IssueLink): IssueLink => (isShown(issue) ? issue : atPage(issue, item));
  const areAllShown = verdict.issues.every(({ issue }) => isShown(issue));
  return {
    ...verdict,
    reasons: verdict.reasons.map((reason): PullReason => {
      if (reason.kind === 'no-issue') {
        const uncounted = reason.uncounted.map((one) => ({ ...one, issue: placed(one.issue) }));
        return { ...reason, uncounted };
      }
      if (!('issue' in reason)) return reason;
      const issue = placed(reason.issue);
      if (reason.kind !== 'gate') return { ...reason, issue };
      return isShown(issue)
        ? { ...reason, gate: shownGate(reason.gate, item) }
        : { ...reason, issue, title: '', gate: bareGate(reason.gate) };
    }),
    issues: verdict.issues.map((each) => {
      if (isShown(each.issue)) {
        const of = each.verdict === null ? null : shownVerdict(each.verdict, item);
        return { ...each, verdict: of, gates: each.gates.map((gate) => shownGate(gate, item)) };
      }
      const { verdict: of } = each;
      return {
        issue: placed(each.issue),
        title: '',
        url: null,
        verdict: of === null ? null : of.kind === 'gates' ? bareVerdict(of) : bareNoGates(of),
        gates: each.gates.map(bareGate),
      };
    }),
    ignored: verdict.ignored.map(placed),
    answers: verdict.answers.map((answer) => answerAs(answer, item, !areAllShown)),
  };
}

/** An issue's verdict as it may be told on it. */
export function shownOnIssue(verdict: Verdict, { item }: { readonly item: ItemRef }): Verdict {
  return shownVerdict(verdict, item);
}

function shownVerdict(verdict: Verdict, place: ItemRef): Verdict {
  const answers = verdict.answers.map((answer) => answerAs(answer, place, false));
  if (verdict.kind === 'no-gates') return { ...verdict, answers };
  const gates = verdict.gates.map((gate) => shownGate(gate, place));
  const started = verdict.started.map((one): Started => {
    if (one.kind !== 'pull-request' || mayShow(one.pullRequest.item, place)) return one;
    const { url, visibility = 'private' } = one.pullRequest.item;
    return { kind: 'hidden', url, visibility };
  });
  const closedByMerge = shownMerge(verdict.closedByMerge, place);
  return { ...verdict, answers, gates, started, closedByMerge };
}

/** That a merge closed the issue is told, and of which pull request only to those who can read it. */
function shownMerge(one: ClosedByMerge | null, place: ItemRef): ClosedByMerge | null {
  if (one === null || one.pullRequest === null) return one;
  const { repository = '', visibility } = one.pullRequest;
  return mayShow({ repository, visibility }, place) ? one : { ...one, pullRequest: null };
}

/** A gate's verdict with nothing in it but words of the policy. */
function bareGate(gate: GateVerdict): GateVerdict {
  return {
    gate: gate.gate,
    status: gate.status,
    open: gate.open,
    closedSince: gate.closedSince,
    openTimes: gate.openTimes,
    missing: gate.missing,
    holders: gate.holders,
    reason: bareReason(gate.reason),
    since: null,
    approvals: [],
    amendments: [],
    excluded: [],
    notCounted: [],
    difference: null,
    ownWork: null,
    questions: [],
    consents: [],
    criteria: [],
    removed: [],
    listEdit: null,
    waiver: null,
    ended: null,
  };
}

/** What names nothing but gates of the policy stays. */
function bareReason(reason: Reason): Reason {
  if (reason.kind === 'blocked' || reason.kind === 'after') return { kind: reason.kind, gate: reason.gate };
  if (reason.kind === 'not-applicable' || reason.kind === 'not-merged') return { kind: reason.kind };
  return { kind: 'elsewhere' };
}

/** What exempts it is in the policy; whose doing that is, is not. */
function bareNoGates(verdict: Extract<Verdict, { kind: 'no-gates' }>): Verdict {
  const { because } = verdict;
  return because.kind === 'exempt-label' ? { ...verdict, because: { ...because, by: null } } : verdict;
}

const bareBaton = (baton: Baton): Baton => ({ ...baton, since: null });

function bareVerdict({ gates, batons, firstBatons, awake, closeAgain, changesAt }: Gates): Gates {
  return {
    kind: 'gates',
    gates: gates.map(bareGate),
    batons: batons.map(bareBaton),
    firstBatons: firstBatons.map(bareBaton),
    violations: [],
    reversed: [],
    observed: [],
    unexempt: [],
    undone: [],
    closedByMerge: null,
    observedMerge: null,
    started: [],
    closeAgain,
    answers: [],
    against: [],
    awake,
    inJira: null,
    changesAt,
  };
}

/** A gate's verdict without what was said where fewer people can read. */
function shownGate(gate: GateVerdict, place: ItemRef): GateVerdict {
  const { waiver, ended } = gate;
  return {
    ...gate,
    reason: shownReason(gate.reason, place),
    questions: gate.questions.map(shownQuestion),
    consents: gate.consents.map(shownWords),
    criteria: gate.criteria.map((one) => ({
      ...one,
      returned: one.returned === null ? null : shownWords(one.returned),
    })),
    removed: gate.removed.map((one) => ({
      ...one,
      returned: one.returned === null ? null : shownWords(one.returned),
    })),
    waiver: waiver === null ? null : shownWords(waiver),
    ended: ended === null ? null : { ...ended, waiver: shownWords(ended.waiver) },
    notCounted: gate.notCounted.map((word) => ({
      ...word,
      because: isLack(word.because) ? shownLack(word.because, place) : word.because,
    })),
  };
}

function shownReason(reason: Reason, place: ItemRef): Reason {
  if (reason.kind === 'returned') return shownWords(reason);
  return isLack(reason) ? shownLack(reason, place) : reason;
}

function isLack(one: Reason | NotCounted['because']): one is Lack {
  return ['sections', 'consent', 'no-criteria', 'sub-issues'].includes(one.kind);
}

function shownLack(lack: Lack, place: ItemRef): Lack {
  if (lack.kind === 'consent')
    return { ...lack, refused: lack.refused === null ? null : shownWords(lack.refused) };
  if (lack.kind !== 'sub-issues') return lack;
  return { ...lack, parts: lack.parts.map((part) => shownPart(part, place)) };
}

/** Whose turn it is there is told by the roles of another policy. */
function shownPart(part: SubIssue, place: ItemRef): SubIssue {
  if (mayShow(part, place)) return part;
  const { standing } = part;
  return {
    ...atPage(part, place),
    times: [],
    closed: null,
    archived: false,
    standing: standing === null ? null : { done: [], holders: [], hasGates: false },
  };
}

/** Words that somebody said, unless it was where fewer people can read. */
function shownWords<T extends { readonly by: Reference; readonly words: string }>(said: T): T {
  return said.by.by.hidden === true ? { ...said, words: elsewhere } : said;
}

function shownQuestion(question: Question): Question {
  const { answer } = shownWords(question);
  const isHidden = answer?.by.by.hidden === true && answer.words !== null;
  return { ...shownWords(question), answer: isHidden ? { ...answer, words: elsewhere } : answer };
}

/** @param isBare whether an issue that it may be about is not to be told of */
function answerAs(answer: Answer, place: ItemRef, isBare: boolean): Answer {
  const outcomes = answer.outcomes.map((outcome): Outcome =>
    outcome.kind === 'refused'
      ? { ...outcome, because: shownRefusal(outcome.because, place, isBare) }
      : outcome,
  );
  return { ...answer, outcomes };
}

function shownRefusal(because: Refusal, place: ItemRef, isBare: boolean): Refusal {
  if (because.kind === 'lacks')
    return { ...because, lack: isBare ? bareLack(because.lack) : shownLack(because.lack, place) };
  // Its title, which names the issue of Jira, is not told either.
  if (because.kind === 'in-jira' && isBare) return { ...because, keys: ['An issue'] };
  // Who can read the issue that was linked then is not known any more.
  const isElsewhere = because.kind === 'link-gone' && because.issue !== null && !isInJira(because.issue);
  return isElsewhere && !mayShow({ ...because.issue }, place) ? { ...because, issue: null } : because;
}

function bareLack(lack: Lack): Lack {
  if (lack.kind === 'consent') return { ...lack, refused: null };
  return lack.kind === 'sub-issues' ? { ...lack, parts: [], hidden: lack.hidden + lack.parts.length } : lack;
}

/** With its page, on the same tracker as another item. */
function atPage<T extends IssueLink>(link: T, near: ItemRef): T {
  const end = near.url.toLowerCase().indexOf(`/${near.repository.toLowerCase()}/`);
  const pages = end === -1 ? new URL(near.url).origin : near.url.slice(0, end);
  return { ...link, url: `${pages}/${link.repository}/issues/${link.number}` };
}

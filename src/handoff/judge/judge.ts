/** Policy × ItemState × Members → Verdict: what is true of an issue now. Pure: time and membership come in as values. */
import type { CloseReason, Policy } from '../../policy/index.ts';
import {
  type ItemState,
  samePerson,
  type Displayed,
  isMeant,
  holdsAnyRole,
  type Members,
  isAmong,
} from '../history/index.ts';
import { exemptionBy } from './exemptions.ts';
import { gateVerdict } from './gate-verdict.ts';
import { answeredAnywhere, answeredAs, isSilent } from '../hear/index.ts';
import { type DecidedInJira, sinceEver, type PolicyTimes, type Track, batonsOf } from '../gates/index.ts';
import {
  openingOf,
  hadPartIn,
  type IssueState,
  type PlayedIssue,
  inOrder,
  type Play,
  replay,
  type Replay,
  type Step,
  stepsOf,
  stepsInJira,
} from '../replay/index.ts';
import { replayOnce } from './replay-once.ts';
import type {
  Answer,
  Baton,
  GateVerdict,
  NoGates,
  Outcome,
  Started,
  Unexempt,
  Verdict,
  Violation,
} from '../verdict.ts';
import {
  blocking,
  closedByMergeOf,
  observedMergeOf,
  observedOf,
  reversedOf,
  undoneOf,
  violationsOf,
} from './violations.ts';
import { includesText } from '../../same-text.ts';

/** What a judgement is made under. Instants are milliseconds since the epoch. */
export type Circumstances = {
  readonly policy: Policy;
  readonly members: Members;
  readonly now: number;
  readonly inForceSince: number;
  /** Since when the policy says what it says; absent: since ever. */
  readonly times?: PolicyTimes;
  /** By the ids of issues whose gates are decided elsewhere. */
  readonly decidedInJira?: ReadonlyMap<string, DecidedInJira>;
  /**
   * Who holds which role on which issue of Jira (by its id), what time it is there, and the ids of issues that what Jira
   * decides does not hold back, because it could not be read; absent: nothing of Jira is judged.
   */
  readonly jira?: {
    readonly members: ReadonlyMap<string, Members>;
    readonly now: number;
    readonly unreached?: readonly string[];
    /** How many issues of Jira the pull request names, where none was read because these are too many; null: they are not. */
    readonly tooMany?: { readonly count: number; readonly most: number } | null;
  };
};

/** Why an issue has no gates (null: it has), and labels that would exempt it and do not. */
export function withoutGates(
  policy: Policy,
  issue: IssueState,
  members: Members,
): { readonly because: NoGates | null; readonly unexempt: readonly Unexempt[] } {
  const without = (because: NoGates) => ({ because, unexempt: [] });
  if (issue.author.self) return without({ kind: 'own-issue' });
  const { labels, type } = issue.displayed;
  const opened = openingOf(issue);
  const { exemption, unexempt } = exemptionBy(labels, issue.state.words, { policy, members, opened });
  if (exemption !== null) return without({ kind: 'exempt-label', ...exemption });
  if (isMeant(members, policy.exempt.authors, issue.author))
    return without({ kind: 'exempt-author', login: issue.author.login });
  const { appliesTo } = policy;
  return appliesTo === null || isAmong(appliesTo, labels, type)
    ? { because: null, unexempt }
    : without({ kind: 'outside' });
}

type Playing = Pick<Circumstances, 'members' | 'decidedInJira' | 'times'>;

/** Plays an issue's steps over the policy's gates. */
export function replayIssue(
  policy: Policy,
  issue: PlayedIssue,
  steps: readonly Step[],
  { now, ...playing }: Playing & Pick<Circumstances, 'now'>,
): Replay {
  return replay(policy.gates, steps, { ...playOf(policy, issue, playing), now });
}

/** All that is to be played of an issue. */
export function allStepsOf(
  policy: Policy,
  issue: IssueState,
  { decidedInJira }: Pick<Circumstances, 'decidedInJira'>,
): readonly Step[] {
  const decided = decidedInJira?.get(issue.item.id);
  return [...stepsOf(policy, issue), ...(decided === undefined ? [] : stepsInJira(decided))];
}

/** What an issue's steps are played with. */
export function playOf(
  policy: Policy,
  issue: PlayedIssue,
  { members, decidedInJira, times = sinceEver }: Playing,
): Omit<Play, 'now'> {
  const { labels, type } = issue.displayed;
  return {
    revisions: issue.state.revisions,
    members,
    roles: policy.roles.map(({ name }) => name),
    timezone: policy.calendar.timezone,
    reminding: policy.isReminding ? policy.calendar : null,
    decidedInJira: decidedInJira?.get(issue.item.id) ?? null,
    applies: ({ when }) => when === null || isAmong(when, labels, type),
    hadPart: hadPartIn(policy, issue),
    heard: issue.heard,
    times,
    place: issue.item.id,
  };
}

/** Plays all that happened to an issue. */
function replayAll(policy: Policy, issue: IssueState, circumstances: Circumstances): Replay {
  const { times = sinceEver, now, decidedInJira } = circumstances;
  const { item, author, pulls, former, heard } = issue;
  const { labels, type, assignees } = issue.displayed;
  const moves = issue.state.words.filter(({ kind }) => kind === 'assigned' || kind === 'unassigned');
  const state = { revisions: issue.state.revisions, words: moves };
  const played = { item, author, pulls, former, heard, state, displayed: { labels, type, assignees } };
  const steps = allStepsOf(policy, issue, circumstances);
  return replayOnce(
    { policy, issue: played, steps, decidedInJira: decidedInJira?.get(item.id) ?? null, times, now },
    circumstances.members,
    (members) => replayIssue(policy, played, steps, { ...circumstances, members }),
  );
}

/** Who has a baton by what it was opened with, before anything else happened. */
function firstBatons(policy: Policy, issue: IssueState, circumstances: Circumstances): readonly Baton[] {
  // Of the first text it is only asked whether there are others.
  const state = { revisions: issue.state.revisions.slice(0, 2), words: [] };
  const { tracks, texts } = replayIssue(policy, { ...issue, state }, [], circumstances);
  return batonsOf(tracks.map((track) => gateVerdict(track, texts, issue)));
}

function startedOf(
  policy: Policy,
  issue: IssueState,
  tracks: readonly Track[],
  since: number,
): readonly Started[] {
  const blocks = blocking(tracks, 'start');
  const started: Started[] = [];
  if (policy.work.pullRequest) {
    for (const { pullRequest } of issue.pulls)
      if (
        pullRequest.state === 'open' &&
        blocks.some((block) => pullRequest.openedAt >= Math.max(block.closedSince, since))
      )
        started.push({ kind: 'pull-request', pullRequest });
  }
  // The tracker does not say when a branch was made, so one that a gate once allowed is not named.
  if (policy.work.branch && blocks.some((block) => block.closedSince === Number.NEGATIVE_INFINITY))
    for (const name of issue.displayed.branches) started.push({ kind: 'branch', name });
  return started;
}

/** The reason an issue had when Baton opened it again, if nobody has opened or closed it since. */
function reasonBeforeReopening(state: Pick<ItemState, 'words'>): CloseReason | null {
  const moves = state.words.filter((word) => word.kind === 'closed' || word.kind === 'reopened');
  const last = moves.at(-1);
  const before = moves.at(-2);
  return last?.kind === 'reopened' && last.by.self && before?.kind === 'closed' ? before.reason : null;
}

function closeAgain(
  gates: readonly GateVerdict[],
  issue: Pick<IssueState, 'displayed'> & { readonly state: Pick<ItemState, 'words'> },
): CloseReason | null {
  if (issue.displayed.state === 'closed') return null;
  const reason = reasonBeforeReopening(issue.state);
  if (reason === null) return null;
  return blocksClosing(gates, reason) ? null : reason;
}

/** The reason for which it is closed, where no gate holds that back; null: it is open, or about to be. */
function closedFor(gates: readonly GateVerdict[], displayed: Displayed): CloseReason | null {
  if (displayed.state !== 'closed') return null;
  const reason = displayed.closedReason ?? 'completed';
  return blocksClosing(gates, reason) ? null : reason;
}

/** Who has the batons. `again`: the reason for which it is to be closed again; `over`: that for which it is closed then. */
export function turnsOf(
  gates: readonly GateVerdict[],
  issue: Pick<IssueState, 'displayed'> & { readonly state: Pick<ItemState, 'words'> },
): {
  readonly again: CloseReason | null;
  readonly over: CloseReason | null;
  readonly batons: readonly Baton[];
} {
  const again = closeAgain(gates, issue);
  const over = again ?? closedFor(gates, issue.displayed);
  return { again, over, batons: batonsOf(gates, over) };
}

/** Whether anything happened since the policy is in force. An issue that lay closed before stays as it is. */
function isAwake(issue: IssueState, inForceSince: number): boolean {
  if (issue.displayed.card !== null) return true;
  if (issue.displayed.state === 'closed') {
    const closed = issue.state.words.findLast((word) => word.kind === 'closed');
    return closed !== undefined && closed.at >= inForceSince;
  }
  return (
    issue.state.lastMoment >= inForceSince ||
    issue.pulls.some(
      ({ pullRequest, state }) =>
        Math.max(pullRequest.openedAt, pullRequest.mergedAt ?? 0, state.lastMoment) >= inForceSince,
    )
  );
}

/** Answers on an issue that has no gates: there is nothing to decide, and the answer says so. */
function answersWithoutGates(issue: IssueState, members: Members): readonly Answer[] {
  const steps = inOrder(
    issue.state.words.map((word): Step => ({ kind: 'word', at: word.at, word, on: null })),
  );
  return steps.flatMap((step): Answer[] => {
    if (step.kind !== 'word' || step.word.kind !== 'spoken' || isSilent({ members }, step.word)) return [];
    const { id, at, by, commands } = step.word;
    const outcomes = commands.map(
      (command): Outcome =>
        answeredAnywhere(command, () => holdsAnyRole(members, by)) ?? {
          kind: 'refused',
          verb: command.verb,
          because: { kind: 'no-gates' },
        },
    );
    return [{ comment: id, place: issue.item.id, at, by, ...answeredAs(step.word), outcomes }];
  });
}

/** Judges an issue. */
export function judge(issue: IssueState, circumstances: Circumstances): Verdict {
  const { policy, members, now, inForceSince } = circumstances;
  const { because, unexempt } = withoutGates(policy, issue, members);
  if (because !== null) return { kind: 'no-gates', because, answers: answersWithoutGates(issue, members) };
  const decided = circumstances.decidedInJira?.get(issue.item.id) ?? null;
  const { tracks, texts, answers, against } = replayAll(policy, issue, circumstances);
  const { state, displayed } = issue;
  const scene = { policy, state, displayed, tracks, members, now, inForceSince };
  const violations = violationsOf(scene);
  const gates = tracks.map((track) =>
    withLabel(withoutUndone(gateVerdict(track, texts, issue), violations), violations),
  );
  const { again, over, batons } = turnsOf(gates, issue);
  return {
    kind: 'gates',
    gates,
    batons,
    firstBatons: firstBatons(policy, issue, circumstances),
    violations,
    observed: observedOf(scene),
    unexempt,
    undone: undoneOf(scene),
    reversed: reversedOf(scene),
    closedByMerge: closedByMergeOf(scene),
    observedMerge: observedMergeOf(scene),
    // On an issue that is closed now, or is about to be, no work is going on.
    started: over !== null ? [] : startedOf(policy, issue, tracks, inForceSince),
    closeAgain: again,
    answers,
    against,
    awake: isAwake(issue, inForceSince),
    changesAt: changesAt(tracks),
    inJira:
      decided === null
        ? null
        : { key: decided.key, url: decided.url, labels: labelsAgainst(tracks, displayed) },
  };
}

/** Whoever is assigned only until that is taken back is no assignee any more once the verdict is shown. */
function withoutUndone(gate: GateVerdict, violations: readonly Violation[]): GateVerdict {
  const excluded = gate.excluded.filter(
    ({ actor, party }) =>
      party !== 'assignees' ||
      !violations.some(
        (one) => one.kind === 'assignment' && one.answer === 'undo' && samePerson(one.assignee, actor),
      ),
  );
  return { ...gate, excluded };
}

/** Notes that the gate's label stays, where somebody without the right put it on and Baton does not take it off any more. */
function withLabel(gate: GateVerdict, violations: readonly Violation[]): GateVerdict {
  const stays = violations.some(
    (one) =>
      one.kind === 'gate-label' && one.gate === gate.gate.name && one.put === 'on' && one.answer !== 'undo',
  );
  return stays ? { ...gate, labelStays: true } : gate;
}

/** Labels of gates that are decided elsewhere which say otherwise: they are left alone. */
function labelsAgainst(tracks: readonly Track[], { labels }: Displayed): readonly string[] {
  // A waiver that was made here is shown by no label.
  return tracks.flatMap(({ inJira, gate: { label }, applies }) =>
    inJira !== null && applies && label !== null && includesText(labels, label) !== inJira.open
      ? [label]
      : [],
  );
}

/** When the next waiver ends. */
export function changesAt(tracks: readonly Track[]): number | null {
  const ends = tracks.flatMap(({ waiver }) => (waiver?.until == null ? [] : [waiver.until.at]));
  return ends.length === 0 ? null : Math.min(...ends);
}

/** True when some gate does not allow the issue to be closed for that reason. */
function blocksClosing(gates: readonly GateVerdict[], reason: CloseReason): boolean {
  return gates.some(
    ({ gate, open }) =>
      !open &&
      gate.mode !== 'observe' &&
      gate.closeReasons.includes(reason) &&
      gate.blocks.some((block) => block.kind === 'close'),
  );
}

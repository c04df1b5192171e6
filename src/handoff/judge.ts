/** Policy × ItemState × Members → Verdict: what is true of an issue now. Pure: time and membership come in as values. */
import { rolesOf, type CloseReason, type Policy } from '../policy/index.ts';
import { fold, nothing, type ItemState } from './fold.ts';
import {
  sameLogin,
  type Actor,
  type Displayed,
  type ItemRef,
  type Observed,
  type PullRequest,
} from './history.ts';
import type { Members } from './members.ts';
import { inOrder, replay, type PullState, type Replay, type Step } from './replay.ts';
import { isSilent } from './hear.ts';
import { stepsOfHeld, type Held } from './held.ts';
import { isInJira } from './signs.ts';
import { turnOf } from './turn.ts';
import { isAmong } from './scope.ts';
import { consentsOf, criteriaVerdicts, missingOf } from './requirements.ts';
import { unfinishedSteps } from './sub-issues.ts';
import { shownText, type Texts } from './texts.ts';
import { standing, type Track } from './track.ts';
import {
  type Answer,
  type Evidence,
  type GateVerdict,
  type NoGates,
  type Outcome,
  type Started,
  type Verdict,
} from './verdict.ts';
import { blocking, observedOf, undoneOf, violationsOf } from './violations.ts';

/** An issue and its pull requests, folded. */
export type IssueState = {
  readonly item: ItemRef;
  readonly author: Actor;
  readonly state: ItemState;
  readonly displayed: Displayed;
  readonly pulls: readonly PullState[];
};

/** What a judgement is made under. Instants are milliseconds since the epoch. */
export type Circumstances = {
  readonly policy: Policy;
  readonly members: Members;
  readonly now: number;
  readonly inForceSince: number;
  /** By the ids of issues whose gates are decided elsewhere. */
  readonly held?: ReadonlyMap<string, Held>;
  /**
   * Who holds which role in Jira, what time it is there, and the ids of issues that what Jira decides does not hold back,
   * because it could not be read; absent: nothing of Jira is judged.
   */
  readonly jira?: { readonly members: Members; readonly now: number; readonly unreached?: readonly string[] };
};

/** Folds an observed issue, its pull requests' moments included. */
export function foldIssue(observed: Observed): IssueState {
  const { history, displayed } = observed;
  return {
    item: history.item,
    author: history.author,
    state: fold(nothing, history.moments),
    displayed,
    pulls: displayed.pullRequests.map((pullRequest) => ({
      pullRequest,
      state: fold(nothing, pullRequest.moments),
    })),
  };
}

const includes = (all: readonly string[], one: string): boolean =>
  all.some((each) => each.toLowerCase() === one.toLowerCase());

/** Why an issue has no gates; null: it has. */
function withoutGates(policy: Policy, issue: IssueState): NoGates | null {
  if (issue.author.self) return { kind: 'own-issue' };
  const { labels, type } = issue.displayed;
  const label = labels.find((each) => includes(policy.exempt.labels, each));
  if (label !== undefined) return { kind: 'exempt-label', label };
  if (includes(policy.exempt.authors, issue.author.login))
    return { kind: 'exempt-author', login: issue.author.login };
  const { appliesTo } = policy;
  return appliesTo === null || isAmong(appliesTo, labels, type) ? null : { kind: 'outside' };
}

/** The issues of a pull request that count under a policy: its own repository's, and those listed. */
export function countingLinks(policy: Policy, { item, closes }: PullRequest): PullRequest['closes'] {
  return closes.filter(
    (link) =>
      link.repository.toLowerCase() === item.repository.toLowerCase() ||
      includes(policy.pullRequests.linkedRepositories, link.repository),
  );
}

/** Everything that happened to an issue and its pull requests, to be played. */
export function stepsOf(policy: Policy, issue: IssueState): readonly Step[] {
  const steps: Step[] = issue.state.revisions.map((revision, index) => ({
    kind: 'revision',
    at: revision.at,
    index,
  }));
  for (const word of issue.state.words) steps.push({ kind: 'word', at: word.at, word, on: null });
  for (const pull of issue.pulls) {
    const { pullRequest } = pull;
    const links = countingLinks(policy, pullRequest);
    // Those of an issue of Jira name it, whatever they close here.
    if (!isInJira(issue.item) && !links.some((link) => link.id === issue.item.id)) continue;
    if (links.length === 1) {
      for (const word of pull.state.words)
        if (word.kind === 'spoken') steps.push({ kind: 'word', at: word.at, word, on: pullRequest });
    }
    if (pullRequest.state === 'merged')
      steps.push({ kind: 'merged', at: pullRequest.mergedAt ?? pullRequest.openedAt, pullRequest });
    if (pullRequest.state !== 'closed')
      steps.push({
        kind: 'pushed',
        at: pullRequest.pushedAt ?? Math.max(pullRequest.openedAt, issue.state.lastMoment),
        pullRequest,
      });
  }
  const { subIssues } = issue.displayed;
  if (subIssues !== null && asksForSubIssues(policy))
    steps.push(...unfinishedSteps(issue.item.repository, subIssues));
  return steps;
}

/** True when some gate waits for the parts of its issue. */
export function asksForSubIssues({ gates }: Policy): boolean {
  return gates.some(({ requires }) => requires.subIssues);
}

/** Plays an issue's steps over the policy's gates. */
export function replayIssue(
  policy: Policy,
  issue: IssueState,
  steps: readonly Step[],
  { members, now, held }: Pick<Circumstances, 'members' | 'now' | 'held'>,
): Replay {
  const { labels, type } = issue.displayed;
  return replay(policy.gates, steps, {
    revisions: issue.state.revisions,
    members,
    roles: policy.roles.map(({ name }) => name),
    timezone: policy.calendar.timezone,
    reminding: policy.isReminding ? policy.calendar : null,
    now,
    held: held?.get(issue.item.id) ?? null,
    applies: ({ when }) => when === null || isAmong(when, labels, type),
    parties: {
      author: issue.author,
      assignees: issue.displayed.assignees,
      pullRequestAuthors: issue.pulls.map((pull) => pull.pullRequest.author),
    },
    place: issue.item.id,
  });
}

/** The roles that have the baton with a gate that is not open. */
function holdersOf(track: Track, missing: readonly string[]): readonly string[] {
  switch (track.status) {
    case 'preparing':
      // Whether it is viable is asked of those who have not said it; once one says no, it is to be changed.
      return track.reason.kind === 'consent' && track.reason.refused === null
        ? track.reason.missing
        : [track.gate.preparedBy];
    case 'returned':
      return [track.gate.preparedBy];
    case 'waiting':
    case 'stale':
      return missing;
    case 'questioned':
      return rolesOf(track.gate.approve);
    case 'satisfied':
    case 'waived':
    case 'not applicable':
      return [];
    default:
      return track.status satisfies never;
  }
}

/** The text that was approved beside the text now: where an edit made it stale, or an approver amended it. */
function differenceOf(track: Track, texts: Texts): GateVerdict['difference'] {
  const last = track.approvals.at(-1);
  if (last === undefined) return null;
  const shown = (revision: number): string => shownText(texts, revision, track.gate);
  const after = shown(texts.current);
  if (track.reason.kind === 'edited') return { before: shown(last.revision), after };
  return track.open && track.amendments.length > 0 ? { before: shown(last.given), after } : null;
}

/** A gate that is decided elsewhere: as it stands there, holding back what it holds back here, unless an exception was made here. */
function verdictOfHeld(track: Track, verdict: GateVerdict): GateVerdict {
  const { sign } = verdict.gate;
  const { open, waiver, ended, openTimes } = track;
  const gate = { ...track.gate, label: null, ...(sign === undefined ? {} : { sign }) };
  const shown = { ...verdict, gate, open, openTimes, ended: open ? null : ended };
  if (waiver === null || !open || verdict.open) return shown;
  return { ...shown, status: 'waived', reason: { kind: 'waived' }, waiver, since: waiver.by, holders: [] };
}

/** What a gate's track amounts to. */
export function gateVerdict(track: Track, texts: Texts, author: Actor): GateVerdict {
  if (track.held !== null && track.applies) return verdictOfHeld(track, track.held.verdict);
  const { gate, status, open, reason, since, closedSince, openTimes, amendments, notCounted } = track;
  const approvals = standing(track, texts);
  const missing = missingOf(track, texts);
  const began = since ?? texts.revisions[0];
  return {
    gate,
    status,
    open,
    reason,
    since: began === undefined ? null : { id: began.id, at: began.at, by: began.by },
    closedSince,
    openTimes,
    approvals: approvals.map(({ id, at, by, via, roles, pullRequest }): Evidence => ({
      id,
      at,
      by,
      via,
      roles,
      pullRequest,
    })),
    amendments,
    missing,
    holders: holdersOf(track, missing),
    notCounted: open ? [] : notCounted.slice(-3),
    difference: differenceOf(track, texts),
    questions: track.questions.filter((question) => question.answer === null),
    consents: consentsOf(track, texts),
    criteria: track.applies ? criteriaVerdicts(track, texts) : [],
    waiver: status === 'waived' ? track.waiver : null,
    ended: open ? null : track.ended,
    ownWork: approvals.find((word) => sameLogin(word.by.login, author.login))?.by ?? null,
  };
}

function batonOf(gates: readonly GateVerdict[]): { gate: string; roles: readonly string[] } | null {
  const turn = turnOf(gates);
  return turn === undefined ? null : { gate: turn.gate.name, roles: turn.holders };
}

function firstHolders(policy: Policy, issue: IssueState, circumstances: Circumstances): readonly string[] {
  const opened = issue.state.revisions.slice(0, 1);
  const start = { ...issue, state: { ...issue.state, revisions: opened } };
  const { tracks, texts } = replayIssue(policy, start, [], circumstances);
  return batonOf(tracks.map((track) => gateVerdict(track, texts, issue.author)))?.roles ?? [];
}

function startedOf(
  policy: Policy,
  issue: IssueState,
  tracks: readonly Track[],
  since: number,
): readonly Started[] {
  const blocks = blocking(tracks, 'start');
  if (blocks.length === 0) return [];
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
function reasonBeforeReopening(state: ItemState): CloseReason | null {
  const moves = state.words.filter((word) => word.kind === 'closed' || word.kind === 'reopened');
  const last = moves.at(-1);
  const before = moves.at(-2);
  return last?.kind === 'reopened' && last.by.self && before?.kind === 'closed' ? before.reason : null;
}

function closeAgain(gates: readonly GateVerdict[], issue: IssueState): CloseReason | null {
  if (issue.displayed.state === 'closed') return null;
  const reason = reasonBeforeReopening(issue.state);
  if (reason === null) return null;
  return blocksClosing(gates, reason) ? null : reason;
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
    const { id, at, by, reacted, commands } = step.word;
    const outcomes = commands.map((command): Outcome =>
      command.verb === 'why'
        ? { kind: 'why' }
        : { kind: 'refused', verb: command.verb, because: { kind: 'no-gates' } },
    );
    return [{ comment: id, place: issue.item.id, at, by, reacted, outcomes }];
  });
}

/** Judges an issue. */
export function judge(issue: IssueState, circumstances: Circumstances): Verdict {
  const { policy, members, now, inForceSince } = circumstances;
  const because = withoutGates(policy, issue);
  if (because !== null) return { kind: 'no-gates', because, answers: answersWithoutGates(issue, members) };
  const held = circumstances.held?.get(issue.item.id) ?? null;
  const { tracks, texts, answers, against } = replayIssue(
    policy,
    issue,
    [...stepsOf(policy, issue), ...(held === null ? [] : stepsOfHeld(held))],
    circumstances,
  );
  const gates = tracks.map((track) => gateVerdict(track, texts, issue.author));
  const { state, displayed } = issue;
  const scene = { policy, state, displayed, tracks, members, now, inForceSince };
  const again = closeAgain(gates, issue);
  // An issue that is closed now, or is about to be, has nothing that waits.
  const free =
    again !== null ||
    (displayed.state === 'closed' && !blocksClosing(gates, displayed.closedReason ?? 'completed'));
  return {
    kind: 'gates',
    gates,
    baton: free ? null : batonOf(gates),
    firstHolders: firstHolders(policy, issue, circumstances),
    violations: violationsOf(scene),
    observed: observedOf(scene),
    undone: undoneOf(scene),
    started: free ? [] : startedOf(policy, issue, tracks, inForceSince),
    closeAgain: again,
    answers,
    against,
    awake: isAwake(issue, inForceSince),
    changesAt: changesAt(tracks),
    inJira: held === null ? null : { key: held.key, url: held.url, labels: labelsAgainst(tracks, displayed) },
  };
}

/** Labels of gates that are decided elsewhere which say otherwise: they are left alone. */
function labelsAgainst(tracks: readonly Track[], { labels }: Displayed): readonly string[] {
  return tracks.flatMap(({ held, gate: { label }, open, applies }) =>
    held !== null && applies && label !== null && includes(labels, label) !== open ? [label] : [],
  );
}

/** When the next exception ends. */
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

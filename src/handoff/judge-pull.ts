/** Judges a pull request: may it be merged, by the verdicts of the issues that it would close. */
import type { Gate, Mode, Policy } from '../policy/index.ts';
import type { Command } from './commands.ts';
import { sameLogin, type IssueLink, type PullRequest } from './history.ts';
import type { ItemState } from './fold.ts';
import { isSilent } from './hear.ts';
import {
  changesAt,
  countingLinks,
  gateVerdict,
  judge,
  replayIssue,
  stepsOf,
  type Circumstances,
  type IssueState,
} from './judge.ts';
import { isOnlyObserved } from './modes.ts';
import type { PullState, Step } from './replay.ts';
import type { Texts } from './texts.ts';
import { standing, type Track } from './track.ts';
import { heldBy, stepsOfHeld, withoutText, type Held } from './held.ts';
import { isInJira, nameOf, policyInJira, policyWithoutJira } from './signs.ts';
import type {
  Answer,
  GateVerdict,
  Outcome,
  PullReason,
  PullVerdict,
  Refusal,
  Verdict,
  Violation,
} from './verdict.ts';
import { labelViolations, reversalLimit, reversalWindow, type Scene } from './violations.ts';

const includes = (all: readonly string[], one: string): boolean =>
  all.some((each) => each.toLowerCase() === one.toLowerCase());

/** True when the gate holds merging back: because it blocks merging, or because a pull request is work that starts. */
function blocksMerge(gate: Gate, startCounts: boolean): boolean {
  return gate.blocks.some((block) => block.kind === 'merge' || (block.kind === 'start' && startCounts));
}

function exemption(
  pull: PullState,
  circumstances: Circumstances,
  onlyExemptPaths: boolean,
): PullVerdict['pass'] {
  const { exempt } = circumstances.policy;
  const { pullRequest } = pull;
  const label = pullRequest.labels.find((each) => includes(exempt.labels, each));
  if (label !== undefined) return { kind: 'exempt', why: 'label', what: label };
  if (exempt.authors.some((login) => sameLogin(login, pullRequest.author.login)))
    return { kind: 'exempt', why: 'author', what: pullRequest.author.login };
  return onlyExemptPaths ? { kind: 'exempt', why: 'paths', what: exempt.paths.join(', ') } : null;
}

/**
 * The gates of an issue as a label on the pull request itself may open them: everything that happened to the issue,
 * and the labels of the pull request in between. `tracks` are those that a label of its own holds open.
 */
function gatesOnPull(pull: PullState, issue: IssueState, verdict: Verdict, circumstances: Circumstances) {
  if (verdict.kind === 'no-gates') return { gates: [], tracks: [] };
  const { policy } = circumstances;
  const { pullRequest } = pull;
  const labelled = policy.gates.filter(
    (gate) => gate.label !== null && blocksMerge(gate, policy.work.pullRequest),
  );
  const names = labelled.map((gate) => gate.label ?? '');
  const answers = new Map(verdict.answers.map((answer) => [answer.comment, answer]));
  const steps = stepsOf(policy, issue).map((step) => asHeard(step, answers));
  for (const word of pull.state.words)
    if ((word.kind === 'labeled' || word.kind === 'unlabeled') && includes(names, word.label))
      steps.push({ kind: 'word', at: word.at, word, on: pullRequest });
  const authored = { ...issue, pulls: [...issue.pulls, pull] };
  const { tracks, texts } = replayIssue(policy, authored, steps, circumstances);
  const gates = verdict.gates.map((each): GateVerdict => {
    if (each.open) return each;
    const track = tracks.find((one) => one.gate.name === each.gate.name);
    return track === undefined ? each : gateVerdict(track, texts, issue.author);
  });
  const own = tracks
    .filter(({ gate, applies }) => applies && labelled.includes(gate))
    .map((track): Track => ({ ...track, open: track.open && hasOwnLabel(track, texts, pullRequest) }));
  return { gates, tracks: own };
}

/** Commands that may name their gate. */
const namesGate: ReadonlySet<string> = new Set(['approve', 'return', 'request', 'revoke', 'waive']);

/** A step with its commands as they were heard on the issue: they mean the same gates here, named or not. */
function asHeard(step: Step, answers: ReadonlyMap<string, Answer>): Step {
  if (step.kind !== 'word' || step.word.kind !== 'spoken') return step;
  const { word } = step;
  const outcomes = answers.get(word.id)?.outcomes ?? [];
  const commands = word.commands.flatMap((command, index): Command[] => {
    const outcome = outcomes[index];
    if (outcome?.kind !== 'done') return [];
    const { verb, gate } = outcome;
    const isNamed = command.words.split(/\s/)[0]?.toLowerCase() === gate.toLowerCase();
    return [
      !namesGate.has(verb) || isNamed ? command : { ...command, words: `${gate} ${command.words}`.trim() },
    ];
  });
  return { ...step, word: { ...word, commands } };
}

/** True when a label on the pull request is among the words that hold the gate open. */
function hasOwnLabel(track: Track, texts: Texts, { item }: PullRequest): boolean {
  return standing(track, texts).some((word) => word.via === 'label' && word.pullRequest === item.number);
}

/** With several issues, a label on the pull request shows a gate that it opens for any of them. */
function bestTracks(perIssue: readonly Scene['tracks'][]): Scene['tracks'] {
  const best = new Map<string, Track>();
  for (const track of perIssue.flat())
    if (!best.has(track.gate.name) || track.open) best.set(track.gate.name, track);
  return [...best.values()];
}

/** Gate labels on the pull request that nobody who may put them there did. */
function labelsOnPull(
  pull: PullState,
  tracks: Scene['tracks'],
  circumstances: Circumstances,
): readonly Violation[] {
  const { pullRequest, state } = pull;
  const scene: Scene = {
    policy: circumstances.policy,
    state,
    displayed: { state: 'open', closedReason: null, labels: pullRequest.labels, assignees: [] },
    tracks,
    members: circumstances.members,
    now: circumstances.now,
    inForceSince: circumstances.inForceSince,
  };
  const own = ownLabelMoves(state, circumstances.now, tracks);
  return labelViolations(scene, (_kind, gates) => {
    if (gates.every((gate) => gate.mode !== 'enforce')) return { answer: 'warn', lastReversal: null };
    return own.length < reversalLimit
      ? { answer: 'undo', lastReversal: null }
      : { answer: 'stopped', lastReversal: own.at(-1) ?? null };
  });
}

function ownLabelMoves(state: ItemState, now: number, tracks: Scene['tracks']): readonly string[] {
  return state.words
    .filter(
      (word) =>
        word.by.self &&
        word.at > now - reversalWindow &&
        (word.kind === 'labeled' || word.kind === 'unlabeled') &&
        tracks.some((track) => track.gate.label?.toLowerCase() === word.label.toLowerCase()),
    )
    .map((word) => word.id);
}

/** Answers to commands that the pull request cannot pass on to one issue. */
function answersOnPull(
  pull: PullState,
  circumstances: Circumstances,
  links: number,
  inJira: readonly IssueLink[],
): readonly Answer[] {
  const because: Refusal =
    links === 0 && inJira.length > 0
      ? { kind: 'in-jira', keys: inJira.map((link) => nameOf(link)) }
      : { kind: 'links', count: links };
  return pull.state.words.flatMap((word): Answer[] => {
    if (word.kind !== 'spoken' || isSilent(circumstances, word)) return [];
    const outcomes = word.commands.map((command): Outcome =>
      command.verb === 'why' ? { kind: 'why' } : { kind: 'refused', verb: command.verb, because },
    );
    const { id, at, by, reacted } = word;
    return [{ comment: id, place: pull.pullRequest.item.id, at, by, reacted, outcomes }];
  });
}

/**
 * The gates of the one issue of Jira that a pull request names, as what is said on the pull request changes them: nothing
 * does but an exception, and it is for this pull request alone. `circumstances`: the gates there, and who holds which role here.
 */
function heardOnPull(
  { pullRequest, state }: PullState,
  issue: IssueState,
  verdict: Verdict,
  circumstances: Circumstances,
): Verdict {
  const held = heldBy(nameOf(issue.item), issue.item.url, verdict, true);
  if (verdict.kind !== 'gates' || held === null) return verdict;
  const spoken = state.words.flatMap((word): Step[] =>
    word.kind === 'spoken' ? [{ kind: 'word', at: word.at, word, on: pullRequest }] : [],
  );
  const { tracks, texts, answers } = replayIssue(
    circumstances.policy,
    issue,
    [...stepsOfHeld(held), ...spoken],
    { ...circumstances, held: new Map([[issue.item.id, held]]) },
  );
  const gates = tracks.map((track) => gateVerdict(track, texts, issue.author));
  return {
    ...verdict,
    gates,
    changesAt: changesAt(tracks),
    answers: answers.map((each) => inPlace(each, held)),
  };
}

/** What is no command for an exception has its place in Jira, whatever came of it here. */
function inPlace(answer: Answer, { key }: Held): Answer {
  const outcomes = answer.outcomes.map((outcome): Outcome => {
    if (outcome.kind === 'why') return outcome;
    const verb = outcome.kind === 'snoozed' ? 'snooze' : outcome.verb;
    const isHere = verb === 'waive' || (verb === 'revoke' && outcome.kind === 'done');
    return isHere ? outcome : { kind: 'refused', verb, because: { kind: 'in-jira', keys: [key] } };
  });
  return { ...answer, outcomes };
}

/** The issues of Jira that it names and that count. */
function linksInJira({ jira }: Policy, { pullRequest }: PullState): readonly IssueLink[] {
  return pullRequest.closes.filter(
    (link) => isInJira(link) && jira?.projects.includes(link.repository) === true,
  );
}

const isUnreached = ({ id }: IssueLink, { jira }: Circumstances): boolean =>
  jira?.unreached?.includes(id) === true;

/**
 * What an issue is judged under: in Jira, the gates that are decided there, and who holds which role there; on GitHub, all
 * gates, but those that are decided in Jira where it cannot be reached and the policy lets them pass.
 */
function circumstancesOf(link: IssueLink, circumstances: Circumstances): Circumstances {
  const { jira, policy } = circumstances;
  if (jira === undefined) return circumstances;
  if (isInJira(link)) return { ...circumstances, ...jira, policy: policyInJira(policy) };
  return isUnreached(link, circumstances)
    ? { ...circumstances, policy: policyWithoutJira(policy) }
    : circumstances;
}

/**
 * Judges a pull request with the issues it would close, as far as they could be read.
 * `onlyExemptPaths`: it touches nothing but exempt paths.
 */
export function judgePull(
  pull: PullState,
  issues: readonly IssueState[],
  circumstances: Circumstances,
  onlyExemptPaths: boolean,
): PullVerdict {
  const { policy, members } = circumstances;
  const links = countingLinks(policy, pull.pullRequest);
  const inJira = linksInJira(policy, pull);
  const ignored = pull.pullRequest.closes.filter((link) => !links.includes(link) && !inJira.includes(link));
  const isAlone = links.length + inJira.length === 1;
  const judged = [...links, ...inJira].map((link) => {
    const issue = issues.find((each) => each.item.id === link.id);
    if (isInJira(link) && isUnreached(link, circumstances)) {
      const verdict: Verdict = { kind: 'no-gates', because: { kind: 'unreached' }, answers: [] };
      return { issue: link, title: '', url: null, verdict, gates: [], tracks: [] };
    }
    if (issue === undefined)
      return { issue: link, title: '', url: null, verdict: null, gates: [], tracks: [] };
    const under = circumstancesOf(link, circumstances);
    const verdict = judge(issue, under);
    if (isInJira(link)) {
      const isShown = policy.jira?.showTitles === true;
      const heard = isAlone ? heardOnPull(pull, issue, verdict, { ...under, members }) : verdict;
      const gates = heard.kind === 'gates' ? heard.gates : [];
      const title = isShown ? issue.item.title : '';
      return {
        issue: link,
        title,
        url: issue.item.url,
        verdict: heard,
        gates: isShown ? gates : gates.map(withoutText),
        tracks: [],
      };
    }
    const { gates, tracks } = gatesOnPull(pull, issue, verdict, under);
    return { issue: link, title: issue.item.title, url: null, verdict, gates, tracks };
  });
  const held = judged.flatMap(({ issue, title, verdict, gates }): PullReason[] => {
    if (verdict === null) return [{ kind: 'unreadable', issue }];
    return gates
      .filter((each) => !each.open && blocksMerge(each.gate, policy.work.pullRequest))
      .map((gate): PullReason => ({ kind: 'gate', issue, title, gate, holders: gate.holders }));
  });
  const shown = bestTracks(judged.map(({ tracks }) => tracks));
  const exempt = exemption(pull, circumstances, onlyExemptPaths);
  // What holds merging back and is not decided in Jira is decided on an issue of GitHub, and on nothing else.
  const undecided =
    inJira.length === 0
      ? []
      : policy.gates
          .filter(
            (gate) =>
              blocksMerge(gate, policy.work.pullRequest) &&
              !Object.hasOwn(policy.jira?.gates ?? {}, gate.name),
          )
          .map(({ name }) => name);
  const lacksIssue = links.length === 0 && (inJira.length === 0 || undecided.length > 0);
  const lacking: readonly PullReason[] =
    lacksIssue && policy.pullRequests.requireIssue ? [{ kind: 'no-issue', undecided }] : [];
  // What holds it back is told before what only would.
  const reasons = (exempt === null ? [...lacking, ...held] : []).toSorted(
    (one, other) => Number(binds(policy.mode, other)) - Number(binds(policy.mode, one)),
  );
  const [only] = isAlone ? inJira : [];
  const onIt = judged.find(({ issue }) => issue === only)?.verdict ?? null;
  // What could not be judged is answered once it can be.
  const heard = judged.flatMap(({ issue, verdict }) =>
    isUnreached(issue, circumstances) ? [] : (verdict?.answers ?? []),
  );
  const answers =
    links.length === 1 || onIt !== null ? heard : answersOnPull(pull, circumstances, links.length, inJira);
  return {
    home: pull.pullRequest.item.repository,
    conclusion: conclude(policy, reasons),
    pass:
      exempt ??
      (reasons.length > 0
        ? null
        : judged.length === 0
          ? { kind: 'no-issue-needed' }
          : { kind: 'gates-open' }),
    reasons,
    issues: judged.map(({ issue, title, url, verdict, gates }) => ({ issue, title, url, verdict, gates })),
    ignored,
    changesAt: onIt?.kind === 'gates' ? onIt.changesAt : null,
    labels: shown.map(({ gate, open, status }) => ({ gate, open, status })),
    violations: labelsOnPull(pull, shown, circumstances),
    answers: answers.filter((answer) => answer.place === pull.pullRequest.item.id),
  };
}

/** True when a reason holds the pull request back, and not only says so. */
function binds(mode: Mode, reason: PullReason): boolean {
  return (reason.kind === 'gate' ? reason.gate.gate.mode : mode) === 'enforce';
}

function conclude(policy: Policy, reasons: readonly PullReason[]): PullVerdict['conclusion'] {
  if (reasons.some((reason) => binds(policy.mode, reason))) return 'action_required';
  return reasons.length > 0 || isOnlyObserved(policy) ? 'neutral' : 'success';
}

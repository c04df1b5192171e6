/** Gates' labels on a pull request: they open a gate for that pull request alone. */
import type { Gate } from '../../policy/index.ts';
import type { Command } from '../commands/index.ts';
import { type ItemState, type PullRequest, type Texts } from '../history/index.ts';
import { gateVerdict } from './gate-verdict.ts';
import { naming } from '../hear/index.ts';
import {
  type IssueState,
  type PullState,
  type Step,
  wasLinked,
  stepsOf,
  stepsInJira,
} from '../replay/index.ts';
import { replayIssue, type Circumstances } from './judge.ts';
import { standingApprovals, type Track } from '../gates/index.ts';
import type { Answer, GateVerdict, Verdict, Violation } from '../verdict.ts';
import { labelViolations, reversalLimit, reversalWindow, type Scene } from './violations.ts';
import { includesText, sameText } from '../../same-text.ts';

/** True when the gate holds merging back: because it blocks merging, or because a pull request is work that starts. */
export function blocksMerge(gate: Gate, startCounts: boolean): boolean {
  return gate.blocks.some((block) => block.kind === 'merge' || (block.kind === 'start' && startCounts));
}

type GatesAndAnswers =
  | Pick<Verdict & { kind: 'no-gates' }, 'kind'>
  | Pick<Verdict & { kind: 'gates' }, 'kind' | 'gates' | 'answers'>;

/**
 * The gates of an issue as a label on the pull request itself may open them: everything that happened to the issue,
 * and the labels of the pull request in between. `tracks` are those that a label of its own holds open.
 */
export function gatesOnPull(
  pull: PullState,
  issue: IssueState,
  verdict: GatesAndAnswers,
  circumstances: Circumstances,
) {
  if (verdict.kind === 'no-gates') return { gates: [], tracks: [] };
  const { policy } = circumstances;
  const { pullRequest } = pull;
  const labelled = policy.gates.filter(
    (gate) => gate.label !== null && blocksMerge(gate, policy.work.pullRequest),
  );
  const names = labelled.map((gate) => gate.label ?? '');
  const answers = new Map(verdict.answers.map((answer) => [answer.comment, answer]));
  const decided = circumstances.decidedInJira?.get(issue.item.id);
  const steps = [
    ...stepsOf(policy, issue).map((step) => asHeard(step, answers)),
    ...(decided === undefined ? [] : stepsInJira(decided)),
  ];
  for (const word of pull.state.words)
    if (
      (word.kind === 'labeled' || word.kind === 'unlabeled') &&
      includesText(names, word.label) &&
      // What is taken off is taken back, whatever it was put on for.
      (word.kind === 'unlabeled' || wasLinked(policy, pullRequest, issue.item, word.at))
    )
      steps.push({ kind: 'word', at: word.at, word, on: pullRequest });
  // They were heard already.
  const authored = { ...issue, pulls: [...issue.pulls, pull], heard: new Map() };
  const { tracks, texts } = replayIssue(policy, authored, steps, circumstances);
  const gates = verdict.gates.map((each): GateVerdict => {
    if (each.open) return each;
    const track = tracks.find((one) => one.gate.name === each.gate.name);
    return track === undefined ? each : gateVerdict(track, texts, issue);
  });
  const own = tracks
    .filter(({ gate, applies }) => applies && labelled.includes(gate))
    .map((track): Track => ({ ...track, open: track.open && hasOwnLabel(track, texts, pullRequest) }));
  return { gates, tracks: own };
}

/** A step with its commands as they were heard on the issue: they mean the same gates here, named or not. */
function asHeard(step: Step, answers: ReadonlyMap<string, Answer>): Step {
  if (step.kind !== 'word' || step.word.kind !== 'spoken') return step;
  const { word } = step;
  const outcomes = answers.get(word.id)?.outcomes ?? [];
  const commands = word.commands.flatMap((command, index): Command[] => {
    const outcome = outcomes[index];
    if (outcome?.kind !== 'done') return [];
    return [naming(command, outcome.gate)];
  });
  return { ...step, word: { ...word, commands, reaction: null } };
}

/** True when a label on the pull request is among the words that hold the gate open. */
function hasOwnLabel(track: Track, texts: Texts, { item }: PullRequest): boolean {
  return standingApprovals(track, texts).some(
    (word) => word.via === 'label' && word.pullRequest === item.number,
  );
}

/** With several issues, a label on the pull request shows a gate that it opens for any of them. */
export function bestTracks(perIssue: readonly Scene['tracks'][]): Scene['tracks'] {
  const best = new Map<string, Track>();
  for (const track of perIssue.flat())
    if (!best.has(track.gate.name) || track.open) best.set(track.gate.name, track);
  return [...best.values()];
}

/** Gate labels on the pull request that nobody who may put them there did. */
export function labelsOnPull(
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
        tracks.some(({ gate }) => gate.label !== null && sameText(gate.label, word.label)),
    )
    .map((word) => word.id);
}

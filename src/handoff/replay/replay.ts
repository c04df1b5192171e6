/** Plays an item's history over a policy's gates: each moment in its order, as it was seen at its time. */
import type { Gate } from '../../policy/index.ts';
import {
  takeListEdit,
  takeFilling,
  approveByAct,
  type Approving,
  approvesAlone,
  evidenceOf,
  type Stage,
  approvingRoles,
  rejectApproval,
  startTrack,
  takeAgainst,
  takeEdit,
  takesBack,
  type Track,
  endWaivers,
  updateStatuses,
  noteLeftStatus,
  playSign,
} from '../gates/index.ts';
import {
  type Actor,
  type PullRequest,
  type Spoken,
  type Word,
  textsOf,
  type Texts,
} from '../history/index.ts';
import { hear } from '../hear/index.ts';
import type { Step } from './step.ts';
import { takenBack } from './taken-back.ts';
import type { AgainstWord, Answer } from '../verdict.ts';
import { sameText, textKey } from '../../same-text.ts';

export type Replay = {
  readonly tracks: readonly Track[];
  readonly texts: Texts;
  readonly answers: readonly Answer[];
  readonly against: readonly AgainstWord[];
};

const order: Record<Step['kind'], number> = {
  revision: 0,
  word: 1,
  merged: 2,
  pushed: 3,
  unfinished: 4,
  'in-jira': 5,
};
const placeOf = (step: Step): number => (step.kind === 'unfinished' && step.early ? -1 : order[step.kind]);

/**
 * Sorts steps by their time, those of one time as the tracker tells. Where it does not, they keep the order in which they
 * were given, revisions first.
 */
export function inOrder(steps: readonly Step[]): readonly Step[] {
  return steps.toSorted(
    (one, other) => one.at - other.at || orderOf(one) - orderOf(other) || placeOf(one) - placeOf(other),
  );
}

const orderOf = (step: Step): number => ('order' in step ? step.order : undefined) ?? 0;

/** Whoever it was that did something on a part of the issue. */
const somebody: Actor = { login: 'ghost', kind: 'nobody', self: false };

const sameLabel = (gate: Gate, label: string): boolean => gate.label !== null && sameText(gate.label, label);

/** Notes an act that was taken back when it was done; false: it counts for nothing anyway, and for another reason. */
function rejectTakenBack(stage: Stage, track: Track, act: Approving): boolean {
  const evidence = evidenceOf(stage, track.gate, act);
  if (evidence.roles.length === 0) return false;
  rejectApproval(track, evidence, { kind: 'taken-back' });
  return true;
}

/** Plays a word that is no comment. Gives back whether it could have changed a gate. */
function playAct(
  stage: Stage,
  word: Exclude<Word, Spoken>,
  on: PullRequest | null,
  isTakenBack: boolean,
): boolean {
  if (word.by.self) {
    // Where Baton moved it on from, it can be sent back to.
    if (word.kind === 'moved') noteLeftStatus(stage, word);
    return false;
  }
  if (word.kind === 'moved' || word.kind === 'resolved' || word.kind === 'set') return playSign(stage, word);
  let matters = false;
  for (const track of stage.tracks) {
    const { gate } = track;
    // Where a gate is decided elsewhere, a label here is no word.
    if (!track.applies || track.inJira !== null) continue;
    if (word.kind === 'labeled' && sameLabel(gate, word.label)) {
      const act = { by: word, via: 'label' as const, on };
      if (word.at < (stage.times.labels[gate.name] ?? Number.NEGATIVE_INFINITY)) {
        rejectApproval(track, evidenceOf(stage, gate, act), { kind: 'other-label' });
        continue;
      }
      if (isTakenBack && rejectTakenBack(stage, track, act)) continue;
      approveByAct(stage, track, act);
      matters = true;
    } else if (word.kind === 'unlabeled' && sameLabel(gate, word.label)) {
      if (!takesBack(track, word.by) || approvingRoles(gate, stage.members, word).length === 0) continue;
      takeAgainst(track, 'revoked', word, '');
      matters = true;
    } else if (word.kind === 'closed' && gate.closingAccepts) {
      if (word.reason !== 'completed' || word.through !== 'person') continue;
      if (approvingRoles(gate, stage.members, word).length === 0) continue;
      const act = { by: word, via: 'closing' as const, on };
      if (isTakenBack && rejectTakenBack(stage, track, act)) continue;
      approveByAct(stage, track, act);
      matters = true;
    } else if (word.kind === 'reopened' && gate.staleOn.includes('reopen')) {
      track.approvals.undoAll({ kind: 'reopened', by: word });
      matters = true;
    }
  }
  return matters;
}

export type Play = Omit<Stage, 'tracks' | 'texts' | 'left'> & {
  readonly revisions: Texts['revisions'];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** False: the gate's "when" leaves the issue out. */
  readonly applies: (gate: Gate) => boolean;
};

/** A replay that goes on from where it is. */
export type Replaying = Replay & {
  /**
   * Plays the steps up to an instant, those of that instant included, and ends the waivers that are over then. It only goes
   * forward. Gives back whether anything was played that may have changed something. Instants are milliseconds since the
   * epoch.
   */
  readonly playUntil: (instant: number) => boolean;
};

/**
 * Most labels are no gate's, and who is assigned opens and closes nothing. What is of a time to come is played all the same:
 * waivers end before it.
 */
function mayMatter(gates: readonly Gate[], now: number): (step: Step) => boolean {
  const labels = new Set(gates.flatMap(({ label }) => (label === null ? [] : [textKey(label)])));
  return (step) => {
    if (step.kind !== 'word' || step.at > now) return true;
    const { word } = step;
    if (word.kind === 'labeled' || word.kind === 'unlabeled') return labels.has(textKey(word.label));
    return word.kind !== 'assigned' && word.kind !== 'unassigned';
  };
}

/** Plays the steps, in order, over fresh tracks of the gates. */
export function replay(gates: readonly Gate[], steps: readonly Step[], { now, ...play }: Play): Replay {
  const { tracks, texts, answers, against, playAll } = startReplay(
    gates,
    steps.filter(mayMatter(gates, now)),
    play,
  );
  playAll(now);
  return { tracks, texts, answers, against };
}

/**
 * Starts a replay, and plays nothing yet.
 * @param known the instant up to which acts count as taken back; absent: all that there are
 */
export function startReplay(
  gates: readonly Gate[],
  steps: readonly Step[],
  { revisions, applies, ...base }: Omit<Play, 'now'>,
  known = Number.POSITIVE_INFINITY,
): Replaying & { readonly playAll: (now: number) => void } {
  const { decidedInJira } = base;
  const tracks = gates.map((gate) =>
    startTrack(gate, applies(gate), decidedInJira?.gates.get(gate.name) ?? null),
  );
  const texts = textsOf(revisions);
  const stage: Stage = { tracks, texts, left: new Map(), ...base };
  const answers: Answer[] = [];
  const against: AgainstWord[] = [];
  updateStatuses(tracks, texts, null);
  const ordered = inOrder(steps);
  const told = known === Number.POSITIVE_INFINITY ? ordered : ordered.filter(({ at }) => at <= known);
  const refusedActs = takenBack(told, texts, base.times.changedAt);
  const sheet: Sheet = { stage, answers, against, refusedActs };
  let place = 0;
  const playUntil = (instant: number): boolean => {
    let matters = false;
    for (let step = ordered[place]; step !== undefined && step.at <= instant; step = ordered[place]) {
      place += 1;
      endWaivers(tracks, texts, step.at);
      if (playStep(sheet, step)) matters = true;
    }
    if (instant < Number.POSITIVE_INFINITY && endWaivers(tracks, texts, instant)) matters = true;
    return matters;
  };
  const playAll = (now: number): void => {
    playUntil(Number.POSITIVE_INFINITY);
    endWaivers(tracks, texts, now);
  };
  return { tracks, texts, answers, against, playUntil, playAll };
}

/** What a replay writes on while it plays. */
type Sheet = {
  readonly stage: Stage;
  readonly answers: Answer[];
  readonly against: AgainstWord[];
  /** Acts that were taken back when they were done, by their ids. */
  readonly refusedActs: ReadonlySet<string>;
};

/** Plays one step. Gives back whether it could have changed anything. */
function playStep({ stage, answers, against, refusedActs }: Sheet, step: Step): boolean {
  const { tracks, texts } = stage;
  switch (step.kind) {
    case 'revision': {
      const revision = texts.revisions[step.index];
      if (revision === undefined) return false;
      texts.current = step.index;
      if (step.index === 0) return false;
      for (const track of tracks) {
        takeEdit(track, revision, texts, stage.members);
        const mayOpen = (): boolean => approvesAlone(stage, track, revision);
        takeListEdit(track, revision, texts, mayOpen);
        takeFilling(track, revision, texts, mayOpen);
      }
      updateStatuses(tracks, texts, revision, 'edit');
      return true;
    }
    case 'word': {
      const { word, on } = step;
      if (word.kind === 'spoken') {
        const heard = hear(stage, word, on);
        if (heard === null) return false;
        answers.push(heard.answer);
        against.push(...heard.against);
      } else if (!playAct(stage, word, on, refusedActs.has(word.id))) return false;
      updateStatuses(tracks, texts, word);
      return true;
    }
    case 'merged': {
      const { id, at, by } = step;
      for (const track of tracks) {
        if (!track.gate.readyWhen.mergedPullRequest) continue;
        track.ready = true;
        if (track.against?.kind === 'returned') track.against = null;
      }
      updateStatuses(tracks, texts, { id, at, by });
      return true;
    }
    case 'pushed': {
      const { item, author } = step.pullRequest;
      for (const track of tracks)
        if (track.gate.staleOn.includes('push')) track.approvals.undoAll({ kind: 'pushed', at: step.at });
      updateStatuses(tracks, texts, { id: item.id, at: step.at, by: author });
      return true;
    }
    case 'unfinished': {
      for (const track of tracks) if (track.gate.requires.subIssues) track.unfinished = step.unfinished;
      updateStatuses(tracks, texts, { id: `sub-issues ${step.at}`, at: step.at, by: somebody });
      return true;
    }
    case 'in-jira': {
      for (const track of tracks) {
        if (track.inJira === null || track.gate.name !== step.gate) continue;
        track.inJira.open = step.open;
        if (!step.open) continue;
        // An approval ends a waiver, wherever it is given: what is sent back there is waited for.
        track.waiver = null;
        track.ended = null;
      }
      updateStatuses(tracks, texts, { id: `${step.gate} ${step.at}`, at: step.at, by: somebody });
      return true;
    }
    default:
      return step satisfies never;
  }
}

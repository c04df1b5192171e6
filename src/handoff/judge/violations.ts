/** What is there that a gate does not allow, and whether it is undone, named, or left after too many reversals. */
import { rolesOf, type Gate, type Policy } from '../../policy/index.ts';
import {
  type ItemState,
  type Word,
  personOf,
  samePerson,
  type Actor,
  type Displayed,
  type MomentOf,
  holdsRole,
  type Members,
} from '../history/index.ts';
import { approvingRoles, type Track } from '../gates/index.ts';
import type { ActKind, ClosedByMerge, Reference, Violation } from '../verdict.ts';
import { includesText, sameText, textKey } from '../../same-text.ts';

/** After so many reversals of one kind on one item within `reversalWindow`, Baton stops. */
export const reversalLimit = 3;
/** In milliseconds. */
export const reversalWindow = 24 * 60 * 60 * 1000;

export type Scene = {
  readonly policy: Policy;
  readonly state: ItemState;
  readonly displayed: Pick<Displayed, 'state' | 'closedReason' | 'labels' | 'assignees'>;
  readonly tracks: readonly Track[];
  readonly members: Members;
  readonly now: number;
  /** Since when a policy is in force here: nothing done before is undone. */
  readonly inForceSince: number;
};

type Blocked = { readonly gate: Gate; readonly closedSince: number };

/** Gates that hold something back now; those in observe mode hold nothing. */
export function blocking(tracks: readonly Track[], what: 'start' | 'merge' | 'close'): readonly Blocked[] {
  return tracks
    .filter(
      (track) =>
        !track.open &&
        track.gate.mode !== 'observe' &&
        track.gate.blocks.some((block) => block.kind === what),
    )
    .map(({ gate, closedSince }) => ({ gate, closedSince: closedSince ?? Number.NEGATIVE_INFINITY }));
}

/** One act that Baton undid: what was done, and the move that undid it. */
type Reversal = { readonly act: Word; readonly by: Word };

/** A merge closes what it says: that is GitHub's own doing, and hands the issue over to acceptance. */
const isMerge = (act: Word): act is MomentOf<'closed'> =>
  act.kind === 'closed' && act.through === 'pull-request';

/**
 * What Baton undid on the item, by kind, oldest first. Closings by merges stand apart: they are nobody's fault, and one
 * pull request makes no more than one, so they neither count towards the limit nor come to an end by it.
 */
function reversals(scene: Scene): Record<ActKind | 'merge', readonly Reversal[]> {
  const found: Record<ActKind | 'merge', Reversal[]> = {
    assignment: [],
    'work-label': [],
    'gate-label': [],
    close: [],
    merge: [],
  };
  for (const { act, by: word } of undoings(scene.state.words)) {
    if (word.kind === 'unassigned') found.assignment.push({ act, by: word });
    else if (word.kind === 'reopened') found[isMerge(act) ? 'merge' : 'close'].push({ act, by: word });
    else if (word.kind === 'labeled' || word.kind === 'unlabeled') {
      const track = scene.tracks.find(({ gate }) => gate.label !== null && sameText(gate.label, word.label));
      if (track !== undefined && (isOutsiders(scene, track.gate, act) || track.ineffective.has(act.id)))
        found['gate-label'].push({ act, by: word });
      else if (word.kind === 'unlabeled' && includesText(scene.policy.work.labels, word.label))
        found['work-label'].push({ act, by: word });
    }
  }
  return found;
}

const undone = new WeakMap<readonly Word[], readonly Reversal[]>();

/** Every act that Baton's next move of the same subject undid, whatever became of it. The words are gone through once. */
function undoings(words: readonly Word[]): readonly Reversal[] {
  const known = undone.get(words);
  if (known !== undefined) return known;
  const found: Reversal[] = [];
  const last = new Map<string, Word>();
  for (const word of words) {
    const subject = subjectOf(word);
    if (subject === null) continue;
    const act = last.get(subject);
    last.set(subject, word);
    if (!word.by.self || act === undefined || act.by.self || act.kind === word.kind) continue;
    found.push({ act, by: word });
  }
  undone.set(words, found);
  return found;
}

/** What a move is about: moves of one subject undo each other. */
function subjectOf(word: Word): string | null {
  switch (word.kind) {
    case 'labeled':
    case 'unlabeled':
      return `label ${textKey(word.label)}`;
    case 'assigned':
    case 'unassigned':
      return `assignee ${personOf(word.assignee)}`;
    case 'closed':
    case 'reopened':
      return 'state';
    case 'moved':
    case 'resolved':
    case 'set':
    case 'spoken':
      return null;
    default:
      return word satisfies never;
  }
}

/** True when a label's move was neither Baton's nor an approver's. */
function isOutsiders(scene: Scene, gate: Gate, word: Word): boolean {
  return !word.by.self && approvingRoles(gate, scene.members, word).length === 0;
}

function lastOf(state: ItemState, matches: (word: Word) => boolean): Word | undefined {
  return state.words.findLast(matches);
}

/** Everything on the item that its gates do not allow now. */
export function violationsOf(scene: Scene): readonly Violation[] {
  const counted = reversals(scene);
  const answerTo = (kind: ActKind, gates: readonly Gate[]): Pick<Violation, 'answer' | 'lastReversal'> => {
    if (gates.every((gate) => gate.mode !== 'enforce')) return { answer: 'warn', lastReversal: null };
    const done = counted[kind].filter(({ by }) => by.at > scene.now - reversalWindow);
    return done.length < reversalLimit
      ? { answer: 'undo', lastReversal: null }
      : { answer: 'stopped', lastReversal: done.at(-1)?.by.id ?? null };
  };
  return [
    ...startViolations(scene, answerTo),
    ...labelViolations(scene, answerTo),
    ...closeViolations(scene, answerTo),
  ];
}

/** As if the gates that are only observed were more than that, and were alone. */
const watched = <S extends Pick<Scene, 'tracks'>>(scene: S): S => ({
  ...scene,
  tracks: scene.tracks
    .filter(({ gate }) => gate.mode === 'observe')
    .map((track): Track => ({ ...track, gate: { ...track.gate, mode: 'warn' } })),
});

/** What the gates that are only observed would not allow, if they were more than that. */
export const observedOf = (scene: Scene): readonly Violation[] => violationsOf(watched(scene));

/** The merge after which they would have had the item opened again, if they were; null: there is none. */
export const observedMergeOf = (scene: Scene): ClosedByMerge | null => closedByMergeOf(watched(scene));

/** Acts that were undone and whose gate still does not allow them; the last few, oldest first. */
export function undoneOf(scene: Scene): readonly Violation[] {
  return lastFew(reversedOf(scene).filter((one) => one.kind !== 'gate-label' || one.put === 'off'));
}

/** The same, all of them, and with the labels of gates that were put on by somebody else, or too early. */
export function reversedOf(scene: Scene): readonly Violation[] {
  const past = { answer: 'undo', lastReversal: null } as const;
  const { merge: _, ...others } = reversals(scene);
  return Object.values(others)
    .flat()
    .flatMap(({ act }): Violation[] => {
      const { id, at, by } = act;
      if (act.kind === 'unlabeled') {
        const open = scene.tracks.find(
          (track) => showsOpen(track) && track.gate.label !== null && sameText(track.gate.label, act.label),
        );
        if (open === undefined) return [];
        const { name: gate } = open.gate;
        return [{ id, at, by, gate, kind: 'gate-label', label: act.label, put: 'off', ...past }];
      }
      const closedTrack = act.kind === 'labeled' ? gateOfLabel(scene, act.label) : undefined;
      if (closedTrack !== undefined) {
        if (showsOpen(closedTrack) || act.at < scene.inForceSince || act.kind !== 'labeled') return [];
        // An approver's that came too early is told as such, as long as the verdict says why.
        const word = closedTrack.notCounted.slice(-3).find((each) => each.id === id);
        if (closedTrack.ineffective.has(id) && word === undefined) return [];
        // One that the item was opened with is told on the card alone.
        if (word?.because.kind === 'opened-with') return [];
        const { name } = closedTrack.gate;
        return [{ id, at, by, gate: name, kind: 'gate-label', label: act.label, put: 'on', ...past }];
      }
      const gate = worst(forbidding(scene, act));
      if (gate === undefined) return [];
      if (act.kind === 'assigned')
        return [{ id, at, by, gate: gate.name, kind: 'assignment', assignee: act.assignee, ...past }];
      if (act.kind === 'labeled')
        return [{ id, at, by, gate: gate.name, kind: 'work-label', label: act.label, ...past }];
      if (act.kind !== 'closed') return [];
      const { reason, through } = act;
      if (through === 'pull-request') return [];
      return [{ id, at, by, gate: gate.name, kind: 'close', reason, through, ...past }];
    })
    .toSorted(byTime);
}

const gateOfLabel = ({ tracks }: Scene, label: string): Track | undefined =>
  tracks.find(({ gate }) => gate.label !== null && sameText(gate.label, label));

type Forbidding = Pick<Scene, 'policy' | 'members' | 'inForceSince' | 'tracks'>;

/** The gates that do not allow an act now, those that are only observed among them. */
export const allForbidding = (scene: Forbidding, act: Word): readonly Gate[] => {
  const observed = new Set(forbidding(watched(scene), act).map(({ name }) => name));
  return [
    ...forbidding(scene, act),
    ...scene.tracks.flatMap(({ gate }) => (observed.has(gate.name) ? [gate] : [])),
  ];
};

/** The gates that do not allow an act now. What was done while a gate was open stays, and so does what is older than the policy. */
function forbidding(scene: Forbidding, act: Word): readonly Gate[] {
  const { policy, members, inForceSince } = scene;
  if (act.at < inForceSince) return [];
  const blocks = (what: 'start' | 'close'): readonly Gate[] =>
    blocking(scene.tracks, what)
      .filter(({ closedSince }) => what === 'close' || act.at >= closedSince)
      .map(({ gate }) => gate);
  switch (act.kind) {
    case 'assigned':
      return policy.work.assignment
        ? blocks('start').filter((gate) => isWorker(policy, members, act.assignee, gate))
        : [];
    case 'labeled':
      return includesText(policy.work.labels, act.label) ? blocks('start') : [];
    case 'closed':
      return blocks('close').filter((gate) => gate.closeReasons.includes(act.reason));
    case 'unlabeled':
    case 'unassigned':
    case 'reopened':
    case 'moved':
    case 'resolved':
    case 'set':
    case 'spoken':
      return [];
    default:
      return act satisfies never;
  }
}

/** True when somebody has a role, and none that approves the gate: they are there to build. */
function isWorker(policy: Policy, members: Members, somebody: Actor, gate: Gate): boolean {
  const approvers = rolesOf(gate.approve);
  const roles = policy.roles.map((role) => role.name).filter((role) => holdsRole(members, somebody, role));
  return roles.length > 0 && !roles.some((role) => approvers.includes(role));
}

/** The last three by time; those of one time in an order that does not depend on what they are. */
export function lastFew(all: readonly Violation[]): readonly Violation[] {
  return all.toSorted(byTime).slice(-3);
}

const byTime = (one: Violation, other: Violation): number =>
  one.at - other.at || (one.id < other.id ? -1 : 1);

type AnswerTo = (kind: ActKind, gates: readonly Gate[]) => Pick<Violation, 'answer' | 'lastReversal'>;

const worst = (gates: readonly Gate[]): Gate | undefined =>
  gates.find((gate) => gate.mode === 'enforce') ?? gates[0];

function startViolations(scene: Scene, answerTo: AnswerTo): readonly Violation[] {
  const { policy, state, displayed } = scene;
  const opened = state.revisions[0];
  if (opened === undefined) return [];
  const { id, at, by } = opened;
  const assignments = displayed.assignees.flatMap((assignee): Violation[] => {
    const act =
      lastOf(state, (word) => word.kind === 'assigned' && samePerson(word.assignee, assignee)) ??
      ({ kind: 'assigned', id, at, by, assignee } as const);
    const broken = forbidding(scene, act);
    const gate = worst(broken)?.name;
    if (gate === undefined) return [];
    return [{ ...referenceTo(act), gate, kind: 'assignment', assignee, ...answerTo('assignment', broken) }];
  });
  const labels = policy.work.labels.flatMap((label): Violation[] => {
    if (!includesText(displayed.labels, label)) return [];
    const act =
      lastOf(state, (word) => word.kind === 'labeled' && sameText(word.label, label)) ??
      ({ kind: 'labeled', id, at, by, label } as const);
    const broken = forbidding(scene, act);
    const gate = worst(broken)?.name;
    if (gate === undefined) return [];
    return [{ ...referenceTo(act), gate, kind: 'work-label', label, ...answerTo('work-label', broken) }];
  });
  return [...assignments, ...labels];
}

const referenceTo = ({ id, at, by }: Reference): Reference => ({ id, at, by });

/** True when the gate's label is to be on: it is open, and not by a waiver. */
const showsOpen = ({ open, status }: Track): boolean => open && status !== 'waived';

/** A gate's label that somebody without the role put on or took off. */
export function labelViolations(scene: Scene, answerTo: AnswerTo): readonly Violation[] {
  return scene.tracks.flatMap((track): Violation[] => {
    const { gate } = track;
    if (gate.label === null || gate.mode === 'observe' || !track.applies || track.inJira !== null) return [];
    const { label } = gate;
    const shown = includesText(scene.displayed.labels, label);
    if (shown === showsOpen(track)) return [];
    const act = lastOf(
      scene.state,
      (word) => (word.kind === 'labeled' || word.kind === 'unlabeled') && sameText(word.label, label),
    );
    if (act === undefined || (act.kind === 'labeled') !== shown) return [];
    const answer = answerTo('gate-label', [gate]);
    // An approver's label that came too early is no violation; it comes off, but not for ever.
    const isTolerated = track.ineffective.has(act.id) && answer.answer !== 'stopped';
    // What is older than the policy is nobody's fault; the display is mended all the same.
    const isOld = act.at < scene.inForceSince && answer.answer === 'undo';
    if (isTolerated || isOld || !(isOutsiders(scene, gate, act) || track.ineffective.has(act.id))) return [];
    const { id, at, by } = act;
    const put = shown ? 'on' : 'off';
    return [{ id, at, by, gate: gate.name, kind: 'gate-label', label, put, ...answer }];
  });
}

function closeViolations(scene: Scene, answerTo: AnswerTo): readonly Violation[] {
  const act = closingOf(scene);
  if (act === null) return [];
  const { reason, through } = act;
  const broken = forbidding(scene, act);
  const gate = worst(broken)?.name;
  if (gate === undefined || through === 'pull-request') return [];
  const closing = { kind: 'close', reason, through } as const;
  return [{ ...referenceTo(act), gate, ...closing, ...answerTo('close', broken) }];
}

/** What closed the item, with the reason that it has now; null: it is open. */
function closingOf({ displayed, state }: Scene): MomentOf<'closed'> | null {
  if (displayed.state !== 'closed') return null;
  const act = lastOf(state, (word) => word.kind === 'closed' || word.kind === 'reopened');
  return act?.kind === 'closed' ? { ...act, reason: displayed.closedReason ?? act.reason } : null;
}

/** The merge that closed the item before its gates allow that, or the last one that did and was undone; null: none. */
export function closedByMergeOf(scene: Scene): ClosedByMerge | null {
  const now = closingOf(scene);
  const past = reversals(scene).merge.at(-1)?.act;
  const act = now !== null && isMerge(now) ? now : past;
  if (act === undefined || !isMerge(act)) return null;
  const gate = worst(forbidding(scene, act));
  if (gate === undefined) return null;
  const { pullRequest = null } = act;
  const answer = act !== now ? 'undone' : gate.mode === 'enforce' ? 'undo' : 'warn';
  return { ...referenceTo(act), gate: gate.name, pullRequest, answer };
}

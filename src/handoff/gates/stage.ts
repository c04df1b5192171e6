/** What a word is said on: the gates as they stand at that moment, the text, and who is who. */
import type { Calendar, Gate, Party } from '../../policy/index.ts';
import { type Actor, type PullRequest, type Members, type Texts, isOfOpening } from '../history/index.ts';
import { missingRule, speakersOf } from './missing.ts';
import type { DecidedInJira } from './decided-in-jira.ts';
import { lackAt } from './requirements.ts';
import { approvingRoles, rejectApproval, takeApproval, type Track } from './track.ts';
import type { Evidence, Heard, NotCountedBecause, OpenedWith, Reference } from '../verdict.ts';

/**
 * Since when the policy means what it means (milliseconds since the epoch): the policy as a whole, and, by the names of
 * gates, their labels. What is not known is so since ever.
 */
export type PolicyTimes = {
  readonly changedAt: number;
  readonly labels: Readonly<Record<string, number>>;
  /** Since when lines are read as commands that were not always: before, they were silent. */
  readonly widerSince?: number;
  /** The same as `labels`, of the labels in Jira that open gates there; absent: since ever. */
  readonly labelsInJira?: Readonly<Record<string, number>>;
};

export const sinceEver: PolicyTimes = { changedAt: Number.NEGATIVE_INFINITY, labels: {} };

/** The times of a policy as it holds in Jira: what a gate's label is on GitHub says nothing about its label there. */
export const timesInJira = ({ labelsInJira = {}, ...times }: PolicyTimes): PolicyTimes => ({
  ...times,
  labels: labelsInJira,
});

/** Who is who on the item, for gates that want an independent word. */
export type Parties = {
  readonly author: Actor;
  readonly assignees: readonly Actor[];
  readonly pullRequestAuthors: readonly Actor[];
};

export type Stage = {
  readonly tracks: readonly Track[];
  readonly texts: Texts;
  readonly members: Members;
  /** True when somebody had a part in it at an instant, or has it now. */
  readonly hadPart: (party: Party, by: Actor, at: number) => boolean;
  /** How comments came out when they were heard first, by their ids. */
  readonly heard: ReadonlyMap<string, Heard>;
  readonly times: PolicyTimes;
  /** The tracker's id of the issue. */
  readonly place: string;
  /** Every role that the policy defines. */
  readonly roles: readonly string[];
  /** Where its days begin: a name of the IANA time zone database. */
  readonly timezone: string;
  /** By which people are reminded; null: nobody is. */
  readonly reminding: Calendar | null;
  /** What decides gates elsewhere; null: nothing does. */
  readonly decidedInJira: DecidedInJira | null;
  /** The statuses that it has left, by their ids, and when it left each for the first time. */
  readonly left: Map<string, number>;
};

/** Whose own word does not count for the gate, and what they are to the item. */
export function excludedFrom(
  { independentOf }: Gate,
  parties: Parties,
): readonly { readonly actor: Actor; readonly party: Party }[] {
  const people: Record<Party, readonly Actor[]> = {
    author: [parties.author],
    assignees: parties.assignees,
    'pull-request-authors': parties.pullRequestAuthors,
  };
  return independentOf.flatMap((party) => people[party].map((actor) => ({ actor, party })));
}

/** The party, if any, whose own word does not count for the gate. */
function dependence(gate: Gate, { by, at }: Reference, { hadPart }: Stage): NotCountedBecause | null {
  const party = gate.independentOf.find((each) => hadPart(each, by, at));
  return party === undefined ? null : { kind: 'independent', party, by };
}

/** True when a word of theirs would be enough to open the gate. */
export function approvesAlone(stage: Stage, { gate }: Track, by: Reference): boolean {
  const word = evidenceOf(stage, gate, { by, via: 'command', on: null });
  return missingRule(gate.approve, speakersOf([word])) === null && dependence(gate, by, stage) === null;
}

/** What somebody said or did for a gate. `on`: the pull request that it was on; null: it was on the issue. */
export type Approving = {
  readonly by: Reference;
  readonly via: Evidence['via'];
  readonly on: PullRequest | null;
};

/** What was said or done for a gate, with the roles that count for it. */
export function evidenceOf({ members }: Stage, gate: Gate, { by, via, on }: Approving): Evidence {
  const roles = approvingRoles(gate, members, by);
  return { id: by.id, at: by.at, by: by.by, via, roles, pullRequest: on?.item.number ?? null };
}

/** Takes a word for a gate (`criteria`: only for those), whoever said it. Gives back why it does not count; null: it does. */
export function approve(
  stage: Stage,
  track: Track,
  approving: Approving,
  criteria: ReadonlySet<string> | null = null,
): NotCountedBecause | null {
  const { by } = approving;
  return takeApproval(track, evidenceOf(stage, track.gate, approving), {
    texts: stage.texts,
    tracks: stage.tracks,
    party: dependence(track.gate, by, stage),
    lack: lackAt(track, stage.texts, by),
    criteria,
  });
}

/**
 * Takes what somebody did for a gate that is no comment: its label, closing, a status, a field. With what came with the
 * opening nobody decided anything: the text was just being written.
 */
export function approveByAct(
  stage: Stage,
  track: Track,
  act: Approving & { readonly via: Exclude<Evidence['via'], 'command'> },
): NotCountedBecause | OpenedWith | null {
  const { by, on } = act;
  const [first] = stage.texts.revisions;
  const opened = on === null ? first : { at: on.openedAt, by: on.author };
  if (opened === undefined || !isOfOpening(by, opened)) return approve(stage, track, act);
  const because: OpenedWith = { kind: 'opened-with', what: on === null ? 'issue' : 'pull-request' };
  rejectApproval(track, evidenceOf(stage, track.gate, act), because);
  return because;
}

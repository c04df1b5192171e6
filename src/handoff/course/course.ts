/**
 * The course of an item: how its gates stood over time, who had the baton, and what happened, each with its date. It comes
 * from the replay and the judgement that decide now, gone through once: the state at an instant is what `judge` says of the
 * item as it was then (`asOf`).
 */
import type { Policy } from '../../policy/index.ts';
import { atOnce, type Portions } from '../../portions.ts';
import { type Actor, isAmong, type ItemRef, type PullRequest, samePerson } from '../history/index.ts';
import {
  allStepsOf,
  changesAt,
  gateVerdict,
  playOf,
  turnsOf,
  withoutGates,
  type Circumstances,
} from '../judge/index.ts';
import type { Observed } from '../observed.ts';
import { foldIssue, type IssueState, type PullState, startReplay } from '../replay/index.ts';
import type { GateVerdict } from '../verdict.ts';
import { linkedThen, pullAt } from './as-of.ts';
import { factsFrom, type Fact } from './facts.ts';
import type { Live, Moment, Standing } from './moment.ts';
import { isMove, type Move, type Shown, shownOverTime } from './shown-over-time.ts';

/** How an item stood from an instant on (milliseconds since the epoch), until the next state. */
export type CourseState = {
  readonly at: number;
  readonly state: 'open' | 'closed';
  readonly standing: Standing;
};

export type Course = {
  readonly item: ItemRef;
  readonly author: Actor;
  /** Milliseconds since the epoch: when it was opened, and up to when it is told. */
  readonly openedAt: number;
  readonly until: number;
  /** Oldest first; the first one begins with the opening. */
  readonly states: readonly CourseState[];
  /** What happened, oldest first. */
  readonly facts: readonly Fact[];
};

/**
 * Tells the course of an issue, in portions.
 * @param circumstances `now` is up to when it is told; members are today's, with what was recorded
 */
export function* tellingCourse(observed: Observed, circumstances: Circumstances): Portions<Course> {
  const issue = foldIssue(observed);
  const { policy, now: until } = circumstances;
  const openedAt = issue.state.revisions[0]?.at ?? until;
  const scenery = sceneryOf(policy, issue, circumstances);
  const states: CourseState[] = [];
  const facts = factsFrom(issue, circumstances);
  const instants = instantsOf(policy, issue, circumstances).filter((at) => at > openedAt && at <= until);
  let [place, at] = [0, openedAt];
  let last: Moment | null = null;
  while (at <= until) {
    const moment = scenery.at(at, last);
    const state = stateOf(moment, states.at(-1));
    facts.note(moment, last);
    if (state !== states.at(-1)) states.push(state);
    last = moment;
    const ends = moment.live === null ? null : changesAt(moment.live.tracks);
    const next = instants[place] ?? Number.POSITIVE_INFINITY;
    const isEnd = ends !== null && ends > at && ends < next;
    if (isEnd) at = ends;
    else [at, place] = [next, place + 1];
    yield;
  }
  return { item: issue.item, author: issue.author, openedAt, until, states, facts: facts.all(until) };
}

/** All at once. */
export const courseOf = (...given: Parameters<typeof tellingCourse>): Course =>
  atOnce(tellingCourse(...given));

function stateOf({ at, shown, standing }: Moment, before: CourseState | undefined): CourseState {
  const isSame =
    before !== undefined && before.state === shown.state && isSameStanding(before.standing, standing);
  return isSame ? before : { at, state: shown.state, standing };
}

function isSameStanding(one: Standing, other: Standing): boolean {
  if (one.kind === 'gates' && other.kind === 'gates')
    return (
      one.gates === other.gates &&
      one.over === other.over &&
      JSON.stringify(one.batons) === JSON.stringify(other.batons)
    );
  return JSON.stringify(one) === JSON.stringify(other);
}

/** All instants at which anything may change but for a waiver that ends, in order. */
function instantsOf(policy: Policy, issue: IssueState, circumstances: Circumstances): readonly number[] {
  const instants = new Set<number>();
  for (const { at } of allStepsOf(policy, issue, circumstances)) instants.add(at);
  for (const { at } of issue.state.words) instants.add(at);
  for (const { pullRequest } of [...issue.pulls, ...issue.former]) {
    const { openedAt, mergedAt, pushedAt, linked } = pullRequest;
    for (const at of [openedAt, mergedAt, pushedAt]) if (at !== null) instants.add(at);
    for (const { from, to } of linked) for (const at of [from, to]) if (at !== null) instants.add(at);
  }
  return [...instants].toSorted((one, other) => one - other);
}

type Pull = {
  readonly pull: PullState;
  readonly isListed: boolean;
  /** Nothing that comes later changes what it was. */
  readonly isPlain: boolean;
};

function sceneryOf(policy: Policy, issue: IssueState, circumstances: Circumstances) {
  const { displayed, item } = issue;
  const shownAt = shownOverTime(displayed, issue.state.words);
  const words = issue.state.words.filter(isMove).toSorted((one, other) => one.at - other.at);
  const pulls = pullsOf(issue);
  const parties = new Set(policy.gates.flatMap(({ independentOf }) => independentOf));
  const asksForAuthors = parties.has('pull-request-authors');
  const speakers = parties.has('assignees') ? speakersOn(issue) : [];
  const asksForPushes = policy.gates.some(({ staleOn }) => staleOn.includes('push'));
  const { changedAt = Number.NEGATIVE_INFINITY } = circumstances.times ?? {};
  const isChanged = issue.state.words.some((word) => word.at < changedAt);
  const lives = new Map<string, Live>();
  const moves: Move[] = [];
  let [reversals, closings] = [0, 0];

  /** What is not told by what happened before an instant, and makes a difference for it. */
  function keyAt(at: number, shown: Shown): string {
    return JSON.stringify([
      policy.gates.map(({ when }) => when === null || isAmong(when, shown.labels, displayed.type)),
      speakers.map((one) => shown.assignees.some((each) => samePerson(each, one))),
      isChanged ? reversals : 0,
      pulls.map(({ pull: { pullRequest }, isListed, isPlain }) => [
        isPlain || [
          linkedThen(pullRequest, at, item, isListed),
          (pullRequest.mergedAt ?? at + 1) <= at,
          closings,
        ],
        !asksForPushes || (pullRequest.pushedAt ?? at) <= Math.max(at, pullRequest.openedAt),
        !asksForAuthors || pullRequest.openedAt <= at,
      ]),
    ]);
  }

  /** `isWhole`: with what is still to come of its pull requests, as far as that does not change what was. */
  function issueAt(at: number, shown: Shown, isWhole: boolean): IssueState {
    const isThere = ({ pull }: Pull): boolean =>
      (isWhole && !asksForAuthors) || pull.pullRequest.openedAt <= at;
    const there = pulls.filter(isThere);
    const as = ({ pull, isPlain }: Pull): PullState => {
      const then = pullAt(pull.pullRequest, at, item);
      // What is still to come of it is played when it comes.
      const pullRequest =
        isWhole && isPlain ? withPush(pull.pullRequest, asksForPushes ? then.pushedAt : null) : then;
      return pullRequest === pull.pullRequest ? pull : { ...pull, pullRequest };
    };
    const isLinked = ({ pull, isListed }: Pull): boolean => linkedThen(pull.pullRequest, at, item, isListed);
    return {
      ...issue,
      displayed: { ...displayed, ...shown },
      pulls: there.filter((each) => isLinked(each)).map(as),
      former: there.filter((each) => !isLinked(each)).map(as),
    };
  }

  function liveAt(at: number, shown: Shown): Live {
    const key = keyAt(at, shown);
    const known = lives.get(key);
    if (known !== undefined) return known;
    const whole = issueAt(at, shown, true);
    const steps = allStepsOf(policy, whole, circumstances);
    const live = { ...startReplay(policy.gates, steps, playOf(policy, whole, circumstances), at), key };
    lives.set(key, live);
    return live;
  }

  return {
    at(at: number, last: Moment | null): Moment {
      for (let word = words[moves.length]; word !== undefined && word.at <= at; word = words[moves.length]) {
        moves.push(word);
        if (word.by.self && (word.kind === 'unlabeled' || word.kind === 'reopened')) reversals += 1;
        if (word.kind === 'closed') closings += 1;
      }
      const shown = shownAt(at);
      const there = issueAt(at, shown, false);
      const moved = { ...there, state: { ...there.state, words: moves } };
      const { because } = withoutGates(policy, moved, circumstances.members);
      if (because !== null)
        return { at, issue: there, shown, moves, standing: { kind: 'no-gates', because }, live: null };
      const live = liveAt(at, shown);
      const isPlayed = live.playUntil(at);
      const known = last?.live === live && !isPlayed && last.standing.kind === 'gates' ? last.standing : null;
      const isKept = known !== null && (parties.size === 0 || shown.assignees === last?.shown.assignees);
      const gates =
        isKept && !asksForAuthors
          ? known.gates
          : live.tracks.map((track) => asItIs(gateVerdict(track, live.texts, there)));
      const { over, batons } = turnsOf(gates, moved);
      return { at, issue: there, shown, moves, standing: { kind: 'gates', gates, batons, over }, live };
    },
  };
}

const withPush = (pull: PullRequest, pushedAt: number | null): PullRequest =>
  pushedAt === null || pushedAt === pull.pushedAt ? pull : { ...pull, pushedAt };

/** A verdict whose lists do not grow while the replay goes on. */
const asItIs = (verdict: GateVerdict): GateVerdict => ({
  ...verdict,
  openTimes: [...verdict.openTimes],
  amendments: [...verdict.amendments],
});

function pullsOf({ pulls, former, state }: IssueState): readonly Pull[] {
  const firstClosing = Math.min(
    ...state.words.flatMap((word) =>
      word.kind === 'closed' && word.through === 'pull-request' ? [word.at] : [],
    ),
  );
  const isPlain = ({ linked, mergedAt }: PullRequest): boolean =>
    linked.length === 1 && linked[0]?.issues != null && (mergedAt ?? 0) <= firstClosing;
  return [
    ...pulls.map((pull) => ({ pull, isListed: true, isPlain: isPlain(pull.pullRequest) })),
    ...former.map((pull) => ({ pull, isListed: false, isPlain: isPlain(pull.pullRequest) })),
  ];
}

/** Whoever did anything that may be a word. */
function speakersOn({ state, pulls, former }: IssueState): readonly Actor[] {
  const all = [
    ...state.words,
    ...state.revisions,
    ...[...pulls, ...former].flatMap((pull) => pull.state.words),
  ];
  const found = new Map(all.map(({ by }) => [`${by.id ?? ''} ${by.login}`, by]));
  return [...found.values()];
}

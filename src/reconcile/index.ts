/** Looks at items: each event only says that something may have changed; what happens follows from what is true. */
import type { Logger } from 'pino';

import { usualRhythm, type GitHubTracker, type Reads, type Together } from '../github/index.ts';
import type { Look, Turn, Want } from '../inbox/index.ts';
import { seenInJiraStore, type JiraTracker } from '../jira/index.ts';
import { boardStore, restsOnStore, type Store } from '../store/index.ts';
import { isItem, itemShape, keyOf, last, later, soon } from '../items.ts';
import type { Item } from '../tracker.ts';
import { createBases, createIsRequired, type Deps, createInForce } from './facts/index.ts';
import { keepOutOfCrowd, lookAtJiraIssue } from './jira/index.ts';
import {
  lookAtDigest,
  lookAtDivision,
  tellGone,
  wantDigest,
  createPullsOfFailing,
  lookAtIssue,
  lookAtOnboarding,
  lookAtPull,
  lookAtLabels,
  lookAtRepository,
  lookAtRequirement,
  lookAtRound,
} from './looks/index.ts';
import { nothingChanged } from './ledger/index.ts';
import { lookAtTrial } from './trial/index.ts';
import { createLookedAt, fencedJira, fencedWrites } from './memory/index.ts';

export { type CoursesOptions, findCourses, type FoundCourses, type WhichCourses } from './courses.ts';
export type { Story } from './story.ts';
export { createExplain, type Explainer, type Explanation } from './explain.ts';
export type { ExplanationInJira } from './explain-in-jira.ts';
export { createBases, gateLabelsOf } from './facts/index.ts';
export { createHistories, type PastItem, placeShape } from './histories/index.ts';
export { type Blocked, type Outcome, outcomeOf } from './simulate/index.ts';
export { policyThere } from './policy-there.ts';
export { gateLabels } from './looks/index.ts';
export { openOf } from './memory/index.ts';
export { createTrials, type TriedThere } from './trial/index.ts';

export type ReconcileOptions = {
  readonly tracker: GitHubTracker;
  /** The Jira sites that the server knows; absent or null: none. */
  readonly jira?: JiraTracker | null;
  readonly store: Store;
  readonly want: (wants: readonly Want<Item>[]) => Promise<void>;
  readonly now?: () => number;
  readonly log: Logger;
  /** The part of an installation's rate limit that trials of policies may use. */
  readonly share?: number;
  /** Whether repositories without a policy get an issue that says how to begin. */
  readonly onboarding?: boolean;
  /** Globs of the files that policies can build on; absent: YAML files under `.github/`. */
  readonly policyBases?: readonly string[] | undefined;
  /** Where the board's pages are, without a slash at the end; absent or null: it is off. */
  readonly board?: string | null;
};

/** Milliseconds: what is read together is older than the look at one of it by less. */
const readTogetherFor = 10_000;

/** What a look leads to is as urgent as what led to it, where it does not say: a round waits as a whole. */
const follows: Readonly<Record<Turn['urgency'], number>> = {
  violation: soon,
  event: soon,
  round: later,
  sweep: last,
};

/** Makes the look that the inbox's workers take. */
export function createLook(options: ReconcileOptions): Look<Item> {
  const { tracker, store, want, now = Date.now, log } = options;
  const { share = usualRhythm.share, onboarding = true, jira = null, policyBases, board = null } = options;
  const paths = policyBases === undefined ? {} : { paths: policyBases };
  const { reads } = tracker;
  const bases = createBases({ reads, store, want, now, ...paths });
  const inForce = createInForce({ bases, reads, store, now: () => reads.now() });
  const wantPullsOfFailing = createPullsOfFailing();
  const lookedAt = createLookedAt();
  const isRequired = createIsRequired(reads, now);
  const readings = new WeakMap<object, Together>();
  /** What was claimed with an item is read with it: the claims are older than the reading. */
  const togetherOf = ({ together }: Turn): Together | null => {
    if (together === null) return null;
    const known = readings.get(together) ?? reads.together(together.filter(isItem));
    readings.set(together, known);
    return known;
  };
  const lookAtItem = async (item: Item, turn: Turn, saw: Map<string, number>): ReturnType<Look<Item>> => {
    if (jira !== null) await keepOutOfCrowd(store, item, turn);
    const [writes, mineInJira] = [fencedWrites(tracker.writes, turn), fencedJira(jira, turn, saw)];
    const observe: Reads['observe'] = (of) => reads.observe(of, of === item ? togetherOf(turn) : null);
    const since = Date.now() - (turn.together === null ? 0 : readTogetherFor);
    const deps: Deps = {
      reads: { ...reads, observe },
      writes,
      jira: mineInJira,
      store,
      inForce,
      bases,
      want: (wants) => want(wants.map((wish) => ({ priority: follows[turn.urgency], ...wish }))),
      now,
      lookedAt,
      isRequired,
      seen: tracker.seen,
      begun: () => reads.now() - (Date.now() - since),
      board,
      log,
    };
    if (item.kind === 'repository') return await lookAtRepository(deps, item, turn);
    if (item.kind === 'labels') return await lookAtLabels(deps, item, turn);
    if (item.kind === 'sub-issues') return await lookAtDivision(deps, item);
    if (item.kind === 'round') return await lookAtRound(deps, item);
    if (item.kind === 'digest') return await lookAtDigest(deps, item, turn);
    if (item.kind === 'trial') return await lookAtTrial(deps, item, turn, share);
    if (item.kind === 'jira-issue') return await lookAtJiraIssue(deps, item, turn);
    if (item.kind === 'required') return await lookAtRequirement(deps, item, turn);
    if (item.kind === 'onboarding') return await lookAtOnboarding(deps, item, turn, onboarding);
    if (item.kind !== 'issue')
      return await lookedAt.during(item, deps.begun(), () => lookAtPull(deps, { item, turn }));
    try {
      const seen = await observe(item);
      if (seen.kind !== 'issue') {
        await tellGone(deps, item);
        await restsOnStore(store.db, itemShape).forgetResting(keyOf(item));
        await boardStore(store.db).takeFromBoard(keyOf(item), now());
        if (await store.forgetGone(keyOf(item))) await wantDigest(deps, item);
        return nothingChanged(deps, { item, turn }, null);
      }
      return await lookAtIssue(deps, { item, turn, repository: seen.repository }, seen);
    } catch (error) {
      await wantPullsOfFailing(deps, { item, turn }, error);
      throw error;
    }
  };
  const seenInJira = seenInJiraStore(store.db, now);
  return async (item, turn) => {
    const saw = new Map<string, number>();
    const again = await lookAtItem(item, turn, saw);
    // Of a look without a cause, what it found new was told to nobody else.
    if (turn.causes.length > 0)
      for (const [issue, updated] of saw) await seenInJira.keepSeen(issue, keyOf(item), updated);
    return again;
  };
}

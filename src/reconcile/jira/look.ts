/** A look at an issue of Jira that pull requests name: it is moved on with the work, and what its gates do not allow is told or undone. */
import { isDeepStrictEqual } from 'node:util';

import * as z from 'zod';

import {
  flowOf,
  foldIssue,
  issueEntry,
  judge,
  timesInJira,
  type BoardEntry,
  type Flow,
  type PolicyTimes,
} from '../../handoff/index.ts';
import type { Turn } from '../../inbox/index.ts';
import { namesOf, partsOf, type JiraSight, type JiraView } from '../../jira/index.ts';
import { itemShape, keyOf } from '../../items.ts';
import { boardStore, byKey, namedStore, recentStore } from '../../store/index.ts';
import { TryLater, type Item } from '../../tracker.ts';
import { withLock } from './lock.ts';
import { gatherInJira, namingPulls, placeOf, readerOf, type Deps, type JiraReader } from '../facts/index.ts';
import { isAnswered, isAwaited, isOpen, nothingAnswered, type Answered, answeredShape } from './answered.ts';
import { answer, moveOn, say, sayPending, settle, type Hand, type IsDemanded } from './violation.ts';
import { type RecentPull, fencedView, writing } from '../memory/index.ts';
import { about, keepOnBoard, newOnBoard, nothingChanged } from '../ledger/index.ts';

type JiraItem = Extract<Item, { kind: 'jira-issue' }>;

/** How each pull request was shown on it, by its name. */
type Shown = Readonly<Record<string, { readonly url: string; readonly isOver: boolean }>>;

/** What is kept of one, of one repository. */
const kept = z.object({
  shown: z.record(z.string(), z.object({ url: z.string(), isOver: z.boolean() })).exactOptional(),
});

/** What one look saw, and what is to be done about it. */
type Judged = JiraSight & {
  readonly pulls: readonly RecentPull[];
  readonly flow: Flow | null;
  /** What the board shows of it; null: it is not there. */
  readonly shown: BoardEntry | null;
};

/** Looks at an issue of Jira, for one repository whose pull requests name it. @throws {TryLater} */
export async function lookAtJiraIssue(deps: Deps, item: JiraItem, turn: Turn): Promise<void> {
  const { reads, log } = deps;
  const found = await reads.readRepository(item.installation, item.repository);
  if (found === null || found.isArchived) return notThere(deps, item, turn);
  const { repository } = found;
  const inForce = await deps.inForce(item.installation, repository, found.policy);
  const part = inForce.kind === 'policy' ? inForce.policy.jira : null;
  if (inForce.kind !== 'policy' || part === null || part.site !== item.site)
    return notThere(deps, item, turn);
  const { policy, since, times } = inForce;
  // A policy that only observes writes nothing there either.
  const isSilent = policy.gates.every(({ mode }) => mode === 'observe');
  const place = placeOf(deps, { item, repository, turn });
  const reader = isSilent ? null : await readerOf(writing(deps), place, policy);
  if (reader === null || !isVisible(reader.view, item)) return notThere(deps, item, turn);

  const { url: policyUrl } = inForce;
  const scene: Scene = { deps, item, reader, inForceSince: since, times: timesInJira(times), policyUrl };
  const seen = await see(scene);
  if (seen === null) return notThere(deps, item, turn);
  const what = await act(scene, seen);
  await linkAll(deps, item, reader.view, seen.pulls);
  const isNamed = await forgetUnnamed(deps, item, namesOf(seen.observed));
  const shown = isNamed ? seen.shown : null;
  await keepOnBoard(deps, await newOnBoard(deps, { item, repository }, shown, null));
  const line = { ...about({ item, turn }), jira: what };
  log[what === null ? 'debug' : 'info'](line, 'evaluated an issue of Jira');
}

/** It does not lead to anything, and is not shown. */
async function notThere(deps: Deps, item: JiraItem, turn: Turn): Promise<void> {
  await boardStore(deps.store.db).takeFromBoard(keyOf(item), deps.now());
  nothingChanged(deps, { item, turn }, null);
}

/** What an issue is judged with. */
type Scene = {
  readonly deps: Deps;
  readonly item: JiraItem;
  readonly reader: JiraReader;
  readonly inForceSince: number;
  readonly times: PolicyTimes;
  readonly policyUrl: string;
};

/** What is so now, and what follows from it; null: there is no such issue, or it may not be seen. */
async function see(scene: Scene): Promise<Judged | null> {
  const found = await scene.reader.view.reads.look(scene.item.issue);
  return found === null ? null : judged(scene, found);
}

/** What follows from what was seen. */
async function judged(
  { deps, reader, inForceSince, times, policyUrl }: Scene,
  sight: JiraSight,
): Promise<Judged> {
  const { observed, status, statuses } = sight;
  const facts = await gatherInJira(reader, observed);
  const { pulls, members } = facts;
  const issue = foldIssue(facts.issue);
  const now = Math.max(deps.reads.now(), issue.state.lastMoment);
  const verdict = judge(issue, { policy: facts.policy, members, now, inForceSince, times });
  const { policy, part } = reader;
  const entry = issueEntry(issue, verdict, { ...facts, inForceSince, policyUrl, now });
  return {
    ...sight,
    pulls,
    shown: entry !== null && !part.showTitles ? { ...entry, title: '' } : entry,
    flow: flowOf({ policy, issue, verdict, status, statuses, pulls, inForceSince }),
  };
}

const isVisible = ({ projects }: JiraView, { issue }: JiraItem): boolean =>
  projects.includes(partsOf(issue).project);

/** Shows each pull request on the issue, once, and once more when it is over or does not name it any more. */
async function linkAll(
  { store, now }: Deps,
  item: JiraItem,
  view: JiraView,
  pulls: readonly RecentPull[],
): Promise<void> {
  const recents = recentStore(store.db, kept);
  const before = (await recents.recent(keyOf(item)))?.shown ?? {};
  const gone = Object.entries(before).map(([name, { url }]) => [name, { url, isOver: true }] as const);
  const there = pulls.map(
    ({ repository, number, url, state }) =>
      [`${repository}#${number}`, { url, isOver: state !== 'open' }] as const,
  );
  const shown: Shown = { ...Object.fromEntries(gone), ...Object.fromEntries(there) };
  for (const [name, { url, isOver }] of Object.entries(shown)) {
    if (before[name]?.isOver === isOver) continue;
    await view.writes.link({ key: item.issue, pull: { id: `baton:${name}`, url, title: name, isOver } });
  }
  if (!isDeepStrictEqual(shown, before)) await recents.keepRecent(keyOf(item), { shown }, now());
}

/**
 * What happens to an issue that no pull request names any more leads to no look.
 * @returns whether one names it
 */
async function forgetUnnamed(deps: Deps, item: JiraItem, names: readonly string[]): Promise<boolean> {
  const all = [item.issue, ...names];
  const named = namedStore(deps.store.db, itemShape);
  const isNamed = async (): Promise<boolean> => (await namingPulls(named, item, item.site, all)).length > 0;
  if (await isNamed()) return true;
  await named.forgetNamed(keyOf(item));
  // One that came to name it in between took it for known.
  if (!(await isNamed())) return false;
  await named.addNamed(item.site, keyOf(item), item, [byKey(item.issue)]);
  return true;
}

/** Whether what was so at a time called for a move. */
async function isDemanded(
  scene: Scene,
  then: JiraSight,
  { what, move, to }: Parameters<IsDemanded>[1],
): Promise<boolean> {
  const { flow } = await judged(scene, then);
  if (flow?.kind === 'move') return what === 'move' && flow.to === to;
  return (
    flow?.kind === 'violation' &&
    what !== 'move' &&
    flow.answer === 'revert' &&
    (move === null || flow.id === move) &&
    flow.from.id === to
  );
}

const isSame = (one: JiraSight, other: JiraSight): boolean =>
  one.observed.history.moments.length === other.observed.history.moments.length;

/** How often one look reads an issue again that somebody moves at the same time. */
const mostRounds = 5;

/**
 * Does what is to be done, if anything: one look at a time, of all repositories whose pull requests name the issue.
 * @returns what was done, for the log; null: nothing
 */
async function act(scene: Scene, first: Judged): Promise<string | null> {
  const { deps, item } = scene;
  const { view } = scene.reader;
  const by = keyOf(item);
  // By Jira's id: an issue that was moved is named by several keys.
  const lock = `jira-issue ${item.site} ${first.id}`;
  const recents = recentStore(deps.store.db, answeredShape);
  const isDone = (answered: Answered, flow: Flow | null): boolean =>
    flow === null || (flow.kind === 'violation' && isAnswered(answered, flow, by));
  const before = (await recents.recent(lock)) ?? nothingAnswered;
  const isWaiting = isOpen(before) || isAwaited(before, deps.reads.now());
  if (!isWaiting && isDone(before, first.flow)) return null;
  return withLock(deps, lock, by, async (isStill) => {
    const known = await recents.recent(lock);
    const hand: Hand = {
      view: fencedView(view, isStill),
      key: item.issue,
      by,
      now: deps.reads.now(),
      timezone: scene.reader.policy.calendar.timezone,
      isNew: known === null,
      keep: (answered) => recents.keepRecent(lock, answered, deps.now()),
    };
    let answered = known ?? nothingAnswered;
    let did = isOpen(answered) ? 'taken up' : null;
    // What another look did may not have been there to be seen.
    let now = isOpen(answered) ? await see(scene) : first;
    const judgedThen: IsDemanded = (then, undoing) => isDemanded(scene, then, undoing);
    for (let round = 0; round < mostRounds; round += 1) {
      if (now === null) return did;
      let settled = await settle(hand, answered, { sight: now, isDemanded: judgedThen });
      ({ answered } = settled);
      if (!settled.isMoved) {
        const { flow } = now;
        answered = await sayPending(hand, answered, flow?.kind === 'violation' ? flow.id : null);
        if (flow === null || isDone(answered, flow)) return did;
        if (flow.kind === 'violation' && flow.answer === 'comment') {
          // A comment cannot be undone: what somebody did meanwhile comes first.
          const latest = await view.reads.again(item.issue, now);
          if (latest === null) return did;
          if (!isSame(latest, now)) {
            now = await judged(scene, latest);
            continue;
          }
        }
        const begun =
          flow.kind === 'violation'
            ? await answer(hand, answered, flow, now)
            : await moveOn(hand, answered, flow.to, now);
        did = flow.kind === 'violation' ? begun.came : `moved with the ${flow.because}: ${begun.came}`;
        if (begun.answered === null) return did;
        const after = await view.reads.again(item.issue, now);
        settled = await settle(hand, begun.answered, {
          sight: after ?? now,
          isDemanded: judgedThen,
          wasDone: true,
        });
        ({ answered } = settled);
        if (!settled.isMoved) {
          await say(hand, answered);
          return did;
        }
      }
      did = 'put right';
      now = await see(scene);
    }
    throw new TryLater('Somebody moves the issue at the same time, again and again.');
  });
}

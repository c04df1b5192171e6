/**
 * While a pull request cannot be read or judged, its check does not go on saying what was true before: it says that it is
 * tried again, and at last that it is not any more. What is needed for that is kept in the store, for a process that could not read the pull request yet.
 */
import { isDeepStrictEqual } from 'node:util';

import { checkEffects, givenUpReport, tryingAgainReport, type DisplayedCheck } from '../../handoff/index.ts';
import { InstallationGone } from '../../github/index.ts';
import { JiraAway } from '../../jira/index.ts';
import { keyOf } from '../../items.ts';
import { recentStore } from '../../store/index.ts';
import { ApiMoved, TryLater, type Observation } from '../../tracker.ts';
import type { Deps, Looking, InForce } from '../facts/index.ts';
import { noteUnjudged } from './shared-head.ts';
import { lastDecisionOf, lastDecisionShape, type Known, type LastDecision } from '../memory/index.ts';
import { sameText } from '../../same-text.ts';

export type Looked = Pick<Looking<'pull-request' | 'merge-group'>, 'item' | 'turn'>;
type Seen = Extract<Observation, { kind: 'pull-request' }>;

/** How far a look came. */
export type SoFar = { readonly seen: Seen | null; readonly inForce: InForce | null };

/** What is to be kept of a pull request that was read. There is no check where no policy is in force, or nothing to merge. */
export function knownOf({ repository, pullRequest }: Seen, inForce: InForce): Known | null {
  if (inForce.kind === 'none' || pullRequest.state !== 'open') return null;
  return { repository, headSha: pullRequest.headSha, told: false };
}

/** Keeps what is known, where that is news. */
export async function keepKnown(
  { store, now }: Pick<Deps, 'store' | 'now'>,
  item: Looked['item'],
  before: LastDecision,
  known: Known | null,
): Promise<void> {
  if (isDeepStrictEqual(before.known, known)) return;
  await recentStore(store.db, lastDecisionShape).keepRecent(keyOf(item), { ...before, known }, now());
}

/**
 * The check says that it is being tried again, or that it was given up. If that cannot be written either, the next try
 * will; after the last one the log tells.
 */
export async function sayTryingAgain(
  deps: Deps,
  { item, turn }: Looked,
  soFar: SoFar,
  error: unknown,
): Promise<void> {
  const isLimited = error instanceof TryLater && error.scope === 'installation';
  if (isLimited || error instanceof InstallationGone) return;
  const isLast = !(error instanceof TryLater) && turn.failures + 1 >= turn.attempts;
  try {
    const before = await lastDecisionOf(deps.store, keyOf(item));
    const place = await placeOf(deps, item, before, soFar);
    if (place === null) return;
    const { known, checks } = place;
    const why = whyOf(error, known.repository.name);
    // One bad answer is no news: most are gone at the next try.
    if (!isLast && soFar.seen === null && (known.told || turn.tries === 0)) return;
    const report = isLast
      ? givenUpReport(known.headSha, why, turn.attempts)
      : tryingAgainReport(known.headSha, why, error instanceof JiraAway ? 'jira' : null);
    const here = { item, repository: known.repository };
    if (await noteUnjudged(deps, here, item.number, report))
      await deps.writes.perform({ ...here, effects: checkEffects(checks, report) });
    await keepKnown(deps, item, before, { ...known, told: !isLast });
  } catch (failure) {
    const about = { err: failure, item: keyOf(item) };
    if (isLast) deps.log.warn(about, 'The check could not be updated to say that Baton gave up.');
    else deps.log.debug(about, 'The check could not be updated to say that Baton will retry.');
  }
}

/** What went wrong inside Baton is for its log: it may name what nobody else is to see. */
function whyOf(error: unknown, repository: string): string {
  if (error instanceof ApiMoved)
    return 'GitHub has changed, and Baton needs an update; the log of Baton says what is missing';
  return error instanceof TryLater
    ? withoutOthers(error.message, repository)
    : 'something went wrong in Baton itself, and its log says what';
}

/** Without the names of other repositories: not everybody who reads the check need know of them. */
function withoutOthers(message: string, repository: string): string {
  const [owner = ''] = repository.split('/');
  return message.replaceAll(
    /(?<![\w.-])([\w.-]{1,39})\/([\w.-]{1,100})(#\d{1,10})?/g,
    (name: string, of: string, what: string, number?: string) => {
      const isOwn = sameText(`${of}/${what.replace(/\.$/, '')}`, repository);
      if (isOwn || (number === undefined && !sameText(of, owner))) return name;
      return number === undefined ? 'another repository' : 'an issue in another repository';
    },
  );
}

/** Where the check is to be written: as it was just read, or else as it was known before; null: nowhere. */
async function placeOf(
  { store }: Pick<Deps, 'store'>,
  item: Looked['item'],
  before: LastDecision,
  { seen, inForce }: SoFar,
): Promise<{ readonly known: Known; readonly checks: readonly DisplayedCheck[] } | null> {
  if (seen !== null && inForce !== null) {
    const known = knownOf(seen, inForce);
    return known && { known, checks: seen.pullRequest.checks };
  }
  const known = before.known ?? (await knownOfGroup(store, item));
  // What its check says by now is not known: a new run comes after it, whatever it says.
  return known && { known, checks: [] };
}

/** The head of a group is known before it is read, and its repository from the pull request. */
async function knownOfGroup(store: Deps['store'], item: Looked['item']): Promise<Known | null> {
  if (item.kind === 'pull-request') return null;
  const { installation, repository, number, headSha } = item;
  const pull = await lastDecisionOf(store, keyOf({ kind: 'pull-request', installation, repository, number }));
  return pull.known && { repository: pull.known.repository, headSha, told: false };
}

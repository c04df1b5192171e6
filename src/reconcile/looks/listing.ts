/**
 * Every open item of a repository is to be looked at. The list is read page by page, and how far it came is kept: one that
 * breaks off is gone on with. What it was made for is kept as well: where a policy is pushed that means the same, nothing on
 * any item can be otherwise, and there is no list.
 */
import { createHash } from 'node:crypto';

import * as z from 'zod';

import { listingShape, type Listing } from '../../github/index.ts';
import type { Turn, Want } from '../../inbox/index.ts';
import { wantOf } from '../../items.ts';
import type { Policy } from '../../policy/index.ts';
import { stored } from '../../stored.ts';
import type { Item, Repository } from '../../tracker.ts';
import type { Deps, InForce } from '../facts/index.ts';
import { beginRound, inRounds } from './round.ts';

/** `head`: the last commit of its default branch. */
export type Place = {
  readonly installation: number;
  readonly repository: Repository;
  readonly head: string | null;
};

/** What a policy comes to for items. */
export type Meaning = {
  /** A digest of what it says. */
  readonly says: string;
  /** Whom its names mean: accounts and teams by number; null: nobody, or not known. */
  readonly names: Readonly<Record<string, string | null>>;
};

const meaningShape = z.object({ says: z.string(), names: z.record(z.string(), z.string().nullable()) });
const counted = z.object({ pullRequests: z.number(), assigned: z.number(), issues: z.number() });

/** How far a list came. */
const brokenShape = z.object({
  wish: z.string(),
  from: listingShape.nullable(),
  counts: counted,
  closedSince: z.number().nullable(),
});

/** What was listed last. `broken` null: to its end. */
const lastShape = z.object({ meaning: meaningShape.nullable(), broken: brokenShape.nullable() });
type Last = z.output<typeof lastShape>;
const listed = stored(1, lastShape);

const markOf = (turn: Turn): string => `listed ${turn.key}`;

/** Whether all items were listed for a policy that means the same, and nothing but the policy was told to have changed. */
export async function isListedFor(
  { store }: Pick<Deps, 'store'>,
  turn: Turn,
  meaning: Meaning,
): Promise<boolean> {
  if (turn.only !== 'policy') return false;
  const last = listed.read(await store.mark(markOf(turn)));
  return last?.meaning != null && last.broken === null && isSame(last.meaning, meaning);
}

/** Names that are known of one alone came to be known since: nobody acted by them before. */
const isSame = (one: Meaning, other: Meaning): boolean =>
  one.says === other.says &&
  Object.entries(other.names).every(([name, is]) => is !== unsure && (one.names[name] ?? is) === is);

/** An account in Jira whose name was written again: looks that need it look it up. */
const unsure = '?';

export const forgetListed = ({ store }: Pick<Deps, 'store'>, turn: Turn): Promise<void> =>
  store.forgetMark(markOf(turn));

/**
 * What a policy in force comes to. Names that were written again mean whoever has them now, and that is kept.
 * @throws {TryLater}
 */
export async function meaningOf(
  { reads, store, now }: Pick<Deps, 'reads' | 'store' | 'now'>,
  item: Item,
  { id, name, visibility, defaultBranch }: Repository,
  inForce: Exclude<InForce, { kind: 'none' }>,
): Promise<Meaning> {
  const where = { id, name, visibility, defaultBranch, url: inForce.url };
  if (inForce.kind === 'broken') return { says: digestOf([where, 'broken']), names: {} };
  const { policy, bases, source } = inForce;
  const files = [source, ...bases].map(({ repository, path }) => [repository, path]);
  const { pins: found = [] } = await reads.members(item, policy, { pins: await store.pins(id) });
  if (found.length > 0) await store.keepPins(id, found, now());
  const names = [...(await store.pins(id)).values()].map(
    (pin) => [pin.name, pin.isCurrent || !pin.name.startsWith('jira:') ? pin.account : unsure] as const,
  );
  return { says: digestOf([where, inOrder(policy), files]), names: Object.fromEntries(names) };
}

/** The order in which roles are written says nothing; that of gates does. */
const inOrder = ({ roles, ...policy }: Policy): object => ({
  ...policy,
  roles: Object.fromEntries(roles.map((role) => [role.name, role])),
});

/** Tells one value from another, in whatever order their keys are. */
function digestOf(value: unknown): string {
  const sorted = JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
  return createHash('sha256').update(sorted).digest('base64');
}

/** @param meaning of the policy that it is for; null: it is for something else */
type Wanted = {
  readonly meaning: Meaning | null;
  readonly closedSince: number | null;
  /** Issues have nothing to show. */
  readonly pullsAlone?: boolean;
};

/** Milliseconds: what is wanted is due at once, in an order of its own. */
const longAgo = 24 * 3_600_000;

/**
 * Wants a look at every open issue and pull request, and at issues closed since a time: page by page, so that the first are
 * looked at while the last are still unread, also where the reading breaks off. Those that changed last come first; of many
 * repositories that wait since the same moment, each has its turn.
 */
export async function wantItems(
  deps: Deps,
  { installation, repository, head }: Place,
  turn: Turn,
  { meaning, closedSince, pullsAlone = false }: Wanted,
): Promise<void> {
  const { reads, want, store } = deps;
  const name = markOf(turn);
  const here = { installation, repository: repository.name };
  const before = brokenOff(listed.read(await store.mark(name)), turn, meaning);
  const counts = { pullRequests: 0, assigned: 0, issues: 0, ...before?.counts };
  const since = before === null ? closedSince : before.closedSince;
  const keep = (from: Listing | null): Promise<void> =>
    store.setMark(
      name,
      listed.write({ meaning, broken: { wish: turn.wish, from, counts, closedSince: since } }),
    );
  if (before === null) await keep(null);
  const what = { ...here, closedSince: since, pullsAlone, from: before?.from ?? null };
  for await (const { goesOn, ...page } of reads.listOpen(what)) {
    const wants = (['pullRequests', 'assigned', 'issues'] as const).flatMap((list) =>
      page[list].map((number): Want<Item> => {
        const kind = list === 'pullRequests' ? 'pull-request' : 'issue';
        counts[list] += 1;
        return wantOf(
          { ...here, kind, number },
          { priority: inRounds[list], notBefore: turn.since - longAgo + counts[list] },
        );
      }),
    );
    if (wants.length > 0) await want(wants);
    if (goesOn !== null) await keep(goesOn);
  }
  const total = counts.pullRequests + counts.assigned + counts.issues;
  await beginRound(deps, { installation, repository }, { sha: head, total, turn });
  if (meaning === null) await store.forgetMark(name);
  else await store.setMark(name, listed.write({ meaning, broken: null }));
}

/** Where a list of the same broke off, with nothing wanted since that it would not answer; null: it is begun anew. */
function brokenOff(last: Last | null, { wish, only }: Turn, meaning: Meaning | null): Last['broken'] {
  if (last === null || last.broken === null) return null;
  const isOwn = last.broken.wish === wish;
  if (last.meaning === null || meaning === null)
    return isOwn && last.meaning === meaning ? last.broken : null;
  return isSame(last.meaning, meaning) && (isOwn || only === 'policy') ? last.broken : null;
}

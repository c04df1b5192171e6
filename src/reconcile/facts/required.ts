/**
 * Whether Baton's check is required where it should be, and who says that it is not. No event tells Baton of a change, so
 * it is read again now and then while somebody says so.
 */
import * as z from 'zod';

import type { Requirement } from '../../handoff/index.ts';
import { keyOf, last, wantOf } from '../../items.ts';
import { stored } from '../../stored.ts';
import { TryLater, type Item, type Repository } from '../../tracker.ts';
import type { Deps } from './deps.ts';

/** Which text says it: the check on a pull request, by its number, or the issue that says how to begin. */
type Teller = number | 'onboarding';

type RequiredItem = Extract<Item, { kind: 'required' }>;
type Here = { readonly installation: number; readonly repository: Repository };
type Needs = Pick<Deps, 'reads' | 'store' | 'want' | 'now'>;

const source = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('protection') }),
  z.object({ kind: z.literal('ruleset'), ruleset: z.number(), organization: z.string().nullable() }),
]);
const requirementShape: z.ZodType<Requirement> = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['required', 'from-anyone']), source }),
  z.object({ kind: z.literal('from-another'), app: z.number(), source }),
  z.object({ kind: z.enum(['missing', 'no-plan']) }),
  z.object({ kind: z.literal('unknown'), why: z.string() }),
]);
/** What was read of a branch, when, and since when it has been so as far as is known (milliseconds since the epoch). */
type Kept = {
  readonly repository: Repository;
  readonly requirement: Requirement;
  readonly at: number;
  readonly since: number;
  readonly tellers: readonly Teller[];
  /** It is otherwise than they say. */
  readonly isUntold: boolean;
};
const shape: z.ZodType<Kept> = z.object({
  repository: z.object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    defaultBranch: z.string().nullable(),
  }),
  requirement: requirementShape,
  at: z.number(),
  since: z.number(),
  tellers: z.array(z.union([z.number(), z.literal('onboarding')])),
  isUntold: z.boolean(),
});
const kept = stored(1, shape);

/** Milliseconds: as often as sweeps find what no event told. */
const halfHour = 30 * 60_000;
/** Nobody waits for it after so long; whoever says it again is told again. */
const longest = 90 * 24 * 3_600_000;
/** More pull requests about the policy are open nowhere. */
const mostTellers = 50;

const markOf = (item: RequiredItem): string => keyOf(item);
const itemOf = ({ installation, repository: { name } }: Here): RequiredItem => ({
  kind: 'required',
  installation,
  repository: name,
});
const unknown: Requirement = { kind: 'unknown', why: 'GitHub could not be asked' };

/** When it is read again: the seldomer, the longer it has been so. */
const nextAt = ({ at, since }: Kept): number => at + Math.max(halfHour, (at - since) / 10);

/**
 * What is required of the check on the default branch; what was read within half an hour counts. Where GitHub cannot be
 * asked now it is unknown, and no failure.
 * @param teller says so where it is not as it should be, and is to say it otherwise once that has changed
 */
export async function whetherRequired(deps: Needs, here: Here, teller: Teller): Promise<Requirement> {
  const { store, want, now } = deps;
  const item = itemOf(here);
  const found = kept.read(await store.mark(markOf(item)));
  const before = found?.repository.defaultBranch === here.repository.defaultBranch ? found : null;
  const isFresh = before !== null && now() < before.at + halfHour;
  const read = isFresh ? before : await readAgain(deps, here, before);
  const others = (found?.tellers ?? []).filter((each) => each !== teller);
  const isTold = read.requirement.kind !== 'required';
  const tellers = isTold ? [...others, teller].slice(-mostTellers) : others;
  const isNews = !isFresh || tellers.length !== before.tellers.length;
  if (isNews) await store.setMark(markOf(item), kept.write({ ...read, tellers }));
  // It finds out by itself when it is to be read again.
  if (isNews && isTold) await want([wantOf(item, { priority: last })]);
  return read.requirement;
}

/**
 * Reads it again once it is time to, for those who say that it is not as it should be.
 * @param tell has them say it otherwise
 * @returns when to read it next; null: nobody asks any more
 */
export async function readRequirementAgain(
  deps: Needs,
  item: RequiredItem,
  tell: (tellers: readonly Teller[], repository: Repository) => Promise<void>,
): Promise<number | null> {
  const { store, now } = deps;
  const before = kept.read(await store.mark(markOf(item)));
  if (before === null || before.tellers.length === 0) return null;
  if (!before.isUntold && now() < nextAt(before)) return nextAt(before);
  const { repository } = before;
  const read = await readAgain(deps, { installation: item.installation, repository }, before);
  // What cannot be read now does not change what is said.
  const isUnread = read.requirement.kind === 'unknown';
  const requirement = isUnread ? before.requirement : read.requirement;
  const isTold = !before.isUntold && isSame(requirement, before.requirement);
  const keep = async (isUntold: boolean): Promise<void> => {
    // Whoever says it may have come or gone meanwhile.
    const { tellers } = kept.read(await store.mark(markOf(item))) ?? before;
    await store.setMark(markOf(item), kept.write({ ...read, requirement, tellers, isUntold }));
  };
  await keep(!isTold);
  if (!isTold) {
    await tell(before.tellers, repository);
    await keep(false);
  }
  if (requirement.kind === 'required' || now() > before.since + longest) return null;
  return nextAt(read);
}

async function readAgain(
  { reads, now }: Pick<Needs, 'reads' | 'now'>,
  { installation, repository }: Here,
  before: Kept | null,
): Promise<Kept> {
  const at = now();
  const requirement = await requirementIn(reads, installation, repository);
  const since = before !== null && isSame(before.requirement, requirement) ? before.since : at;
  return { repository, requirement, at, since, tellers: [], isUntold: before?.isUntold ?? false };
}

async function requirementIn(
  reads: Needs['reads'],
  installation: number,
  { name, defaultBranch }: Repository,
): Promise<Requirement> {
  if (defaultBranch === null) return unknown;
  try {
    return await reads.requirement(installation, name, defaultBranch);
  } catch (error) {
    // Whoever says it does without: it is read again.
    if (error instanceof TryLater) return unknown;
    throw error;
  }
}

const isSame = (one: Requirement, other: Requirement): boolean =>
  JSON.stringify(requirementShape.parse(one)) === JSON.stringify(requirementShape.parse(other));

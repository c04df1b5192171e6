/**
 * A round: every open item of a repository is looked at again. Where that takes a while, the check `Baton policy` on the
 * last commit of the default branch says how far it is, a few times; what is still to be done, the work set knows.
 */
import * as z from 'zod';

import { checkEffects, roundOver, roundReport, type CheckReport } from '../../handoff/index.ts';
import type { Turn } from '../../inbox/index.ts';
import { keyOf, later, wantOf } from '../../items.ts';
import { countWanted } from '../../store/index.ts';
import { stored } from '../../stored.ts';
import type { Item, Repository } from '../../tracker.ts';
import type { Deps } from '../facts/index.ts';
import { policyCheckName } from '../trial/index.ts';

type RoundItem = Extract<Item, { kind: 'round' }>;

/**
 * Priorities of what a round looks at, by what could be otherwise for people now: open pull requests, which may wait for the
 * check; issues that somebody works on; all others. Repositories themselves come before, so that all are listed.
 */
export const inRounds = { pullRequests: later + 1, assigned: later + 2, issues: later + 3 } as const;

/** Of fewer items, nobody has to be told how far it is. */
export const worthTelling = 200;
/** Into how many parts a round is told: each is one read and one write. */
const parts = 4;
/** Milliseconds after which it is told first, and between two looks at how far it is. */
const patience = 10_000;
const every = 15_000;

const round = stored(
  1,
  z.object({
    sha: z.string(),
    total: z.number(),
    /** When it began (milliseconds since the epoch). */
    at: z.number(),
    /** How many parts of it were told; null: nothing was. */
    told: z.number().nullable(),
    /** The commit on which an earlier one was told, which this one replaces. */
    before: z.string().nullable(),
    repository: z.object({
      id: z.string(),
      name: z.string(),
      url: z.string(),
      defaultBranch: z.string().nullable(),
    }),
  }),
);

const markOf = (repository: Pick<Repository, 'name'>): string => `round ${repository.name.toLowerCase()}`;

/** A round begins, or begins anew: how far it is will be told, where it is worth that. */
export async function beginRound(
  { store, want, now }: Pick<Deps, 'store' | 'want' | 'now'>,
  { installation, repository }: { readonly installation: number; readonly repository: Repository },
  { sha, total, turn }: { readonly sha: string | null; readonly total: number; readonly turn: Turn },
): Promise<void> {
  const name = markOf(repository);
  const last = round.read(await store.mark(name));
  // One that is told already is told to its end.
  if (sha === null || (total < worthTelling && last === null)) return;
  const before = last === null || last.sha === sha ? null : last.told === null ? last.before : last.sha;
  const { id, name: called, url, defaultBranch } = repository;
  const of = { id, name: called, url, defaultBranch };
  await store.setMark(name, round.write({ sha, total, at: now(), told: null, before, repository: of }));
  const item = { kind: 'round', installation, repository: called } as const;
  await want([wantOf(item, { priority: later, notBefore: turn.since + patience })]);
}

/** Shows how far a round is. @throws {TryLater} */
export async function lookAtRound(deps: Deps, item: RoundItem): Promise<{ readonly again: number } | void> {
  const { store, now } = deps;
  const name = markOf({ name: item.repository });
  const kept = round.read(await store.mark(name));
  if (kept === null) return undefined;
  const { sha, total, at, told, before } = kept;
  const waiting = await waitingIn(deps, item);
  const done = Math.max(0, total - waiting);
  const isOver = waiting === 0;
  // What is told while it goes on is never that it is over.
  const part = isOver ? parts : Math.min(parts - 1, Math.floor((done * parts) / total));
  if (before !== null) {
    await show(deps, item, kept.repository, { headSha: before, ...roundOver(total, true) });
    await store.setMark(name, round.write({ ...kept, before: null }));
  }
  if (told !== null || !isOver) {
    if (told === null || part > told) {
      const left = done === 0 ? null : ((now() - at) / done) * waiting;
      const report = isOver ? roundOver(total, false) : roundReport(done, total, left);
      await show(deps, item, kept.repository, { headSha: sha, ...report });
    }
    if (!isOver)
      await store.setMark(name, round.write({ ...kept, before: null, told: Math.max(told ?? 0, part) }));
  }
  if (!isOver) return { again: now() + every };
  await store.forgetMark(name);
  return undefined;
}

/** How many items are still to be looked at for it, or are being looked at. */
async function waitingIn(
  { store }: Pick<Deps, 'store'>,
  { installation, repository }: RoundItem,
): Promise<number> {
  const here = { installation, repository, number: 0 };
  let count = 0;
  for (const kind of ['issue', 'pull-request'] as const) {
    const keys = keyOf({ ...here, kind }).slice(0, -1);
    count += await countWanted(store.db, { group: String(installation), keys }, Object.values(inRounds));
  }
  return count;
}

/** @throws {TryLater} */
async function show(
  { reads, writes }: Deps,
  item: RoundItem,
  repository: Repository,
  report: Omit<CheckReport, 'name'>,
): Promise<void> {
  const checks = await reads.checksOn(item.installation, repository.name, report.headSha);
  const effects = checkEffects(checks, { name: policyCheckName, ...report });
  await writes.perform({ item, repository, effects });
}

/** How far the trial of a proposed policy has come: what is kept of it, and what the check shows of that. */
import { createHash } from 'node:crypto';

import * as z from 'zod';

import type { PullRequest, Trial, Tried, TriedIssue } from '../../handoff/index.ts';
import { keyOf, last, wantOf } from '../../items.ts';
import type { Policy } from '../../policy/index.ts';
import { recentStore, type Store } from '../../store/index.ts';
import type { Item } from '../../tracker.ts';
import type { Deps, InForce } from '../facts/index.ts';

export type TrialItem = Extract<Item, { kind: 'trial' }>;
type PullItem = Extract<Item, { kind: 'pull-request' }>;

/** `updatedAt`: its last change (milliseconds since the epoch). */
type Changed = { readonly name: string; readonly updatedAt: number };

/** What is tried: `#1`, or the key of an issue of Jira. */
export type Listed = Changed &
  ({ readonly tracker: 'github'; readonly number: number } | { readonly tracker: 'jira' });

export type KeptTrial = {
  /** Of which policies: see `identityOf`. */
  readonly of: string;
  /** What came out; null: it was not done yet. */
  readonly done: Tried | null;
  /** What is still to be done: issues, those that changed last first. null: nothing. */
  readonly run: {
    readonly listed: readonly Listed[];
    readonly total: number;
    readonly inJira: number;
  } | null;
  /** What came out on each issue, as it was at its last change. */
  readonly known: readonly (TriedIssue & Changed)[];
  /** Names of issues that could not be read. */
  readonly unread: readonly string[];
  readonly problems: readonly string[];
  /** When it was given up (milliseconds since the epoch); null: it was not. */
  readonly failedAt: number | null;
};

const changed = { name: z.string(), updatedAt: z.number() };
/** Only the words of an answer rest on more of it. */
const difference = z.custom<TriedIssue['differences'][number]>(
  (value) =>
    z
      .object({
        gate: z.string(),
        title: z.string(),
        change: z.enum(['blocked', 'freed', 'other']),
        today: z.object({ kind: z.enum(['gate', 'absent']) }),
        proposed: z.object({ kind: z.enum(['gate', 'absent']) }),
      })
      .safeParse(value).success,
);
const triedIssue = z.object({
  name: z.string(),
  url: z.string().nullable(),
  title: z.string(),
  state: z.enum(['open', 'closed']),
  differences: z.array(difference),
});
export const keptShape: z.ZodType<KeptTrial> = z.object({
  of: z.string(),
  done: z
    .object({
      kind: z.literal('tried'),
      at: z.number(),
      issues: z.array(triedIssue),
      tried: z.number(),
      unread: z.number(),
      total: z.number(),
      inJira: z.number(),
      days: z.number(),
      problems: z.array(z.string()),
    })
    .nullable(),
  run: z
    .object({
      listed: z.array(
        z.discriminatedUnion('tracker', [
          z.object({ ...changed, tracker: z.literal('github'), number: z.number() }),
          z.object({ ...changed, tracker: z.literal('jira') }),
        ]),
      ),
      total: z.number(),
      inJira: z.number(),
    })
    .nullable(),
  known: z.array(triedIssue.extend({ updatedAt: z.number() })),
  unread: z.array(z.string()),
  problems: z.array(z.string()),
  failedAt: z.number().nullable(),
});

/** Milliseconds for which a trial is left as it is, done or given up; after that, the next look at its pull request begins it again. */
export const fresh = 3_600_000;

/**
 * Which policies are compared, in a word: what they mean, with everything that they build on, and not how they are written.
 * It begins with the form of what is kept, so that a later Baton does not read what an earlier one kept.
 */
export function identityOf(proposed: Policy, inForce: InForce): string {
  const today = inForce.kind === 'policy' ? inForce.policy : null;
  return `4 ${createHash('sha256')
    .update(JSON.stringify([proposed, today]))
    .digest('base64')}`;
}

/** True when a policy means what the one in force means. */
export function isInForce(proposed: Policy, inForce: InForce): boolean {
  return inForce.kind === 'policy' && JSON.stringify(proposed) === JSON.stringify(inForce.policy);
}

/** What is kept of a trial; null: nothing, or of other policies. */
export async function keptTrial(
  store: Pick<Store, 'db'>,
  item: TrialItem,
  of: string,
): Promise<KeptTrial | null> {
  const kept = await recentStore(store.db, keptShape).recent(keyOf(item));
  return kept?.of === of ? kept : null;
}

export async function keepTrial(
  store: Pick<Store, 'db'>,
  item: TrialItem,
  trial: KeptTrial,
  now: number,
): Promise<void> {
  await recentStore(store.db, keptShape).keepRecent(keyOf(item), trial, now);
}

/** A pull request, and what it proposes instead of what is in force. */
type Tested = {
  readonly item: PullItem;
  readonly pullRequest: PullRequest;
  readonly proposed: Policy;
  readonly inForce: InForce;
};

/**
 * The trial of a policy that a pull request proposes, as far as it is; where it is not done, or was done long ago, it is
 * wanted, after everything else.
 * @throws {TryLater}
 */
export async function trialOf(
  { store, want, now }: Pick<Deps, 'store' | 'want' | 'now'>,
  { item: pull, pullRequest, proposed, inForce }: Tested,
): Promise<Trial> {
  if (isInForce(proposed, inForce)) return { kind: 'same' };
  const { installation, repository, number } = pull;
  const item: TrialItem = { kind: 'trial', installation, repository, pull: number };
  const kept = await keptTrial(store, item, identityOf(proposed, inForce));
  const done = kept?.done ?? null;
  if (done !== null && now() - done.at < fresh) return done;
  const failedAt = kept?.failedAt ?? null;
  if (failedAt !== null && now() - failedAt < fresh) return done ?? { kind: 'failed' };
  if (pullRequest.isFromFork !== false) return { kind: 'from-fork' };
  await want([wantOf(item, { priority: last })]);
  return done ?? { kind: 'underway' };
}

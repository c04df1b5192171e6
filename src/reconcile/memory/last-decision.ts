/**
 * What was decided and said of an item a moment ago, by whichever process looked. GitHub may answer a read from a copy
 * that does not have it yet: without this, a comment could be posted twice, and a decision recorded twice.
 */
import { createHash } from 'node:crypto';

import * as z from 'zod';

import {
  saidIn,
  wasSaid,
  type Effect,
  type IssueStanding,
  type Pace,
  type PullRequest,
  type Said,
} from '../../handoff/index.ts';
import type { CloseReason } from '../../policy/index.ts';
import { recentStore, type Store } from '../../store/index.ts';
import { keyOf } from '../../items.ts';
import type { Item, Repository } from '../../tracker.ts';

/** What is kept of an item. */
export type LastDecision = {
  readonly said: readonly { readonly at: number; readonly said: readonly Said[] }[];
  /** Digests of the last verdict, and of what else it led to other looks by; null: none was seen. */
  readonly verdict: string | null;
  readonly text: string | null;
  /** Of a pull request; null: it has no check to be written. */
  readonly known: Known | null;
  /** Of a pull request that names issues of Jira. */
  readonly pull?: RecentPull;
  /** Since when something could not be said, because the conversation is locked (milliseconds since the epoch); null: nothing is. */
  readonly lockedSince: number | null;
  /** How it stands for issues that wait for it; not there: nobody has judged it since that is kept. */
  readonly stands?: Stands;
  /** Of an issue that was written on. */
  readonly pace?: Pace;
  /** A digest of whose roles it rests on, which are kept beside it; not there: they are not. */
  readonly restsOn?: string;
};

/** `closed`: why it was closed when it was looked at; null: it was open. */
export type Stands = IssueStanding & { readonly closed: CloseReason | null };

/** A pull request, as far as an issue of Jira that it names has to know it. */
export type RecentPull = Pick<PullRequest, 'author' | 'state' | 'openedAt' | 'mergedAt' | 'pushedAt'> &
  Pick<PullRequest['item'], 'repository' | 'number' | 'id' | 'url'> & {
    /** Those that it names. */
    readonly keys: readonly string[];
    readonly isFromFork: boolean;
  };

/** What has to be known of a pull request to write its check without reading it. */
export type Known = {
  readonly repository: Repository;
  readonly headSha: string;
  /** Its check says already that it is tried again. */
  readonly told: boolean;
};

const instant = z.number().nullable();
const text = z.string().nullable();
/** As much of it as anything rests on. What an older Baton kept may lack something. */
const outline = z
  .object({
    said: z.array(
      z.object({
        at: z.number(),
        said: z.array(
          z.object({
            kind: z.enum(['handoff', 'answer', 'undone', 'stopped', 'hint', 'reminder', 'escalation']),
          }),
        ),
      }),
    ),
    verdict: text,
    text,
    known: z
      .object({
        repository: z.object({ id: z.string(), name: z.string() }),
        headSha: z.string(),
        told: z.boolean(),
      })
      .nullable(),
    pull: z.object({
      repository: z.string(),
      number: z.number(),
      id: z.string(),
      url: z.string(),
      author: z.object({ login: z.string() }),
      state: z.enum(['open', 'closed', 'merged']),
      openedAt: z.number(),
      mergedAt: instant,
      keys: z.array(z.string()),
      isFromFork: z.boolean(),
    }),
    lockedSince: instant,
    stands: z.object({
      done: z.array(z.object({ from: instant, to: instant })),
      holders: z.array(z.string()),
      hasGates: z.boolean(),
      closed: text,
    }),
    pace: z.object({
      withRole: z.string(),
      without: z.string(),
      policy: text,
      wrote: instant,
      mentioned: instant,
    }),
    restsOn: z.string(),
  })
  .partial()
  .required({ said: true });
export const lastDecisionShape = z.custom<Partial<LastDecision>>((value) => outline.safeParse(value).success);

const noDecision: LastDecision = { said: [], verdict: null, text: null, known: null, lockedSince: null };

/** Milliseconds that what was said counts as said although it cannot be seen. */
const window = 2 * 60_000;

export async function lastDecisionOf(store: Pick<Store, 'db'>, key: string): Promise<LastDecision> {
  return { ...noDecision, ...(await recentStore(store.db, lastDecisionShape).recent(key)) };
}

/** Those of these items that were open when they were looked at last, or of which that is not known. */
export async function openOf({ db }: Pick<Store, 'db'>, items: readonly Item[]): Promise<readonly Item[]> {
  const kept = await recentStore(db, lastDecisionShape).recentOf(items.map(keyOf));
  return items.filter((item) => {
    const { pull, stands } = kept.get(keyOf(item)) ?? {};
    if (item.kind === 'issue') return (stands?.closed ?? null) === null;
    return item.kind === 'pull-request' && (pull?.state ?? 'open') === 'open';
  });
}

/** How many times that something was said are kept for longer, of each kind. */
const most: Readonly<Record<Said['kind'], number>> = {
  reminder: 10,
  escalation: 10,
  undone: 10,
  told: 0,
  stopped: 10,
  answer: 30,
  hint: 50,
  handoff: 1,
};

/** Answers are forgotten once nobody would be answered any more (milliseconds). */
const answered = 25 * 3_600_000;

/** What stays said where somebody deleted it: whoever cleans up wants none of it a second time. */
function stillSaid({ said }: LastDecision, now: number): LastDecision['said'] {
  const left = { ...most };
  return said
    .toReversed()
    .map((each) => ({
      at: each.at,
      said: each.said.filter((one) => {
        if (each.at > now - window) return true;
        if (one.kind === 'answer' && each.at < now - answered) return false;
        left[one.kind] -= 1;
        return left[one.kind] >= 0;
      }),
    }))
    .filter((each) => each.said.length > 0)
    .toReversed();
}

const isPrompt = ({ kind }: Said): boolean => kind === 'reminder' || kind === 'escalation';

/** What was said, although it may not be there to be seen: within the last two minutes, and reminders for longer. */
export function saidLately(recent: LastDecision, now: number): readonly Said[] {
  return stillSaid(recent, now).flatMap((each) =>
    each.at > now - window ? each.said : each.said.filter(isPrompt),
  );
}

/** Everything that is known to have been said, in no order that tells what was said last. */
export function saidEver(recent: LastDecision, now: number): readonly Said[] {
  return stillSaid(recent, now).flatMap((each) => each.said);
}

/** A text in short: another one has another digest. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64');

/** What is kept of what was said, with what was said now. */
export function withSaid(
  before: LastDecision,
  effects: readonly Effect[],
  now: number,
): LastDecision['said'] {
  const lately = stillSaid(before, now);
  const known = lately.flatMap((each) => each.said);
  const said = effects.flatMap((effect) => {
    if (effect.kind !== 'comment') return [];
    // Whom a comment tells what is read from it alone; what one that is edited was for before is known.
    const all = saidIn(effect.body).filter(({ kind }) => kind !== 'told');
    return effect.comment === undefined ? all : all.filter((one) => !wasSaid(known, one));
  });
  return said.length === 0 ? lately : [...lately, { at: now, said }];
}

/** What is to be kept after a look that had these effects and came to this verdict, about this text. */
export function after(
  before: LastDecision,
  effects: readonly Effect[],
  { verdict, text }: { readonly verdict: string; readonly text: string },
  now: number,
): LastDecision {
  return {
    said: withSaid(before, effects, now),
    lockedSince: before.lockedSince,
    verdict: digestOf(verdict),
    text,
    known: before.known,
    ...(before.pull === undefined ? {} : { pull: before.pull }),
    ...(before.pace === undefined ? {} : { pace: before.pace }),
  };
}

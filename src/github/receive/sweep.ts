/**
 * The sweep: what changed in a repository lately is looked at again, slowly, so that an event that GitHub never sent is
 * made good as well. What a look has seen already, because its event came, is passed over.
 */
import { z } from 'zod';

import type { Want } from '../../inbox/index.ts';
import { last, wantOf } from '../../items.ts';
import { TryLater, type Item } from '../../tracker.ts';
import { stored } from '../../stored.ts';
import {
  answers,
  type LatelyAnswer,
  type Page,
  ask,
  changedItems,
  withoutUnreadable,
} from '../graphql/index.ts';
import { isAsTraced, isDatedSo, lastSeen, type Seen, type SeenItem, seenName } from '../read/index.ts';
import { textKey } from '../../same-text.ts';
import type { GitHub } from '../client/index.ts';

export type SweepParts = {
  readonly github: GitHub;
  readonly store: {
    mark(name: string): Promise<string | null>;
    setMark(name: string, content: string): Promise<void>;
    forgetMark(name: string): Promise<void>;
    countMarks(prefix: string): Promise<number>;
    hasNoPolicy(place: Pick<Item, 'installation' | 'repository'>): Promise<boolean>;
    /** null: no policy is in force there. */
    lastGood(repository: string): Promise<object | null>;
  };
  /** What looks saw. */
  readonly seen: Pick<Seen, 'of'>;
  readonly want: (wants: readonly Want<Item>[]) => Promise<void>;
  /** Reads what the policy of a repository, by its id, builds on, unless that was done lately. */
  readonly refreshBases: (installation: number, repository: string) => Promise<void>;
};

/**
 * How far a sweep came: the last change it saw, by GitHub's clock, and the items that changed in that very second, once
 * nothing more can come in it.
 */
const swept = stored(1, z.object({ at: z.number(), items: z.array(z.string()) }));
type Swept = NonNullable<ReturnType<typeof swept.read>>;

const hour = 3_600_000;
/** The name of the mark that tells how far the sweeps of a repository came; there is none before the first. */
export const sweepMark = (installation: number, repository: string): string =>
  `${marksOf(installation)}${textKey(repository)}`;
const marksOf = (installation: number): string => `sweep ${installation} `;

/** Milliseconds: what was kept longer ago does not count as seen. */
const keptFor = 24 * hour;
/** Milliseconds: an item is dated by a clock of GitHub's that need not be the one we read. */
const unsure = 60_000;

/**
 * Notes that all that is there is going to be looked at: the first sweep finds what changed since. Nothing, where a sweep
 * has come further.
 * @param from before all of it was listed, by GitHub's clock (milliseconds since the epoch)
 */
export async function beginSweeps(
  store: Pick<SweepParts['store'], 'mark' | 'setMark'>,
  { installation, repository }: { readonly installation: number; readonly repository: string },
  from: number,
): Promise<void> {
  const name = sweepMark(installation, repository);
  if ((await store.mark(name)) === null)
    await store.setMark(name, swept.write({ at: from - unsure, items: [] }));
}

/** GitHub's smallest limit of an hour. */
const smallestLimit = 5000;

/**
 * Sweeps a repository. Gives back when to do it again (milliseconds since the epoch); null: never.
 * @param rhythm `sweep`: milliseconds between two sweeps of a repository, unless `share` of the rate limit asks for more
 */
export async function sweep(
  { github, store, seen, want, refreshBases }: SweepParts,
  { installation, repository }: Place,
  { sweep: every, share }: { readonly sweep: number; readonly share: number },
  now: number,
): Promise<number | null> {
  const name = sweepMark(installation, repository);
  const before = swept.read(await store.mark(name));
  const known =
    before === null
      ? new Map<string, SeenItem>()
      : await seen.of({ installation, repository }, now - keptFor);
  const found = await changedSince(github, { installation, repository }, before, idsIn(known, before));
  if (found === null || (await store.lastGood(found.id)) === null) {
    await store.forgetMark(name);
    return null;
  }
  const { items, lately } = found;
  const { login: self } = await github.self();
  const isKnown = (item: Changed, { at }: Swept): boolean => {
    const last = known.get(nameOf(item));
    const now = last === undefined ? undefined : lately.get(last.trace.id);
    if (last === undefined || now === undefined) return false;
    // Of a look without a cause, what it found new was told to nobody else.
    if (!last.hadCause && last.trace.updatedAt >= at) return false;
    return isDatedSo(last, item.updatedAt) && isAsTraced(last.trace, now, self);
  };
  const fresh = before === null ? [] : items.filter((item) => isNew(item, before) && !isKnown(item, before));
  await want(
    fresh.map(({ kind, number }) =>
      // With a cause, as an event has one: a pull request that was merged may matter to its issues.
      wantOf({ kind, number, installation, repository }, { priority: last, cause: 'sweep' }),
    ),
  );
  const at = Math.max(before?.at ?? 0, ...items.map(({ updatedAt }) => updatedAt));
  const newest = items.filter(({ updatedAt }) => updatedAt === at).map(nameOf);
  const isOver = github.now() - at >= unsure;
  const after: Swept = {
    at,
    items: isOver ? [...new Set([...(before?.at === at ? before.items : []), ...newest])] : [],
  };
  await store.setMark(name, swept.write(after));
  await refreshBases(installation, found.id);
  const repositories = await store.countMarks(marksOf(installation));
  const affordable = (repositories * hour) / ((github.budget(installation)?.limit ?? smallestLimit) * share);
  return now + Math.max(every, affordable) * (0.9 + Math.random() * 0.2);
}

type Changed = {
  readonly kind: 'issue' | 'pull-request';
  readonly number: number;
  readonly updatedAt: number;
};

type Place = { readonly installation: number; readonly repository: string };

const nameOf = (item: Changed): string => seenName(item);

/** GitHub finds no more nodes at once. */
const atOnce = 100;

/** GitHub's ids of those that may be found to have changed, and were seen: the latest first. */
function idsIn(known: ReadonlyMap<string, SeenItem>, before: Swept | null): readonly string[] {
  const lately = [...known.values()].filter((item) => lastSeen(item) >= (before?.at ?? 0));
  return lately.toSorted((one, other) => lastSeen(other) - lastSeen(one)).map(({ trace: { id } }) => id);
}

function isNew(item: Changed, before: Swept): boolean {
  return item.updatedAt > before.at || (item.updatedAt === before.at && !before.items.includes(nameOf(item)));
}

/**
 * What changed since the last sweep; at the first, what changed last. null: the repository cannot be seen.
 * @param ids of which it is asked what happened last; `lately`: what was answered, by id
 */
async function changedSince(
  github: GitHub,
  { installation, repository }: Place,
  before: Swept | null,
  ids: readonly string[],
): Promise<{
  readonly id: string;
  readonly items: readonly Changed[];
  readonly lately: ReadonlyMap<string, LatelyAnswer>;
} | null> {
  const [owner = '', name = ''] = repository.split('/');
  const items: Changed[] = [];
  const lately = new Map<string, LatelyAnswer>();
  let asked = 0;
  let id = '';
  let next: { readonly issues: string | null | undefined; readonly pulls: string | null | undefined } = {
    issues: null,
    pulls: null,
  };
  // Ends at the first that is older than the last sweep.
  while (next.issues !== undefined || next.pulls !== undefined || asked < ids.length) {
    const variables = {
      owner,
      name,
      since: new Date(before?.at ?? 0).toISOString(),
      known: ids.slice(asked, asked + atOnce),
      issues: next.issues !== undefined,
      afterIssue: next.issues ?? null,
      pulls: next.pulls !== undefined,
      afterPull: next.pulls ?? null,
    };
    const answer = await ask(
      github,
      installation,
      { document: changedItems, variables, answer: answers.changedItems },
      // Of one that cannot be read, nothing is known: it is looked at.
      (data, errors) =>
        withoutUnreadable(
          data,
          errors.filter(({ path }) => path?.[0] !== 'known'),
          repository,
        ),
    );
    if (answer === null) throw new TryLater(`What changed in ${repository} could not be read.`);
    const found = answer.repository;
    if (found === null || found.isArchived) return null;
    id = found.id;
    asked += variables.known.length;
    for (const each of answer.known) if (each !== null) lately.set(each.id, each);
    const issues = (found.issues?.nodes ?? []).map((each): Changed => ({ kind: 'issue', ...each }));
    const pulls = (found.pullRequests?.nodes ?? []).map((each): Changed => ({
      kind: 'pull-request',
      ...each,
    }));
    items.push(...issues, ...pulls);
    const isOver = (part: readonly Changed[]): boolean =>
      before === null || part.some((item) => item.updatedAt < before.at);
    next = {
      issues: isOver(issues) ? undefined : nextOf(found.issues),
      pulls: isOver(pulls) ? undefined : nextOf(found.pullRequests),
    };
  }
  return { id, items, lately };
}

function nextOf(page: Page<unknown> | undefined): string | undefined {
  return page?.next ?? undefined;
}

/**
 * The histories of all that was touched in a repository since a time, twenty in a request or two. An item is read and
 * gathered as for a decision, with a notebook that only reads, and only a page of them is held. Who breaks off goes on from
 * where the last page ended.
 */
import * as z from 'zod';

import { mostTogether, type Reads } from '../../github/index.ts';
import type { Store } from '../../store/index.ts';
import { TryLater, type Observation, type Repository } from '../../tracker.ts';
import {
  createBases,
  createInForce,
  gather,
  placeOf,
  withPushes,
  type InForce,
  type IssueFacts,
  type JudgedUnder,
  type PullFacts,
} from '../facts/index.ts';
import { readOnly } from '../memory/index.ts';
import { patiently, type OnWait } from './patiently.ts';

/** An item with its whole history. Facts are gathered for each policy that it is looked at under. */
export type PastItem = {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly repository: Repository;
  /** The policy in force today. */
  readonly inForce: InForce;
} & (
  | { readonly kind: 'issue'; readonly facts: (under: JudgedUnder) => Promise<IssueFacts> }
  | { readonly kind: 'pull-request'; readonly facts: (under: JudgedUnder) => Promise<PullFacts> }
);

/** How far a reading came: what was listed when it began, and how many of it were read. */
export const placeShape = z.object({
  repository: z.string(),
  since: z.number(),
  items: z.array(z.tuple([z.enum(['issue', 'pull-request']), z.number()])),
  read: z.number(),
});
export type ReadingPlace = z.output<typeof placeShape>;

export type HistoryPage = {
  readonly items: readonly PastItem[];
  /** Numbers of those that GitHub did not answer about, however often it was asked. */
  readonly unread: readonly number[];
  /** Where the next page begins. */
  readonly place: ReadingPlace;
};

export type Histories = {
  /**
   * Lists what was touched since a time (milliseconds since the epoch), the latest first: a request for each hundred issues and pull requests.
   * @returns null: the repository cannot be seen
   * @throws {TryLater} when GitHub does not answer
   */
  list(repository: string, since: number): Promise<ReadingPlace | null>;
  /**
   * Reads what was listed, from a place on. A limit of GitHub's is waited for, and so is an answer that does not come for a
   * moment.
   * @throws {TryLater} when GitHub does not answer at all
   */
  read(place: ReadingPlace): AsyncGenerator<HistoryPage, void>;
  /** How many requests it takes to read so many, about: long histories take more. */
  readonly requestsFor: (items: number) => number;
};

export type HistoriesOptions = {
  readonly reads: Reads;
  /** Where what is read of policies is kept. */
  readonly store: Store;
  /** As whom it is asked; default: somebody with a token of their own. */
  readonly installation?: number;
  readonly now?: () => number;
  readonly policyBases?: readonly string[] | undefined;
  /** Told of each time that is waited. */
  readonly onWait?: OnWait;
  /** Ends a wait: then what was waited for is thrown. */
  readonly signal?: AbortSignal;
};

type TouchedItem = NonNullable<Awaited<ReturnType<Reads['listTouched']>>>['items'][number];

/** Milliseconds between tries at the beginning: who waits for nothing yet is told at once what is wrong. */
const atFirst = [500];
/** Requests for what is asked once: who holds which role, since when there is a policy, what this GitHub has. */
const first = 8;

export function createHistories({
  reads,
  store,
  installation = 0,
  now = Date.now,
  policyBases,
  onWait = () => {},
  signal,
}: HistoriesOptions): Histories {
  const paths = policyBases === undefined ? {} : { paths: policyBases };
  const bases = createBases({ reads, store, want: async () => {}, now, ...paths });
  const inForceOf = createInForce({ bases, reads, store, now: () => reads.now() });
  const waiting = { onWait, now, ...(signal === undefined ? {} : { signal }) };

  async function pastItem(seen: Exclude<Observation, { kind: 'gone' }>, number: number): Promise<PastItem> {
    const { repository } = seen;
    const inForce = await inForceOf(installation, repository, seen.policy);
    const item = { kind: seen.kind, installation, repository: repository.name, number } as const;
    const place = placeOf({ reads, jira: null, now }, { item, repository });
    const notebook = readOnly(store);
    const { title, url } = seen.kind === 'issue' ? seen.issue.history.item : seen.pullRequest.item;
    const about = { number, title, url, repository, inForce };
    if (seen.kind === 'issue') {
      const observed = { ...seen, issue: withPushes(seen.issue) };
      return {
        ...about,
        kind: seen.kind,
        facts: (under) => patiently(() => gather(notebook, place, under, observed), waiting),
      };
    }
    const { pullRequest, issues } = seen;
    const pushedAt = pullRequest.pushedAt ?? pullRequest.openedAt;
    const observed = { ...seen, pullRequest: { ...pullRequest, pushedAt }, issues: issues.map(withPushes) };
    return {
      ...about,
      kind: seen.kind,
      facts: (under) => patiently(() => gather(notebook, place, under, observed), waiting),
    };
  }

  return {
    async list(repository, since) {
      const found: TouchedItem[] = [];
      for (let after: Parameters<Reads['listTouched']>[2] | null; after !== null;) {
        const from = after;
        const page = await patiently(() => reads.listTouched({ installation, repository }, since, from), {
          ...waiting,
          pauses: atFirst,
        });
        if (page === null) return null;
        found.push(...page.items);
        ({ after } = page);
      }
      const latest = found.toSorted((one, other) => other.updatedAt - one.updatedAt);
      const items = latest.map(({ kind, number }): ReadingPlace['items'][number] => [kind, number]);
      return { repository, since, items, read: 0 };
    },
    async *read(from) {
      const { repository, items } = from;
      let failed = 0;
      for (let read = from.read; read < items.length;) {
        const some = items.slice(read, read + mostTogether).map(([kind, number]) => ({
          kind,
          number,
          repository,
          installation,
        }));
        let together = reads.together(some);
        const page: PastItem[] = [];
        const unread: number[] = [];
        for (const [index, item] of some.entries()) {
          try {
            const found = await patiently(async () => {
              try {
                const seen = await reads.observe(item, together);
                return seen.kind === 'gone' ? null : await pastItem(seen, item.number);
              } catch (error) {
                // What ended the reading of all of them is no answer for the next try.
                together = reads.together(some.slice(index));
                throw error;
              }
            }, waiting);
            failed = 0;
            if (found !== null) page.push(found);
          } catch (error) {
            failed += 1;
            // Of one, it may be the item's fault.
            if (!(error instanceof TryLater) || failed > 1 || signal?.aborted === true) throw error;
            unread.push(item.number);
          }
        }
        read += some.length;
        yield { items: page, unread, place: { ...from, read } };
      }
    },
    requestsFor: (count) => (count === 0 ? 0 : first + Math.ceil(count / mostTogether) * 3),
  };
}

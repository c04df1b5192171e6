/**
 * Remarks on lines of code. Reading all of them would cost a page for each review, so only those are read whose webhooks told
 * that they hold a command; they come with the pull request that they were written on, in the same answer.
 */
import { createLruCache, type LruCache } from '../../lru-cache.ts';
import type { RemarkStore } from '../../store/index.ts';
import type { Item } from '../../tracker.ts';
import { answers, type RemarkAnswer, ask, remarksById, withoutUnreadable } from '../graphql/index.ts';
import type { GitHub } from '../client/index.ts';
import { pastKey } from './past.ts';

/** Which remarks are to be read with which pull requests, by GitHub's ids. */
export type NotedRemarks = Pick<RemarkStore, 'remarksOf'>;

type Looked = Extract<Item, { number: number }>;
export type RemarksByPull = ReadonlyMap<string, readonly RemarkAnswer[]>;

/** What to ask for, and for which pull requests that is everything. */
export type Asked = { readonly ids: readonly string[]; readonly pulls: ReadonlySet<string> };
export const nothingAsked: Asked = { ids: [], pulls: new Set() };

export type Remarks = {
  /** What to ask for together with an item. */
  toAsk(item: Looked): Promise<Asked>;
  /**
   * The remarks of the pull requests that were read, from the answer and, where others were found than expected, from one
   * more.
   * @throws {TryLater}
   */
  of(
    where: { readonly installation: number; readonly repository: string },
    read: ReadRemarks,
  ): Promise<RemarksByPull>;
};

type ReadRemarks = {
  /** Ids of the pull requests that were read. */
  readonly pulls: readonly string[];
  readonly asked: Asked;
  readonly found?: readonly (RemarkAnswer | null)[] | undefined;
  /** What was looked at, if anything was; its next look expects the same. */
  readonly item?: Looked;
};

/** GitHub finds no more nodes at once. */
const atOnce = 100;

const keyOf = ({ kind, repository, number }: Looked): string => `${kind} ${pastKey(repository, number)}`;

export function createRemarks(github: GitHub, { remarksOf }: NotedRemarks): Remarks {
  /** The pull requests that were read with an item. */
  const expected: LruCache<readonly string[]> = createLruCache(20_000);
  return {
    async toAsk(item) {
      const pulls = expected.get(keyOf(item)) ?? [];
      const own = item.kind === 'issue' ? undefined : pastKey(item.repository, item.number);
      if (own === undefined && pulls.length === 0) return nothingAsked;
      const noted = await remarksOf(pulls, own);
      const all = [...noted].flatMap(([, ids]) => ids);
      if (all.length > atOnce) return nothingAsked;
      return { ids: all, pulls: new Set([...pulls, ...noted.keys()]) };
    },
    async of({ installation, repository }, { pulls: read, asked, found = [], item }) {
      const pulls = new Set(read);
      if (item !== undefined) expected.set(keyOf(item), [...pulls]);
      const nodes = [...found];
      const unexpected = [...pulls].filter((pull) => !asked.pulls.has(pull));
      const noted = unexpected.length === 0 ? [] : [...(await remarksOf(unexpected))];
      const missing = noted.flatMap(([, ids]) => ids);
      for (let from = 0; from < missing.length; from += atOnce) {
        const remarks = missing.slice(from, from + atOnce);
        const answer = await ask(
          github,
          installation,
          { document: remarksById, variables: { remarks }, answer: answers.remarksById },
          (data, errors) => withoutUnreadable(data, errors, repository),
        );
        nodes.push(...(answer?.remarks ?? []));
      }
      const shown = nodes.flatMap((node) =>
        node !== null && node.state !== 'PENDING' && pulls.has(node.pullRequest.id) ? [node] : [],
      );
      return Map.groupBy(shown, ({ pullRequest }) => pullRequest.id);
    },
  };
}

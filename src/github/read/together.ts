/**
 * Reading many items at once, where nobody waits for one of them: twenty cost a request or two more than one does. What is
 * read is put together as the answer about each by itself would be, so that everything after it is the same. An item of
 * which anything is missing, or is not as it should be, is read by itself.
 */
import * as z from 'zod';

import { TryLater, type Item } from '../../tracker.ts';
import { documents, type Observing, withoutUnreadable } from '../graphql/index.ts';
import type { GitHub, GraphqlError } from '../client/index.ts';
import { createLruCache } from '../../lru-cache.ts';
import { textKey } from '../../same-text.ts';

/** How many items are read at once: they cost one point of the rate limit, or two. */
export const mostTogether = 20;
/** Milliseconds for which an answer holds: what is decided later is decided on what is read later. */
const fresh = 5_000;

type Several = Extract<Item, { kind: 'issue' | 'pull-request' }>;

/** The answers about several items. */
export type Together = {
  /** What GitHub answers about an item, as to `ObserveIssue` or `ObservePullRequest`, once; null: it is to be read by itself. */
  answerTo(item: Several, asking: Asking): Promise<unknown>;
};

/** `app`: our App's id. `labels`: whether the repository's are asked for. */
type Asking = { readonly of: Observing; readonly app: number; readonly labels: boolean };

/** How many items an installation's are read at once: fewer after GitHub could not answer. */
export type Sizes = {
  of(installation: number): number;
  worked(installation: number): void;
  failed(installation: number): void;
};

/** GitHub says no more than that it was too much: half as many are tried, and one more each time that this works. */
export function createSizes(): Sizes {
  const sizes = createLruCache<number>(10_000);
  const of = (installation: number): number => sizes.get(String(installation)) ?? mostTogether;
  const keep = (installation: number, size: number): void => {
    sizes.set(String(installation), Math.max(2, Math.min(mostTogether, size)));
  };
  return {
    of,
    worked: (installation) => keep(installation, of(installation) + 1),
    failed: (installation) => keep(installation, Math.floor(of(installation) / 2)),
  };
}

const keyOf = ({ kind, number }: Several): string => `${kind} ${number}`;

/**
 * @param items of one installation; those of one kind and repository are read at once
 * @param time milliseconds since the epoch
 */
export function createTogether(
  github: Pick<GitHub, 'graphql'>,
  items: readonly Several[],
  sizes: Sizes,
  time: () => number,
): Together {
  /** Those that were not looked at yet, and the answers about them; null: it is to be read by itself. */
  const open = new Map(items.map((item) => [keyOf(item), item]));
  const answers = new Map<string, { readonly answer: unknown; readonly at: number }>();
  let failure: TryLater | null = null;
  const known = (key: string, now: number): { readonly answer: unknown } | undefined => {
    const found = answers.get(key);
    return found !== undefined && now - found.at < fresh ? found : undefined;
  };
  return {
    async answerTo(item, asking) {
      // What ended the reading of all of them is no other for the next.
      if (failure !== null) throw failure;
      const key = keyOf(item);
      open.delete(key);
      const now = time();
      const before = known(key, now);
      answers.delete(key);
      if (before !== undefined) return before.answer;
      // Those that were read too long ago are read anew with it.
      const others = [...open.values()].filter(
        (each) =>
          each.kind === item.kind &&
          textKey(each.repository) === textKey(item.repository) &&
          known(keyOf(each), now) === undefined,
      );
      const several = [item, ...others.slice(0, sizes.of(item.installation) - 1)];
      if (several.length < 2) return null;
      try {
        const read = await readSeveral(github, several, asking);
        sizes.worked(item.installation);
        for (const other of several.slice(1))
          answers.set(keyOf(other), { answer: read.get(keyOf(other)) ?? null, at: now });
        return read.get(key) ?? null;
      } catch (error) {
        if (!(error instanceof TryLater)) throw error;
        if (error.until !== null || error.scope === 'installation') throw (failure = error);
        sizes.failed(item.installation);
        return null;
      }
    },
  };
}

type Raw = Readonly<Record<string, unknown>>;
const raw = z.record(z.string(), z.unknown());
const byId = z.object({ nodes: z.array(raw.nullable()) });
const linked = z.looseObject({ nodes: z.array(z.looseObject({ id: z.string() }).nullable()).nullable() });
const storyRead = z.looseObject({ id: z.string(), closedByPullRequestsReferences: linked });
const pullRead = z.looseObject({ id: z.string(), stories: linked });

/** What is known, by id. null: it is not to be read, or not as a whole. */
type Known = Map<string, Raw | null>;

const idsIn = (list: z.output<typeof linked>): readonly string[] =>
  (list.nodes ?? []).flatMap((node) => (node === null ? [] : [node.id]));

/** The list with what its ids mean; null: not all of them are known. */
function filled(list: z.output<typeof linked>, known: Known): Raw | null {
  const nodes = (list.nodes ?? []).map((node) => (node === null ? null : (known.get(node.id) ?? undefined)));
  return nodes.includes(undefined) ? null : { ...list, nodes };
}

/** @returns the answers by item; those that are missing are to be asked for by themselves @throws {TryLater} */
async function readSeveral(
  github: Pick<GitHub, 'graphql'>,
  items: readonly Several[],
  { of, app, labels }: Asking,
): Promise<ReadonlyMap<string, unknown>> {
  const [{ installation, repository, kind } = { installation: 0, repository: '', kind: 'issue' }] = items;
  const [owner = '', name = ''] = repository.split('/');
  const numbers = Object.fromEntries(items.map(({ number }, index) => [`n${index}`, number]));
  const ask = asker(github, installation, repository);
  const isIssue = kind === 'issue';
  const { data, bad } = await ask(
    isIssue ? of.issues(items.length) : of.pullRequests(items.length),
    { owner, name, labels, ...numbers, ...(isIssue ? {} : { app }) },
    'repository',
  );
  const facts = raw.nullable().parse(data['repository'] ?? null);
  if (facts === null) return new Map();
  const found = items.map((_, index) => (bad.has(`i${index}`) ? null : (facts[`i${index}`] ?? null)));
  const pulls: Known = new Map();
  const reading = { ask, of, app, pulls };
  const wholes = isIssue ? await wholeIssues(reading, found) : await wholePulls(reading, found);
  return new Map(
    items.flatMap((item, index) => {
      const whole = wholes[index] ?? null;
      const part = isIssue ? 'issue' : 'pullRequest';
      return whole === null ? [] : [[keyOf(item), { repository: { ...facts, [part]: whole } }]];
    }),
  );
}

type Ask = ReturnType<typeof asker>;
type Reading = { readonly ask: Ask; readonly of: Observing; readonly app: number; readonly pulls: Known };

async function wholeIssues(reading: Reading, found: readonly unknown[]): Promise<readonly (Raw | null)[]> {
  const stories = found.map((each) => storyRead.safeParse(each).data ?? null);
  const ids = stories.flatMap((each) => (each === null ? [] : idsIn(each.closedByPullRequestsReferences)));
  const question = { document: documents.formerPulls, variables: { app: reading.app } };
  await readById(reading, reading.pulls, ids, question);
  return stories.map((each) => {
    if (each === null) return null;
    const list = filled(each.closedByPullRequestsReferences, reading.pulls);
    return list === null ? null : { ...each, closedByPullRequestsReferences: list };
  });
}

async function wholePulls(reading: Reading, found: readonly unknown[]): Promise<readonly (Raw | null)[]> {
  const pulls = found.map((each) => pullRead.safeParse(each).data ?? null);
  for (const pull of pulls) if (pull !== null) reading.pulls.set(pull.id, asLinked(pull));
  const read: Known = new Map();
  const ids = pulls.flatMap((each) => (each === null ? [] : idsIn(each.stories)));
  await readById(reading, read, ids, { document: reading.of.storiesById, variables: {} });
  const wholes = await wholeIssues(reading, [...read.values()]);
  const stories: Known = new Map([...read.keys()].map((id, index) => [id, wholes[index] ?? null]));
  return pulls.map((each) => {
    const list = each === null ? null : filled(each.stories, stories);
    return list === null ? null : { ...each, stories: list };
  });
}

/** A pull request without what is read of it where it is the one that is looked at. */
function asLinked({
  headRefName: _name,
  mergeQueueEntry: _entry,
  files: _files,
  stories: _stories,
  ...pull
}: Raw): Raw {
  return pull;
}

/** Reads what is not known yet of these nodes. @throws {TryLater} */
async function readById(
  { ask }: Pick<Reading, 'ask'>,
  known: Known,
  ids: readonly string[],
  { document, variables }: { readonly document: string; readonly variables: Raw },
): Promise<void> {
  const missing = [...new Set(ids)].filter((id) => !known.has(id));
  for (let from = 0; from < missing.length; from += mostTogether) {
    const some = missing.slice(from, from + mostTogether);
    const { data, bad } = await ask(document, { ids: some, ...variables }, 'nodes');
    const { nodes } = byId.parse(data);
    for (const [index, id] of some.entries()) {
      const node = nodes[index] ?? null;
      known.set(id, bad.has(String(index)) || node?.['id'] !== id ? null : node);
    }
  }
}

/** GitHub's for a question that was too much for it; what it answers then is not all there is. */
const tooMuch = 'RESOURCE_LIMITS_EXCEEDED';

function asker(github: Pick<GitHub, 'graphql'>, installation: number, repository: string) {
  /** `bad`: the steps below `part` that something is missing of. @throws {TryLater} */
  return async (
    document: string,
    variables: Raw,
    part: string,
  ): Promise<{ readonly data: Raw; readonly bad: ReadonlySet<string> }> => {
    const { data, errors } = await github.graphql<unknown>(installation, document, variables);
    const isUnclear = ({ type, path }: GraphqlError): boolean =>
      type === tooMuch || path === undefined || path[0] !== part || path.length < 2;
    const left = withoutUnreadable(data, errors, repository);
    const [unclear] = [...errors.filter(({ type }) => type === tooMuch), ...left].filter(isUnclear);
    if (unclear !== undefined) throw new TryLater(`GitHub answered in part only: ${unclear.message}`);
    return { data: raw.parse(data ?? {}), bad: new Set(left.map(({ path }) => String(path?.[1]))) };
  };
}

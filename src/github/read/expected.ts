/**
 * What the last look at an item had to read beside its first pages: long timelines and bodies with many edits, also of what
 * it is linked with, and how much it is linked with. The next look asks for all of that in its one request.
 */
import * as z from 'zod';

import type { LruCache } from '../../lru-cache.ts';
import { textKey } from '../../same-text.ts';
import type { Item } from '../../tracker.ts';
import { resumedNode, usualShape, type EditsThere, type Shape } from '../graphql/index.ts';
import type { Body, KnownEdits, Owner } from './ahead.ts';
import { editsIn, editsKey, editVariables, keptEdits, mostAsked } from './edits.ts';
import { pastKey, type Past } from './past.ts';
import { usablePast, type Reading } from './timeline.ts';

export type Expected = {
  readonly timelines: readonly (Body & Pick<Owner, 'id'>)[];
  readonly edits: readonly Body[];
  /** How many issues a pull request is linked with, and the most pull requests that one of them is; of an issue, its own. */
  readonly issues: number;
  readonly pulls: number;
  /** Nobody has read the item yet: this is of issues that others were linked with lately. */
  readonly isGuess?: true;
};

const body = { kind: z.enum(['issue', 'pull-request']), repository: z.string(), number: z.number() };
/** As it is kept. What does not fit costs reading it by itself once more. */
export const expectedShape: z.ZodType<Expected> = z.object({
  timelines: z.array(z.object({ ...body, id: z.string() })),
  edits: z.array(z.object(body)),
  issues: z.number(),
  pulls: z.number(),
});

/** Where it is kept, by `expectedKey`. */
export type ExpectedStore = {
  past(item: string): Promise<Expected | null>;
  keepPast(item: string, expected: Expected): Promise<void>;
  forgetPast(item: string): Promise<void>;
};

/** So many timelines are read with an item: each costs two of the hundred requests that a point is for. */
const mostTimelines = 40;
/** So many pull requests, of all issues together. */
const mostPulls = 100;

type Numbered = Extract<Item, { number: number }>;
const expectedKey = ({ repository, number }: Numbered): string => `${pastKey(repository, number)} expected`;

/** What is asked for with an item, and what becomes of the answer. */
export type Asked = {
  readonly shape: Shape;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly take: (answer: EditsThere & Readonly<Record<string, unknown>>) => void;
};

/** @param own a body whose edits are asked for wherever some are kept */
export async function askAhead(
  reading: Reading,
  item: Numbered,
  expected: Expected | null,
  { own, isDivided }: { readonly own: Body | null; readonly isDivided: boolean },
): Promise<Asked> {
  const kept: { readonly owner: NonNullable<typeof expected>['timelines'][number]; readonly past: Past }[] =
    [];
  for (const owner of expected?.timelines.slice(0, mostTimelines) ?? []) {
    const past = await usablePast(reading, owner.repository, owner.number, owner.id);
    if (past !== null) kept.push({ owner, past });
  }
  const bodies = [...(own === null ? [] : [own]), ...(expected?.edits ?? [])];
  const known = new Map<string, Omit<KnownEdits, 'there'>>();
  for (const each of bodies)
    known.set(
      editsKey(each.repository, each.number),
      await keptEdits(reading, each, Math.floor(mostAsked / bodies.length)),
    );
  const ids = [...known.values()].flatMap(({ asked }) => asked);
  const timelines = Object.fromEntries(
    kept.flatMap(({ owner: { id }, past: { cursor } }, index) => [
      [`t${index}`, id],
      [`c${index}`, cursor],
    ]),
  );
  const hasEdits = item.kind === 'issue' || ids.length > 0;
  return {
    shape: {
      ...linkedShape(item, expected, isDivided),
      timelines: kept.map(({ owner: { kind } }) => kind),
      edits: hasEdits,
    },
    variables: { ...timelines, ...(hasEdits ? editVariables(ids) : {}) },
    take(answer) {
      const there = editsIn(answer);
      for (const [key, edits] of known) reading.ahead.edits.set(key, { ...edits, there });
      for (const [index, { owner, past }] of kept.entries()) {
        const { data } = resumedNode.safeParse(answer[`t${index}`]);
        if (data?.id === owner.id) reading.ahead.timelines.set(owner.id, { past, ...data });
      }
    },
  };
}

/** As much of what it is linked with as there was; more than usual only where that is not too much for one request. */
function linkedShape(
  { kind }: Numbered,
  expected: Expected | null,
  isDivided: boolean,
): Pick<Shape, 'issues' | 'pulls'> {
  const usual = usualShape(kind === 'issue' ? 'issue' : 'pull-request', isDivided);
  if (expected === null) return usual;
  // In one point, all the same.
  if (expected.isGuess === true) return { ...usual, pulls: usual.pulls - 1 };
  const issues = Math.max(1, expected.issues);
  const pulls = Math.max(1, expected.pulls);
  const isUsual = issues <= usual.issues && pulls <= usual.pulls;
  return isUsual || issues * pulls > mostPulls ? usual : { issues, pulls };
}

/** Issues with much to read on, which were read lately, by their repository. */
export type Long = LruCache<Pick<Expected, 'timelines' | 'edits'>>;

/** So many are asked for with a pull request that is new, which may close one of them. */
const mostGuessed = 4;
const none: Pick<Expected, 'timelines' | 'edits'> = { timelines: [], edits: [] };

const longKey = (repository: string): string => `${textKey(repository)} long`;

/** Those of a repository that are known in this process, or were kept by one before. */
async function longOf(
  { long, expected: store }: Known,
  repository: string,
): Promise<Pick<Expected, 'timelines' | 'edits'>> {
  const known = long.get(textKey(repository)) ?? (await store.past(longKey(repository))) ?? none;
  long.set(textKey(repository), known);
  return known;
}

type Known = { readonly long: Long; readonly expected: ExpectedStore };

/** What is asked for with a pull request of which nothing is kept; null: nothing. */
export async function guess(known: Known, { kind, repository }: Numbered): Promise<Expected | null> {
  if (kind !== 'pull-request') return null;
  const { timelines, edits } = await longOf(known, repository);
  if (timelines.length + edits.length === 0) return null;
  return { timelines, edits, issues: 0, pulls: 0, isGuess: true };
}

export async function forgetLong({ long, expected: store }: Known, repository: string): Promise<void> {
  long.delete(textKey(repository));
  await store.forgetPast(longKey(repository));
}

/** Notes those of a repository's issues that had much to read on. */
export async function noteLong(
  known: Known,
  repository: string,
  { met }: Pick<Reading, 'met'>,
  resumed: readonly (Body & Pick<Owner, 'id'>)[],
): Promise<void> {
  const isHere = (each: Body): boolean =>
    each.kind === 'issue' && textKey(each.repository) === textKey(repository);
  const read = [...met.timelines.values()].map(({ repository: { nameWithOwner }, kind, id, number }) => ({
    kind,
    id,
    number,
    repository: nameWithOwner,
  }));
  const now = {
    timelines: [...resumed, ...read].filter(isHere),
    edits: [...met.edits.values()].filter(isHere),
  };
  if (now.timelines.length + now.edits.length === 0) return;
  const before = await longOf(known, repository);
  const latest = <T extends Body>(old: readonly T[], fresh: readonly T[]): readonly T[] =>
    [...new Map([...old, ...fresh].map((each) => [each.number, each])).values()].slice(-mostGuessed);
  const after = {
    timelines: latest(before.timelines, now.timelines),
    edits: latest(before.edits, now.edits),
  };
  const isSame =
    JSON.stringify([before.timelines, before.edits]) === JSON.stringify([after.timelines, after.edits]);
  if (isSame) return;
  known.long.set(textKey(repository), after);
  await known.expected.keepPast(longKey(repository), { ...after, issues: 0, pulls: 0 });
}

/** Takes out of an answer what of that could not be read: it is read by itself. Gives back the errors that remain. */
export function withoutAhead<E extends { readonly path?: readonly (string | number)[] }>(
  data: unknown,
  errors: readonly E[],
): readonly E[] {
  return errors.filter(({ path: [first = ''] = [] }) => {
    if (!/^t\d+$/.test(String(first))) return true;
    if (typeof data === 'object' && data !== null) Object.assign(data, { [first]: null });
    return false;
  });
}

/** Keeps for the next look what this one met. `own`: the id of an issue, whose own timeline is asked for all the same. */
export async function keepExpected(
  { met }: Reading,
  {
    store,
    item,
    before: expected,
  }: { readonly store: ExpectedStore; readonly item: Numbered; readonly before: Expected | null },
  now: Pick<Expected, 'issues' | 'pulls'> & { readonly own: string | null; readonly isDivided: boolean },
): Promise<void> {
  const before = expected?.isGuess === true ? null : expected;
  const isOwn = (each: Body): boolean =>
    item.kind === 'issue' &&
    each.number === item.number &&
    pastKey(each.repository, 0) === pastKey(item.repository, 0);
  const after: Expected = {
    timelines: [...met.timelines.values()]
      .filter(({ id }) => id !== now.own)
      .map(({ kind, id, number, repository }) => ({
        kind,
        repository: repository.nameWithOwner,
        number,
        id,
      })),
    edits: [...met.edits.values()].filter((each) => !isOwn(each)),
    issues: now.issues,
    pulls: now.pulls,
  };
  const usual = usualShape(item.kind === 'issue' ? 'issue' : 'pull-request', now.isDivided);
  const isUsual =
    after.timelines.length + after.edits.length === 0 &&
    after.issues <= usual.issues &&
    after.pulls <= usual.pulls;
  if (isUsual && before === null) return;
  if (isUsual) await store.forgetPast(expectedKey(item));
  else if (JSON.stringify(before) !== JSON.stringify(after)) await store.keepPast(expectedKey(item), after);
}

export const expectedOf = (store: ExpectedStore, item: Numbered): Promise<Expected | null> =>
  store.past(expectedKey(item));
export const forgetExpected = (store: ExpectedStore, item: Numbered): Promise<void> =>
  store.forgetPast(expectedKey(item));

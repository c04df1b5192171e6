/**
 * The edits of a body, so that a look costs those that are new and not those that are old: GitHub lists the newest first,
 * and what a page goes on to is kept. An edit never changes, but anybody who may can delete what it was from GitHub: which
 * of the kept ones are still there is asked together with the item, and what is deleted there is deleted here.
 */
import {
  allOf,
  answers,
  ask,
  documents,
  editLists,
  moreOf,
  pages,
  withoutUnreadable,
  type EditAnswer,
  type EditsThere,
  type Page,
} from '../graphql/index.ts';
import type { KeptEdits } from './kept-edits.ts';
import type { Answered, Body, KnownEdits, Owner } from './ahead.ts';
import { pagesOf, type Reading } from './timeline.ts';
import { pastKey } from './past.ts';

/** A space stands in no repository's name, so this is the key of nothing else. */
export const editsKey = (repository: string, number: number): string =>
  `${pastKey(repository, number)} edits`;

const week = 7 * 24 * 3_600_000;
/** So many newer ones are read with the item all the same: half of its first page. */
const freshOf = ({ kind }: Pick<Owner, 'kind'>): number => (kind === 'issue' ? 50 : 25);
/** How many edits of a description are read: whoever edits more often loses what was linked before these. */
export const mostEdits = 150;
/** Characters: of what is longer, keeping and reading it each time costs more than it spares. */
const mostText = 8_000_000;
/** GitHub finds no more nodes at once. */
const atOnce = 100;
/** So many edits are asked for with an item, of all that is read with it. */
export const mostAsked = editLists.length * atOnce;

/** What is kept, and which of it to ask for: all of it, or, where that is too much, another part each time. */
export async function keptEdits(
  { edits, now }: Pick<Reading, 'edits' | 'now'>,
  { kind, repository, number }: Body,
  most: number,
): Promise<Omit<KnownEdits, 'there'>> {
  const kept = await edits.past(editsKey(repository, number));
  if (kept === null || now - kept.wholeAt >= week) return { kept: null, asked: [] };
  const old = kept.edits.slice(freshOf({ kind })).filter(({ deletedAt }) => deletedAt === null);
  const from = old.length <= most ? 0 : (Math.floor(now / 1000) * most) % old.length;
  return { kept, asked: [...old, ...old].slice(from, from + Math.min(most, old.length)).map(({ id }) => id) };
}

/** The variables that ask for them. */
export const editVariables = (asked: readonly string[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    editLists.map((name, index) => [name, asked.slice(index * atOnce, (index + 1) * atOnce)]),
  );

/** What was answered about them. */
export const editsIn = (answer: EditsThere): readonly Answered[] =>
  editLists.flatMap((name) => answer[name] ?? []);

/**
 * All edits of an issue's body, in either order, or the newest of a pull request's: from the first page, from what is kept
 * where that still holds, and else from all pages.
 */
export async function editsOf(
  reading: Reading,
  owner: Owner,
  first: Page<EditAnswer>,
): Promise<readonly EditAnswer[]> {
  if (first.next === null) return first.nodes;
  const { kind, id, number, repository } = owner;
  const isIssue = kind === 'issue';
  const next = isIssue
    ? pagesOf(reading, moreOf.edits, pages.edits, id)
    : pagesOf(reading, moreOf.pullEdits, pages.pullEdits, id);
  const enough = isIssue ? Number.POSITIVE_INFINITY : mostEdits;
  const fresh = freshOf(owner);
  const body = { kind, repository: repository.nameWithOwner, number };
  const key = editsKey(body.repository, number);
  reading.met.edits.set(key, body);
  const { kept, asked, there } = reading.ahead.edits.get(key) ?? (await askKept(reading, body));
  const now = kept === null || kept.id !== id ? null : asTheyAre(kept, asked, there);
  if (now === null) {
    const all = await allOf(first, next, enough);
    if (all.missing === 0) await keep(reading, key, { id, edits: all.nodes, wholeAt: reading.now });
    return all.nodes;
  }
  const places = new Map(now.edits.map((edit, index) => [edit.id, index]));
  const read = [...first.nodes];
  let isWhole = first.missing === 0;
  let page = first;
  while (page.next !== null && !page.nodes.some((edit) => places.has(edit.id))) {
    page = await next(page.next);
    read.push(...page.nodes);
    isWhole &&= page.missing === 0;
  }
  const newer = read.findIndex((edit) => places.has(edit.id));
  const last = read.at(-1);
  const from = last === undefined ? undefined : places.get(last.id);
  // All was read, or what was kept does not go on where the pages end.
  if (newer === -1 || from === undefined) {
    const all = page.next === null ? read : (await allOf(first, next, enough)).nodes;
    await reading.edits.forgetPast(key);
    return all;
  }
  const edits = [...read, ...now.edits.slice(from + 1)].slice(0, enough);
  const isKnown = (edit: EditAnswer): boolean =>
    now.edits[places.get(edit.id) ?? -1]?.deletedAt === edit.deletedAt;
  const isDeleted = now.isChanged || read.slice(newer).some((edit) => !isKnown(edit));
  if (isWhole && (newer >= fresh || isDeleted)) await keep(reading, key, { ...now.kept, edits });
  return edits;
}

async function keep(
  { edits: store }: Pick<Reading, 'edits'>,
  key: string,
  { edits, ...kept }: KeptEdits,
): Promise<void> {
  const shown = edits.map((edit) => (edit.deletedAt === null ? edit : { ...edit, diff: null }));
  const length = shown.reduce((sum, { diff }) => sum + (diff?.length ?? 0), 0);
  if (length <= mostText) await store.keepPast(key, { ...kept, edits: shown });
  else await store.forgetPast(key);
}

/** What is kept, without the texts that were deleted since; null: one is gone altogether, so all are read again. */
function asTheyAre(
  kept: KeptEdits,
  asked: readonly string[],
  there: readonly Answered[],
): { readonly kept: KeptEdits; readonly edits: readonly EditAnswer[]; readonly isChanged: boolean } | null {
  const found = new Map(there.flatMap((each) => (each === null ? [] : [[each.id, each.deletedAt] as const])));
  if (asked.some((id) => !found.has(id))) return null;
  let isChanged = false;
  const edits = kept.edits.map((edit) => {
    const deletedAt = found.get(edit.id) ?? null;
    if (deletedAt === null || edit.deletedAt !== null) return edit;
    isChanged = true;
    return { ...edit, diff: null, deletedAt };
  });
  return { kept, edits, isChanged };
}

/** What is kept of an issue that was read with something else, and one request about that. */
async function askKept(reading: Reading, body: Body): Promise<KnownEdits> {
  const { kept, asked } = await keptEdits(reading, body, mostAsked);
  if (kept === null || asked.length === 0) return { kept, asked, there: [] };
  const { github, installation } = reading;
  const answer = await ask(
    github,
    installation,
    { document: documents.editsThere, variables: editVariables(asked), answer: answers.editsThere },
    (data, errors) => withoutUnreadable(data, errors, reading.repository),
  );
  return { kept, asked, there: editsIn(answer ?? {}) };
}

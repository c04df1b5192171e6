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
import { pagesOf, type Reading } from './timeline.ts';
import { pastKey } from './past.ts';

/** A space stands in no repository's name, so this is the key of nothing else. */
const editsKey = (repository: string, number: number): string => `${pastKey(repository, number)} edits`;

const week = 7 * 24 * 3_600_000;
/** So many newer ones are read with the item all the same. */
const fresh = 50;
/** Characters: of what is longer, keeping and reading it each time costs more than it spares. */
const mostText = 8_000_000;
/** GitHub finds no more nodes at once. */
const atOnce = 100;

/** What is known of an item's kept edits once it was looked at; `there`: what GitHub says of those that were asked for. */
export type KnownEdits = {
  readonly kept: KeptEdits | null;
  readonly asked: readonly string[];
  readonly there: readonly Answered[];
};
type Answered = NonNullable<EditsThere['edits0']>[number];

export const noEdits: KnownEdits = { kept: null, asked: [], there: [] };

/** What is kept, and which of it to ask for: all of it, or, where that is too much, another part each time. */
export async function keptEdits(
  { edits, now }: Pick<Reading, 'edits' | 'now'>,
  repository: string,
  number: number,
): Promise<Omit<KnownEdits, 'there'>> {
  const kept = await edits.past(editsKey(repository, number));
  if (kept === null || now - kept.wholeAt >= week) return { kept: null, asked: [] };
  const old = kept.edits.slice(fresh).filter(({ deletedAt }) => deletedAt === null);
  const most = editLists.length * atOnce;
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

type Owner = {
  readonly id: string;
  readonly number: number;
  readonly repository: { readonly nameWithOwner: string };
};

/**
 * All edits of an issue's body, in either order: from the first page, from what is kept where that still holds, and else
 * from all pages.
 * @param known null: nobody has looked yet what is kept
 */
export async function editsOf(
  reading: Reading,
  { id, number, repository: { nameWithOwner } }: Owner,
  first: Page<EditAnswer>,
  known: KnownEdits | null,
): Promise<readonly EditAnswer[]> {
  if (first.next === null) return first.nodes;
  const next = pagesOf(reading, moreOf.edits, pages.edits, id);
  const key = editsKey(nameWithOwner, number);
  const { kept, asked, there } = known ?? (await askKept(reading, nameWithOwner, number));
  const now = kept === null || kept.id !== id ? null : asTheyAre(kept, asked, there);
  if (now === null) {
    const all = await allOf(first, next);
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
    const all = page.next === null ? read : (await allOf(first, next)).nodes;
    await reading.edits.forgetPast(key);
    return all;
  }
  const edits = [...read, ...now.edits.slice(from + 1)];
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
async function askKept(reading: Reading, repository: string, number: number): Promise<KnownEdits> {
  const { kept, asked } = await keptEdits(reading, repository, number);
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

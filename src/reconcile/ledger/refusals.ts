/**
 * What GitHub refuses in a repository, however often it is asked: it is told once, in the issue about the policy and in the
 * check `Baton policy`, and everything else goes on.
 */
import * as z from 'zod';

import type { Effect } from '../../handoff/index.ts';
import { keyOf, wantOf } from '../../items.ts';
import type { Store } from '../../store/index.ts';
import { stored } from '../../stored.ts';
import type { Performed, Refused, Repository } from '../../tracker.ts';
import type { Deps } from '../facts/index.ts';
import { about, type OneLook } from './record.ts';

/** Sentences for people: about labels of the policy, and about what was to be written on items, by what each is about. */
type Kept = { readonly labels: readonly string[]; readonly items: Readonly<Record<string, string>> };

const shape: z.ZodType<Kept> = z.object({
  labels: z.array(z.string()),
  items: z.record(z.string(), z.string()),
});
const refusals = stored(1, shape);
const noRefusals: Kept = { labels: [], items: {} };
/** One sentence says enough; more than a few would only bury it. */
const most = 5;

const markOf = ({ id }: Pick<Repository, 'id'>): string => `refused ${id}`;

/** What GitHub refuses there, in sentences for people. */
export async function refusalsIn(
  store: Pick<Store, 'mark'>,
  repository: Pick<Repository, 'id'>,
): Promise<readonly string[]> {
  const { labels, items } = read(await store.mark(markOf(repository)));
  return [...new Set([...labels, ...Object.values(items)])].slice(0, most);
}

/** There is no policy any more. */
export const forgetRefusals = (
  store: Pick<Store, 'forgetMark'>,
  repository: Pick<Repository, 'id'>,
): Promise<void> => store.forgetMark(markOf(repository));

/** Keeps which labels of the policy GitHub does not take. @returns whether that is news */
export async function keepRefusedLabels(
  store: Deps['store'],
  repository: Pick<Repository, 'id'>,
  refused: readonly Refused[],
): Promise<boolean> {
  return change(store, repository, (kept) => ({
    ...kept,
    labels: [...new Set(refused.map(({ sentence }) => sentence))],
  }));
}

/**
 * Notes what was refused of a look's effects, and what is not refused any more; what is new is told by a look at the
 * repository.
 */
export async function noteRefused(
  { store, log, want }: Pick<Deps, 'store' | 'log' | 'want'>,
  looking: OneLook & { readonly repository: Repository },
  { written, refused }: Pick<Performed, 'written' | 'refused'>,
): Promise<void> {
  const { item, repository } = looking;
  if (written.length + refused.length === 0) return;
  const told = refused.filter(({ refused: { kind } }) => kind !== 'archived');
  if (told.length < refused.length)
    log.info(about(looking), 'The repository is archived: nothing is written there.');
  const now = new Map(told.map((each) => [nameOf(item, each), each.refused.sentence]));
  const isNews = await change(store, repository, ({ labels, items }) => {
    const kept = Object.entries(items).filter(([name]) => now.has(name) || !isOver(name, item, written));
    return { labels, items: Object.fromEntries([...kept, ...now].slice(-100)) };
  });
  if (!isNews) return;
  for (const sentence of new Set(now.values())) log.warn(about(looking), sentence);
  const { installation } = item;
  await want([wantOf({ kind: 'repository', installation, repository: repository.name })]);
}

type OnItem = OneLook['item'];
const sideOf = ({ kind }: OnItem): string => (kind === 'issue' ? 'issue' : 'pull request');

function nameOf(item: OnItem, { refused: { kind, about: what } }: Performed['refused'][number]): string {
  return kind === 'permission' ? `${what} for ${sideOf(item)}` : `${what} of ${keyOf(item)}`;
}

/** Something of the kind was written since. */
function isOver(name: string, item: OnItem, written: readonly Effect[]): boolean {
  if (name.endsWith(` of ${keyOf(item)}`)) return true;
  if (!name.endsWith(` for ${sideOf(item)}`)) return false;
  return written.some(({ kind }) => name.startsWith('Checks') === (kind === 'check'));
}

/** @returns whether there is something else than before */
async function change(
  store: Pick<Store, 'mark' | 'swapMark'>,
  repository: Pick<Repository, 'id'>,
  to: (kept: Kept) => Kept,
): Promise<boolean> {
  const name = markOf(repository);
  for (;;) {
    const before = await store.mark(name);
    const kept = read(before);
    const after = to(kept);
    if (namesIn(after) === namesIn(kept)) return false;
    if (await store.swapMark(name, before, refusals.write(after))) return true;
  }
}

/** The sentences may name another item: what they are about tells one from the other. */
const namesIn = ({ labels, items }: Kept): string => JSON.stringify([labels, Object.keys(items).sort()]);

const read = (mark: string | null): Kept => refusals.read(mark) ?? noRefusals;

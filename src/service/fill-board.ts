/**
 * The board shows what evaluations keep, so after an update that brings it, or a new form of it, it would be empty until
 * something happens on each item. Once, every repository with a policy is evaluated as a whole, behind everything else.
 */
import { last, wantOf } from '../items.ts';
import { boardForm, repositoriesWithPolicy } from '../store/index.ts';
import type { Parts } from './parts.ts';

/** In which form the board was filled last. */
const mark = 'board filled';

/** Several processes at once want the same, which is wanted once. */
export async function fillBoard({ store, inbox }: Pick<Parts, 'store' | 'inbox'>): Promise<void> {
  const form = String(boardForm);
  if ((await store.mark(mark)) === form) return;
  const all = await repositoriesWithPolicy(store.db);
  await inbox.want(all.map((each) => wantOf({ kind: 'repository', ...each }, { priority: last })));
  // Only now: a start that breaks off before is no start.
  await store.setMark(mark, form);
}

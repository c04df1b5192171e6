/** What the board shows of an item, as it is kept with the decision. */
import type { BoardEntry } from '../../handoff/index.ts';
import { keyOf } from '../../items.ts';
import { boardStore, type BoardChange } from '../../store/index.ts';
import type { Item, Membership, Repository } from '../../tracker.ts';
import type { Deps } from '../facts/index.ts';

type OnBoard = Extract<Item, { kind: BoardEntry['kind'] }>;

/**
 * What of it is new; null: it is shown as it is.
 * @param entry null: it is not to be shown
 * @param members who is in which role; null: not known
 */
export async function newOnBoard(
  { store }: Pick<Deps, 'store'>,
  { item, repository }: { readonly item: OnBoard; readonly repository: Repository },
  entry: BoardEntry | null,
  members: Pick<Membership, 'inRoles'> | null,
): Promise<BoardChange | null> {
  const { kind, installation } = item;
  const site = kind === 'jira-issue' ? item.site : null;
  const name = kind === 'jira-issue' ? item.issue : `#${item.number}`;
  const { id, name: called } = repository;
  return boardStore(store.db).newOnBoard(
    { repository: id, site, kind, name },
    entry && { installation, repository: { id, name: called }, item: keyOf(item), site, entry },
    members?.inRoles ?? null,
  );
}

/** Writes it where no decision is kept with it. */
export async function keepOnBoard(
  { store, now }: Pick<Deps, 'store' | 'now'>,
  change: BoardChange | null,
): Promise<void> {
  if (change !== null) await boardStore(store.db).writeBoard(change, now());
}

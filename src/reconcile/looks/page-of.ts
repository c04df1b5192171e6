/** The page of an item on the board, for texts that lead there. */
import type { Repository } from '../../tracker.ts';
import type { Deps } from '../facts/index.ts';

export const pageOf = (
  { board }: Pick<Deps, 'board'>,
  { item, repository }: { readonly item: { readonly number: number }; readonly repository: Repository },
): { readonly pageUrl?: string } =>
  board === null ? {} : { pageUrl: `${board}/${repository.name}/${item.number}` };

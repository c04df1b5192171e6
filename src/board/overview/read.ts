/** What a visitor asked for, read from the board's own table: no tracker is asked for anything. */
import { setImmediate as others } from 'node:timers/promises';

import type { BoardAccount, BoardQueries, BoardStage, KeptOnBoard } from '../../store/index.ts';
import type { Person, Sight } from '../site/index.ts';
import { accountOf, filterOf, isFiltered, onAPage, type Asked } from './asked.ts';
import type { Shown } from './card.ts';

export type Column = Omit<BoardStage, 'first'> & { readonly items: readonly Shown[] };

export type Overview = {
  /** What waits for whoever asks: the first few, and how many there are; null: nobody is signed in, or it was not asked for. */
  readonly mine: { readonly items: readonly Shown[]; readonly count: number } | null;
  readonly columns: readonly Column[];
  readonly roles: readonly string[];
  /** `owner/name` of each that is seen, by name. */
  readonly repositories: readonly string[];
};

/** No page is about more: GitHub itself is asked of no more at once. */
const mostRepositories = 1000;
/** So many cards are on a page of all columns, in all and in one of them. */
const cards = { inAll: 72, least: 4, most: 15, mine: 6 };

type Reading = {
  readonly asked: Asked;
  readonly sight: Sight;
  readonly person: Person | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

export async function readOverview(
  board: BoardQueries,
  { asked, sight, person, now }: Reading,
): Promise<Overview> {
  const ids = [...sight.keys()].slice(0, mostRepositories);
  const filter = filterOf(asked, sight, person?.id ?? null);
  const shown = (kept: readonly KeptOnBoard[]): readonly Shown[] =>
    kept.flatMap((item) => {
      const seen = sight.get(item.repository.id);
      return seen === undefined ? [] : [{ ...item, seen }];
    });
  const pageOf = async ({ stage }: Pick<BoardStage, 'stage'>): Promise<readonly KeptOnBoard[]> => {
    const order = stage === 'done' ? 'done' : 'waiting';
    const from = (asked.page - 1) * onAPage;
    return (await board.items(ids, filter, { order, limit: onAPage, from })).items;
  };
  await others();
  const stages = await board.stages(ids, filter, { now, first: asked.column === '' ? cards.most : 0 });
  const each = Math.max(
    cards.least,
    Math.min(cards.most, Math.floor(cards.inAll / Math.max(stages.length, 1))),
  );
  const columns: Column[] = [];
  for (const { first, ...stage } of stages) {
    // Who posts a webhook meanwhile is answered in between.
    await others();
    columns.push({
      ...stage,
      items: shown(asked.column === '' ? first.slice(0, each) : await pageOf(stage)),
    });
  }
  await others();
  const isWhole = asked.column === '' && !isFiltered(asked);
  return {
    mine:
      isWhole && person !== null ? await waitingFor(board, ids, accountOf(person.id, sight), shown) : null,
    columns,
    roles: await board.roles(ids),
    repositories: [...sight.values()].map(({ name }) => name).toSorted(),
  };
}

async function waitingFor(
  board: BoardQueries,
  ids: readonly string[],
  waitsFor: BoardAccount,
  shown: (kept: readonly KeptOnBoard[]) => readonly Shown[],
): Promise<NonNullable<Overview['mine']>> {
  const part = { order: 'waiting', limit: cards.mine } as const;
  const { items, count } = await board.items(ids, { waitsFor }, part);
  return { items: shown(items), count };
}

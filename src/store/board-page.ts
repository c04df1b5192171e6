/** What of the board a visitor sees: nothing is counted, found or told of a repository that is not in their sight. */
import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';

import { boardContent, boardVersion, type KeptOnBoard } from './board.ts';
import { inParts } from './parts.ts';
import { isPostgres } from './postgres.ts';
import type { Database, Tables } from './tables.ts';

/** The ids of the repositories that somebody sees; at most a thousand. */
export type Sight = readonly string[];

/** What of it they ask for. Absent: anything. */
export type BoardFilter = {
  readonly repository?: string;
  readonly kind?: string;
  /** That is not done. */
  readonly isOpen?: true;
  /** By its key, as `stages` gives it. */
  readonly stage?: string;
  /** Held by this role. */
  readonly role?: string;
  /** That names this person or team as somebody who can act, as cards do. */
  readonly person?: string;
  /** In its name or its title. */
  readonly text?: string;
  /** That waits for this account, and is shown as that nowhere else. */
  readonly waitsFor?: BoardAccount;
};

/** Somebody by whose roles items are found. */
export type BoardAccount = {
  readonly id: string;
  /** The permissions that they have, with all that these contain (`write` contains `read`), and where. */
  readonly holds: readonly { readonly permissions: readonly string[]; readonly repositories: Sight }[];
};

/** A column: how many items are in it, how many of them are overdue, and the first of them. */
export type BoardStage = {
  readonly stage: string;
  readonly title: string;
  readonly count: number;
  readonly overdue: number;
  readonly first: readonly KeptOnBoard[];
};

/** Which of them, in their order: those that wait longest first, or (`done`) what was done last. */
export type BoardPart = {
  readonly order: 'waiting' | 'done';
  readonly limit: number;
  readonly from?: number;
};

export type BoardQueries = {
  /**
   * The columns, in the order of their policies, with the first few items of each: those that wait longest, and of what is
   * done the last. `now`: milliseconds since the epoch.
   */
  stages(
    sight: Sight,
    filter: BoardFilter,
    { now, first }: { readonly now: number; readonly first: number },
  ): Promise<readonly BoardStage[]>;
  /** Some of them, and how many there are; of a part behind the last, 0. */
  items(
    sight: Sight,
    filter: BoardFilter,
    part: BoardPart,
  ): Promise<{ readonly count: number; readonly items: readonly KeptOnBoard[] }>;
  /** The roles that have a baton somewhere, by their names. */
  roles(sight: Sight): Promise<readonly string[]>;
  /** The number of what was written last; 0: nothing was. */
  lastVersion(): Promise<number>;
  /** What was written since that number, and how far that is. */
  changedSince(version: number): Promise<{ readonly version: number; readonly news: readonly BoardNews[] }>;
  /** What was written after an instant (milliseconds since the epoch). */
  changedAfter(at: number): Promise<readonly BoardNews[]>;
};

/** Which item was written, or taken away; `key` null: several of the repository. */
export type BoardNews = { readonly repository: string; readonly key: string | null };

/** More than so many are told by their repositories alone. */
const mostNews = 500;

type On = ExpressionBuilder<Tables, 'board'>;

/** What was done last comes first there. */
const since = sql`case when stage = 'done' then -since else since end`;

function readRow({
  key,
  content,
}: {
  readonly key: string;
  readonly content: string;
}): readonly KeptOnBoard[] {
  const kept = boardContent.read(content);
  return kept === null ? [] : [{ key, ...kept }];
}

export function boardQueries(db: Database): BoardQueries {
  const includes = isPostgres(db) ? sql.raw('strpos') : sql.raw('instr');
  const has = (column: 'words' | 'people', text: string): Expression<SqlBool> =>
    sql<SqlBool>`${includes}(${sql.ref(`board.${column}`)}, ${text}) > 0`;
  const seen =
    (sight: Sight, filter: BoardFilter) =>
    (eb: On): Expression<SqlBool> => {
      const { repository, kind, isOpen, stage, role, person, text, waitsFor } = filter;
      const places = repository === undefined ? sight : sight.filter((each) => each === repository);
      if (places.length === 0) return eb.lit(false);
      const all: Expression<SqlBool>[] = [eb('board.gone', '=', 0), eb('board.repository', 'in', places)];
      if (kind !== undefined) all.push(eb('board.kind', '=', kind));
      if (isOpen !== undefined) all.push(eb('board.done_at', 'is', null));
      if (stage !== undefined) all.push(eb('board.stage', '=', stage));
      if (text !== undefined) all.push(has('words', text.toLowerCase()));
      if (person !== undefined) all.push(has('people', ` ${person.toLowerCase()} `));
      if (role !== undefined)
        all.push(
          eb(
            'board.key',
            'in',
            eb
              .selectFrom('board_batons')
              .select('board_batons.key')
              .where('board_batons.repository', 'in', places)
              .where('board_batons.role', '=', role),
          ),
        );
      if (waitsFor !== undefined) all.push(eb('board.key', 'in', waitingFor(eb, places, waitsFor)));
      return eb.and(all);
    };
  /** The items of which an account has a baton: by a role, also one that a permission gives, unless it does not count there; or alone. */
  const waitingFor = (eb: On, places: Sight, { id, holds }: BoardAccount) => {
    const isNamed = sql<SqlBool>`${includes}(board_batons.people, ${` #${id} `}) > 0`;
    const alone = eb
      .selectFrom('board_batons')
      .select('board_batons.key')
      .where('board_batons.repository', 'in', places)
      .where('board_batons.role', '=', '')
      .where(isNamed);
    const byRole = (holders: readonly string[], where: Sight) =>
      eb
        .selectFrom('board_roles')
        .innerJoin('board_batons', (join) =>
          join
            .onRef('board_batons.repository', '=', 'board_roles.repository')
            .onRef('board_batons.role', '=', 'board_roles.role'),
        )
        .select('board_batons.key')
        .where('board_roles.account', 'in', holders)
        .where('board_roles.repository', 'in', where)
        .where('board_roles.role', '!=', '')
        .where('board_batons.follows', '=', 0)
        .where((on) => on.not(isNamed));
    let all = byRole([id], places).union(alone);
    for (const { permissions, repositories } of holds) {
      const there = repositories.filter((each) => places.includes(each));
      if (there.length > 0) all = all.union(byRole(permissions, there));
    }
    return all;
  };
  const byKeys = async (keys: readonly string[]): Promise<ReadonlyMap<string, KeptOnBoard>> => {
    const found = new Map<string, KeptOnBoard>();
    for (const part of inParts(keys)) {
      const rows = await db.selectFrom('board').select(['key', 'content']).where('key', 'in', part).execute();
      for (const kept of rows.flatMap(readRow)) found.set(kept.key, kept);
    }
    return found;
  };
  const repositoriesOf = async (when: (eb: On) => Expression<SqlBool>): Promise<readonly BoardNews[]> => {
    const rows = await db.selectFrom('board').select('repository').distinct().where(when).execute();
    return rows.map(({ repository }) => ({ repository, key: null }));
  };
  const firstOfEach = (sight: Sight, filter: BoardFilter, first: number) =>
    db
      .with('seen', (cte) =>
        cte
          .selectFrom('board')
          .select([
            'key',
            'stage',
            sql<number>`row_number() over (partition by stage order by ${since}, key)`.as('nth'),
          ])
          .where(seen(sight, filter)),
      )
      .selectFrom('seen')
      .selectAll()
      .where('nth', '<=', first)
      .execute();
  return {
    async stages(sight, filter, { now, first }) {
      const rows = await db
        .selectFrom('board')
        .select(({ fn }) => [
          'stage',
          fn.min('stage_title').as('title'),
          fn.countAll<number>().as('count'),
          sql<number>`coalesce(sum(case when deadline < ${now} then 1 else 0 end), 0)`.as('overdue'),
          sql<number>`cast(avg(position) as real)`.as('place'),
        ])
        .where(seen(sight, filter))
        .groupBy('stage')
        .execute();
      const firsts = first === 0 ? [] : await firstOfEach(sight, filter, first);
      const kept = await byKeys(firsts.map(({ key }) => key));
      return rows
        .toSorted((one, other) => one.place - other.place || (one.stage < other.stage ? -1 : 1))
        .map(({ stage: of, title, count, overdue }) => ({
          stage: of,
          title,
          count,
          overdue,
          first: firsts
            .filter(({ stage }) => stage === of)
            .toSorted((one, other) => one.nth - other.nth)
            .flatMap(({ key }) => kept.get(key) ?? []),
        }));
    },
    async items(sight, filter, { order, limit, from = 0 }) {
      const rows = await db
        .selectFrom('board')
        .select(['key', sql<number>`count(*) over ()`.as('count')])
        .where(seen(sight, filter))
        .orderBy(order === 'done' ? sql`-since` : 'since')
        .orderBy('key')
        .limit(limit)
        .offset(from)
        .execute();
      const kept = await byKeys(rows.map(({ key }) => key));
      return { count: rows[0]?.count ?? 0, items: rows.flatMap(({ key }) => kept.get(key) ?? []) };
    },
    async roles(sight) {
      if (sight.length === 0) return [];
      const rows = await db
        .selectFrom('board_batons')
        .select('role')
        .distinct()
        .where('repository', 'in', sight)
        .where('role', '!=', '')
        .execute();
      return rows.map(({ role }) => role).toSorted();
    },
    lastVersion: () => boardVersion(db),
    async changedSince(version) {
      const rows = await db
        .selectFrom('board')
        .select(['version', 'repository', 'key'])
        .where('version', '>', version)
        .orderBy('version')
        .limit(mostNews)
        .execute();
      if (rows.length < mostNews) return { version: rows.at(-1)?.version ?? version, news: rows };
      // Before they are read: what is written meanwhile is told the next time.
      const last = await boardVersion(db);
      return { version: last, news: await repositoriesOf((eb) => eb('version', '>', version)) };
    },
    async changedAfter(at) {
      const rows = await db
        .selectFrom('board')
        .select(['repository', 'key', 'kept_at'])
        .orderBy('version', 'desc')
        .limit(mostNews)
        .execute();
      const news = rows.filter(({ kept_at }) => kept_at > at);
      return news.length < mostNews ? news : repositoriesOf((eb) => eb('kept_at', '>', at));
    },
  };
}

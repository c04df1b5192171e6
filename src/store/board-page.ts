/** What of the board a visitor sees: nothing is counted, found or told of a repository that is not in their sight. */
import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';

import { boardContent, type KeptOnBoard } from './board.ts';
import { isPostgres } from './postgres.ts';
import type { Database, Tables } from './tables.ts';

/** The ids of the repositories that somebody sees; at most a thousand. */
export type Sight = readonly string[];

/** What of it they ask for. Absent: anything. */
export type BoardFilter = {
  readonly repository?: string;
  readonly kind?: string;
  /** By its key, as `stages` gives it. */
  readonly stage?: string;
  /** Held by this role. */
  readonly role?: string;
  /** That names this person or team as somebody who can act, as cards do. */
  readonly person?: string;
  /** In its name or its title. */
  readonly text?: string;
  /** That waits for this account (its id), and is shown as that nowhere else. */
  readonly waitsFor?: string;
};

export type BoardStage = {
  readonly stage: string;
  readonly title: string;
  readonly count: number;
  readonly overdue: number;
};

/** Which of them, in their order: those that wait longest first, or (`done`) what was done last. */
export type BoardPart = {
  readonly order: 'waiting' | 'done';
  readonly limit: number;
  readonly from?: number;
};

export type BoardQueries = {
  /** The columns, in the order of their policies, with how many items are in each. `now`: milliseconds since the epoch. */
  stages(sight: Sight, filter: BoardFilter, now: number): Promise<readonly BoardStage[]>;
  items(sight: Sight, filter: BoardFilter, part: BoardPart): Promise<readonly KeptOnBoard[]>;
  count(sight: Sight, filter: BoardFilter): Promise<number>;
  /** The roles that have a baton somewhere, by their names. */
  roles(sight: Sight): Promise<readonly string[]>;
  /** All repositories that have items: whoever asks sees some of them, or none. */
  repositories(): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** What was written since, the oldest first: which item, of which repository. */
  changedSince(
    version: number,
    most: number,
  ): Promise<readonly { readonly version: number; readonly repository: string; readonly key: string }[]>;
};

type On = ExpressionBuilder<Tables, 'board'>;

export function boardQueries(db: Database): BoardQueries {
  const includes = isPostgres(db) ? sql.raw('strpos') : sql.raw('instr');
  const has = (column: 'words' | 'people', text: string): Expression<SqlBool> =>
    sql<SqlBool>`${includes}(${sql.ref(`board.${column}`)}, ${text}) > 0`;
  const seen =
    (sight: Sight, filter: BoardFilter) =>
    (eb: On): Expression<SqlBool> => {
      const { repository, kind, stage, role, person, text, waitsFor } = filter;
      const places = repository === undefined ? sight : sight.filter((each) => each === repository);
      if (places.length === 0) return eb.lit(false);
      const all: Expression<SqlBool>[] = [eb('board.gone', '=', 0), eb('board.repository', 'in', places)];
      if (kind !== undefined) all.push(eb('board.kind', '=', kind));
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
  /** The items of which an account has a baton: by a role, unless it does not count there; or alone. */
  const waitingFor = (eb: On, places: Sight, account: string) => {
    const isNamed = sql<SqlBool>`${includes}(board_batons.people, ${` #${account} `}) > 0`;
    return eb
      .selectFrom('board_batons')
      .select('board_batons.key')
      .where('board_batons.repository', 'in', places)
      .where('board_batons.follows', '=', 0)
      .where((on) =>
        on.or([
          on.and([on('board_batons.role', '=', ''), isNamed]),
          on.and([
            on('board_batons.role', '!=', ''),
            on.not(isNamed),
            on.exists(
              on
                .selectFrom('board_roles')
                .select('board_roles.role')
                .whereRef('board_roles.repository', '=', 'board_batons.repository')
                .whereRef('board_roles.role', '=', 'board_batons.role')
                .where('board_roles.account', '=', account),
            ),
          ]),
        ]),
      );
  };
  return {
    async stages(sight, filter, now) {
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
      return rows
        .toSorted((one, other) => one.place - other.place || (one.stage < other.stage ? -1 : 1))
        .map(({ stage, title, count, overdue }) => ({
          stage,
          title,
          count,
          overdue,
        }));
    },
    async items(sight, filter, { order, limit, from = 0 }) {
      const rows = await db
        .selectFrom('board')
        .select(['key', 'content'])
        .where(seen(sight, filter))
        .orderBy('since', order === 'done' ? 'desc' : 'asc')
        .orderBy('key')
        .limit(limit)
        .offset(from)
        .execute();
      return rows.flatMap(({ key, content }): KeptOnBoard[] => {
        const kept = boardContent.read(content);
        return kept === null ? [] : [{ key, ...kept }];
      });
    },
    async count(sight, filter) {
      const { count } = await db
        .selectFrom('board')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where(seen(sight, filter))
        .executeTakeFirstOrThrow();
      return count;
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
    async repositories() {
      const rows = await db
        .selectFrom('board')
        .select(({ fn }) => ['repository as id', fn.max('name').as('name')])
        .where('gone', '=', 0)
        .groupBy('repository')
        .execute();
      return rows.toSorted((one, other) => (one.name < other.name ? -1 : 1));
    },
    async changedSince(version, most) {
      return db
        .selectFrom('board')
        .select(['version', 'repository', 'key'])
        .where('version', '>', version)
        .orderBy('version')
        .limit(most)
        .execute();
    },
  };
}

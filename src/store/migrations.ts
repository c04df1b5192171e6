/** How the tables came about: numbered, forward only, each once. A migration that was released never changes. */
import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';

import { isPostgres } from './postgres.ts';
import type { Database } from './tables.ts';

const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('spoken')
        .addColumn('repository', 'text', (column) => column.notNull())
        .addColumn('moment', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('held', 'integer', (column) => column.notNull())
        .addColumn('recorded_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('spoken_key', ['repository', 'moment', 'role'])
        .execute();
      await db.schema
        .createTable('against')
        .addColumn('repository', 'text', (column) => column.notNull())
        .addColumn('issue', 'integer', (column) => column.notNull())
        .addColumn('moment', 'text', (column) => column.notNull())
        .addColumn('content', 'text', (column) => column.notNull())
        .addColumn('recorded_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('against_key', ['repository', 'issue', 'moment'])
        .execute();
      await db.schema
        .createTable('policies')
        .addColumn('repository', 'text', (column) => column.primaryKey())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('path', 'text', (column) => column.notNull())
        .addColumn('oid', 'text', (column) => column.notNull())
        .addColumn('text', 'text', (column) => column.notNull())
        .addColumn('in_force_since', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('heads')
        .addColumn('repository', 'text', (column) => column.notNull())
        .addColumn('pull_request', 'integer', (column) => column.notNull())
        .addColumn('sha', 'text', (column) => column.notNull())
        .addColumn('seen_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('heads_key', ['repository', 'pull_request', 'sha'])
        .execute();
      await db.schema
        .createTable('renames')
        .addColumn('repository', 'text', (column) => column.notNull())
        .addColumn('label', 'text', (column) => column.notNull())
        .addColumn('old_name', 'text', (column) => column.notNull())
        .addColumn('renamed_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('renames_key', ['repository', 'label', 'old_name'])
        .execute();
      await db.schema
        .createTable('ledger')
        .addColumn('id', isPostgres(db) ? 'bigint' : 'integer', (column) =>
          isPostgres(db)
            ? column.primaryKey().generatedByDefaultAsIdentity()
            : column.primaryKey().autoIncrement(),
        )
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('repository', 'text', (column) => column.notNull())
        .addColumn('item', 'text', (column) => column.notNull())
        .addColumn('verdict', 'text', (column) => column.notNull())
        .addColumn('effects', 'text', (column) => column.notNull())
        .addColumn('policy', 'text')
        .addColumn('deliveries', 'text', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('ledger_item').on('ledger').columns(['repository', 'item', 'id']).execute();
    },
  },
  '0002-inbox': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('items')
        // Rows are locked in the order of their keys, which must be the same for everybody.
        .addColumn('key', isPostgres(db) ? sql`text collate "C"` : 'text', (column) => column.primaryKey())
        .addColumn('group_name', 'text', (column) => column.notNull())
        .addColumn('item', 'text', (column) => column.notNull())
        .addColumn('priority', 'integer', (column) => column.notNull())
        .addColumn('wanted', 'integer', (column) => column.notNull())
        .addColumn('taken', 'integer', (column) => column.notNull())
        .addColumn('due', 'bigint')
        .addColumn('since', 'bigint')
        .addColumn('causes', 'text', (column) => column.notNull())
        .addColumn('tries', 'integer', (column) => column.notNull())
        .addColumn('failures', 'integer', (column) => column.notNull())
        .addColumn('fence', 'bigint', (column) => column.notNull())
        .addColumn('held_by', 'text')
        .addColumn('held_until', 'bigint')
        .addColumn('held', 'text')
        .addColumn('error', 'text')
        .addColumn('buried_at', 'bigint')
        .addColumn('forgotten', 'integer', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('items_due').on('items').columns(['priority', 'due', 'key']).execute();
      await db.schema.createIndex('items_next').on('items').columns(['due']).execute();
      await db.schema.createIndex('items_held').on('items').columns(['held_until']).execute();
      await db.schema.createIndex('items_group').on('items').columns(['group_name']).execute();
      await db.schema
        .createTable('pauses')
        .addColumn('group_name', 'text', (column) => column.primaryKey())
        .addColumn('until', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('deliveries')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('event', 'text', (column) => column.notNull())
        .addColumn('received_at', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('deliveries_age').on('deliveries').columns(['received_at']).execute();
    },
  },
  '0003-catching-up': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('marks')
        // Counted by how a name begins, which only works in the order of bytes.
        .addColumn('name', isPostgres(db) ? sql`text collate "C"` : 'text', (column) => column.primaryKey())
        .addColumn('content', 'text', (column) => column.notNull())
        .execute();
    },
  },
  '0004-long-timelines': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('pasts')
        .addColumn('item', 'text', (column) => column.primaryKey())
        .addColumn('content', 'text', (column) => column.notNull())
        .addColumn('kept_at', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('pasts_age').on('pasts').columns(['kept_at']).execute();
    },
  },
  '0005-several-processes': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('recent')
        .addColumn('item', 'text', (column) => column.primaryKey())
        .addColumn('content', 'text', (column) => column.notNull())
        .addColumn('kept_at', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('recent_age').on('recent').columns(['kept_at']).execute();
      await db.schema
        .createTable('changes')
        .addColumn('id', isPostgres(db) ? 'bigint' : 'integer', (column) =>
          isPostgres(db)
            ? column.primaryKey().generatedByDefaultAsIdentity()
            : column.primaryKey().autoIncrement(),
        )
        .addColumn('content', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .execute();
    },
  },
  '0006-reminders': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('waiting')
        .addColumn('repository', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('issue', 'integer', (column) => column.notNull())
        .addColumn('item', 'text', (column) => column.notNull())
        .addColumn('due', 'bigint', (column) => column.notNull())
        .addColumn('seen_at', 'bigint', (column) => column.notNull())
        .addColumn('content', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('waiting_key', ['repository', 'issue', 'role'])
        .execute();
      await db.schema
        .createIndex('waiting_due')
        .on('waiting')
        .columns(['repository', 'role', 'due'])
        .execute();
      await db.schema.createIndex('waiting_item').on('waiting').columns(['item']).execute();
      await db.schema
        .createTable('digests')
        .addColumn('repository', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('digests_key', ['repository', 'role'])
        .execute();
    },
  },
  '0007-many-waiting': {
    async up(db: Kysely<unknown>) {
      await db.schema.dropIndex('items_due').execute();
      await db.schema
        .createIndex('items_due')
        .on('items')
        .columns(['priority', 'due', 'key'])
        .where(sql<boolean>`held_by is null and due is not null`)
        .execute();
      await db.schema
        .createIndex('items_heads')
        .on('items')
        .columns(['priority', 'group_name', 'due', 'key'])
        .where(sql<boolean>`held_until is null and due is not null`)
        .execute();
      await db.schema.dropIndex('items_held').execute();
      await db.schema
        .createIndex('items_held')
        .on('items')
        .columns(['held_until'])
        .where(sql<boolean>`held_until is not null`)
        .execute();
      await db.schema.createIndex('pauses_until').on('pauses').columns(['until']).execute();
    },
  },
  '0008-sub-issues': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('sub_issues')
        .addColumn('sub_issue', 'text', (column) => column.notNull())
        .addColumn('waiter', 'text', (column) => column.notNull())
        .addColumn('place', 'text', (column) => column.notNull())
        .addColumn('item', 'text', (column) => column.notNull())
        .addColumn('heard', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('sub_issues_key', ['sub_issue', 'waiter'])
        .execute();
      await db.schema.createIndex('sub_issues_waiter').on('sub_issues').columns(['waiter']).execute();
      await db.schema.createIndex('sub_issues_place').on('sub_issues').columns(['place']).execute();
    },
  },
  '0009-bases': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('bases')
        .addColumn('installation', 'bigint', (column) => column.notNull())
        .addColumn('repository', 'text', (column) => column.notNull())
        .addColumn('path', 'text', (column) => column.notNull())
        .addColumn('repository_id', 'text')
        .addColumn('found', 'text')
        .addColumn('wanted', 'integer', (column) => column.notNull())
        .addColumn('taken', 'integer', (column) => column.notNull())
        .addColumn('read_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('bases_key', ['installation', 'repository', 'path'])
        .execute();
      await db.schema
        .createTable('built_on')
        .addColumn('repository', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('installation', 'bigint', (column) => column.notNull())
        .addColumn('base', 'text', (column) => column.notNull())
        .addColumn('path', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('built_on_key', ['repository', 'installation', 'base', 'path'])
        .execute();
      await db.schema
        .createIndex('built_on_base')
        .on('built_on')
        .columns(['installation', 'base', 'path'])
        .execute();
      await db.schema
        .alterTable('policies')
        .addColumn('bases', 'text', (column) => column.notNull().defaultTo('[]'))
        .execute();
    },
  },
  '0010-jira': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('named_in_jira')
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('issue', 'text', (column) => column.notNull())
        .addColumn('item', 'text', (column) => column.notNull())
        .addColumn('content', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('named_in_jira_key', ['site', 'issue', 'item'])
        .execute();
      await db.schema.createIndex('named_in_jira_item').on('named_in_jira').columns(['item']).execute();
    },
  },
  '0011-people': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('pins')
        .addColumn('repository', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('account', 'text')
        .addColumn('node', 'text')
        .addColumn('is_current', 'integer', (column) => column.notNull())
        .addColumn('pinned_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('pins_key', ['repository', 'name'])
        .execute();
      await db.schema.alterTable('spoken').addColumn('account', 'text').execute();
      // They tell nobody's id: the timelines are read again.
      await db.deleteFrom('pasts' as never).execute();
    },
  },
  '0012-shared-heads': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('judged')
        .addColumn('repository', 'text', (column) => column.notNull())
        .addColumn('sha', 'text', (column) => column.notNull())
        .addColumn('pull_request', 'integer', (column) => column.notNull())
        .addColumn('in_group', 'integer', (column) => column.notNull())
        .addColumn('conclusion', 'text')
        .addColumn('title', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('judged_key', ['repository', 'sha', 'pull_request'])
        .execute();
      await db.schema
        .createIndex('judged_pull_request')
        .on('judged')
        .columns(['repository', 'pull_request'])
        .execute();
    },
  },
  '0013-heard': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('heard')
        .addColumn('repository', 'text', (column) => column.notNull())
        .addColumn('place', 'text', (column) => column.notNull())
        .addColumn('moment', 'text', (column) => column.notNull())
        .addColumn('content', 'text', (column) => column.notNull())
        .addColumn('recorded_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('heard_key', ['repository', 'place', 'moment'])
        .execute();
    },
  },
  '0014-remarks': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('remarks')
        .addColumn('pull_request', 'text', (column) => column.notNull())
        .addColumn('remark', 'text', (column) => column.notNull())
        .addColumn('item', 'text', (column) => column.notNull())
        .addColumn('by_outsider', 'integer', (column) => column.notNull())
        .addColumn('noted_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('remarks_key', ['pull_request', 'remark'])
        .execute();
      await db.schema.createIndex('remarks_item').on('remarks').columns(['item']).execute();
    },
  },
  '0015-named-by': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable('named_in_jira')
        .addColumn('named_by', 'text', (column) => column.notNull().defaultTo('key'))
        .execute();
      // Before, what was named by its id was known by having no project in it: a key is the project's, `-` and a number.
      await sql`update named_in_jira set named_by = 'id' where issue not like '%-%'`.execute(db);
    },
  },
  '0016-one-tree-of-deliveries': {
    async up(db: Kysely<unknown>) {
      if (isPostgres(db)) return;
      // A row, its key and its age were three places to write for each delivery, and are one now.
      await sql`
        create table deliveries_of_now (
          id text not null primary key, event text not null, received_at bigint not null
        ) without rowid
      `.execute(db);
      await sql`insert into deliveries_of_now select id, event, received_at from deliveries order by id`.execute(
        db,
      );
      await db.schema.dropTable('deliveries').execute();
      await db.schema.alterTable('deliveries_of_now').renameTo('deliveries').execute();
    },
  },
  '0017-paces': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('paces')
        .addColumn('group_name', 'text', (column) => column.notNull())
        .addColumn('urgency', 'text', (column) => column.notNull())
        .addColumn('until', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('paces_key', ['group_name', 'urgency'])
        .execute();
      await db.schema.createIndex('paces_until').on('paces').columns(['until']).execute();
    },
  },
  '0018-no-policies': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('no_policies')
        .addColumn('installation', 'bigint', (column) => column.notNull())
        .addColumn('repository', 'text', (column) => column.notNull())
        .addColumn('changed', 'integer', (column) => column.notNull())
        .addColumn('seen', 'integer')
        .addPrimaryKeyConstraint('no_policies_key', ['installation', 'repository'])
        .execute();
      await db.schema
        .createTable('linked_elsewhere')
        .addColumn('item', 'text', (column) => column.notNull())
        .addColumn('pull_request', 'text', (column) => column.notNull())
        .addColumn('noted_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('linked_elsewhere_key', ['item', 'pull_request'])
        .execute();
    },
  },
  '0019-rests-on': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('rests_on')
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('person', 'text', (column) => column.notNull())
        .addColumn('installation', 'bigint', (column) => column.notNull())
        .addColumn('repository', 'text', (column) => column.notNull())
        .addColumn('item', 'text', (column) => column.notNull())
        .addColumn('closed_at', 'bigint')
        .addPrimaryKeyConstraint('rests_on_key', ['key', 'person'])
        .execute();
      await db.schema
        .createIndex('rests_on_person')
        .on('rests_on')
        .columns(['person', 'repository'])
        .execute();
      await db.schema.createIndex('rests_on_closed').on('rests_on').columns(['closed_at']).execute();
      await db.schema
        .createTable('policy_teams')
        .addColumn('installation', 'bigint', (column) => column.notNull())
        .addColumn('repository', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('team', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('policy_teams_key', ['repository', 'installation', 'team'])
        .execute();
      await db.schema
        .createIndex('policy_teams_team')
        .on('policy_teams')
        .columns(['team', 'installation'])
        .execute();
    },
  },
  '0020-sessions': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('sessions')
        .addColumn('id', 'text', (column) => column.notNull().primaryKey())
        .addColumn('account', 'bigint', (column) => column.notNull())
        .addColumn('login', 'text', (column) => column.notNull())
        .addColumn('token', 'text', (column) => column.notNull())
        .addColumn('begun_at', 'bigint', (column) => column.notNull())
        .addColumn('ends_at', 'bigint', (column) => column.notNull())
        .addColumn('seen_at', 'bigint', (column) => column.notNull())
        .addColumn('sight', 'text')
        .addColumn('sight_until', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('sessions_account').on('sessions').columns(['account']).execute();
      await db.schema.createIndex('sessions_begun').on('sessions').columns(['begun_at']).execute();
      await db.schema.createIndex('sessions_ends').on('sessions').columns(['ends_at']).execute();
    },
  },
  '0021-board': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('board')
        .addColumn('key', 'text', (column) => column.primaryKey())
        .addColumn('installation', 'bigint', (column) => column.notNull())
        .addColumn('repository', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('item', 'text', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('stage', 'text', (column) => column.notNull())
        .addColumn('stage_title', 'text', (column) => column.notNull())
        .addColumn('position', 'integer', (column) => column.notNull())
        .addColumn('since', 'bigint', (column) => column.notNull())
        .addColumn('deadline', 'bigint')
        .addColumn('done_at', 'bigint')
        .addColumn('version', 'bigint', (column) => column.notNull())
        .addColumn('gone', 'integer', (column) => column.notNull())
        .addColumn('kept_at', 'bigint', (column) => column.notNull())
        .addColumn('digest', 'text', (column) => column.notNull())
        .addColumn('people', 'text', (column) => column.notNull())
        .addColumn('words', 'text', (column) => column.notNull())
        .addColumn('content', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('board_stage')
        .on('board')
        // All that columns are counted and ordered by: of thousands of items, a few are read.
        .columns(['repository', 'gone', 'stage', 'since', 'key', 'position', 'deadline', 'stage_title'])
        .execute();
      await db.schema.createIndex('board_item').on('board').columns(['item']).execute();
      await db.schema.createIndex('board_version').on('board').columns(['version']).execute();
      await db.schema.createIndex('board_done').on('board').columns(['done_at']).execute();
      await db.schema
        .createTable('board_batons')
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('repository', 'text', (column) => column.notNull())
        .addColumn('people', 'text', (column) => column.notNull())
        .addColumn('follows', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('board_batons_key', ['key', 'role'])
        .execute();
      await db.schema
        .createIndex('board_batons_role')
        .on('board_batons')
        .columns(['repository', 'role'])
        .execute();
      await db.schema
        .createTable('board_roles')
        .addColumn('repository', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('account', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('board_roles_key', ['repository', 'role', 'account'])
        .execute();
      await db.schema
        .createIndex('board_roles_account')
        .on('board_roles')
        .columns(['account', 'repository', 'role'])
        .execute();
    },
  },
  '0022-reports': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('reports')
        .addColumn('repository', 'text', (column) => column.notNull().primaryKey())
        .addColumn('told', 'text', (column) => column.notNull())
        .addColumn('held_by', 'text')
        .addColumn('held_until', 'bigint', (column) => column.notNull())
        .addColumn('begun_at', 'bigint', (column) => column.notNull())
        .addColumn('next_at', 'bigint', (column) => column.notNull())
        .addColumn('content', 'text')
        .addColumn('counted_at', 'bigint')
        .execute();
    },
  },
};

/** The names of all migrations, in their order. */
export const migrationNames: readonly string[] = Object.keys(migrations).toSorted();

/** The database has migrations that this Baton does not know. */
export class MadeByNewer extends Error {
  override readonly name = 'MadeByNewer';
}

/**
 * Brings the tables up to date; of several processes at once, one does and the others wait.
 * @param to the last migration to run, for tests; all of them when absent
 * @throws MadeByNewer when the database was made by a newer Baton; what the driver says when a migration fails
 */
export async function migrate(db: Database, to?: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await (to === undefined ? migrator.migrateToLatest() : migrator.migrateTo(to));
  if (error === undefined) return;
  const unknown = error instanceof Error ? /executed migration (\S+) is missing/.exec(error.message) : null;
  if (unknown === null) throw error;
  throw new MadeByNewer(`it was made by a newer Baton: this one does not know its migration ${unknown[1]}`, {
    cause: error,
  });
}

/**
 * How far the tables of a database that is there have come.
 * @returns `missing`: how many migrations it lacks; `newer`: whether it has some that this Baton does not know
 */
export async function migrationsOf(
  db: Database,
): Promise<{ readonly missing: number; readonly newer: boolean }> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const done = new Set(rows.map(({ name }) => name));
  return {
    missing: migrationNames.filter((name) => !done.has(name)).length,
    newer: [...done].some((name) => !migrationNames.includes(name)),
  };
}

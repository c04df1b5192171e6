/**
 * What the board shows of each item. Each decision keeps it, in its own transaction, so that a page is one question to the
 * database and none to a tracker. Losing it, the next evaluation of each item fills it again.
 */
import { sql } from 'kysely';
import * as z from 'zod';

import { keptOnBoard, stageTitle, type BoardEntry } from '../handoff/index.ts';
import { hashOf } from '../hash.ts';
import { stored } from '../stored.ts';
import { inParts } from './parts.ts';
import type { Database } from './tables.ts';

/** An item on the board. */
export type BoardItem = {
  readonly installation: number;
  readonly repository: { readonly id: string; readonly name: string };
  /** The inbox's key. */
  readonly item: string;
  /** Of an issue of Jira: its site's name; null: it is on GitHub. */
  readonly site: string | null;
  readonly entry: BoardEntry;
};

/** Which item it is, whatever its repository is called. */
export type BoardPlace = {
  readonly repository: string;
  readonly site: string | null;
  readonly kind: BoardEntry['kind'];
  readonly name: string;
};

/** Who holds each role of a repository: accounts by their ids, and the permission that gives it (`maintain`). */
export type RolesOfRepository = ReadonlyMap<string, readonly string[]>;

/** What is new of an item. Made by `newOnBoard`, and written by `writeBoard`. */
export type BoardChange = {
  readonly key: string;
  readonly repository: string;
  /** `is` null: it is not on the board any more; absent: it is as it was. */
  readonly row?: { readonly is: BoardItem | null; readonly digest: string };
  readonly roles?: { readonly is: RolesOfRepository; readonly digest: string };
};

/** As it is kept. The name of its repository may have changed since. */
export type KeptOnBoard = Pick<BoardItem, 'repository' | 'site' | 'entry'> & { readonly key: string };

export type BoardStore = {
  /**
   * What of an item is to be written; null: the board shows it as it is.
   * @param item null: it is not to be there
   * @param roles who is in the roles of its repository; null: not known
   */
  newOnBoard(
    place: BoardPlace,
    item: BoardItem | null,
    roles: RolesOfRepository | null,
  ): Promise<BoardChange | null>;
  /** Writes it; to be called in the transaction that keeps the decision, as the last of it. `at`: milliseconds since the epoch. */
  writeBoard(change: BoardChange, at: number): Promise<void>;
  /** The item, by the inbox's key, is gone. */
  takeFromBoard(item: string, at: number): Promise<void>;
  /** Nothing of these is shown any more: of an installation, or of one of its repositories (`name`: `owner/name`). */
  clearBoard(of: { readonly installation: number; readonly name?: string }, at: number): Promise<void>;
  /** Forgets what was done too long ago, and that something was there. */
  pruneBoard(now: number): Promise<void>;
};

/**
 * Raised where the same entry is kept in another form: each evaluation then writes it anew, and the next start has all items
 * evaluated once.
 */
export const boardForm = 1;

const stage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('gate'), title: z.string() }),
  z.object({ kind: z.enum(['build', 'unlinked', 'ready', 'approved', 'done']) }),
]);
const instant = z.number().nullable();
const texts = z.array(z.string());
const entry: z.ZodType<BoardEntry> = z.object({
  kind: z.enum(['issue', 'pull-request', 'jira-issue']),
  name: z.string(),
  number: z.number(),
  title: z.string(),
  url: z.string(),
  state: z.enum(['open', 'closed', 'merged']),
  stage,
  position: z.number(),
  batons: z.array(
    z.object({
      gate: z.string(),
      title: z.string(),
      rank: z.number(),
      status: z.enum([
        'preparing',
        'waiting',
        'satisfied',
        'stale',
        'returned',
        'questioned',
        'waived',
        'not applicable',
      ]),
      roles: texts,
      people: texts,
      except: texts,
      since: instant,
      deadline: instant,
      leads: z.boolean(),
    }),
  ),
  author: z.object({ id: z.string(), login: z.string() }).nullable(),
  follows: z.boolean(),
  next: z.string(),
  since: z.number(),
  doneAt: instant,
});
export const boardContent = stored<Pick<BoardItem, 'repository' | 'site' | 'entry'>>(
  boardForm,
  z.object({
    repository: z.object({ id: z.string(), name: z.string() }),
    site: z.string().nullable(),
    entry,
  }),
);

/** Milliseconds that it is kept that something was there: longer than anybody who listens goes without asking. */
const goneFor = 24 * 3_600_000;

/** The stage by which items of several repositories are in one column. */
const stageKeyOf = ({ stage: of }: Pick<BoardEntry, 'stage'>): string =>
  of.kind === 'gate' ? `gate ${of.title.trim().toLowerCase()}` : of.kind;

const keyOf = ({ repository, site, kind, name }: BoardPlace): string =>
  `${repository} ${site === null ? kind : `jira ${site}`} ${name}`;

/** Between spaces, so that one is found and no part of another. */
const spaced = (names: readonly string[]): string =>
  names.length === 0 ? '' : ` ${names.join(' ').toLowerCase()} `;

/** Counts what is written: whoever has the next number is done before another gets one. */
const versionMark = 'board version';

async function nextVersion(tx: Database): Promise<number> {
  const { content } = await tx
    .insertInto('marks')
    .values({ name: versionMark, content: '1' })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({ content: sql`cast(cast(marks.content as bigint) + 1 as text)` }),
    )
    .returning('content')
    .executeTakeFirstOrThrow();
  return Number(content);
}

/** The number of what was written last; 0: nothing was. */
export async function boardVersion(db: Database): Promise<number> {
  const row = await db
    .selectFrom('marks')
    .select('content')
    .where('name', '=', versionMark)
    .executeTakeFirst();
  return Number(row?.content ?? 0);
}

export function boardStore(db: Database): BoardStore {
  const inTransaction = <T>(work: (tx: Database) => Promise<T>): Promise<T> =>
    db.isTransaction ? work(db) : db.transaction().execute(work);
  return {
    async newOnBoard(place, item, roles) {
      const key = keyOf(place);
      const { repository } = place;
      const before = await kept(db, key, repository);
      const digest = item === null ? '' : hashOf(JSON.stringify([boardForm, item]));
      const rolesDigest = roles === null ? before.roles : hashOf(JSON.stringify([...roles]));
      const row = digest === before.row ? {} : { row: { is: item, digest } };
      const roleChange =
        roles === null || rolesDigest === null || rolesDigest === before.roles
          ? {}
          : { roles: { is: roles, digest: rolesDigest } };
      return 'row' in row || 'roles' in roleChange ? { key, repository, ...row, ...roleChange } : null;
    },
    async writeBoard({ key, repository, row, roles }, at) {
      await inTransaction(async (tx) => {
        const version = await nextVersion(tx);
        if (roles !== undefined) await writeRoles(tx, repository, roles);
        if (row === undefined) return;
        const { is, digest } = row;
        if (is === null) await takeAway(tx, [key], version, at);
        else await writeItem(tx, key, is, { version, kept_at: at, digest });
      });
    },
    async takeFromBoard(item, at) {
      const rows = await db
        .selectFrom('board')
        .select('key')
        .where('item', '=', item)
        .where('gone', '=', 0)
        .execute();
      if (rows.length > 0) await inTransaction((tx) => takeAll(tx, rows, at));
    },
    async clearBoard({ installation, name }, at) {
      let query = db
        .selectFrom('board')
        .select('key')
        .where('installation', '=', installation)
        .where('gone', '=', 0);
      if (name !== undefined) query = query.where('name', '=', name.toLowerCase());
      const rows = await query.execute();
      if (rows.length > 0) await inTransaction((tx) => takeAll(tx, rows, at));
    },
    async pruneBoard(now) {
      const rows = await db
        .selectFrom('board')
        .select('key')
        .where((eb) =>
          eb.or([
            eb('done_at', '<', now - keptOnBoard),
            eb.and([eb('gone', '=', 1), eb('kept_at', '<', now - goneFor)]),
          ]),
        )
        .execute();
      if (rows.length === 0) return;
      await inTransaction(async (tx) => {
        // As everybody does who writes: rows are locked in no order.
        await nextVersion(tx);
        for (const keys of inParts(rows.map(({ key }) => key))) {
          await tx.deleteFrom('board_batons').where('key', 'in', keys).execute();
          await tx.deleteFrom('board').where('key', 'in', keys).execute();
        }
      });
    },
  };
}

/** The digests of what is kept; `row` empty: it is not there. */
async function kept(
  db: Database,
  key: string,
  repository: string,
): Promise<{ readonly row: string; readonly roles: string | null }> {
  const rows = await db
    .selectFrom('board')
    .select(['digest', sql<number>`1`.as('is_row')])
    .where('key', '=', key)
    .where('gone', '=', 0)
    .unionAll(
      db
        .selectFrom('board_roles')
        .select(['account as digest', sql<number>`0`.as('is_row')])
        .where('repository', '=', repository)
        .where('role', '=', ''),
    )
    .execute();
  const of = (isRow: number): string | null => rows.find(({ is_row: is }) => is === isRow)?.digest ?? null;
  return { row: of(1) ?? '', roles: of(0) };
}

async function writeItem(
  tx: Database,
  key: string,
  { installation, repository, item, site, entry: of }: BoardItem,
  how: { readonly version: number; readonly kept_at: number; readonly digest: string },
): Promise<void> {
  const deadlines = of.batons.flatMap(({ deadline }) => deadline ?? []);
  const called = [
    ...of.batons.flatMap(({ people }) => people),
    ...(of.author === null ? [] : [of.author.login]),
  ];
  const name = site === null ? `${repository.name}${of.name}` : of.name;
  const row = {
    installation,
    repository: repository.id,
    name: repository.name.toLowerCase(),
    item,
    kind: of.kind,
    stage: stageKeyOf(of),
    stage_title: stageTitle(of.stage),
    position: of.position,
    since: of.since,
    deadline: deadlines.length === 0 ? null : Math.min(...deadlines),
    done_at: of.doneAt,
    words: `${name} ${of.title}`.toLowerCase(),
    people: spaced([...new Set(called)]),
    content: boardContent.write({ repository, site, entry: of }),
    gone: 0,
    ...how,
  };
  await tx
    .insertInto('board')
    .values({ key, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute();
  await tx.deleteFrom('board_batons').where('key', '=', key).execute();
  const batons = batonsOf(of).map((baton) => ({ key, repository: repository.id, ...baton }));
  if (batons.length > 0) await tx.insertInto('board_batons').values(batons).execute();
}

/** One row a role: whoever has one of its gates has the baton. */
function batonsOf({ batons, author, follows }: BoardEntry): readonly {
  readonly role: string;
  readonly people: string;
  readonly follows: number;
}[] {
  const byRole = new Map<string, readonly string[]>();
  for (const { roles, except } of batons)
    for (const role of roles) {
      const own = except.filter((person) => byRole.get(role)?.includes(person) ?? true);
      byRole.set(role, own);
    }
  const theirs = [...byRole].map(([role, except]) => ({
    role,
    people: spaced(except),
    follows: Number(follows),
  }));
  return author === null ? theirs : [...theirs, { role: '', people: spaced([author.id]), follows: 0 }];
}

async function writeRoles(
  tx: Database,
  repository: string,
  { is, digest }: NonNullable<BoardChange['roles']>,
): Promise<void> {
  await tx.deleteFrom('board_roles').where('repository', '=', repository).execute();
  const rows = [...is].flatMap(([role, accounts]) =>
    [...new Set(accounts)].map((account) => ({ repository, role, account })),
  );
  for (const part of inParts([{ repository, role: '', account: digest }, ...rows]))
    await tx.insertInto('board_roles').values(part).execute();
}

async function takeAll(tx: Database, rows: readonly { readonly key: string }[], at: number): Promise<void> {
  const version = await nextVersion(tx);
  for (const keys of inParts(rows.map(({ key }) => key))) await takeAway(tx, keys, version, at);
}

/** Whoever listens is told of it, so the row stays for a while, with nothing that anybody wrote. */
async function takeAway(tx: Database, keys: readonly string[], version: number, at: number): Promise<void> {
  const bare = { words: '', people: '', content: '', digest: '', deadline: null, done_at: null };
  await tx
    .updateTable('board')
    .set({ ...bare, gone: 1, version, kept_at: at })
    .where('key', 'in', keys)
    .execute();
  await tx.deleteFrom('board_batons').where('key', 'in', keys).execute();
}

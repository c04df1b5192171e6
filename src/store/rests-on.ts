/**
 * Whose roles the last verdict of each item rests on, and which teams a repository's policy names: so whoever hears that
 * somebody came to a team, or left it, knows what that can change. Losing it, the repositories are looked at again.
 */
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type * as z from 'zod';

import { stored } from '../stored.ts';
import { inParts } from './parts.ts';
import type { Database, Tables } from './tables.ts';

/** In the place of people: everybody. */
export const everybody = '*';

/** `key`: the inbox's. `repository`: its id. */
export type Resting<T> = {
  readonly key: string;
  readonly item: T;
  readonly installation: number;
  readonly repository: string;
  /** Whose roles it rests on: `#id`, or the login in lower case. */
  readonly people: readonly string[];
  /** Nothing there is to be changed any more, but that it was closed. */
  readonly isClosed: boolean;
};

/** Whose roles may have changed, and by what. */
export type RolesChange = {
  readonly installation: number;
  /** Of these people (see `Resting`); null: of anybody. */
  readonly whose: readonly string[] | null;
  /** By the teams of an organization that have one of these slugs or ids, or (`any`) by any of them; null: by no team. */
  readonly by: {
    readonly org: string;
    readonly slugs: readonly string[];
    readonly ids: readonly string[];
    readonly any: boolean;
  } | null;
  /** What people may do in repositories may have changed with it. */
  readonly permissions: boolean;
  /** `owner/name` of the only repository that it is about; null: all. */
  readonly only: string | null;
};

export type Place = { readonly installation: number; readonly repository: string };

export type RestsOnStore<T> = {
  /** Keeps whose roles an item's verdict rests on, and no others. `at`: milliseconds since the epoch. */
  keepResting(resting: Resting<T>, at: number): Promise<void>;
  /** The item is gone. */
  forgetResting(key: string): Promise<void>;
  /** The items that a change can make a difference to: open, or closed after an instant. */
  restingOn(change: RolesChange, closedAfter: number): Promise<readonly T[]>;
  /** Those of an installation that are being looked at now: they may have asked before the change. */
  underWay(installation: number): Promise<readonly T[]>;
  /** Forgets items that were closed before an instant. */
  pruneResting(before: number): Promise<void>;
};

export type PolicyTeamStore = {
  /**
   * Keeps which teams (`org/slug`) a repository's policy names, and whether a role of it is held by a permission.
   * @param repository its id, and its name of now
   */
  keepPolicyTeams(
    installation: number,
    repository: { readonly id: string; readonly name: string },
    names: { readonly teams: readonly string[]; readonly hasPermission: boolean },
  ): Promise<void>;
  /** All its open items are looked at, or will be: whose roles each rests on is known, or will be. */
  nowComplete(
    installation: number,
    repository: { readonly id: string; readonly name: string },
  ): Promise<void>;
  /** It has no policy. */
  forgetPolicyTeams(installation: number, repository: string): Promise<void>;
  forgetInstallationTeams(installation: number): Promise<void>;
  /** The repositories whose policies name a team of the change, or ask for permissions that it changes. */
  naming(change: RolesChange): Promise<readonly Place[]>;
  /** Repositories that are swept, so that they have a policy, and of which is not known what rests on whom. */
  unknownTo(installation: number): Promise<readonly Place[]>;
};

/** Beside the names of teams: a role is held by a permission; everything is known. */
const byPermission = '*';
const complete = '';

type On = ExpressionBuilder<Tables, 'policy_teams'>;

/** Of which rows of `policy_teams` a change tells. */
const told =
  ({ installation, by, permissions, only }: RolesChange) =>
  (eb: On): Expression<SqlBool> => {
    const any: Expression<SqlBool>[] = [];
    if (permissions) any.push(eb.and({ installation, team: byPermission }));
    if (by !== null) {
      const org = by.org.toLowerCase();
      const names = by.slugs.map((slug) => `${org}/${slug.toLowerCase()}`);
      if (by.any) any.push(eb('team', 'like', `${org}/%`));
      else if (names.length > 0) any.push(eb('team', 'in', names));
      // A team that was renamed is still who is meant.
      if (!by.any && by.ids.length > 0)
        any.push(
          eb(
            'repository',
            'in',
            eb
              .selectFrom('pins')
              .select('pins.repository')
              .where('account', 'in', by.ids)
              .where('pins.name', 'like', '%/%'),
          ),
        );
    }
    const of = any.length === 0 ? eb.lit(false) : eb.or(any);
    return only === null ? of : eb.and([of, eb('name', '=', only.toLowerCase())]);
  };

/** @param shape what an item is: one that cannot be read counts as not kept */
export function restsOnStore<T>(db: Database, shape: z.ZodType<T>): RestsOnStore<T> {
  const items = stored(1, shape);
  const readAll = (rows: readonly { readonly item: string }[]): readonly T[] =>
    rows.flatMap(({ item }) => items.read(item) ?? []);
  return {
    async keepResting({ key, item, installation, repository, people, isClosed }, at) {
      await db.deleteFrom('rests_on').where('key', '=', key).execute();
      const closed_at = isClosed ? at : null;
      const content = items.write(item);
      for (const part of inParts([...new Set(people)]))
        await db
          .insertInto('rests_on')
          .values(part.map((person) => ({ key, person, installation, repository, item: content, closed_at })))
          .execute();
    },
    async forgetResting(key) {
      await db.deleteFrom('rests_on').where('key', '=', key).execute();
    },
    async restingOn(change, closedAfter) {
      const { whose } = change;
      let query = db
        .selectFrom('rests_on')
        .select('rests_on.item')
        .distinct()
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom('policy_teams')
              .select('policy_teams.repository')
              .whereRef('policy_teams.repository', '=', 'rests_on.repository')
              .whereRef('policy_teams.installation', '=', 'rests_on.installation')
              .where(told(change)),
          ),
        )
        .where((eb) => eb.or([eb('closed_at', 'is', null), eb('closed_at', '>', closedAfter)]));
      if (whose !== null) query = query.where('person', 'in', [...whose, everybody]);
      return readAll(await query.orderBy('rests_on.item').execute());
    },
    async underWay(installation) {
      const rows = await db
        .selectFrom('items')
        .select('item')
        .where('held_until', 'is not', null)
        .where('group_name', '=', String(installation))
        .execute();
      return readAll(rows);
    },
    async pruneResting(before) {
      await db.deleteFrom('rests_on').where('closed_at', '<', before).execute();
    },
  };
}

export function policyTeamStore(db: Database): PolicyTeamStore {
  const keep = async (
    installation: number,
    { id, name }: { readonly id: string; readonly name: string },
    teams: readonly string[],
  ): Promise<void> => {
    for (const part of inParts(teams))
      await db
        .insertInto('policy_teams')
        .values(part.map((team) => ({ installation, repository: id, name: name.toLowerCase(), team })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
  };
  const forget = (installation: number, repository: string) =>
    db
      .deleteFrom('policy_teams')
      .where('installation', '=', installation)
      .where('repository', '=', repository);
  return {
    async keepPolicyTeams(installation, repository, { teams, hasPermission }) {
      const names = [...new Set(teams.map((team) => team.toLowerCase()))];
      const all = hasPermission ? [...names, byPermission] : names;
      const name = repository.name.toLowerCase();
      await forget(installation, repository.id)
        // What was complete is so under its name of now.
        .where((eb) => eb.or([eb('name', '!=', name), eb('team', 'not in', [...all, complete])]))
        .execute();
      await keep(installation, repository, all);
    },
    nowComplete: (installation, repository) => keep(installation, repository, [complete]),
    async forgetPolicyTeams(installation, repository) {
      await forget(installation, repository).execute();
    },
    async forgetInstallationTeams(installation) {
      await db.deleteFrom('policy_teams').where('installation', '=', installation).execute();
    },
    async naming(change) {
      return db
        .selectFrom('policy_teams')
        .select(['installation', 'name as repository'])
        .distinct()
        .where(told(change))
        .orderBy('installation')
        .orderBy('repository')
        .execute();
    },
    async unknownTo(installation) {
      const prefix = `sweep ${installation} `;
      const swept = await db
        .selectFrom('marks')
        .select('name')
        .where('name', '>=', prefix)
        .where('name', '<', `${prefix}\uffff`)
        .execute();
      const known = await db
        .selectFrom('policy_teams')
        .select('name')
        .where('installation', '=', installation)
        .where('team', '=', complete)
        .execute();
      const names = new Set(known.map(({ name }) => name));
      return swept
        .map(({ name }) => name.slice(prefix.length))
        .filter((name) => !names.has(name))
        .map((repository) => ({ installation, repository }));
    },
  };
}

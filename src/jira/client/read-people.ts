/** Who is in which group, and who acts in which project role. */
import * as z from 'zod';

import { group, userOf } from './answers.ts';
import type { Requests } from './requests.ts';
import type { JiraActors, JiraUser, Named } from '../shapes.ts';
import type { Flavour } from '../site.ts';

export type ReadPeople = {
  /** By the key, where there is one. @returns null: there is no such user */
  readonly groupsOf: (user: Pick<JiraUser, 'id' | 'key'>) => Promise<readonly Named[] | null>;
  /** Who has a user name (Data Center), or an account's id. @returns null: nobody */
  readonly userNamed: (name: string) => Promise<JiraUser | null>;
  /** The roles that the project has. */
  readonly roles: (project: string) => Promise<readonly Named[] | null>;
  /** @param role its id */
  readonly actorsIn: (project: string, role: string) => Promise<JiraActors | null>;
};

const administer =
  'the permission "Administer projects" in it (scopes: read:jira-work), because Jira shows roles to nobody else';
const browseUsers = 'the global permission "Browse users and groups" (scopes: read:jira-user)';

export function createReadPeople(flavour: Flavour, { ask }: Requests): ReadPeople {
  return {
    async groupsOf(user) {
      if (flavour === 'cloud') {
        const asked = { path: ['user', 'groups'], query: { accountId: user.id }, needs: browseUsers };
        return ask(asked, z.array(group));
      }
      const who: Record<string, string> = user.key === null ? { username: user.id } : { key: user.key };
      const asked = { path: ['user'], query: { ...who, expand: 'groups' }, needs: browseUsers };
      return ask(asked, ownGroups);
    },
    userNamed: (name) =>
      ask(
        {
          path: ['user'],
          query: flavour === 'cloud' ? { accountId: name } : { username: name },
          needs: browseUsers,
        },
        userOf(flavour),
      ),
    roles: (project) => ask({ path: ['project', project, 'role'], needs: administer }, roleAddresses),
    actorsIn: (project, role) => ask({ path: ['project', project, 'role', role], needs: administer }, actors),
  };
}

/** Data Center: "user", `expand=groups`. `size` counts them all. */
const ownGroups = z
  .object({ groups: z.object({ size: z.int().nonnegative(), items: z.array(group) }) })
  .refine(({ groups: { size, items } }) => items.length >= size, {
    error: 'not all of them',
    path: ['groups'],
  })
  .transform(({ groups: { items } }): readonly Named[] => items);

/** Names of roles and their addresses, which end in the id. The addresses are not asked: they may lead anywhere. */
const roleAddresses = z.record(z.string(), z.string()).transform((roles): readonly Named[] =>
  Object.entries(roles).flatMap(([name, address]) => {
    const id = /\/(\d+)$/.exec(address)?.[1];
    return id === undefined ? [] : [{ id, name }];
  }),
);

export const actors = z
  .object({
    actors: z
      .array(
        z.object({
          type: z.string(),
          name: z.string().nullish(),
          actorUser: z.object({ accountId: z.string() }).nullish(),
          actorGroup: group.nullish(),
        }),
      )
      .nullish(),
  })
  .transform((role): JiraActors => {
    const all = role.actors ?? [];
    return {
      users: all.flatMap(({ type, name, actorUser }) => {
        const id = actorUser?.accountId ?? name;
        return type === 'atlassian-user-role-actor' && id ? [id] : [];
      }),
      groups: all.flatMap(({ type, name, actorGroup }) => {
        if (type !== 'atlassian-group-role-actor') return [];
        if (actorGroup) return [actorGroup];
        return name ? [{ id: name, name }] : [];
      }),
    };
  });

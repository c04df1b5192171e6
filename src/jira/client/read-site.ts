/** What a site is, and what our account may do there. */
import * as z from 'zod';

import { group, instant, named, status, userOf } from './answers.ts';
import type { Requests } from './requests.ts';
import type { JiraServer, JiraStatus, JiraUser, Named } from '../shapes.ts';
import type { Flavour } from '../site.ts';
import { sameText } from '../../same-text.ts';

export type ReadSite = {
  /** Our own account. */
  readonly myself: () => Promise<JiraUser>;
  readonly server: () => Promise<JiraServer>;
  /** All statuses that the account can see. */
  readonly statuses: () => Promise<readonly JiraStatus[]>;
  /** Those of the project's workflows. @returns null: there is no such project, or the account may not see it */
  readonly statusesOf: (project: string) => Promise<readonly JiraStatus[] | null>;
  readonly fields: () => Promise<readonly Named[]>;
  /** @param name a group's name, or on Cloud its id. @returns null: there is none */
  readonly group: (name: string) => Promise<Named | null>;
  /** @returns null: there is none, or the account may not see it */
  readonly project: (key: string) => Promise<Named | null>;
  /**
   * Which of these permissions the account has in a project.
   * @param permissions as Jira names them, such as `BROWSE_PROJECTS`
   */
  readonly permissions: (
    project: string,
    permissions: readonly string[],
  ) => Promise<readonly string[] | null>;
};

const account = 'an account that may use Jira (scopes: read:jira-work, read:jira-user)';

export function createReadSite(flavour: Flavour, { ask, need }: Requests): ReadSite {
  return {
    myself: () => need({ path: ['myself'], needs: account }, userOf(flavour)),
    server: () => need({ path: ['serverInfo'], needs: account }, serverInfo),
    statuses: () => need({ path: ['status'], needs: account }, z.array(status)),
    statusesOf: (project) =>
      ask(
        {
          path: ['project', project, 'statuses'],
          needs: 'the project permission "Browse projects" (scopes: read:jira-work)',
        },
        ofTypes,
      ),
    fields: () => need({ path: ['field'], needs: account }, z.array(named)),
    async group(name) {
      const needs = 'the global permission "Browse users and groups" (scopes: read:jira-user)';
      // Data Center 10 and later tells of one group to nobody; the picker finds it among those with a similar name.
      if (flavour === 'data-center') {
        const query = { query: name, maxResults: 100 };
        const found = await ask(
          { path: ['groups', 'picker'], query, needs },
          z.object({ groups: z.array(group) }),
        );
        return found?.groups.find((each) => sameText(each.name, name)) ?? null;
      }
      // An id is a UUID; a group may be called like one, so both are looked for.
      const isId = /^[\da-f]{8}-[\da-f-]{27}$/i.test(name);
      for (const query of [...(isId ? [{ groupId: name }] : []), { groupName: name }]) {
        const page = await ask(
          { path: ['group', 'bulk'], query, needs },
          z.object({ values: z.array(group) }),
        );
        const [found] = page?.values ?? [];
        if (found !== undefined) return found;
      }
      return null;
    },
    project: (key) =>
      ask(
        {
          path: ['project', key],
          needs: 'the project permission "Browse projects" (scopes: read:jira-work)',
        },
        named,
      ),
    permissions: (project, permissions) =>
      ask(
        {
          path: ['mypermissions'],
          query: { projectKey: project, permissions: permissions.join(',') },
          needs: account,
        },
        held.transform((all) => permissions.filter((each) => all.has(each))),
      ),
  };
}

/** By issue type; types share statuses. */
const ofTypes = z
  .array(z.object({ statuses: z.array(status) }))
  .transform((types): readonly JiraStatus[] => [
    ...new Map(types.flatMap(({ statuses }) => statuses).map((each) => [each.id, each])).values(),
  ]);

const serverInfo = z
  .object({
    version: z.string().catch(''),
    deploymentType: z.string().nullish().catch(null),
    serverTime: instant.nullish().catch(null),
  })
  .transform(({ version, deploymentType, serverTime }): JiraServer => {
    const flavour = deploymentType === 'Cloud' ? 'cloud' : 'data-center';
    return { time: serverTime ?? null, version, flavour };
  });

const held = z
  .object({ permissions: z.record(z.string(), z.object({ havePermission: z.boolean() })) })
  .transform(({ permissions }): ReadonlySet<string> => {
    return new Set(
      Object.entries(permissions).flatMap(([key, { havePermission }]) => (havePermission ? [key] : [])),
    );
  });

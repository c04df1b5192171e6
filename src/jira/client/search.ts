/** Which issues were changed. */
import * as z from 'zod';

import { instant } from './answers.ts';
import { JiraRefused, JiraRejected, JiraUnreadable } from './failures.ts';
import type { Requests } from './requests.ts';
import type { JiraFound } from '../shapes.ts';
import type { Flavour } from '../site.ts';

const perPage = 100;
const mostPages = 500;
const needs = 'the project permission "Browse projects" (scopes: read:jira-work)';

export type Search = {
  /** One issue of a project that stands in a status (its id): the last changed. @returns null: none does */
  readonly standingIn: (project: string, status: string) => Promise<JiraFound | null>;
  /** The issue of a project that was changed last. @returns null: it has none */
  readonly lastIn: (project: string) => Promise<JiraFound | null>;
  /** Of the issues of these projects that were changed at or after an instant, the last changed. */
  readonly lastChangedSince: (since: number, projects: readonly string[]) => Promise<JiraFound | null>;
  /**
   * The issues of these projects that were changed at or after an instant (milliseconds since the epoch), the last
   * changed first. Jira's index may lag behind by a minute: ask from a little earlier.
   * @throws JiraRejected also when the account cannot see one of the projects
   */
  readonly changedSince: (since: number, projects: readonly string[]) => Promise<readonly JiraFound[]>;
  /**
   * Which of these issues there are, and in which projects they are now; the others are gone, or the account may not see
   * them. One request for each hundred.
   * @param ids by which alone they are asked for: a key may lead to another issue
   */
  readonly existing: (ids: readonly string[]) => Promise<ReadonlyMap<string, { readonly project: string }>>;
};

export function createSearch(flavour: Flavour, { ask, need }: Requests): Search {
  async function first(jql: string): Promise<JiraFound | null> {
    const query = { jql, fields: 'updated', maxResults: 1 };
    const path = flavour === 'cloud' ? ['search', 'jql'] : ['search'];
    const page = await need({ path, query, needs }, z.object({ issues: z.array(found) }));
    return page.issues[0] ?? null;
  }
  async function cloud(jql: string): Promise<readonly JiraFound[]> {
    const found: JiraFound[] = [];
    let nextPageToken: string | undefined;
    for (let pages = 0; pages < mostPages; pages += 1) {
      const query = { jql, fields: 'updated', maxResults: perPage, nextPageToken };
      const page = await need({ path: ['search', 'jql'], query, needs }, cloudPage);
      found.push(...page.issues);
      if (page.isLast === true || !page.nextPageToken) return found;
      nextPageToken = page.nextPageToken;
    }
    throw new JiraUnreadable('A search in Jira did not come to an end.');
  }
  async function own(jql: string): Promise<readonly JiraFound[]> {
    const found: JiraFound[] = [];
    for (;;) {
      const query = { jql, fields: 'updated', maxResults: perPage, startAt: found.length };
      const page = await need({ path: ['search'], query, needs }, ownPage);
      found.push(...page.issues);
      if (page.issues.length === 0 || found.length >= page.total) return found;
    }
  }
  /** "Bulk fetch issues" leaves out what there is not; a search does so only where its query is not validated. */
  async function among(ids: readonly string[]): Promise<readonly Place[]> {
    if (flavour === 'cloud') {
      const body = { issueIdsOrKeys: ids, fields: ['project'] };
      return (await need({ method: 'POST', path: ['issue', 'bulkfetch'], body, needs }, places)).issues;
    }
    const query = {
      jql: `id in (${ids.join(', ')})`,
      fields: 'project',
      maxResults: perPage,
      validateQuery: 'false',
    };
    return (await need({ path: ['search'], query, needs }, places)).issues;
  }
  /** Where it cannot be asked for several at once: one by one. */
  async function oneByOne(ids: readonly string[]): Promise<readonly Place[]> {
    const found: Place[] = [];
    for (const id of ids) {
      const one = await ask({ path: ['issue', id], query: { fields: 'project' }, needs }, place).catch(
        (error: unknown) => {
          // Data Center says so of one that the account may not see.
          if (error instanceof JiraRefused && error.what === 'permission') return null;
          throw error;
        },
      );
      if (one !== null) found.push(one);
    }
    return found;
  }
  return {
    async existing(ids) {
      const found = new Map<string, Place>();
      for (let at = 0; at < ids.length; at += perPage) {
        const part = ids.slice(at, at + perPage);
        const there = await among(part).catch((error: unknown) => {
          if (!isNoSuchRequest(error)) throw error;
          return oneByOne(part);
        });
        for (const each of there) found.set(each.id, each);
      }
      return found;
    },
    standingIn: (project, status) =>
      first(`project = ${quotedJql(project)} AND status = ${quotedJql(status)} ORDER BY updated DESC`),
    lastIn: (project) => first(`project = ${quotedJql(project)} ORDER BY updated DESC`),
    lastChangedSince: async (since, projects) =>
      projects.length === 0 ? null : first(changedSinceJql(since, projects)),
    async changedSince(since, projects) {
      if (projects.length === 0) return [];
      const jql = changedSinceJql(since, projects);
      const found = await (flavour === 'cloud' ? cloud(jql) : own(jql));
      // What changes meanwhile comes to the front and pushes another one over the edge of a page, which comes twice.
      return [...new Map(found.map((each) => [each.id, each])).values()];
    },
  };
}

/**
 * Atlassian: "JQL: Date time formats": without quotes a number is milliseconds since the epoch; a date would be in
 * the time zone of the account.
 */
export function changedSinceJql(since: number, projects: readonly string[]): string {
  return `project in (${projects.map(quotedJql).join(', ')}) AND updated >= ${Math.floor(since)} ORDER BY updated DESC`;
}

/** Atlassian: "Use advanced search with JQL", "Reserved characters" and "Escaping". */
function quotedJql(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`).replaceAll(/\p{Cc}/gu, ' ')}"`;
}

const found = z
  .object({ id: z.coerce.string(), key: z.string().min(1), fields: z.object({ updated: instant }) })
  .transform(({ id, key, fields }): JiraFound => ({ id, key, updated: fields.updated }));

const place = z
  .object({
    id: z.coerce.string(),
    fields: z.object({ project: z.object({ key: z.string().min(1) }) }),
  })
  .transform(({ id, fields: { project } }) => ({ id, project: project.key }));
type Place = z.output<typeof place>;
const places = z.object({ issues: z.array(place) });

/** An older Jira, or a proxy before it, that does not know the request; not an outage, and not that it may not be asked. */
function isNoSuchRequest(error: unknown): boolean {
  return error instanceof JiraUnreadable || error instanceof JiraRejected;
}

const cloudPage = z.object({
  issues: z.array(found),
  nextPageToken: z.string().nullish(),
  isLast: z.boolean().nullish(),
});

const ownPage = z.object({ issues: z.array(found), total: z.int().nonnegative() });

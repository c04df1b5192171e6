/** Reading one issue: what it is now, and all that was changed on it. */
import * as z from 'zod';

import {
  anyUser,
  changeOf,
  inOrder,
  instant,
  issueFields,
  issueOf,
  status,
  textOf,
  type AnsweredIssue,
} from './answers.ts';
import { keepingNothing, readChangelog, type ChangeKeeper } from './changelog.ts';
import { JiraUnreadable } from './failures.ts';
import type { Requests } from './requests.ts';
import type { JiraChange, JiraComment, JiraIssue, JiraStory, JiraTransition, JiraValues } from '../shapes.ts';
import { inPortions } from '../../in-portions.ts';
import type { Flavour } from '../site.ts';

const perPage = 100;

export type ReadIssue = {
  /**
   * @param key the issue's key or id; one that was moved is found, too, and comes back with its new key
   * @param fields further fields, by id
   * @returns null: there is none, or the account may not see it
   */
  readonly issue: (key: string, fields?: readonly string[]) => Promise<JiraIssue | null>;
  /** All changes, oldest first. @throws JiraUnreadable rather than give back a part of them */
  readonly changelog: (key: string) => Promise<readonly JiraChange[] | null>;
  /**
   * All changes, where some are known: Cloud reads those after them alone, in one request; Data Center reads all.
   * @throws JiraUnreadable
   */
  readonly changesAfter: (key: string, known: readonly JiraChange[]) => Promise<readonly JiraChange[] | null>;
  /** Both. Cloud: two requests and one more for each further hundred changes that are not known; Data Center: one. */
  readonly story: (key: string, fields?: readonly string[]) => Promise<JiraStory | null>;
  /** Those that were made since an instant (milliseconds since the epoch, by Jira's clock), newest first. */
  readonly commentsSince: (key: string, since: number) => Promise<readonly JiraComment[] | null>;
  /** What the account can do with it now. */
  readonly transitions: (key: string) => Promise<readonly JiraTransition[] | null>;
  /** Which values a field can have on it, as far as Jira tells the account. */
  readonly valuesOf: (key: string, field: string) => Promise<JiraValues | null>;
};

/** @param keeper of what was read of changelogs on Cloud */
export function createReadIssue(
  flavour: Flavour,
  { ask }: Requests,
  keeper: ChangeKeeper = keepingNothing,
): ReadIssue {
  const issueAsk = (key: string, fields: readonly string[], expand?: string) => ({
    path: ['issue', key],
    query: { fields: fields.join(','), expand },
    needs: 'the project permission "Browse projects" (scopes: read:jira-work)',
  });
  const described = async (found: AnsweredIssue): Promise<JiraIssue> => {
    const description = await inPortions(textOf(flavour, found.description));
    return { ...found, description };
  };
  const issue: ReadIssue['issue'] = async (key, fields = []) => {
    const found = await ask(issueAsk(key, [...issueFields, ...fields]), issueOf(flavour, fields));
    return found === null ? null : described(found);
  };

  /** Atlassian: "Get changelogs": oldest first. `expand=changelog` gives the newest alone on Cloud. */
  async function cloudChanges(
    key: string,
    known: readonly JiraChange[] = [],
  ): Promise<readonly JiraChange[] | null> {
    const found = [...known];
    for (;;) {
      const page = await ask(
        {
          path: ['issue', key, 'changelog'],
          query: { startAt: found.length, maxResults: perPage },
          needs: 'the project permission "Browse projects" (scopes: read:jira-work)',
        },
        changePage(flavour),
      );
      if (page === null) return null;
      if (page.startAt !== found.length) throw truncated(key);
      found.push(...page.values);
      const { total = null, isLast = null } = page;
      const isWhole = total === null ? isLast === true : found.length >= total;
      if (isWhole && isLast !== false) return inOrder(found);
      if (isLast === true || page.values.length === 0) throw truncated(key);
    }
  }

  async function ownStory(key: string, fields: readonly string[], all: boolean): Promise<JiraStory | null> {
    const wanted = all ? [...issueFields, ...fields] : ['project', 'status', 'created', 'updated'];
    const read = await ask(
      issueAsk(key, wanted, 'changelog'),
      z.intersection(
        issueOf(flavour, fields).transform((found) => ({ issue: found })),
        z.object({ changelog: wholeChangelog(flavour) }),
      ),
    );
    if (read === null) return null;
    const { histories, total } = read.changelog;
    if (histories.length < (total ?? 0)) throw truncated(key);
    return { issue: await described(read.issue), changes: inOrder(histories) };
  }

  return {
    issue,
    async changelog(key) {
      if (flavour === 'cloud') return cloudChanges(key);
      return (await ownStory(key, [], false))?.changes ?? null;
    },
    async changesAfter(key, known) {
      if (flavour === 'cloud') return cloudChanges(key, known);
      return (await ownStory(key, [], false))?.changes ?? null;
    },
    async story(key, fields = []) {
      if (flavour === 'data-center') return ownStory(key, fields, true);
      // The issue first: what happens between the two is then in the history, and the issue is what is old.
      const found = await issue(key, fields);
      if (found === null) return null;
      const changes = await readChangelog({ ask }, found.id, keeper);
      return changes === null ? null : { issue: found, changes: inOrder(changes) };
    },
    async commentsSince(key, since) {
      const found: JiraComment[] = [];
      for (;;) {
        const page = await ask(
          {
            path: ['issue', key, 'comment'],
            query: { startAt: found.length, maxResults: perPage, orderBy: '-created' },
            needs: 'the project permission "Browse projects" (scopes: read:jira-work)',
          },
          commentPage(flavour),
        );
        if (page === null) return null;
        found.push(...page.comments);
        const isWhole = found.length >= page.total || page.comments.some(({ created }) => created < since);
        if (isWhole) return found.filter(({ created }) => created >= since);
        if (page.comments.length === 0) throw truncated(key);
      }
    },
    transitions: (key) =>
      ask(
        {
          path: ['issue', key, 'transitions'],
          query: { expand: 'transitions.fields' },
          needs: 'the project permission "Browse projects" (scopes: read:jira-work)',
        },
        transitionList,
      ),
    valuesOf: (key, field) =>
      ask(
        {
          path: ['issue', key, 'editmeta'],
          needs: 'the project permission "Browse projects" (scopes: read:jira-work)',
        },
        editable.transform(({ fields }): JiraValues => {
          const about = fields[field];
          if (about === undefined) return { kind: 'hidden' };
          const read = oneOption.safeParse(about);
          return read.success ? { kind: 'options', values: read.data.allowedValues } : { kind: 'other' };
        }),
      ),
  };
}

function truncated(key: string): JiraUnreadable {
  return new JiraUnreadable(`Jira gave only a part of what happened on ${key.slice(0, 60)}.`);
}

const changePage = (flavour: Flavour) =>
  z.object({
    startAt: z.int().nonnegative(),
    total: z.int().nonnegative().nullish(),
    isLast: z.boolean().nullish(),
    values: z.array(changeOf(flavour)),
  });

const wholeChangelog = (flavour: Flavour) =>
  z.object({ total: z.int().nonnegative().nullish(), histories: z.array(changeOf(flavour)) });

const commentPage = (flavour: Flavour) =>
  z.object({
    total: z.int().nonnegative(),
    comments: z.array(
      z
        .object({
          id: z.coerce.string(),
          author: anyUser(flavour),
          body: z.unknown().optional(),
          created: instant,
          updated: instant,
        })
        .transform(({ id, author, body, created, updated }): JiraComment => {
          return { id, by: author, created, updated, body };
        }),
    ),
  });

/**
 * Atlassian: "Get edit issue metadata"; "How to retrieve available options for a multi-select customfield via Jira REST
 * API": those of the issue's own context.
 */
const editable = z.object({ fields: z.record(z.string(), z.unknown()) });

/** A field that has one of its options at a time. */
const oneOption = z.object({
  schema: z.object({ type: z.literal('option') }),
  allowedValues: z.array(z.object({ value: z.string() }).transform(({ value }) => value)),
});

const transitionField = z.object({ required: z.boolean().nullish(), hasDefaultValue: z.boolean().nullish() });

export const transitionList = z
  .object({
    transitions: z.array(
      z
        .object({
          id: z.coerce.string(),
          name: z.string(),
          to: status,
          fields: z.record(z.string(), transitionField).nullish(),
        })
        .transform(({ id, name, to, fields }): JiraTransition => {
          const required = Object.entries(fields ?? {}).flatMap(([field, about]) =>
            about.required === true && about.hasDefaultValue !== true ? [field] : [],
          );
          return { id, name, to, required };
        }),
    ),
  })
  .transform(({ transitions }): readonly JiraTransition[] => transitions);

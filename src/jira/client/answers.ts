/** Jira's answers, of which just the fields are read that somebody needs. Atlassian: "The Jira Cloud platform REST API". */
import * as z from 'zod';

import type { Portions } from '../../portions.ts';
import { readAdf, wikiToMarkdown } from '../text/index.ts';
import type { Flavour } from '../site.ts';
import type { JiraChange, JiraIssue, JiraStatus, JiraUser, Named } from '../shapes.ts';

const nobody: JiraUser = { id: '', key: null, name: '', kind: 'nobody' };

/** `2021-08-29T18:04:39.112+0000`, or ISO 8601. */
export const instant = z.string().transform((text, context) => {
  const at = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (!Number.isNaN(at)) return at;
  context.addIssue('no instant');
  return z.NEVER;
});

/** What decides is there as it should be, or the whole answer counts for nothing. */
const told = z.string().nullish();
const words = z.string().nullish().catch(null);

const cloudUser = z
  .object({ accountId: z.string().min(1), accountType: words, displayName: words })
  .transform(({ accountId, accountType, displayName }): JiraUser => {
    // `unknown`, or none: a former user, or one that the site does not tell of. Doubt is nobody.
    const kind =
      accountType === 'app'
        ? 'app'
        : /^(?:atlassian|customer)$/.test(accountType ?? '')
          ? 'person'
          : 'nobody';
    return { id: accountId, key: null, name: displayName ?? accountId, kind };
  });

const ownUser = z
  .object({ name: z.string().min(1), key: words, displayName: words })
  .transform(({ name, key, displayName }): JiraUser => {
    return { id: name, key: key ?? null, name: displayName ?? name, kind: 'person' };
  });

export const userOf = (flavour: Flavour): z.ZodType<JiraUser> => (flavour === 'cloud' ? cloudUser : ownUser);

/** Somebody who may be missing: not signed in, or deleted. */
export const anyUser = (flavour: Flavour): z.ZodType<JiraUser> =>
  z
    .unknown()
    .optional()
    .transform((value): JiraUser => {
      const read = userOf(flavour).safeParse(value);
      return read.success ? read.data : nobody;
    });

export const status = z
  .object({
    id: z.coerce.string(),
    name: z.string(),
    statusCategory: z.object({ key: words }).nullish().catch(null),
  })
  .transform(({ id, name, statusCategory }): JiraStatus => {
    const key = statusCategory?.key;
    return { id, name, category: key === 'new' || key === 'done' ? key : 'indeterminate' };
  });

export const named = z
  .object({ id: z.coerce.string(), name: z.string() })
  .transform(({ id, name }): Named => ({ id, name }));

/** A group: by its id (Cloud), or its name. */
export const group = z
  .object({ name: z.string(), groupId: words })
  .transform(({ name, groupId }): Named => ({ id: groupId ?? name, name }));

/** Read of each issue, apart from what is asked for. */
export const issueFields = [
  'summary',
  'description',
  'status',
  'labels',
  'issuetype',
  'project',
  'assignee',
  'creator',
  'created',
  'updated',
  'resolution',
] as const;

/** As it was given: a long text is read in portions, behind everything else. */
export type AnsweredIssue = Omit<JiraIssue, 'description'> & { readonly description: unknown };

/** @param asked the further fields, by id */
export function issueOf(flavour: Flavour, asked: readonly string[]): z.ZodType<AnsweredIssue> {
  return z
    .object({
      id: z.coerce.string(),
      key: z.string().min(1),
      fields: z.looseObject({
        summary: words,
        description: z.unknown().optional(),
        status,
        labels: z.array(z.string()).nullish(),
        issuetype: z.object({ name: z.string() }).nullish(),
        project: z.object({ key: z.string().min(1) }),
        assignee: z.unknown().optional(),
        creator: anyUser(flavour),
        created: instant,
        updated: instant,
        resolution: named.nullish(),
      }),
    })
    .transform(({ id, key, fields }): AnsweredIssue => {
      const given: Readonly<Record<string, unknown>> = fields;
      return {
        id,
        key,
        project: fields.project.key,
        summary: fields.summary ?? '',
        description: fields.description,
        status: fields.status,
        labels: fields.labels ?? [],
        type: fields.issuetype?.name ?? null,
        assignee:
          fields.assignee === null || fields.assignee === undefined
            ? null
            : anyUser(flavour).parse(fields.assignee),
        author: fields.creator,
        created: fields.created,
        updated: fields.updated,
        resolution: fields.resolution ?? null,
        fields: Object.fromEntries(
          asked.flatMap((name) => (Object.hasOwn(given, name) ? [[name, given[name]] as const] : [])),
        ),
      };
    });
}

/** Reads a long text, as Markdown. */
export function* textOf(flavour: Flavour, value: unknown): Portions<string> {
  if (value === null || value === undefined) return '';
  return flavour === 'data-center' && typeof value === 'string'
    ? yield* wikiToMarkdown.ahead(value)
    : yield* readAdf(value);
}

/** Only what Jira gave: every object in JavaScript has a `toString`. */
function ownTexts(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const own = (key: string): unknown => (Object.hasOwn(value, key) ? Reflect.get(value, key) : null);
  return { ...value, fromText: own('fromString'), toText: own('toString') };
}

const changeItem = z.preprocess(
  ownTexts,
  z
    .object({
      field: told,
      fieldtype: words,
      fieldId: told,
      from: told,
      to: told,
      fromText: told,
      toText: told,
    })
    .transform(({ field, fieldtype, fieldId, from, to, fromText, toText }): JiraChange['items'][number] => ({
      // Data Center gives no ids, and a custom field may be called like one of Jira's own; once Cloud said "Status" for
      // the field `status`.
      field: fieldId ?? `${fieldtype === 'custom' ? 'custom ' : ''}${(field ?? '').toLowerCase()}`,
      from: from ?? null,
      to: to ?? null,
      fromText: fromText ?? null,
      toText: toText ?? null,
    })),
);

export const changeItems = z.array(changeItem);

export function changeOf(flavour: Flavour): z.ZodType<JiraChange> {
  return z
    .object({ id: z.coerce.string(), created: instant, author: anyUser(flavour), items: changeItems })
    .transform(({ id, created, author, items }): JiraChange => ({ id, at: created, by: author, items }));
}

/** Oldest first, each once; of one instant, in the order in which Jira lists them. */
export function inOrder(changes: readonly JiraChange[]): readonly JiraChange[] {
  const isNewestFirst = (changes[0]?.at ?? 0) > (changes.at(-1)?.at ?? 0);
  const listed = isNewestFirst ? changes.toReversed() : changes;
  const byId = new Map(listed.map((change) => [change.id, change]));
  return [...byId.values()].sort((one, other) => one.at - other.at);
}

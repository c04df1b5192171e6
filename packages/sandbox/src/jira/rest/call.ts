/** One REST call: what came in, and the ways to answer. */
import type { z } from 'zod';
import type { Json, JsonObject } from '../../json.ts';
import { findIssue } from '../directory.ts';
import type { Flavour, Issue, Project, RichText, Site, User } from '../model/index.ts';
import { JiraRefusal, NotPlayed } from '../refusal.ts';
import { may, seeing, type ProjectPermission } from '../rights.ts';
import { type View, self } from '../show/index.ts';
import { isDocument } from '../text.ts';

export type Call = {
  readonly site: Site;
  readonly viewer: User | null;
  readonly view: View;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Undefined: there was none, or it is no JSON. */
  readonly body: Json | undefined;
};

export type Answer = { readonly status: number; readonly body: Json | undefined };

export type Route = {
  /** Default: both. */
  readonly flavour?: Flavour;
  /** The scope that a scoped token needs; null: none. */
  readonly scope: string | null;
  /** These together do as well. */
  readonly granular?: readonly string[];
  /** Nobody in particular may ask, too: Atlassian's description lists `{}` under `security`. */
  readonly anonymous: boolean;
  /** The parameters that are played. */
  readonly query?: readonly string[];
  readonly handler: (call: Call) => Answer;
};

/** By method and path below `/rest/api/N`, spelled as Atlassian's OpenAPI description spells them. */
export type Routes = Readonly<Record<string, Route>>;

export const ok = (body: Json): Answer => ({ status: 200, body });
export const created = (body: Json): Answer => ({ status: 201, body });
export const noContent: Answer = { status: 204, body: undefined };

export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`the route has no {${name}}`);
  return value;
}

/** The issue in the path, to whoever may see it. */
export const issueOf = (call: Call): Issue =>
  seeing(call.site, call.viewer, findIssue(call.site, param(call, 'issueIdOrKey')));

export function projectOf(call: Call): Project {
  const idOrKey = param(call, 'projectIdOrKey');
  const project = findProject(call, idOrKey);
  if (project === undefined) throw new JiraRefusal(404, `No project could be found with key '${idOrKey}'.`);
  return project;
}

export const findProject = (call: Call, idOrKey: string): Project | undefined =>
  call.site.projects.find(
    (one) => (one.key === idOrKey || one.id === idOrKey) && may(call.viewer, 'BROWSE_PROJECTS', one),
  );

/** Whoever may do that; nobody in particular is asked to log in where not anybody may. */
export function writer(call: Call, issue: Issue, permission: ProjectPermission): User | null {
  return may(null, permission, issue.project) ? call.viewer : actor(call);
}

export function actor(call: Call): User {
  if (call.viewer === null)
    throw new JiraRefusal(
      401,
      'You are not authenticated. Authentication required to perform this operation.',
    );
  return call.viewer;
}

/** The body, of the form that is wanted. Names in it that the sandbox does not play fail loudly. */
export function input<T>(call: Call, schema: z.ZodType<T>): T {
  if (call.body === undefined) throw new JiraRefusal(400, 'No content to map to Object due to end of input');
  const result = schema.safeParse(call.body);
  if (result.success) return result.data;
  for (const issue of result.error.issues)
    if (issue.code === 'unrecognized_keys')
      throw new NotPlayed(`${[...issue.path, issue.keys.join(', ')].join('.')} in the body`);
  throw new JiraRefusal(
    400,
    call.site.flavour === 'cloud'
      ? 'Invalid request payload. Refer to the REST API documentation and try again.'
      : 'Can not deserialize instance.',
    Object.fromEntries(result.error.issues.map(({ path, message }) => [path.join('.'), message])),
  );
}

/** A long text in a body: version 3 takes ADF only, version 2 takes text only. */
export function richText(call: Call, value: Json, refusal: JiraRefusal): RichText {
  const fits = call.view.api === '3' ? isDocument(value) : typeof value === 'string';
  if (!fits) throw refusal;
  return value as RichText;
}

export function numberOf(call: Call, name: string, otherwise: number): number {
  const text = call.query.get(name);
  return text === null || !/^\d+$/.test(text) ? otherwise : Number(text);
}

/** Names in a parameter, separated by commas, which may be given more than once. */
export const namesOf = (call: Call, name: string): string[] =>
  call.query
    .getAll(name)
    .flatMap((one) => one.split(','))
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** `expand`: only what is played. */
export function expansions(call: Call, played: readonly string[]): ReadonlySet<string> {
  const names = namesOf(call, 'expand');
  for (const name of names) if (!played.includes(name)) throw new NotPlayed(`expand=${name}`);
  return new Set(names);
}

/** A page of a list as Cloud's newer calls and Data Center's lists of members give it (`PageBean…`). */
export function page<T>(
  call: Call,
  path: string,
  all: readonly T[],
  most: number,
  show: (one: T) => Json,
): JsonObject {
  const startAt = numberOf(call, 'startAt', 0);
  const maxResults = Math.max(1, Math.min(most, numberOf(call, 'maxResults', most)));
  const values = all.slice(startAt, startAt + maxResults);
  const address = (start: number): string => {
    const query = new URLSearchParams(call.query);
    query.set('startAt', String(start));
    query.set('maxResults', String(maxResults));
    return self(call.view, `${path}?${query.toString()}`);
  };
  const isLast = startAt + values.length >= all.length;
  return {
    self: address(startAt),
    ...(isLast ? {} : { nextPage: address(startAt + maxResults) }),
    maxResults,
    startAt,
    total: all.length,
    isLast,
    values: values.map(show),
  };
}

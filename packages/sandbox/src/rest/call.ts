/** One REST call: what came in, and the ways to answer. */
import type { z } from 'zod';
import { findItem, findRepository } from '../actions/index.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Access, Comment, Item, PullRequest, Repository, World } from '../model/index.ts';
import { notFound, Refusal } from '../refusal.ts';
import { demand, itemPermission, seeing, type Viewer } from '../viewer.ts';
import type { Outbox } from '../webhooks/index.ts';
import type { Budgets } from '../requests.ts';

export type Call = {
  readonly world: World;
  readonly viewer: Viewer;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  /** `Accept`, for answers in other media types. */
  readonly accept: string;
  readonly url: URL;
  readonly outbox: Outbox;
  readonly budgets: Budgets;
};

export type Answer = {
  readonly status: number;
  readonly body: Json | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Handler = (call: Call) => Answer;
/** Handlers by method and path, spelled as GitHub's OpenAPI description spells them. */
export type Routes = Readonly<Record<string, Handler>>;

export const ok = (body: Json): Answer => ({ status: 200, body });
export const created = (body: Json): Answer => ({ status: 201, body });
export const noContent: Answer = { status: 204, body: null };

export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`the route has no {${name}}`);
  return value;
}

/** The repository in the path; 404 where the viewer must not know of it. */
export function repositoryOf(call: Call): Repository {
  return seeing(call.viewer, findRepository(call.world, param(call, 'owner'), param(call, 'repo')));
}

/** The same, for reading something that takes a permission of an App. */
export function repositoryToRead(call: Call, permission: string): Repository {
  const repository = repositoryOf(call);
  if (repository.private || call.viewer.kind !== 'installation') {
    demand(call.viewer, repository, { role: 'read', app: { [permission]: 'read' } }, 'Read');
  }
  return repository;
}

export function itemOf(call: Call, access: Access = 'read'): Item {
  const repository = repositoryOf(call);
  const item = findItem(repository, Number(param(call, 'issue_number')));
  if (item === undefined) throw goneOrNotFound(repository, Number(param(call, 'issue_number')));
  if (access === 'read' && repository.private)
    demand(call.viewer, repository, { role: 'read', app: itemPermission(item, 'read') }, 'Read');
  return item;
}

function goneOrNotFound(repository: Repository, number: number): Refusal {
  return repository.items.has(number) ? new Refusal('GONE', 'This issue was deleted') : notFound();
}

export function pullOf(call: Call): PullRequest {
  const item = findItem(repositoryToRead(call, 'pull_requests'), Number(param(call, 'pull_number')));
  if (item?.kind !== 'PullRequest') throw notFound();
  return item;
}

export function commentOf(call: Call): Comment {
  const id = Number(param(call, 'comment_id'));
  for (const item of repositoryOf(call).items.values()) {
    for (const entry of item.timeline)
      if (entry.kind === 'IssueComment' && entry.id === id && !item.deleted) return entry;
  }
  throw notFound();
}

/** The body, of the form that is wanted; 422 as GitHub words it where it is not. */
export function input<T>(call: Call, schema: z.ZodType<T>): T {
  const result = schema.safeParse(call.body);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => {
    const [field = ''] = path;
    return path.length === 1 && !(String(field) in call.body)
      ? `"${String(field)}" wasn't supplied.`
      : `For '${path.join('/')}', ${message}.`;
  });
  throw new Refusal('UNPROCESSABLE', `Invalid request.\n\n${problems.join('\n')}`);
}

/** A page of a list, with the Link header ("Using pagination in the REST API"). */
export function page<T>(
  call: Call,
  all: readonly T[],
  show: (one: T) => Json,
  wrap?: (list: readonly Json[], total: number) => JsonObject,
): Answer {
  const size = Math.min(100, Math.max(1, Number(call.query.get('per_page') ?? 30) || 30));
  const number = Math.max(1, Number(call.query.get('page') ?? 1) || 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const list = all.slice((number - 1) * size, number * size).map(show);
  const body = wrap === undefined ? list : wrap(list, all.length);
  const links = [
    ...(number > 1 ? [[number - 1, 'prev'] as const] : []),
    ...(number < last ? [[number + 1, 'next'] as const, [last, 'last'] as const] : []),
    ...(number > 1 ? [[1, 'first'] as const] : []),
  ].map(([target, rel]) => {
    const url = new URL(call.url);
    url.searchParams.set('page', String(target));
    return `<${url.href}>; rel="${rel}"`;
  });
  return { status: 200, body, ...(links.length === 0 ? {} : { headers: { link: links.join(', ') } }) };
}

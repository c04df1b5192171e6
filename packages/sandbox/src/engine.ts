/** What the HTTP side works with, and how an answer is made and sent. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultBox } from './faults.ts';
import type { JsonObject } from './json.ts';
import type { World } from './model/index.ts';
import type { Referee } from './openapi.ts';
import { Refusal } from './refusal.ts';
import type { Budget, Budgets, LoggedRequest, Resource } from './requests.ts';
import type { Answer } from './rest/index.ts';
import { nameOf, type Viewer } from './viewer.ts';
import type { Outbox } from './webhooks/index.ts';

export type Engine = {
  readonly world: World;
  readonly faults: FaultBox;
  readonly budgets: Budgets;
  readonly outbox: Outbox;
  readonly requests: LoggedRequest[];
  /** `METHOD /path` and `Type.field` that were asked for and are not played. */
  readonly unplayed: string[];
  /** Answers that do not fit GitHub's description. */
  readonly misfits: string[];
  readonly referee: Referee | null;
  /** What follows from a change at once, such as a merge queue that can go on. */
  readonly afterChange: () => void;
};

export type Reply = Answer & {
  readonly budget: Budget | null;
  readonly resource: Resource;
  readonly cost: number;
};

export const docs = 'https://docs.github.com/rest';

export type Incoming = {
  readonly engine: Engine;
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly viewer: Viewer | Refusal;
  readonly body: JsonObject | null;
};

export function nameOrNobody(viewer: Viewer | Refusal): string {
  return viewer instanceof Refusal ? 'unknown' : nameOf(viewer);
}

function refusalBody(refusal: Refusal): JsonObject {
  return {
    message: refusal.message,
    ...(refusal.errors === null ? {} : { errors: refusal.errors }),
    documentation_url: docs,
    status: String(refusal.status),
  };
}

export function refuse(refusal: Refusal, resource: Resource, budget: Budget | null = null): Reply {
  return { status: refusal.status, body: refusalBody(refusal), budget, resource, cost: 0 };
}

export function exceeded(engine: Engine, viewer: Viewer, resource: Resource): Reply {
  const budget = { ...engine.budgets.look(viewer, resource), remaining: 0 };
  const message = `API rate limit exceeded for ${viewer.kind === 'installation' ? `installation ID ${viewer.installation.id}` : nameOf(viewer)}.`;
  return resource === 'core'
    ? { status: 403, body: { message, documentation_url: docs }, budget, resource, cost: 0 }
    : { status: 200, body: { errors: [{ type: 'RATE_LIMITED', message }] }, budget, resource, cost: 0 };
}

export function rateHeaders(budget: Budget, resource: Resource): Record<string, string> {
  return {
    'x-ratelimit-limit': String(budget.limit),
    'x-ratelimit-used': String(budget.used),
    'x-ratelimit-remaining': String(budget.remaining),
    'x-ratelimit-reset': String(budget.reset),
    'x-ratelimit-resource': resource,
  };
}

export function send(
  response: ServerResponse,
  answer: Answer,
  headers: Readonly<Record<string, string>>,
): void {
  const { status, body } = answer;
  const all = {
    'x-github-request-id': randomUUID(),
    'x-github-api-version-selected': '2022-11-28',
    ...headers,
    ...answer.headers,
  };
  if (status === 204) {
    response.writeHead(204, all).end();
  } else if (body instanceof Buffer) {
    response.writeHead(status, all).end(body);
  } else {
    response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...all })
      .end(JSON.stringify(body));
  }
}

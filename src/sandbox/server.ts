/** The HTTP side: who asks, what goes wrong on purpose, what it costs, and the answer. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FaultBox, RequestFault, SeenRequest } from './faults.ts';
import { prepare, run, type GraphqlRequest, type Prepared } from './graphql/execute.ts';
import type { Json, JsonObject } from './json.ts';
import type { World } from './model/index.ts';
import type { Referee } from './openapi.ts';
import { Refusal } from './refusal.ts';
import type { Budget, Budgets, LoggedRequest, Resource } from './requests.ts';
import type { Answer, Call } from './rest/call.ts';
import { route, type Match } from './rest/router.ts';
import { authenticate } from './tokens.ts';
import { nameOf, type Viewer } from './viewer.ts';
import type { Outbox } from './webhooks/deliveries.ts';

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

type Reply = Answer & { readonly budget: Budget | null; readonly resource: Resource; readonly cost: number };

const docs = 'https://docs.github.com/rest';

export function createHttpServer(engine: Engine): { server: Server; close: () => Promise<void> } {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    void handle(engine, request, response).catch((problem: unknown) => {
      engine.misfits.push(problem instanceof Error ? (problem.stack ?? problem.message) : String(problem));
      if (!response.headersSent)
        send(response, { status: 500, body: { message: `sandbox: ${String(problem)}` } }, {});
      else response.destroy();
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { server, close };
}

async function handle(engine: Engine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = await read(request);
  const url = new URL(request.url ?? '/', engine.world.baseUrl);
  const body = parse(text);
  const viewer = identify(engine, request);
  const isGraphql = url.pathname === '/graphql' && request.method === 'POST';
  const graphql = isGraphql ? graphqlRequest(body) : null;
  const prepared = graphql === null ? null : prepare(graphql);
  const seen = see(request, url, viewer, graphql, prepared);
  const log = (status: number, cost: number): void => {
    engine.requests.push({ ...seen, at: engine.world.clock.now(), status, cost });
  };

  const fault = engine.faults.takeRequest(seen);
  if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.milliseconds ?? 1000));
  if (fault !== null && fault.kind !== 'slow' && fault.when !== 'after-doing') {
    log(spoil(engine, fault, response, nameOrNobody(viewer), isGraphql), 0);
    return;
  }
  const call = { engine, request, url, viewer, body };
  const reply = prepared === null ? restReply(call) : await graphqlReply(call, prepared);
  if (seen.kind !== 'query' && request.method !== 'GET') engine.afterChange();
  if (fault !== null && fault.kind !== 'slow') {
    log(spoil(engine, fault, response, nameOrNobody(viewer), isGraphql), reply.cost);
    return;
  }
  log(reply.status, reply.cost);
  send(response, reply, reply.budget === null ? {} : rateHeaders(reply.budget, reply.resource));
}

type Incoming = {
  readonly engine: Engine;
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly viewer: Viewer | Refusal;
  readonly body: JsonObject | null;
};

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Null: it is no JSON object. A bare array stands for `{labels: [...]}`, as GitHub takes it. */
function parse(text: string): JsonObject | null {
  if (text === '') return {};
  try {
    const value = JSON.parse(text) as Json;
    if (Array.isArray(value)) return { labels: value };
    return typeof value === 'object' && value !== null ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}

function identify(engine: Engine, request: IncomingMessage): Viewer | Refusal {
  try {
    return authenticate(engine.world, request.headers.authorization);
  } catch (problem) {
    if (problem instanceof Refusal) return problem;
    throw problem;
  }
}

function nameOrNobody(viewer: Viewer | Refusal): string {
  return viewer instanceof Refusal ? 'unknown' : nameOf(viewer);
}

function graphqlRequest(body: JsonObject | null): GraphqlRequest {
  const { query, operationName, variables } = body ?? {};
  return {
    query: typeof query === 'string' ? query : '',
    operationName: typeof operationName === 'string' ? operationName : null,
    variables:
      typeof variables === 'object' && variables !== null && !Array.isArray(variables)
        ? (variables as JsonObject)
        : {},
  };
}

function see(
  request: IncomingMessage,
  url: URL,
  viewer: Viewer | Refusal,
  graphql: GraphqlRequest | null,
  prepared: Prepared | { readonly refused: JsonObject } | null,
): SeenRequest {
  const operation = prepared !== null && 'operation' in prepared ? prepared.operation : null;
  return {
    kind: graphql === null ? 'rest' : operation?.operation === 'mutation' ? 'mutation' : 'query',
    method: request.method ?? 'GET',
    path: url.pathname,
    operation: graphql?.operationName ?? operation?.name?.value ?? null,
    document: graphql?.query ?? null,
    by: nameOrNobody(viewer),
  };
}

function refusalBody(refusal: Refusal): JsonObject {
  return {
    message: refusal.message,
    ...(refusal.errors === null ? {} : { errors: refusal.errors }),
    documentation_url: docs,
    status: String(refusal.status),
  };
}

function refuse(refusal: Refusal, resource: Resource, budget: Budget | null = null): Reply {
  return { status: refusal.status, body: refusalBody(refusal), budget, resource, cost: 0 };
}

function restReply({ engine, request, url, viewer, body }: Incoming): Reply {
  if (viewer instanceof Refusal) return refuse(viewer, 'core');
  const method = request.method ?? 'GET';
  const match = route(method, url.pathname);
  const cost = url.pathname === '/rate_limit' ? 0 : 1;
  const budget = engine.budgets.spend(nameOf(viewer), 'core', cost);
  if (budget === null) return { ...exceeded(engine, viewer, 'core'), cost: 0 };
  if (match === null) {
    engine.unplayed.push(`${method} ${url.pathname}`);
    const refusal = {
      message: `sandbox does not play ${method} ${url.pathname}`,
      documentation_url: docs,
      status: '404',
    };
    return { status: 404, body: refusal, budget, resource: 'core', cost };
  }
  try {
    if (body === null) throw new Refusal('BAD_REQUEST', 'Problems parsing JSON');
    if (viewer.kind === 'app' && !answersApps(match)) throw new Refusal('UNAUTHORIZED', 'Bad credentials');
    const call: Call = {
      world: engine.world,
      viewer,
      params: match.params,
      query: url.searchParams,
      body,
      accept: request.headers.accept ?? '',
      url,
      outbox: engine.outbox,
      budgets: engine.budgets,
    };
    const answer = match.handler(call);
    return checked(engine, match, { ...answer, budget, resource: 'core', cost });
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    return checked(engine, match, { ...refuse(problem, 'core', budget), cost });
  }
}

/** The operations that an App calls with its JWT. */
function answersApps({ operation }: Match): boolean {
  return / \/app(\/|$)|\/installation$|\/(rate_limit|meta)$/.test(operation);
}

function checked(engine: Engine, match: Match, reply: Reply): Reply {
  if (engine.referee === null || reply.body instanceof Buffer) return reply;
  const problem = engine.referee(
    match.operation,
    reply.status,
    JSON.parse(JSON.stringify(reply.body)) as Json,
  );
  if (problem === null) return reply;
  engine.misfits.push(problem);
  return {
    ...reply,
    status: 500,
    body: { message: `the sandbox's answer does not fit GitHub's description: ${problem}` },
  };
}

async function graphqlReply(
  { engine, viewer }: Incoming,
  prepared: Prepared | { readonly refused: JsonObject },
): Promise<Reply> {
  if (viewer instanceof Refusal) return refuse(viewer, 'graphql');
  if (viewer.kind === 'anonymous') {
    return refuse(new Refusal('UNAUTHORIZED', 'This endpoint requires you to be authenticated.'), 'graphql');
  }
  if (viewer.kind === 'app') return refuse(new Refusal('UNAUTHORIZED', 'Bad credentials'), 'graphql');
  const by = nameOf(viewer);
  if ('refused' in prepared) {
    return {
      status: 200,
      body: prepared.refused,
      budget: engine.budgets.look(by, 'graphql'),
      resource: 'graphql',
      cost: 0,
    };
  }
  const { points, nodes } = prepared.cost;
  const budget = engine.budgets.spend(by, 'graphql', points);
  if (budget === null) return exceeded(engine, viewer, 'graphql');
  const body = await run(prepared, {
    world: engine.world,
    viewer,
    cost: points,
    nodeCount: nodes,
    budget,
    unplayed: (field) => void engine.unplayed.push(field),
  });
  return { status: 200, body, budget, resource: 'graphql', cost: points };
}

function exceeded(engine: Engine, viewer: Viewer, resource: Resource): Reply {
  const budget = { ...engine.budgets.look(nameOf(viewer), resource), remaining: 0 };
  const message = `API rate limit exceeded for ${viewer.kind === 'installation' ? `installation ID ${viewer.installation.id}` : nameOf(viewer)}.`;
  return resource === 'core'
    ? { status: 403, body: { message, documentation_url: docs }, budget, resource, cost: 0 }
    : { status: 200, body: { errors: [{ type: 'RATE_LIMITED', message }] }, budget, resource, cost: 0 };
}

/** Does what the fault says instead of answering; gives back the status that the log shows. */
function spoil(
  engine: Engine,
  fault: RequestFault,
  response: ServerResponse,
  by: string,
  isGraphql: boolean,
): number {
  const resource: Resource = isGraphql ? 'graphql' : 'core';
  switch (fault.kind) {
    case '5xx': {
      const status = fault.status ?? 502;
      send(response, { status, body: { message: 'Server Error' } }, {});
      return status;
    }
    case 'reset':
      response.destroy();
      return 0;
    case 'hang':
      return 0;
    case 'secondary-limit': {
      const message =
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
      const headers = {
        'retry-after': String(fault.seconds ?? 60),
        ...rateHeaders(engine.budgets.look(by, resource), resource),
      };
      send(
        response,
        {
          status: 403,
          body: {
            message,
            documentation_url: `${docs}/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits`,
          },
        },
        headers,
      );
      return 403;
    }
    case 'primary-limit': {
      const limit = engine.budgets.look(by, resource).limit;
      const reset = Math.floor(Date.now() / 1000) + (fault.seconds ?? 60);
      const message = `API rate limit exceeded for ${by}.`;
      const headers = rateHeaders({ limit, used: limit, remaining: 0, reset }, resource);
      const status = isGraphql ? 200 : 403;
      send(
        response,
        {
          status,
          body: isGraphql
            ? { errors: [{ type: 'RATE_LIMITED', message }] }
            : { message, documentation_url: docs },
        },
        headers,
      );
      return status;
    }
    case 'slow':
      throw new Error('a slow answer is still an answer');
    default:
      return fault.kind satisfies never;
  }
}

function rateHeaders(budget: Budget, resource: Resource): Record<string, string> {
  return {
    'x-ratelimit-limit': String(budget.limit),
    'x-ratelimit-used': String(budget.used),
    'x-ratelimit-remaining': String(budget.remaining),
    'x-ratelimit-reset': String(budget.reset),
    'x-ratelimit-resource': resource,
  };
}

function send(response: ServerResponse, answer: Answer, headers: Readonly<Record<string, string>>): void {
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

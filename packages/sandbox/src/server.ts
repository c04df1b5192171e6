/** The HTTP side: who asks, what goes wrong on purpose, what it costs, and the answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { prepare, schemaOf } from './graphql/index.ts';
import { type Engine, rateHeaders, send } from './engine.ts';
import { slowness } from './faults.ts';
import { spoil } from './faulty-answers.ts';
import { createListening, type Listening } from './listening.ts';
import { releases } from './releases.ts';
import { restReply, graphqlReply } from './replies.ts';
import { page } from './web/index.ts';
import { read, parse, identify, graphqlRequest, see } from './incoming.ts';

export function createHttpServer(engine: Engine): Listening {
  return createListening((request, response) => {
    void handle(engine, request, response).catch((problem: unknown) => {
      // The client went away in the middle of its request.
      if (!request.complete) return;
      engine.misfits.push(problem instanceof Error ? (problem.stack ?? problem.message) : String(problem));
      if (!response.headersSent)
        send(response, { status: 500, body: { message: `sandbox: ${String(problem)}` } }, {});
      else response.destroy();
    });
  });
}

async function handle(engine: Engine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // By the same clock as everything else: Node would tell this machine's.
  response.setHeader('date', new Date(engine.world.clock.now()).toUTCString());
  const { version } = releases[engine.world.release];
  if (version !== null) response.setHeader('x-github-enterprise-version', version);
  const text = await read(request);
  const url = new URL(request.url ?? '/', engine.world.baseUrl);
  const body = parse(text);
  const viewer = identify(engine, request);
  const isGraphql = url.pathname === '/graphql' && request.method === 'POST';
  const graphql = isGraphql ? graphqlRequest(body) : null;
  const prepared = graphql === null ? null : prepare(graphql, schemaOf(engine.world));
  const site = page(engine.world, request, url, text);
  const seen = see(request, url, viewer, graphql, prepared, site !== null);
  const log = (status: number, cost: number): void => {
    engine.requests.push({ ...seen, at: engine.world.clock.now(), status, cost });
  };

  const fault = engine.faults.takeRequest(seen);
  if (fault?.kind === 'slow') await slowness(fault);
  if (fault !== null && fault.kind !== 'slow' && fault.when !== 'after-doing') {
    log(spoil(engine, fault, response, viewer, isGraphql), 0);
    return;
  }
  const call = { engine, request, url, viewer, body };
  const reply =
    site !== null
      ? { ...site(), budget: null, resource: 'core' as const, cost: 0 }
      : prepared === null
        ? restReply(call)
        : await graphqlReply(call, prepared);
  if (seen.kind !== 'query' && request.method !== 'GET') engine.afterChange();
  if (fault !== null && fault.kind !== 'slow') {
    log(spoil(engine, fault, response, viewer, isGraphql), reply.cost);
    return;
  }
  log(reply.status, reply.cost);
  send(response, reply, reply.budget === null ? {} : rateHeaders(reply.budget, reply.resource));
}

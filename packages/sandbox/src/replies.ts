/** The answer to a request: over REST or over GraphQL. */
import { Failure, type Prepared, run } from './graphql/index.ts';
import type { Json, JsonObject } from './json.ts';
import { Refusal } from './refusal.ts';
import { type Call, type Match, route } from './rest/index.ts';
import { type Engine, type Reply, docs, refuse, exceeded, type Incoming } from './engine.ts';

export function restReply({ engine, request, url, viewer, body }: Incoming): Reply {
  if (viewer instanceof Refusal) return refuse(viewer, 'core');
  const method = request.method ?? 'GET';
  const match = route(method, url.pathname);
  const cost = url.pathname === '/rate_limit' ? 0 : 1;
  const budget = engine.budgets.spend(viewer, 'core', cost);
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
    if (
      (viewer.kind === 'app' && !answersApps(match)) ||
      (viewer.kind === 'client' && !answersClients(match))
    )
      throw new Refusal('UNAUTHORIZED', 'Bad credentials');
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

/** The operations that an App calls with its client id and secret. */
function answersClients({ operation }: Match): boolean {
  return / \/applications\//.test(operation);
}

function checked(engine: Engine, match: Match, reply: Reply): Reply {
  if (engine.referee === null || reply.body instanceof Buffer) return reply;
  const problem = engine.referee.answer(
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

export async function graphqlReply(
  { engine, viewer }: Incoming,
  prepared: Prepared | { readonly refused: JsonObject },
): Promise<Reply> {
  if (viewer instanceof Refusal) return refuse(viewer, 'graphql');
  if (viewer.kind === 'anonymous') {
    return refuse(new Refusal('UNAUTHORIZED', 'This endpoint requires you to be authenticated.'), 'graphql');
  }
  if (viewer.kind === 'app' || viewer.kind === 'client')
    return refuse(new Refusal('UNAUTHORIZED', 'Bad credentials'), 'graphql');
  if ('refused' in prepared) {
    return {
      status: 200,
      body: prepared.refused,
      budget: engine.budgets.look(viewer, 'graphql'),
      resource: 'graphql',
      cost: 0,
    };
  }
  const { points, nodes } = prepared.cost;
  const budget = engine.budgets.spend(viewer, 'graphql', points);
  if (budget === null) return exceeded(engine, viewer, 'graphql');
  const body = await run(prepared, {
    world: engine.world,
    viewer,
    cost: points,
    nodeCount: nodes,
    budget,
    refuse(name, { input }) {
      const fault = engine.faults.takeMutation({ name, input });
      if (fault === null) return;
      throw new Failure(fault.type ?? 'UNPROCESSABLE', fault.message ?? 'was submitted too quickly');
    },
    unplayed: (field) => void engine.unplayed.push(field),
  });
  return { status: 200, body, budget, resource: 'graphql', cost: points };
}

/** The answer to a request: over REST or over GraphQL. */
import { Failure, run } from './graphql/index.js';
import { Refusal } from './refusal.js';
import { route } from './rest/index.js';
import { nameOf } from './viewer.js';
import { docs, refuse, exceeded } from './engine.js';
export function restReply({ engine, request, url, viewer, body }) {
    if (viewer instanceof Refusal)
        return refuse(viewer, 'core');
    const method = request.method ?? 'GET';
    const match = route(method, url.pathname);
    const cost = url.pathname === '/rate_limit' ? 0 : 1;
    const budget = engine.budgets.spend(nameOf(viewer), 'core', cost);
    if (budget === null)
        return { ...exceeded(engine, viewer, 'core'), cost: 0 };
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
        if (body === null)
            throw new Refusal('BAD_REQUEST', 'Problems parsing JSON');
        if (viewer.kind === 'app' && !answersApps(match))
            throw new Refusal('UNAUTHORIZED', 'Bad credentials');
        const call = {
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
    }
    catch (problem) {
        if (!(problem instanceof Refusal))
            throw problem;
        return checked(engine, match, { ...refuse(problem, 'core', budget), cost });
    }
}
/** The operations that an App calls with its JWT. */
function answersApps({ operation }) {
    return / \/app(\/|$)|\/installation$|\/(rate_limit|meta)$/.test(operation);
}
function checked(engine, match, reply) {
    if (engine.referee === null || reply.body instanceof Buffer)
        return reply;
    const problem = engine.referee.answer(match.operation, reply.status, JSON.parse(JSON.stringify(reply.body)));
    if (problem === null)
        return reply;
    engine.misfits.push(problem);
    return {
        ...reply,
        status: 500,
        body: { message: `the sandbox's answer does not fit GitHub's description: ${problem}` },
    };
}
export async function graphqlReply({ engine, viewer }, prepared) {
    if (viewer instanceof Refusal)
        return refuse(viewer, 'graphql');
    if (viewer.kind === 'anonymous') {
        return refuse(new Refusal('UNAUTHORIZED', 'This endpoint requires you to be authenticated.'), 'graphql');
    }
    if (viewer.kind === 'app')
        return refuse(new Refusal('UNAUTHORIZED', 'Bad credentials'), 'graphql');
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
    if (budget === null)
        return exceeded(engine, viewer, 'graphql');
    const body = await run(prepared, {
        world: engine.world,
        viewer,
        cost: points,
        nodeCount: nodes,
        budget,
        refuse(name, { input }) {
            const fault = engine.faults.takeMutation({ name, input });
            if (fault === null)
                return;
            throw new Failure(fault.type ?? 'UNPROCESSABLE', fault.message ?? 'was submitted too quickly');
        },
        unplayed: (field) => void engine.unplayed.push(field),
    });
    return { status: 200, body, budget, resource: 'graphql', cost: points };
}

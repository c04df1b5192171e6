import { OperationTypeNode } from 'graphql';
import { Refusal } from './refusal.js';
import { authenticate } from './tokens.js';
import { nameOrNobody } from './engine.js';
export async function read(request) {
    const chunks = [];
    for await (const chunk of request)
        chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
}
/** Null: it is no JSON object. A bare array stands for `{labels: [...]}`, as GitHub takes it. */
export function parse(text) {
    if (text === '')
        return {};
    try {
        const value = JSON.parse(text);
        if (Array.isArray(value))
            return { labels: value };
        return typeof value === 'object' && value !== null ? value : null;
    }
    catch {
        return null;
    }
}
export function identify(engine, request) {
    try {
        return authenticate(engine.world, request.headers.authorization);
    }
    catch (problem) {
        if (problem instanceof Refusal)
            return problem;
        throw problem;
    }
}
export function graphqlRequest(body) {
    const { query, operationName, variables } = body ?? {};
    return {
        query: typeof query === 'string' ? query : '',
        operationName: typeof operationName === 'string' ? operationName : null,
        variables: typeof variables === 'object' && variables !== null && !Array.isArray(variables)
            ? variables
            : {},
    };
}
export function see(request, url, viewer, graphql, prepared) {
    const operation = prepared !== null && 'operation' in prepared ? prepared.operation : null;
    return {
        kind: graphql === null ? 'rest' : operation?.operation === OperationTypeNode.MUTATION ? 'mutation' : 'query',
        method: request.method ?? 'GET',
        path: url.pathname,
        operation: graphql?.operationName ?? operation?.name?.value ?? null,
        document: graphql?.query ?? null,
        by: nameOrNobody(viewer),
        installation: !(viewer instanceof Refusal) && viewer.kind === 'installation' ? viewer.installation.id : null,
    };
}

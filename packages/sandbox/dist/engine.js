/** What the HTTP side works with, and how an answer is made and sent. */
import { randomUUID } from 'node:crypto';
import { Refusal } from './refusal.js';
import { nameOf } from './viewer.js';
export const docs = 'https://docs.github.com/rest';
export function nameOrNobody(viewer) {
    return viewer instanceof Refusal ? 'unknown' : nameOf(viewer);
}
function refusalBody(refusal) {
    return {
        message: refusal.message,
        ...(refusal.errors === null ? {} : { errors: refusal.errors }),
        documentation_url: docs,
        status: String(refusal.status),
    };
}
export function refuse(refusal, resource, budget = null) {
    return { status: refusal.status, body: refusalBody(refusal), budget, resource, cost: 0 };
}
export function exceeded(engine, viewer, resource) {
    const budget = { ...engine.budgets.look(nameOf(viewer), resource), remaining: 0 };
    const message = `API rate limit exceeded for ${viewer.kind === 'installation' ? `installation ID ${viewer.installation.id}` : nameOf(viewer)}.`;
    return resource === 'core'
        ? { status: 403, body: { message, documentation_url: docs }, budget, resource, cost: 0 }
        : { status: 200, body: { errors: [{ type: 'RATE_LIMITED', message }] }, budget, resource, cost: 0 };
}
export function rateHeaders(budget, resource) {
    return {
        'x-ratelimit-limit': String(budget.limit),
        'x-ratelimit-used': String(budget.used),
        'x-ratelimit-remaining': String(budget.remaining),
        'x-ratelimit-reset': String(budget.reset),
        'x-ratelimit-resource': resource,
    };
}
export function send(response, answer, headers) {
    const { status, body } = answer;
    const all = {
        'x-github-request-id': randomUUID(),
        'x-github-api-version-selected': '2022-11-28',
        ...headers,
        ...answer.headers,
    };
    if (status === 204) {
        response.writeHead(204, all).end();
    }
    else if (body instanceof Buffer) {
        response.writeHead(status, all).end(body);
    }
    else {
        response
            .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...all })
            .end(JSON.stringify(body));
    }
}

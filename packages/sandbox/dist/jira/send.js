/** Sends an answer. */
import { randomUUID } from 'node:crypto';
export function sendJson(response, status, body, headers = {}) {
    const all = { 'x-arequestid': randomUUID(), ...headers };
    if (body === undefined) {
        response.writeHead(status, all).end();
        return;
    }
    response
        .writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...all })
        .end(JSON.stringify(body));
}
export function sendText(response, status, text, headers = {}, type = 'text/plain') {
    response
        .writeHead(status, { 'content-type': `${type};charset=UTF-8`, 'x-arequestid': randomUUID(), ...headers })
        .end(text);
}

/** Sends an answer. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Json } from '../json.ts';

type Headers = Readonly<Record<string, string>>;

export function sendJson(
  response: ServerResponse,
  status: number,
  body: Json | undefined,
  headers: Headers = {},
): void {
  const all = { 'x-arequestid': randomUUID(), ...headers };
  if (body === undefined) {
    response.writeHead(status, all).end();
    return;
  }
  response
    .writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...all })
    .end(JSON.stringify(body));
}

export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Headers = {},
  type = 'text/plain',
): void {
  response
    .writeHead(status, { 'content-type': `${type};charset=UTF-8`, 'x-arequestid': randomUUID(), ...headers })
    .end(text);
}

import type { ServerResponse } from 'node:http';

/** Answers with JSON, unless an answer has gone out already. */
export function reply(response: ServerResponse, status: number, content: object): void {
  if (response.headersSent) return;
  const body = `${JSON.stringify(content)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}

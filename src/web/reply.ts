/** Answers in JSON. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Milliseconds that a client may go on sending after its answer: closed at once, it could not read that. */
const patience = 1000;
/** Bytes of a body that are sooner read and thrown away than the connection is given up. */
const soonRead = 64 * 1024;

/** Answers with JSON, unless an answer has gone out already. */
export function reply(response: ServerResponse, status: number, content: object): void {
  if (response.headersSent) return;
  const body = writeHead(response, status, content);
  response.end(body);
}

/**
 * Answers at once, whatever is still being sent. A short body is read and thrown away, and the connection stays. Of a
 * longer one nothing more is read, and the connection is closed after a second.
 */
export function turnAway(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  content: object,
): void {
  if (response.headersSent) return;
  if (request.complete || !hasBody(request)) return reply(response, status, content);
  const isShort = Number(request.headers['content-length'] ?? Infinity) <= soonRead;
  // Who asked whether to send the body does not send it now.
  const sendsNothing = request.headers.expect !== undefined;
  if (!isShort || sendsNothing) response.setHeader('connection', 'close');
  const body = writeHead(response, status, content);
  if (sendsNothing) return void response.end(body);
  // Ended later: Node closes as soon as the answer ends, and what the client still sends would undo the answer.
  response.write(body);
  const cut = setTimeout(() => {
    response.end();
    request.socket.destroySoon();
  }, patience);
  response.once('close', () => clearTimeout(cut));
  if (isShort) request.once('end', () => response.end()).resume();
  else request.pause().socket.end();
}

/** Whether a body follows the headers. */
export function hasBody({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;
}

function writeHead(response: ServerResponse, status: number, content: object): string {
  const body = `${JSON.stringify(content)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  return body;
}

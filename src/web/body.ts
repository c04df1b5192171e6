/** Reading a request's body, up to a limit. */
import type { IncomingMessage } from 'node:http';

/** How long a client that sends too much may go on, unheard, before it is cut off. */
const patience = 2000;

/**
 * Reads the whole body. Returns null, at once, when it is larger than `limit` bytes: what follows is thrown away
 * unread (a client that is still sending could not read our answer otherwise), and cut off after a while.
 * @throws when the client breaks off
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | null>();
  const parts: Buffer[] = [];
  let size = 0;
  function refuse(): void {
    parts.length = 0;
    request.off('data', take).resume();
    const cut = setTimeout(() => request.socket.destroy(), patience);
    request.once('close', () => clearTimeout(cut));
    resolve(null);
  }
  function take(part: Buffer): void {
    size += part.length;
    if (size > limit) refuse();
    else parts.push(part);
  }
  request.on('error', reject);
  request.on('close', () => {
    if (!request.complete) reject(new Error('The client broke off.'));
  });
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    refuse();
  } else {
    request.on('data', take);
    request.on('end', () => resolve(Buffer.concat(parts)));
  }
  return promise;
}

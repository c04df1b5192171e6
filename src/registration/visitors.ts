/** Who may use the registration page: it chooses which App Baton is. */
import type { IncomingMessage } from 'node:http';

import { isSame } from '../web/index.ts';

/** The page's own address as its visitor has it, `http://localhost:3000`. */
export type Origin = string;

export type Doorkeeper = {
  /** HOST; null: not set. */
  readonly host: string | null;
  /** PUBLIC_URL; null: not set. */
  readonly publicUrl: string | null;
};

/**
 * Where the visitor believes to be; null: at a name that is not ours. A page of somebody else's may have its name
 * lead to this machine (DNS rebinding), and the browser would take ours for a part of theirs.
 */
export function originOf(request: IncomingMessage, { host, publicUrl }: Doorkeeper): Origin | null {
  const named = request.headers.host?.toLowerCase() ?? '';
  if (publicUrl !== null && named === new URL(publicUrl).host) return new URL(publicUrl).origin;
  const name = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/.exec(named)?.[1];
  if (name === undefined) return null;
  const configured = host !== null && !isWildcard(host) && bare(name) === bare(host.toLowerCase());
  if (!configured && !isLoopbackName(name)) return null;
  return `${request.headers['x-forwarded-proto'] === 'https' ? 'https' : 'http'}://${named}`;
}

/** Whether the request comes from this very machine, and not by way of a proxy. */
export function isLocal(request: IncomingMessage, origin: Origin): boolean {
  const { headers, socket } = request;
  const isForwarded = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'].some(
    (name) => headers[name] !== undefined,
  );
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return !isForwarded && isLoopbackName(new URL(origin).hostname) && isLoopbackName(address);
}

/** Whether a page may be shown: it is opened by itself, not as a part of somebody else's. */
export function isOpenedByItself({ headers }: IncomingMessage): boolean {
  const into = headers['sec-fetch-dest'];
  return into === undefined || into === 'document';
}

/** Whether a form was sent by a page of ours. */
export function isFromOurPage({ headers }: IncomingMessage, origin: Origin): boolean {
  const from = headers['sec-fetch-site'];
  return headers.origin === origin && (from === undefined || from === 'same-origin');
}

/** Whether the key that the log shows came with the request. */
export function hasKey(given: string | null | undefined, key: string): boolean {
  return isSame(given ?? '', key);
}

export function isLoopbackName(name: string): boolean {
  const plain = bare(name);
  return plain === 'localhost' || plain === '::1' || /^127(?:\.\d{1,3}){3}$/.test(plain);
}

/** HOST that stands for all addresses. */
export function isWildcard(host: string): boolean {
  return ['0.0.0.0', '::', '[::]'].includes(host);
}

const bare = (name: string): string => (name.startsWith('[') ? name.slice(1, -1) : name);

/** A server that nobody can keep busy by being slow, or by being many. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';

export type Bounds = {
  /** Connections at once; with its headers and buffers, each may hold some 100 kB before anything is known of it. */
  readonly connections: number;
  /** Milliseconds in which the headers of a request have to come. */
  readonly headers: number;
};

const usualBounds: Bounds = { connections: 512, headers: 10_000 };

/** A server that does not listen yet. */
export function createBoundedServer(listener: RequestListener, bounds: Bounds = usualBounds): Server {
  const timeouts = {
    // Longer than proxies keep an unused connection (mostly a minute): who closes it first may cut off a webhook.
    keepAliveTimeout: 75_000,
    headersTimeout: bounds.headers,
    requestTimeout: Math.max(20_000, bounds.headers),
    connectionsCheckingInterval: Math.min(1000, bounds.headers),
  };
  // Whoever asks whether to send a body is told once its headers were read.
  const server = createServer(timeouts, listener).on('checkContinue', listener);
  yieldRoom(server, bounds.connections);
  return server;
}

/** When there are too many connections, the one that has asked for nothing for the longest time gives way. */
function yieldRoom(server: Server, most: number): void {
  // What is in use is not closed for others: beyond this, the newest ones are refused.
  server.maxConnections = most + 1;
  const open = new Set<Socket>();
  const unused = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    unused.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      unused.delete(socket);
    });
    if (open.size <= most) return;
    const [longest] = unused;
    longest?.destroy();
  });
  const use: RequestListener = ({ socket }, response) => {
    unused.delete(socket);
    response.once('close', () => {
      if (!socket.destroyed) unused.add(socket);
    });
  };
  server.prependListener('request', use);
  server.prependListener('checkContinue', use);
}

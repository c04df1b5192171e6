/** A server that nobody can keep busy by being slow, or by being many. */
import { createServer, type RequestListener, type Server } from 'node:http';

/** Milliseconds. */
const timeouts = {
  // Longer than proxies keep an unused connection (mostly a minute): who closes it first may cut off a webhook.
  keepAliveTimeout: 75_000,
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 1000,
} as const;

/** Connections at once; with its headers and buffers, each may hold some 100 kB before anything is known of it. */
const mostConnections = 1000;

/** A server that does not listen yet. */
export function createBoundedServer(listener: RequestListener): Server {
  // Whoever asks whether to send a body is told once its headers were read.
  const server = createServer(timeouts, listener).on('checkContinue', listener);
  server.maxConnections = mostConnections;
  let open = 0;
  return server.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => (open -= 1));
    // Before it comes to refusing connections, those that nobody uses are closed.
    if (open > mostConnections * 0.9) server.closeIdleConnections();
  });
}

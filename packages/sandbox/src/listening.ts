/** An HTTP server that can be closed at once, with all its connections. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';

export type Listening = { readonly server: Server; readonly close: () => Promise<void> };

export function createListening(listener: RequestListener): Listening {
  const sockets = new Set<Socket>();
  // A client that was held up for seconds finds its connection still there.
  const server = createServer({ keepAliveTimeout: 120_000 }, listener);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { server, close };
}

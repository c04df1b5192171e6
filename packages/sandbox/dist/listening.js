/** An HTTP server that can be closed at once, with all its connections. */
import { createServer } from 'node:http';
export function createListening(listener) {
    const sockets = new Set();
    // A client that was held up for seconds finds its connection still there.
    const server = createServer({ keepAliveTimeout: 120_000 }, listener);
    server.on('connection', (socket) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
    });
    const close = () => new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets)
            socket.destroy();
    });
    return { server, close };
}

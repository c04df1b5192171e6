/** Opening and closing the door. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { CannotListen } from '../setting-error.ts';

/**
 * Listens; without a host on all addresses, so that containers are reached.
 * @returns the address as people write it, `http://host:port`
 * @throws CannotListen
 */
export async function listen(server: Server, host: string | null, port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ port, ...(host === null ? {} : { host }) }, resolve);
  try {
    await promise;
  } catch (error) {
    throw new CannotListen(whyNot(error, host, port), { cause: error });
  }
  server.off('error', reject);
  // Given by `listen` on a port.
  const { address, port: real, family } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${real}`;
}

function whyNot(error: unknown, host: string | null, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'EADDRINUSE':
      return `PORT ${port} is already in use. Stop what uses it, or set PORT to another one.`;
    case 'EACCES':
      return `PORT ${port} may not be used by this user. Set PORT to one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `HOST ${host} is no address of this machine.`;
    default:
      return `HOST and PORT: cannot listen (${error instanceof Error ? error.message : String(error)}).`;
  }
}

/** Takes no new connections; resolves when the requests under way are answered. */
export function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  // It closes connections that are idle now; those that become so later would be kept for five seconds more.
  const closing = setInterval(() => server.closeIdleConnections(), 50);
  server.close(() => {
    clearInterval(closing);
    resolve();
  });
  return promise;
}

import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerMalformed } from './malformed';

export interface Listening {
  server: Server;
  port: number;
}

/** The address is not ours to take; the message is one line for the person who started the bridge. */
export class AddressTaken extends Error {}

/**
 * Binds the address at once, before anything is started, so that a taken port is found while nothing has happened yet. Headers and bodies that
 * trickle in are cut off: a slow sender holds a socket, never the bridge.
 */
export function listen(
  options: { host: string; port: number; requestTimeoutMs: number; maxConnections: number },
  serve: RequestListener,
): Promise<Listening> {
  const server = createServer(
    {
      headersTimeout: Math.min(10_000, options.requestTimeoutMs),
      requestTimeout: options.requestTimeoutMs,
      connectionsCheckingInterval: 2_000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16 * 1024,
      noDelay: true,
    },
    serve,
  );
  // A sender may close its side once the request is sent and still read the answer; Node has no option for it, only this property.
  Object.assign(server, { httpAllowHalfOpen: true });
  answerMalformed(server);
  server.maxConnections = options.maxConnections;
  server.on('drop', () => server.closeIdleConnections());
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(addressError(error, options)));
    server.listen(options.port, options.host, 1024, () => {
      resolve({ server, port: portOf(server.address(), options.port) });
    });
  });
}

function portOf(address: AddressInfo | string | null, fallback: number): number {
  return typeof address === 'object' && address !== null ? address.port : fallback;
}

function addressError(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new AddressTaken(`port ${port} on ${host} is taken; stop what listens there, or set PORT to another one`);
    case 'EACCES':
      return new AddressTaken(`port ${port} may not be used by this user; set PORT to one above 1023`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new AddressTaken(`${host} is not an address of this machine; set HOST to one that is`);
    default:
      return error;
  }
}

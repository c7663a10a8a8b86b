import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';

/** A way to a database that can go away without a word, as a network does: nothing is refused or closed, nothing comes through. */
export interface Wire {
  url: string;
  /** From now on nothing comes through, in either direction. */
  swallow(): void;
  /** New connections come through again; those that were there stay dead. */
  mend(): void;
  isWhole(): boolean;
  close(): void;
}

/** `databaseUrl` names a unix socket or a host. */
export async function startWire(databaseUrl: string): Promise<Wire> {
  const url = new URL(databaseUrl);
  const directory = url.searchParams.get('host');
  const port = Number(url.port || url.searchParams.get('port') || 5432);
  const state = { whole: true };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    // Accepted, as by a kernel whose process stands still.
    if (!state.whole) return;
    const far = directory === null ? connect(port, url.hostname) : connect(join(directory, `.s.PGSQL.${port}`));
    sockets.add(far);
    far.on('error', () => undefined);
    socket.pipe(far).pipe(socket);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const near = new URL(databaseUrl);
  near.search = '';
  near.hostname = '127.0.0.1';
  near.port = String((server.address() as AddressInfo).port);
  return {
    url: near.toString(),
    swallow() {
      state.whole = false;
      for (const socket of sockets) {
        socket.unpipe();
        socket.removeAllListeners('end');
        socket.pause();
      }
    },
    mend: () => void (state.whole = true),
    isWhole: () => state.whole,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

import { statSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';

/** Another living bridge owns the data directory. */
export class DataDirectoryTaken extends Error {}

export interface DataDirectoryLock {
  release(): Promise<void>;
}

/**
 * Takes the data directory for this process. The lock is a listening socket, which the kernel takes away with its process, so a killed
 * bridge never leaves a lock behind and a living one is never mistaken for dead. On Linux the name is abstract, made of device and
 * inode, so that it needs no file and two paths to one directory are one lock.
 */
export async function lockDataDirectory(directory: string): Promise<DataDirectoryLock> {
  const address = lockAddress(directory);
  const server = createServer((socket) => socket.destroy());
  server.unref();
  const error = await listen(server, address);
  if (error?.code === 'EADDRINUSE') {
    if (address.startsWith('\0') || (await answers(address))) throw taken(directory);
    await unlink(address);
    const again = await listen(server, address);
    if (again) throw taken(directory);
  } else if (error) {
    throw error;
  }
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

function taken(directory: string): DataDirectoryTaken {
  return new DataDirectoryTaken(
    `another bridge is running on the data directory ${directory}; stop it first, or set DATA_DIR to another directory`,
  );
}

function lockAddress(directory: string): string {
  if (process.platform !== 'linux') return join(directory, 'bridge.lock');
  const { dev, ino } = statSync(directory);
  return `\0summit-bridge-${dev}-${ino}`;
}

function listen(server: Server, address: string): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => resolve(error);
    server.once('error', failed);
    server.listen(address, () => {
      server.off('error', failed);
      resolve(null);
    });
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

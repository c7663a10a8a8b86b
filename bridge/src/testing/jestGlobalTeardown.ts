import { rm } from 'node:fs/promises';
import { shutDown } from '../store/embedded/postmaster';
import { sharedTestServer } from './server';

async function teardown(): Promise<void> {
  const server = sharedTestServer();
  if (!server) return;
  await shutDown(server.pid);
  const socketDirectory = new URL(server.url).searchParams.get('host');
  if (socketDirectory !== null) await rm(socketDirectory, { recursive: true, force: true });
  await rm(server.directory, { recursive: true, force: true, maxRetries: 5 });
}

// Jest calls what the module exports.
module.exports = teardown;

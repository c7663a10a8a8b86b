import type { StreamEvent } from '@summit/contracts';
import type { ServerResponse } from 'node:http';
import type { Subscriber } from './hub';
import { printPosition, type Position } from './position';

export interface ClientOptions {
  tenant: string;
  wants: (event: StreamEvent) => boolean;
  /** When the caller's identity ends; the stream ends with it and is opened again with a new one. */
  expiresAt: Date | null;
  now: () => Date;
  /** Asked at each heartbeat: false once the token was revoked. */
  stillAllowed: () => Promise<boolean>;
  heartbeatMs?: number;
}

/** Bytes that may wait for a slow client before it is cut; it resumes where it was. */
const MAX_WAITING_BYTES = 1024 * 1024;
const HEARTBEAT_MS = 15_000;
/** setTimeout takes 31 bits. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Writes server-sent events to one response. Heartbeats carry the place reached, so that a quiet client's cursor does not grow old. */
export function streamClient(response: ServerResponse, options: ClientOptions): Subscriber {
  let reached: Position | null = null;
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // nginx and Grafana's proxy would hold events back otherwise.
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  response.socket?.setNoDelay(true);
  write('retry: 2000\n\n');

  const heartbeat = setInterval(() => void beat(), options.heartbeatMs ?? HEARTBEAT_MS);
  const expiry = options.expiresAt ? setTimeout(() => response.end(), untilMs(options.expiresAt, options.now())) : null;
  // Whoever closes their side of a stream has left; nobody reads what would still be written.
  const { socket } = response;
  const left = (): void => void response.end();
  socket?.once('end', left);
  response.on('close', () => {
    socket?.off('end', left);
    clearInterval(heartbeat);
    if (expiry) clearTimeout(expiry);
  });

  function write(text: string): void {
    if (response.destroyed || response.writableEnded) return;
    response.write(text);
    if (response.writableLength > MAX_WAITING_BYTES) response.destroy();
  }

  async function beat(): Promise<void> {
    const allowed = await options.stillAllowed().catch(() => false);
    if (!allowed) return void response.end();
    write(`${reached ? `id: ${printPosition(reached)}\n` : ''}: heartbeat\n\n`);
  }

  return {
    tenant: options.tenant,
    deliver(changes, upTo) {
      for (const { event, position } of changes) if (options.wants(event)) write(frame(event, position));
      // The first delivery tells a fresh client where it stands, so that it can resume even before anything happened.
      if (reached === null) write(`id: ${printPosition(upTo)}\n: connected\n\n`);
      reached = upTo;
    },
    reset(upTo) {
      write(frame({ type: 'reset' }, upTo));
      reached = upTo;
    },
  };
}

const frame = (event: StreamEvent, position: Position): string =>
  `id: ${printPosition(position)}\ndata: ${JSON.stringify(event)}\n\n`;

const untilMs = (time: Date, now: Date): number => Math.min(MAX_TIMER_MS, Math.max(0, time.getTime() - now.getTime()));

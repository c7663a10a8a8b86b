import type { Database } from '../store/database';
import { bodyOf, joinRequests, splitRequest, type Request } from './requests';
import { finish, giveBack, lease, postpone, reject, trim } from './spool';
import type { Transport } from './transport/transport';

export interface SenderLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface SenderOptions {
  db: Database;
  transport: Transport;
  log: SenderLog;
  /** Requests at once. */
  concurrency: number;
  /** Rows taken at a time. */
  batchRows: number;
  /** Ceiling of what waits; the oldest beyond it is dropped and counted. */
  maxSpoolBytes: number;
  /** Longer than the transport's timeout: a lease must not end while its request is under way. */
  leaseMs: number;
  /** First and longest wait after a failure, doubled in between. */
  backoffMs: { first: number; longest: number };
  /** Told of each request: for the bridge's own metrics and spans. */
  onRequest?: (request: {
    signal: string;
    items: number;
    bytes: number;
    startMs: number;
    endMs: number;
    outcome: string;
  }) => void;
}

export interface Sender {
  /** Something was put into the outbox. */
  wake(): void;
  /** Ends after the requests under way, within seconds, and closes the transport. What was not sent stays in the outbox. */
  stop(): Promise<void>;
}

const POLL_MS = 1_000;
const STOP_MS = 3_000;
const TRIM_EVERY_MS = 30_000;
/** Nobody is asked to wait longer than this, whatever its Retry-After says. */
const LONGEST_WAIT_MS = 10 * 60_000;

/**
 * Sends the outbox until it is stopped. A receiver that is down, slow or full is tried for ever, after its Retry-After or a growing wait, and
 * one round at a time: it meets one probe, not everything that piled up. It never blocks the digest, which only adds rows.
 */
export function startSender(options: SenderOptions): Sender {
  const state = { stopping: false, awake: false, wake: (): void => undefined, failures: 0, trimAt: 0 };
  const sleep = (ms: number, wakeable: boolean): Promise<void> =>
    new Promise((resolve) => {
      if (state.stopping || (wakeable && state.awake)) return resolve();
      const timer = setTimeout(resolve, ms);
      state.wake = () => {
        if (!wakeable && !state.stopping) return;
        clearTimeout(timer);
        resolve();
      };
    });

  const loop = async (): Promise<void> => {
    while (!state.stopping) {
      state.awake = false;
      try {
        if (Date.now() >= state.trimAt) {
          state.trimAt = Date.now() + TRIM_EVERY_MS;
          await trimSpool(options);
        }
        // While the receiver fails, one request is enough to see whether it is back.
        const round = await sendRound(options, state.failures > 0 ? 1 : options.batchRows);
        if (round.retry === null) {
          if (round.rows > 0 && state.failures > 0)
            options.log.info({ failures: state.failures }, 'telemetry is taken again');
          if (round.rows > 0) state.failures = 0;
          if (round.rows === 0) await sleep(POLL_MS, true);
          continue;
        }
        state.failures += 1;
        const waitMs = round.retry.afterMs ?? backoff(options.backoffMs, state.failures);
        if (state.failures === 1 || state.failures % 20 === 0)
          options.log.warn(
            { reason: round.retry.reason, failures: state.failures, waitMs },
            'telemetry is not taken; it waits in the outbox',
          );
        await sleep(Math.min(waitMs, LONGEST_WAIT_MS), false);
      } catch (error) {
        options.log.warn({ err: error }, 'the outbox cannot be read');
        await sleep(POLL_MS, false);
      }
    }
  };
  const ended = loop();
  return {
    wake() {
      state.awake = true;
      state.wake();
    },
    async stop() {
      state.stopping = true;
      state.wake();
      // A request that hangs is cut off; its rows are sent again by whoever comes next.
      const patience = setTimeout(() => options.transport.close(), STOP_MS);
      await ended;
      clearTimeout(patience);
      options.transport.close();
    },
  };
}

async function trimSpool(options: SenderOptions): Promise<void> {
  const items = await trim(options.db, options.maxSpoolBytes);
  if (items > 0)
    options.log.error(
      { items, maxBytes: options.maxSpoolBytes },
      'the outbox is full: its oldest telemetry was dropped',
    );
}

interface Round {
  rows: number;
  retry: { reason: string; afterMs?: number } | null;
}

/** Leases rows and sends them, several requests at once; metrics of a tenant one after the other, for their receivers refuse older samples. */
export async function sendRound(options: SenderOptions, rows: number): Promise<Round> {
  const leased = await lease(options.db, rows, options.leaseMs);
  const round: Round = { rows: leased.length, retry: null };
  const lanes = lanesOf(joinRequests(leased));
  const workers = Array.from({ length: Math.min(options.concurrency, lanes.length) }, async () => {
    for (let lane = lanes.shift(); lane !== undefined; lane = lanes.shift())
      for (const request of lane) await deliver(request, options, round);
  });
  await Promise.all(workers);
  return round;
}

function lanesOf(requests: Request[]): Request[][] {
  const metrics = new Map<string, Request[]>();
  const lanes: Request[][] = [];
  for (const request of requests) {
    const lane = request.signal === 'metrics' ? metrics.get(request.tenant) : undefined;
    if (lane) {
      lane.push(request);
      continue;
    }
    const next = [request];
    lanes.push(next);
    if (request.signal === 'metrics') metrics.set(request.tenant, next);
  }
  return lanes;
}

async function deliver(request: Request, options: SenderOptions, round: Round): Promise<void> {
  const ids = request.rows.map((row) => row.id);
  const { tenant, signal, items } = request;
  // Another request of this round failed in a way that holds for all: give the rest back untried.
  if (round.retry !== null) return giveBack(options.db, ids);
  const startMs = Date.now();
  const outcome = await options.transport.send(signal, tenant, bodyOf(request));
  options.onRequest?.({ signal, items, bytes: request.bytes, startMs, endMs: Date.now(), outcome: outcome.kind });
  if (outcome.kind === 'retry') {
    round.retry ??= { reason: outcome.reason, afterMs: outcome.afterMs };
    // What failed goes behind what has not been tried: a receiver that refuses one tenant takes the others meanwhile.
    const delayMs = outcome.afterMs ?? backoff(options.backoffMs, request.rows[0]?.attempts ?? 1);
    return postpone(options.db, ids, Math.min(delayMs, LONGEST_WAIT_MS), outcome.reason);
  }
  if (outcome.kind === 'sent') {
    if (outcome.rejectedItems === 0) return finish(options.db, ids);
    options.log.warn(
      { tenant, signal, items, rejected: outcome.rejectedItems, reason: outcome.reason },
      'telemetry was taken in part',
    );
    return reject(options.db, ids, [{ tenant, signal, reason: 'partial_success', items: outcome.rejectedItems }]);
  }
  if (request.rows.length > 1) {
    for (const part of splitRequest(request)) await deliver(part, options, round);
    return;
  }
  options.log.error({ tenant, signal, items, reason: outcome.reason }, 'telemetry was refused for good and is dropped');
  return reject(options.db, ids, [{ tenant, signal, reason: outcome.tooLarge ? 'too_large' : outcome.reason, items }]);
}

function backoff(limits: { first: number; longest: number }, failures: number): number {
  return Math.min(limits.longest, limits.first * 2 ** Math.min(failures - 1, 20));
}

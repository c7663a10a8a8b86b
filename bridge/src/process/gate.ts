import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { answersInTime } from '../store/answersInTime';
import type { Database } from '../store/database';

const startingReason = 'The bridge is starting.';
export const stoppingReason = 'The bridge is stopping.';
const fullReason = 'The inbox is full; the digest is behind.';

/** What the rest of the process is told to say while it is not `open`. */
export interface Gate {
  /** Null while requests are taken; else why not, for people. */
  closed: string | null;
  /** True from the first signal on: not ready any more, while the doors stay open until load balancers have seen it. */
  leaving: boolean;
  serve: (req: IncomingMessage, res: ServerResponse) => void;
}

/** The gate of a bridge that has its address and nothing behind it yet. */
export const startingGate = (): Gate => ({ closed: startingReason, leaving: false, serve: refuseWhileStarting });

function refuseWhileStarting(_req: IncomingMessage, res: ServerResponse): void {
  const body = JSON.stringify({ detail: startingReason, causes: [] });
  res.writeHead(503, { 'content-type': 'application/json', 'retry-after': '2' }).end(body);
}

/** What is missing for the bridge to be ready, in words; nothing when it is. */
export function notReady(db: Database, gate: Gate, digesting: () => boolean): () => Promise<string[]> {
  const databaseAnswers = answersInTime(() => db.selectFrom('tenant').select('id').limit(1).execute(), 2_000);
  return async () => {
    const closed = gate.leaving ? stoppingReason : gate.closed;
    const reasons = closed === null ? [] : [closed];
    if (!digesting()) reasons.push('The digest worker is not running.');
    if (!(await databaseAnswers())) reasons.push('The database does not answer.');
    return reasons;
  };
}

/** Closes the doors while more waits than may, before the disk is full, and opens them again when the digest has caught up. */
export function watchFullness(
  gate: Gate,
  inbox: { waitingRows: () => Promise<number>; maxRows: number },
  log: Logger,
): NodeJS.Timeout {
  const check = async () => {
    const rows = await inbox.waitingRows();
    if (rows >= inbox.maxRows && gate.closed === null) gate.closed = fullReason;
    else if (rows < inbox.maxRows * 0.9 && gate.closed === fullReason) gate.closed = null;
  };
  const failed = (error: unknown) => log.warn({ err: error }, 'how much waits in the inbox is not known');
  const timer = setInterval(() => void check().catch(failed), 5_000);
  timer.unref();
  return timer;
}

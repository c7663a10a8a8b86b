import type { Database } from '../store/database';
import type { AnyApi } from './apis';
import type { Get } from './http';
import { holdSource, type Source } from './queue';

export interface StepOptions {
  db: Database;
  get: Get;
  apiOf: (provider: string) => AnyApi | undefined;
  open: (sealed: Buffer) => Promise<Buffer>;
  now: () => Date;
  /** From 0 to 1. */
  random: () => number;
  /** Runs that ended longer ago are not exported; 0: all are. */
  exportMaxAgeMs: number;
  /** Of accepted requests that wait for the digest, no more may be there when something is asked for. */
  maxWaitingRows: number;
  /** Something was put into the inbox. */
  onAppended: () => void;
}

/** `asked`: go on. `idle`: nothing is due. `held`: the source waits for something. */
export type StepOutcome = 'asked' | 'idle' | 'held';

export const QUEUE_PAUSE_MS = 5_000;

/** Nothing of the source is asked until then. */
export async function hold(
  source: Source,
  db: Database,
  until: Date | null,
  reason: 'limit' | 'digest' | null,
): Promise<void> {
  source.waiting_until = until;
  await holdSource(db, source.id, until, reason);
}

export const isTooOld = (endedAt: string | undefined, now: Date, maxAgeMs: number): boolean =>
  maxAgeMs > 0 && endedAt !== undefined && Date.parse(endedAt) < now.getTime() - maxAgeMs;

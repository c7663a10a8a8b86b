import {
  ABANDONED_MS,
  adoptClaim,
  claimRows,
  countAttempt,
  daysOfRows,
  lockRows,
  postpone,
  releaseClaim,
  type Claim,
} from '../inbox/take';
import { isOutage } from '../store/outage';
import { ensurePartitions } from '../store/partitions';
import { applyRows, type BatchOptions } from './batch';
import { BadInput } from './context';
import { buryRow } from './deadLetters';

export interface DigestOptions extends BatchOptions {
  /** Name of this worker; its database connections carry it as application_name. */
  worker: string;
  batchRows: number;
  batchBytes: number;
  maxAttempts: number;
  /** What `db` cuts a transaction after. */
  timeoutMs: number;
  /** Batches under way at once; `db` needs a connection for each and one more. */
  lanes: number;
  log: DigestLog;
  /** Told of each transaction and how long it took. */
  onBatch?: (rows: number, seconds: number, outcome: 'applied' | 'failed') => void;
}

export interface DigestLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface Digest {
  /** Something was appended. */
  wake(): void;
  /** Ends after the batch under way. */
  stop(): Promise<void>;
}

/** PostgreSQL's check_violation: also what a row without a partition gets. */
const noPartition = '23514';
const pollMs = 250;
const adoptEveryMs = 1_000;
const outageMs = [100, 250, 500, 1_000, 2_000];

/**
 * Works the inbox off until it is stopped. Batches are claimed one after the other and up to `lanes` of them are under way at once: while
 * PostgreSQL works for one, this thread reads and groups the next. Their transactions are as independent as those of two bridges.
 */
export function startDigest(options: DigestOptions): Digest {
  const state = { stopping: false, wake: () => undefined as void, awake: false };
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      if (state.awake || state.stopping) {
        resolve();
        return;
      }
      const timer = setTimeout(resolve, ms);
      state.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const stopping = () => state.stopping;
  const underWay = new Set<Promise<void>>();

  const loop = async () => {
    let adoptAt = 0;
    while (!state.stopping) {
      state.awake = false;
      if (Date.now() >= adoptAt) {
        const adopted = await throughOutages(() => adoptOnce(options), stopping, options.log);
        adoptAt = adopted === true ? 0 : Date.now() + adoptEveryMs;
      }
      const claim = await throughOutages(() => claimNext(options), stopping, options.log);
      if (!claim) {
        await sleep(pollMs);
        continue;
      }
      const apply = () => applySplitting(claim.rowIds, claim.id, options);
      const work: Promise<void> = throughOutages(apply, stopping, options.log).finally(() => underWay.delete(work));
      underWay.add(work);
      if (underWay.size >= options.lanes) await Promise.race(underWay);
    }
    await Promise.all(underWay);
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
      await ended;
    },
  };
}

/**
 * Does work again, later each time, while the database cannot be reached: rows are not blamed for that, and a claim stays with the worker that
 * made it. Resolves with undefined when it is told to stop meanwhile.
 */
async function throughOutages<T>(
  work: () => Promise<T>,
  stopping: () => boolean,
  log: DigestLog,
): Promise<T | undefined> {
  for (let outages = 0; !stopping() || outages === 0; outages++) {
    try {
      return await work();
    } catch (error) {
      const ms = outageMs[Math.min(outages, outageMs.length - 1)] ?? pollMs;
      if (!stopping()) log.warn({ err: error, retryMs: ms }, 'the digest cannot reach the database');
      await new Promise<void>((resolve) => setTimeout(resolve, ms));
    }
  }
  return undefined;
}

function claimNext(options: DigestOptions): Promise<Claim | null> {
  return claimRows(options.db, options.worker, options.batchRows, options.batchBytes);
}

/** Takes one batch and applies it. Returns false when nothing was due. */
export async function digestOnce(options: DigestOptions): Promise<boolean> {
  const claim = await claimNext(options);
  if (!claim) return false;
  await applySplitting(claim.rowIds, claim.id, options);
  return true;
}

/** Finishes what a worker that died had claimed: its rows one by one, for one of them may be what killed it. */
export async function adoptOnce(options: DigestOptions): Promise<boolean> {
  const claim = await adoptClaim(options.db, options.worker);
  if (!claim) return false;
  options.log.warn({ rows: claim.rowIds.length }, 'retrying, one by one, what a worker that died had begun');
  await retryOneByOne(claim, options);
  return true;
}

async function retryOneByOne(claim: Claim, options: DigestOptions): Promise<void> {
  for (const id of claim.rowIds) {
    const attempts = await countAttempt(options.db, id);
    if (attempts === null) continue;
    if (attempts > options.maxAttempts) await bury(id, 'the bridge died each time it worked on this', options);
    else await applyOne(id, attempts, options);
  }
  await releaseClaim(options.db, claim.id);
}

/**
 * Applies rows together; when that fails, each half by itself. A poison row among n is found in log2(n) steps and its neighbours are not
 * kept waiting. The claim is released once its last part is done.
 */
async function applySplitting(ids: readonly string[], claimId: string | null, options: DigestOptions): Promise<void> {
  try {
    const applied = await applyWithPartitions(ids, claimId, options);
    // Held by somebody who has not come back, it will be claimed again; not at once.
    if (applied === 0) await new Promise<void>((resolve) => setTimeout(resolve, pollMs));
  } catch (error) {
    if (isOutage(error)) throw error;
    const [only] = ids;
    if (ids.length === 1 && only !== undefined) {
      const attempts = await (error instanceof TooSlow ? countFreed(only, options) : countAttempt(options.db, only));
      if (attempts !== null) await settle(only, attempts, error, options);
    } else {
      const middle = ids.length >> 1;
      await applySplitting(ids.slice(0, middle), null, options);
      await applySplitting(ids.slice(middle), null, options);
    }
    if (claimId !== null) await releaseClaim(options.db, claimId);
  }
}

/** Partitions are made ahead of time; rows of a day that was not foreseen (an inbox that waited for days) have theirs made here. */
async function applyWithPartitions(
  ids: readonly string[],
  claimId: string | null,
  options: DigestOptions,
): Promise<number> {
  const started = performance.now();
  const report = (rows: number, outcome: 'applied' | 'failed') => {
    options.onBatch?.(rows, (performance.now() - started) / 1000, outcome);
    return rows;
  };
  const state = { locked: false };
  try {
    return report(await applyRows(ids, claimId, { ...options, onLocked: () => (state.locked = true) }), 'applied');
  } catch (error) {
    report(ids.length, 'failed');
    // The server ends one that keeps it waiting sooner than `db` cuts one that keeps asking.
    const limitMs = Math.min(options.timeoutMs, options.abandonedMs ?? ABANDONED_MS);
    if (isOutage(error) && state.locked && performance.now() - started >= limitMs) throw new TooSlow(limitMs);
    if (sqlState(error) !== noPartition) throw error;
    await ensurePartitions(options.db, await daysOfRows(options.db, ids));
    return report(await applyRows(ids, claimId, options), 'applied');
  }
}

/**
 * No outage, though it looks like one: a batch that needs more time than it has would be tried for ever. Its halves need less. Where it was
 * the database that went away meanwhile, this counts as one try at most: the next finds out before it has locked anything.
 */
class TooSlow extends Error {
  constructor(timeoutMs: number) {
    super(`it took longer than the ${timeoutMs / 1000} s that a transaction may take`);
  }
}

async function applyOne(id: string, attempts: number, options: DigestOptions): Promise<void> {
  try {
    await applyWithPartitions([id], null, options);
  } catch (error) {
    if (isOutage(error)) throw error;
    await settle(id, attempts, error, options);
  }
}

/** The tries so far; waits for the server to end what it still does of a transaction that was cut. Null when somebody else has the row. */
async function countFreed(id: string, options: DigestOptions): Promise<number | null> {
  const until = Date.now() + options.timeoutMs;
  for (;;) {
    const attempts = await countAttempt(options.db, id);
    if (attempts !== null || Date.now() >= until) return attempts;
    await new Promise<void>((resolve) => setTimeout(resolve, pollMs));
  }
}

/** What becomes of a row that failed by itself: buried when it can never succeed or was tried enough, else tried later. */
async function settle(id: string, attempts: number, error: unknown, options: DigestOptions): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof BadInput || attempts >= options.maxAttempts) {
    await bury(id, reason, options);
    return;
  }
  options.log.warn({ err: error, inboxId: id, attempts }, 'a request could not be applied and will be tried again');
  await postpone(options.db, id, 2 ** attempts / 2);
}

async function bury(id: string, reason: string, options: DigestOptions): Promise<void> {
  await options.db.transaction().execute(async (tx) => {
    const [row] = await lockRows(tx, [id]);
    if (row) await buryRow(tx, row, reason);
  });
  options.log.error({ inboxId: id, reason }, 'a request went to the dead letters');
}

function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

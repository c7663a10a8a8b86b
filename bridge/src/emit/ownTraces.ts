import { randomBytes } from 'node:crypto';
import { rawQuery, type Database } from '../store/database';
import type { SenderLog } from './sender';
import { createTracer, type Tracer } from './tracer';

export interface OwnTraces {
  ended: Tracer['ended'];
  /** Puts the last spans into the outbox. */
  stop(): Promise<void>;
}

export interface OwnTracesOptions {
  db: Database;
  /** Whose Tempo the bridge's own spans go to: the operator's tenant. */
  tenant: string;
  version: string;
  ratio: number;
  thread: 'main' | 'worker';
  log: SenderLog;
}

const FLUSH_EVERY_MS = 5_000;

/** Records the bridge's own spans and puts them into the outbox, like any telemetry, every few seconds. */
export function startOwnTraces(options: OwnTracesOptions): OwnTraces {
  const tracer = createTracer({
    ...options,
    random: Math.random,
    nowMs: () => Date.now(),
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
  });
  const flush = async (): Promise<void> => {
    const taken = tracer.take();
    if (taken === null) return;
    try {
      await rawQuery(options.db, `INSERT INTO outbox (tenant, signal, items, payload) VALUES ($1, 'traces', $2, $3)`, [
        options.tenant,
        taken.items,
        Buffer.from(taken.payload),
      ]);
    } catch (error) {
      // Its own spans are the least of what a bridge without a database has to keep.
      options.log.warn({ err: error, spans: taken.items }, 'own spans were lost');
    }
  };
  const state = { flushing: Promise.resolve() };
  const timer = setInterval(() => void (state.flushing = state.flushing.then(flush)), FLUSH_EVERY_MS);
  timer.unref();
  return {
    ended: (...span) => tracer.ended(...span),
    async stop() {
      clearInterval(timer);
      await state.flushing;
      await flush();
    },
  };
}

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Config } from '../config/settings';
import type { FromWorker, ToWorker, WorkerData } from './protocol';

export interface WorkerHandle {
  wake(): void;
  running(): boolean;
  /** Ends after the batch under way. */
  stop(): Promise<void>;
}

interface Options {
  config: Config;
  databaseUrl: string;
  log: { error(fields: object, message: string): void };
  onApplied: () => void;
  /** The worker's own metrics, as Prometheus text. */
  onMetrics: (text: string) => void;
}

const restartMs = 500;
/**
 * Batches are bounded in bytes, so the heap is too: more is a leak or a poison body, and ends the thread instead of the bridge. The largest report in JSON
 * takes up to 180 MB while it is read.
 */
const heapMb = 256;
/** Parsed events die young: what a batch keeps of them is small. */
const youngMb = 24;

/** Starts the worker thread and starts it again whenever it dies. What it had claimed is then retried row by row. */
export function startWorker(options: Options): WorkerHandle {
  const state = { worker: null as Worker | null, stopping: false, ended: [] as (() => void)[] };

  const start = () => {
    if (state.stopping) return;
    const workerData: WorkerData = {
      config: options.config,
      databaseUrl: options.databaseUrl,
      name: `summit-digest-${process.pid}-${randomBytes(4).toString('hex')}`,
    };
    const worker = new Worker(join(__dirname, 'worker.js'), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: youngMb },
    });
    state.worker = worker;
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'applied') options.onApplied();
      else if (message.kind === 'metrics') options.onMetrics(message.text);
    });
    worker.on('error', (error) => options.log.error({ err: error }, 'the digest worker died and is started again'));
    worker.once('exit', () => {
      state.worker = null;
      for (const end of state.ended.splice(0)) end();
      if (!state.stopping) setTimeout(start, restartMs).unref();
    });
  };
  start();

  const send = (message: ToWorker) => state.worker?.postMessage(message);
  return {
    wake: () => send({ kind: 'wake' }),
    running: () => state.worker !== null,
    stop() {
      state.stopping = true;
      if (!state.worker) return Promise.resolve();
      send({ kind: 'stop' });
      return new Promise((resolve) => state.ended.push(resolve));
    },
  };
}

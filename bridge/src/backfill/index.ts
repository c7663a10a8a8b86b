import type { Database } from '../store/database';
import { backfillApis } from './apis';
import { graphMemory } from './graphs/answers';
import { httpGet } from './http';
import { logGet } from './logs/get';
import { claimSources, type Source } from './queue';
import { beginRepairs } from './rounds';
import { type FullStepOptions, step } from './step';

export interface BackfillOptions extends Omit<
  FullStepOptions,
  'get' | 'getLog' | 'graphs' | 'apiOf' | 'now' | 'random'
> {
  db: Database;
  /** Whose connections say that this worker lives. */
  worker: string;
  /** How often what was lost is looked for. */
  repairEveryMs: number;
  /** Hosts that may be spoken to with http or be in one's own network. */
  allowedHosts: readonly string[];
  log: { warn(fields: object, message: string): void };
}

export interface Backfill {
  stop(): Promise<void>;
}

const IDLE_MS = 1_000;
/** After that long a source is read anew: its token or its pace may have changed. */
const ROUND_MS = 5_000;

const apiOf = (provider: string) => Object.values(backfillApis).find((api) => api.provider === provider);

/** Fetches from the sources what the bridge was not told, in their own pace, until stopped. */
export function startBackfill(options: BackfillOptions): Backfill {
  const ending = new AbortController();
  const pace = new Map<string, number>();
  const driven = new Map<string, Promise<void>>();
  const steps: FullStepOptions = {
    ...options,
    get: httpGet({ signal: ending.signal }),
    getLog: logGet({ signal: ending.signal, allowedHosts: options.allowedHosts }),
    graphs: graphMemory(),
    apiOf,
    now: () => new Date(),
    random: Math.random,
  };
  const report = (error: unknown): void => {
    if (!ending.signal.aborted) options.log.warn({ err: error }, 'the backfill failed and goes on');
  };
  const round = async (): Promise<void> => {
    await beginRepairs(options.db, apiOf, options.repairEveryMs, new Date());
    const sources = await claimSources(options.db, options.worker, new Date());
    // One that is slow to answer holds up no other, and none is driven twice at once.
    for (const source of sources.filter(({ id }) => !driven.has(id))) {
      const drives = drive(source, steps, pace, ending.signal).catch(report);
      driven.set(
        source.id,
        drives.finally(() => driven.delete(source.id)),
      );
    }
  };
  const running = (async () => {
    while (!ending.signal.aborted) {
      await round().catch(report);
      await sleep(IDLE_MS, ending.signal);
    }
  })();
  return {
    async stop() {
      ending.abort();
      await running;
      await Promise.all(driven.values());
    },
  };
}

/** Asks one source again and again, no faster than it allows. */
async function drive(
  source: Source,
  options: FullStepOptions,
  pace: Map<string, number>,
  signal: AbortSignal,
): Promise<void> {
  const until = Date.now() + ROUND_MS;
  while (!signal.aborted && Date.now() < until) {
    await sleep((pace.get(source.id) ?? 0) - Date.now(), signal);
    if (signal.aborted) return;
    pace.set(source.id, Date.now() + 1000 / source.requests_per_second);
    if ((await step(source, options)) !== 'asked') return;
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((wake) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      wake();
    }
    signal.addEventListener('abort', done);
  });
}

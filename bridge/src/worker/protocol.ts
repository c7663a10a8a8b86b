import type { Config } from '../config/settings';

/** What the main thread gives its worker. */
export interface WorkerData {
  config: Config;
  databaseUrl: string;
  /** Name of this worker's connections and claims; new for each start of it. */
  name: string;
}

export type ToWorker = { kind: 'wake' } | { kind: 'stop' };
export type FromWorker = { kind: 'applied' } | { kind: 'metrics'; text: string } | { kind: 'stopped' };

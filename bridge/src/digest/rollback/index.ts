import type { Database } from '../../store/database';
import { decide } from './evaluate';
import type { Measure } from './measure';
import { deliver, type DeliverOptions } from './deliver';

export interface WatchOptions extends DeliverOptions {
  /** Told of a policy that could not be looked at; it is tried again with the next round. */
  onFailure?: (error: unknown, policy: string) => void;
  /** Asks the metrics of latency and error budgets; without it these conditions say that they cannot be asked. */
  measure?: Measure;
}

/** One round of all policies: decide, then tell. What is decided is committed before anybody is called. */
export async function watchDeployments(db: Database, options: WatchOptions): Promise<void> {
  await decide(db, options.now(), options.onFailure, options.measure);
  await deliver(db, options);
}

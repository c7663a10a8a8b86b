import type { Database } from '../../store/database';
import { decide } from './evaluate';
import { deliver, type DeliverOptions } from './deliver';

export interface WatchOptions extends DeliverOptions {
  /** Told of a policy that could not be looked at; it is tried again with the next round. */
  onFailure?: (error: unknown, policy: string) => void;
}

/** One round of all policies: decide, then tell. What is decided is committed before anybody is called. */
export async function watchDeployments(db: Database, options: WatchOptions): Promise<void> {
  await decide(db, options.now(), options.onFailure);
  await deliver(db, options);
}

import type { Blobs } from '../../store/blobs';
import type { Database } from '../../store/database';
import { createContext } from '../context';
import { exportDeployments } from './deployments';
import { exportJobs } from './jobs';
import type { Take } from './rows';
import { exportRuns } from './runs';
import { countUnreadable, type UnreadableRow } from './unreadable';

export interface CiExportOptions {
  now: () => Date;
  blobs: Blobs;
  /** False where nothing is configured to export to: rows are marked and measured all the same. */
  exporting?: boolean;
  /** What ended longer ago is left out of metrics, traces and logs. Default: nothing is. */
  maxAgeMs?: number;
  /** Told, once, of each row that breaks its contract and is left out. */
  onUnreadable?: (row: UnreadableRow) => void;
  /** Rows taken in one transaction. */
  batchSize?: number;
}

const BATCH_SIZE = 200;
/** What one call does at most, so that the worker gets back to its queue; the rest is due in the next call. */
const MAX_BATCHES = 20;

/**
 * Measures what CI has finished and puts it into the outbox, each thing once: the spans of jobs with their steps when the job ended, the
 * span, metrics and log line of a run when the grace after its end is over, and the log line of a deployment. Meant to be called every
 * second by each bridge, also by one that exports nothing; rows that another bridge is exporting are skipped.
 *
 * @returns how many jobs, runs and deployments were exported
 */
export async function exportCi(db: Database, options: CiExportOptions): Promise<number> {
  const batchSize = options.batchSize ?? BATCH_SIZE;
  let total = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const unreadable: UnreadableRow[] = [];
    const take: Take = {
      limit: batchSize,
      exporting: options.exporting ?? true,
      since: options.maxAgeMs === undefined ? null : new Date(options.now().getTime() - options.maxAgeMs),
      unreadable: (row) => void unreadable.push(row),
    };
    const [jobs, runs, deployments] = await db.transaction().execute(async (tx) => {
      const context = createContext(options);
      // Jobs first: a run says how many of its jobs failed only if no job did.
      const done = [
        await exportJobs(tx, context, take),
        await exportRuns(tx, context, take),
        await exportDeployments(tx, context, take),
      ] as const;
      await countUnreadable(tx, unreadable);
      await context.flush(tx, { exporting: take.exporting });
      return done;
    });
    for (const row of unreadable) options.onUnreadable?.(row);
    total += jobs + runs + deployments;
    if (Math.max(jobs, runs, deployments) < batchSize) break;
  }
  return total;
}

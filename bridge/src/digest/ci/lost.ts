import { foldRun, lostEnd } from '../../domain/run';
import type { Blobs } from '../../store/blobs';
import { type Database, rawQuery, type Tx } from '../../store/database';
import { createContext, type DigestContext } from '../context';
import { keyOf } from '../shared/bulk';
import { lockEntities } from '../shared/lock';
import { type ChangedRun, mergeFacts, readFacts, readRuns, type RunKey, runLock, writeRuns } from './runs';

export interface LostRunsOptions {
  now: () => Date;
  blobs: Blobs;
  /** How long nothing must have been heard of a run. */
  afterMs: number;
}

const BATCH_SIZE = 200;

/**
 * Ends, as `unknown`, runs that nothing was heard of for so long that their end must have been lost. Safe beside other bridges and the digest: a
 * run that is reported in the same moment is left alone.
 *
 * @returns how many it ended
 */
export async function endLostRuns(db: Database, options: LostRunsOptions): Promise<number> {
  let total = 0;
  for (;;) {
    const ended = await db.transaction().execute(async (tx) => {
      const context = createContext(options);
      const count = await endSome(tx, context, new Date(options.now().getTime() - options.afterMs));
      await context.flush(tx);
      return count;
    });
    total += ended;
    if (ended < BATCH_SIZE) return total;
  }
}

async function endSome(tx: Tx, context: DigestContext, silentSince: Date): Promise<number> {
  const silent = await silentRuns(tx, silentSince, null);
  await lockEntities(tx, silent.map(runLock));
  const keys = await silentRuns(tx, silentSince, silent);
  const facts = await readFacts(tx, keys);
  const before = await readRuns(tx, keys);
  const changed = keys.flatMap((run): ChangedRun[] => {
    const key = keyOf(run.tenant, run.run_id);
    const kept = facts.get(key) ?? [];
    if (kept.length === 0) return [];
    const merged = mergeFacts(kept, [lostEnd(kept)], () => undefined);
    return [{ tenant: run.tenant, changedFacts: merged.changed, before: before.get(key), ...foldRun(merged.all) }];
  });
  await writeRuns(tx, changed, context);
  return changed.length;
}

/** `among` asks again of runs that were found before they were locked. */
async function silentRuns(tx: Tx, since: Date, among: readonly RunKey[] | null): Promise<RunKey[]> {
  return rawQuery<RunKey>(
    tx,
    `SELECT tenant, id AS run_id FROM run
     WHERE status <> 'completed' AND updated_at < $1
       AND ($2::text[] IS NULL OR (tenant, id) IN (SELECT * FROM unnest($2::text[], $3::text[])))
     ORDER BY updated_at LIMIT $4`,
    [since, among && among.map((run) => run.tenant), among && among.map((run) => run.run_id), BATCH_SIZE],
  );
}

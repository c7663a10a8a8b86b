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

/** A source that never gets round to it must not keep runs open for good. */
const MOST_PATIENCE_MS = 6 * 3_600_000;

/** A source repairs the repository of run `run`, and has not looked since the run fell silent: it knows better how that ended. */
const WILL_BE_ASKED_FOR = `EXISTS (
  SELECT FROM backfill_repository b JOIN backfill s ON s.id = b.backfill_id
  WHERE b.tenant = run.tenant AND s.provider = run.system AND b.host = run.host
    AND (b.full_name = run.repository OR starts_with(run.provider_run_id, replace(b.full_name, '/', ':') || ':'))
    AND s.repair_hours > 0 AND s.paused_at IS NULL AND s.error IS NULL AND b.state <> 'failed'
    AND coalesce(b.repaired_at, '-infinity') < run.updated_at + ($6::bigint * interval '1 millisecond'))`;

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
      const count = await endSome(tx, context, { now: options.now(), afterMs: options.afterMs });
      await context.flush(tx);
      return count;
    });
    total += ended;
    if (ended < BATCH_SIZE) return total;
  }
}

async function endSome(tx: Tx, context: DigestContext, silence: Silence): Promise<number> {
  const silent = await silentRuns(tx, silence, null);
  await lockEntities(tx, silent.map(runLock));
  const keys = await silentRuns(tx, silence, silent);
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

interface Silence {
  now: Date;
  afterMs: number;
}

/** `among` asks again of runs that were found before they were locked. */
async function silentRuns(tx: Tx, { now, afterMs }: Silence, among: readonly RunKey[] | null): Promise<RunKey[]> {
  const since = new Date(now.getTime() - afterMs);
  return rawQuery<RunKey>(
    tx,
    `SELECT tenant, id AS run_id FROM run
     WHERE status <> 'completed' AND updated_at < $1 AND NOT (updated_at > $5 AND ${WILL_BE_ASKED_FOR})
       AND ($2::text[] IS NULL OR (tenant, id) IN (SELECT * FROM unnest($2::text[], $3::text[])))
     ORDER BY updated_at LIMIT $4`,
    [
      since,
      among && among.map((run) => run.tenant),
      among && among.map((run) => run.run_id),
      BATCH_SIZE,
      new Date(since.getTime() - MOST_PATIENCE_MS),
      afterMs,
    ],
  );
}

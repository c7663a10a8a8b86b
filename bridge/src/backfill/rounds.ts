import { rawQuery, type Database } from '../store/database';
import type { AnyApi } from './apis';
import type { Scope } from './provider';
import { addTasks } from './queue';

/** More runs than that without an end are not asked for one by one; the next repair asks for more. */
const MAX_UNENDED = 100;

interface DueRepair {
  backfill_id: string;
  tenant: string;
  provider: string;
  host: string | null;
  repair_hours: number;
  name: string;
  full_name: string | null;
  project: unknown;
}

/**
 * Begins a repair of each repository whose last round began longer ago than `everyMs` and is over. Repositories that failed are left alone until
 * somebody resumes their source.
 *
 * @returns how many it began
 */
export async function beginRepairs(
  db: Database,
  apiOf: (provider: string) => AnyApi | undefined,
  everyMs: number,
  now: Date,
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const due = await rawQuery<DueRepair>(
      tx,
      `UPDATE backfill_repository r SET state = 'repairing', round_at = $1, error = NULL, retry_at = NULL
       FROM backfill s
       WHERE s.id = r.backfill_id AND s.repair_hours > 0 AND s.paused_at IS NULL AND s.error IS NULL
         AND r.state = 'done' AND r.round_at <= $2
       RETURNING r.backfill_id, r.tenant, s.provider, r.host, s.repair_hours, r.name, r.full_name, r.project`,
      [now, new Date(now.getTime() - everyMs)],
    );
    for (const repair of due) {
      const api = apiOf(repair.provider);
      if (!api) continue;
      const since = new Date(now.getTime() - repair.repair_hours * 3_600_000);
      const scope: Scope = { name: repair.name, round: 'repair', since, now, project: repair.project };
      const unended = await rawQuery<{ provider_run_id: string }>(
        tx,
        // Jenkins' runs are named by their job; their repository is where the code is.
        `SELECT provider_run_id FROM run
         WHERE tenant = $1 AND system = $2 AND host = $3 AND status <> 'completed' AND queued_at < $4
           AND (repository = $5 OR starts_with(provider_run_id, replace($5, '/', ':') || ':'))
         ORDER BY updated_at LIMIT $6`,
        [repair.tenant, repair.provider, repair.host, since, repair.full_name, MAX_UNENDED],
      );
      const tasks = unended.flatMap(({ provider_run_id }) => api.ofRun(provider_run_id, scope) ?? []);
      await addTasks(
        tx,
        repair.backfill_id,
        repair.name,
        [api.first(), ...tasks].map((task, index) => ({ task, ofRun: index > 0 })),
      );
    }
    return due.length;
  });
}

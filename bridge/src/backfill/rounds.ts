import { rawQuery, type Database, type Tx } from '../store/database';
import type { AnyApi } from './apis';
import { unlogged } from './logs/wanted';
import type { Scope } from './provider';
import { addTasks, type NewTask } from './queue';

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
  logs_days: number | null;
  repaired_at: Date | null;
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
       RETURNING r.backfill_id, r.tenant, s.provider, r.host, s.repair_hours, r.name, r.full_name, r.project,
         s.logs_days, r.repaired_at`,
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
      await addTasks(tx, repair.backfill_id, repair.name, await logsOfRepair(tx, api, scope, repair));
    }
    return due.length;
  });
}

/** Webhooks may tell of a job's end long after it; asked for again is only what was not there the first time. */
const LATE_MS = 3_600_000;

/** Logs of what ended since the last repair, which webhooks told of, or which was fetched: nobody else brings them. */
function logsOfRepair(tx: Tx, api: AnyApi, scope: Scope, repair: DueRepair): Promise<NewTask[]> {
  if (repair.logs_days === null) return Promise.resolve([]);
  const since = Math.max(
    scope.since.getTime(),
    scope.now.getTime() - repair.logs_days * 86_400_000,
    (repair.repaired_at?.getTime() ?? 0) - LATE_MS,
  );
  const { backfill_id: id, tenant, provider: system, host, full_name: repository } = repair;
  return unlogged(tx, api, scope, { id, tenant, system, host, repository }, new Date(since));
}

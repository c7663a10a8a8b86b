import type { CiFact, RunFact } from '@summit/contracts';
import { runIdOfFact } from '../domain/run';
import { rawQuery, type Database } from '../store/database';
import { ciTranslators } from '../translate/ci';
import type { BackfillApi, Delivery } from './provider';

/** What a delivery says, as the digest will read it; nothing where that will refuse it. */
export function factsOf(api: Pick<BackfillApi, 'provider'>, { event, payload }: Delivery): readonly CiFact[] {
  try {
    const translation = ciTranslators[api.provider].translate(event, payload);
    return 'facts' in translation ? translation.facts : [];
  } catch {
    return [];
  }
}

/** The run that a delivery is about. */
export const runOf = (api: Pick<BackfillApi, 'provider'>, delivery: Delivery): RunFact | undefined =>
  factsOf(api, delivery).find((fact) => fact.kind === 'run');

/** Those of the runs that the bridge knows just so: as far on, and no job whose end it had to make up. */
export async function knownRuns(db: Database, tenant: string, runs: readonly RunFact[]): Promise<Set<RunFact>> {
  if (runs.length === 0) return new Set();
  const byId = new Map(runs.map((run) => [runIdOfFact(run), run]));
  const rows = await rawQuery<{ id: string; status: string; result: string | null }>(
    db,
    `SELECT r.id, r.status, r.result FROM run r
     WHERE r.tenant = $1 AND r.id = ANY($2::text[])
       AND (r.jobs_total > 0 OR r.status <> 'completed' OR r.result IN ('skipped', 'cancelled') OR r.provider_result = 'startup_failure')
       AND NOT EXISTS (
         SELECT FROM job j WHERE j.tenant = r.tenant AND j.run_id = r.id AND j.result = 'unknown' AND j.provider_result IS NULL)`,
    [tenant, [...byId.keys()]],
  );
  const known = rows.flatMap(({ id, status, result }) => {
    const run = byId.get(id);
    return run && run.status === status && run.result === result ? [run] : [];
  });
  return new Set(known);
}

/** Notes that runs were just heard of and go on: without that, what stays silent for long is taken for ended. */
export async function touchRuns(db: Database, tenant: string, runs: readonly RunFact[], now: Date): Promise<void> {
  const ids = runs.filter(({ status }) => status !== 'completed').map(runIdOfFact);
  if (ids.length === 0) return;
  await rawQuery(
    db,
    `UPDATE run SET updated_at = $3 WHERE tenant = $1 AND id = ANY($2::text[]) AND status <> 'completed' AND updated_at < $3`,
    [tenant, ids.sort(), now],
  );
}

import type { DurationShift } from '@summit/contracts';
import { latestShift, MOST_RUNS } from '../../domain/durationShift';
import type { Database } from '../../store/database';
import { successDurations } from '../../store/successDurations';
import type { PipelineKey } from './places';

/** Since which run each pipeline takes longer or shorter, in their order; null where that did not change among the last runs before `to` of these branches. */
export async function shiftsOf(
  db: Database,
  tenant: string,
  pipelines: readonly PipelineKey[],
  of: { branches: readonly string[] | undefined; to: Date },
): Promise<(DurationShift | null)[]> {
  const keys = pipelines.map(({ repository, name, system }) => ({ tenant, repository, name, system }));
  const found = (await successDurations(db, keys, { ...of, most: MOST_RUNS })).map(({ ids, durationsMs }) => {
    const shift = latestShift(durationsMs);
    const runId = shift === null ? undefined : ids[shift.at];
    return shift === null || runId === undefined ? null : { ...shift, runId };
  });
  const firsts = await runsOf(
    db,
    tenant,
    found.flatMap((shift) => (shift === null ? [] : [shift.runId])),
  );
  return found.map((shift) => {
    const run = firsts.get(shift?.runId ?? '');
    if (shift === null || run === undefined) return null;
    const { at: _at, ...levels } = shift;
    return { ...levels, number: Number(run.number), commit: run.sha, since: run.queued_at.toISOString() };
  });
}

async function runsOf(db: Database, tenant: string, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, never>();
  const rows = await db
    .selectFrom('run')
    .select(['id', 'number', 'sha', 'queued_at'])
    .where('tenant', '=', tenant)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

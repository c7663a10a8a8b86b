import { latestShift, MOST_RUNS } from '../../domain/durationShift';
import type { RunState } from '../../domain/run';
import type { Tx } from '../../store/database';
import { successDurations } from '../../store/successDurations';
import { bulk } from '../shared/bulk';

type Measured = Pick<RunState, 'provider' | 'repository' | 'name' | 'system' | 'result'>;

/** Notes how much longer than before its last lasting change each pipeline takes of which a run has just succeeded. */
export async function notePace(tx: Tx, runs: readonly { tenant: string; run: Measured }[], now: Date): Promise<void> {
  const pipelines = new Map(
    runs
      .filter(({ run }) => run.result === 'success')
      .map(({ tenant, run: { provider, repository, name, system } }) => {
        const key = { tenant, provider, repository, name, system };
        return [JSON.stringify(key), key] as const;
      }),
  );
  // In one order, whichever bridge does it: two wait for each other's rows, and never in a ring.
  const keys = [...pipelines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
  if (keys.length === 0) return;
  const found = await successDurations(tx, keys, { to: now, most: MOST_RUNS });
  const rows = keys.map((key, place) => {
    const { ids, durationsMs } = found[place] ?? { ids: [], durationsMs: [] };
    const shift = latestShift(durationsMs);
    const ratio = shift === null ? 1 : shift.afterMs / Math.max(1, shift.beforeMs);
    return { ...key, ratio, first_run: shift === null ? null : (ids[shift.at] ?? null), updated_at: now };
  });
  await bulk(
    tx,
    rows,
    'tenant text, provider text, repository text, name text, system text, ratio float8, first_run text, updated_at timestamptz',
    (x) => `
      INSERT INTO pipeline_pace (tenant, provider, repository, name, system, ratio, since, updated_at)
      SELECT x.tenant, x.provider, x.repository, x.name, x.system, x.ratio, r.queued_at, x.updated_at
      FROM ${x} LEFT JOIN run r ON r.tenant = x.tenant AND r.id = x.first_run
      ORDER BY x.tenant, x.provider, x.repository, x.name, x.system
      ON CONFLICT (tenant, provider, repository, name, system) DO UPDATE SET ratio = excluded.ratio, since = excluded.since, updated_at = excluded.updated_at`,
  );
}

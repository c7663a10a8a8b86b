import type { PipelineFigures } from '@summit/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../../store/database';

/** One pipeline and its sums over a period, as SQL has them. */
export interface FigureRow {
  repository: string;
  name: string;
  system: string;
  runs: number;
  succeeded: number;
  failed: number;
  timed_out: number;
  cancelled: number;
  durations: (number | null)[] | null;
  queues: (number | null)[] | null;
  total_ms: number;
  lost_ms: number;
  running: number;
  queued: number;
  last_run_at: Date;
}

/** The sums of each pipeline that had a run in a time. */
export async function figureRows(db: Database, where: RawBuilder<boolean>, from: Date, to: Date): Promise<FigureRow[]> {
  const decided = sql`display_status IN ('success', 'failed', 'timed_out')`;
  const { rows } = await sql<FigureRow>`
    SELECT repository, name, system,
      (count(*) FILTER (WHERE status = 'completed'))::float8 AS runs,
      (count(*) FILTER (WHERE display_status = 'success'))::float8 AS succeeded,
      (count(*) FILTER (WHERE display_status = 'failed'))::float8 AS failed,
      (count(*) FILTER (WHERE display_status = 'timed_out'))::float8 AS timed_out,
      (count(*) FILTER (WHERE display_status = 'cancelled'))::float8 AS cancelled,
      percentile_cont('{0.5,0.95}'::float8[]) WITHIN GROUP (ORDER BY duration_ms::float8) FILTER (WHERE ${decided}) AS durations,
      percentile_cont('{0.5,0.95}'::float8[]) WITHIN GROUP (ORDER BY queue_ms::float8) AS queues,
      coalesce(sum(duration_ms) FILTER (WHERE status = 'completed'), 0)::float8 AS total_ms,
      coalesce(sum(duration_ms) FILTER (WHERE status = 'completed' AND display_status NOT IN ('success', 'skipped')), 0)::float8 AS lost_ms,
      (count(*) FILTER (WHERE status = 'running'))::float8 AS running,
      (count(*) FILTER (WHERE status = 'queued'))::float8 AS queued,
      max(queued_at) AS last_run_at
    FROM run WHERE ${where} AND queued_at >= ${from} AND queued_at < ${to}
    GROUP BY repository, name, system`.execute(db);
  return rows;
}

const nothing: PipelineFigures = {
  runs: 0,
  decided: 0,
  succeeded: 0,
  failed: 0,
  timedOut: 0,
  cancelled: 0,
  successRate: null,
  durationP50Ms: null,
  durationP95Ms: null,
  queueP50Ms: null,
  queueP95Ms: null,
  totalMs: 0,
  lostMs: 0,
};

export function figuresOf(row: FigureRow | undefined): PipelineFigures {
  if (!row) return nothing;
  const decided = row.succeeded + row.failed + row.timed_out;
  return {
    runs: row.runs,
    decided,
    succeeded: row.succeeded,
    failed: row.failed,
    timedOut: row.timed_out,
    cancelled: row.cancelled,
    successRate: decided === 0 ? null : row.succeeded / decided,
    durationP50Ms: row.durations?.[0] ?? null,
    durationP95Ms: row.durations?.[1] ?? null,
    queueP50Ms: row.queues?.[0] ?? null,
    queueP95Ms: row.queues?.[1] ?? null,
    totalMs: row.total_ms,
    lostMs: row.lost_ms,
  };
}

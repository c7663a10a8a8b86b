import { DisplayStatus, type Pipeline, type PipelineBar } from '@summit/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../store/database';
import { type PipelineKey, placesOf, withDefaultBranch } from './places';

const BARS = 20;

const Bars = z.array(
  z.object({
    id: z.string(),
    number: z.number(),
    attempt: z.number(),
    status: DisplayStatus,
    branch: z.string().nullable(),
    queuedAt: z.string().transform((at) => new Date(at).toISOString()),
    durationMs: z.number().nullable(),
  }),
);

export interface Recent {
  bars: PipelineBar[];
  broken: Pipeline['broken'];
}

interface RecentRow {
  place: number;
  bars: unknown;
  broken_run: string | null;
  broken_number: string | null;
  broken_since: Date | null;
}

/**
 * The last runs of pipelines, oldest first, and since when their default branch is broken. Both are looked up run by run backwards from now, so the
 * history behind them costs nothing.
 */
export async function recentOf(
  db: Database,
  tenant: string,
  pipelines: readonly PipelineKey[],
  branches: readonly string[] | undefined,
): Promise<Recent[]> {
  const ofBranches = branches ? sql`AND r.branch = ANY(${branches}::text[])` : sql``;
  const { rows } = await sql<RecentRow>`
    SELECT p.place, l.bars, b.id AS broken_run, b.number AS broken_number, b.queued_at AS broken_since
    FROM ${placesOf(pipelines)}
    CROSS JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('id', r.id, 'number', r.number, 'attempt', r.attempt, 'status', r.display_status, 'branch', r.branch,
        'queuedAt', r.queued_at, 'durationMs', r.duration_ms) ORDER BY r.queued_at, r.id) AS bars
      FROM (SELECT * FROM run r WHERE r.tenant = ${tenant} AND r.repository = p.repository AND r.name = p.name AND r.system = p.system ${ofBranches}
            ORDER BY r.queued_at DESC LIMIT ${BARS}) r) l
    ${withDefaultBranch(tenant)}
    LEFT JOIN LATERAL (
      SELECT r.queued_at, r.display_status FROM run r
      WHERE r.tenant = ${tenant} AND r.repository = p.repository AND r.name = p.name AND r.system = p.system AND r.branch = d.name
        AND r.display_status IN ('success', 'failed', 'timed_out')
      ORDER BY r.queued_at DESC LIMIT 1) last ON last.display_status <> 'success'
    LEFT JOIN LATERAL (
      SELECT max(r.queued_at) AS at FROM run r
      WHERE last.queued_at IS NOT NULL AND r.tenant = ${tenant} AND r.repository = p.repository AND r.name = p.name AND r.system = p.system
        AND r.branch = d.name AND r.display_status = 'success') green ON true
    LEFT JOIN LATERAL (
      SELECT r.id, r.number, r.queued_at FROM run r
      WHERE last.queued_at IS NOT NULL AND r.tenant = ${tenant} AND r.repository = p.repository AND r.name = p.name AND r.system = p.system
        AND r.branch = d.name AND r.display_status IN ('failed', 'timed_out') AND r.queued_at > coalesce(green.at, '-infinity')
      ORDER BY r.queued_at, r.id LIMIT 1) b ON true
    ORDER BY p.place`.execute(db);
  return rows.map((row) => ({
    bars: Bars.safeParse(row.bars ?? []).data ?? [],
    broken:
      row.broken_run === null || row.broken_since === null
        ? null
        : { runId: row.broken_run, number: Number(row.broken_number), since: row.broken_since.toISOString() },
  }));
}

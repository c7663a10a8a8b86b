import { StepFact } from '@summit/contracts';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { PipelineSample, SampledJob } from '../../domain/recommendations';
import type { Database } from '../../store/database';
import type { Period } from '../paging/period';

/** Pipelines that took most time: what the others could save is not worth the reading. */
const PIPELINES = 30;
const RUNS = 40;
/** Of a run with more jobs the longest: its path is made of these. */
const JOBS = 200;

const Steps = z.array(StepFact.pick({ name: true, startedAt: true, finishedAt: true }));

/** Price of a millisecond of a kind of runner; null where none is known. */
export type PricePerMs = (system: string, runner: string) => number | null;

interface JobRow {
  repository: string;
  pipeline: string;
  runs: number;
  run_id: string;
  id: string;
  name: string;
  system: string;
  runner: string;
  queued_at: Date;
  started_at: Date;
  finished_at: Date;
  steps: unknown;
}

/** The last successful runs of the pipelines that took most time in a period, with their jobs. */
export async function samplesOf(
  db: Database,
  where: RawBuilder<boolean>,
  period: Period,
  price: PricePerMs,
): Promise<PipelineSample[]> {
  const { rows } = await sql<JobRow>`
    WITH pipelines AS (
      SELECT tenant, repository, name, count(*)::float8 AS runs FROM run
      WHERE ${where} AND queued_at >= ${period.from} AND queued_at < ${period.to} AND status = 'completed'
      GROUP BY tenant, repository, name ORDER BY sum(duration_ms) DESC NULLS LAST LIMIT ${PIPELINES}
    )
    SELECT p.repository, p.name AS pipeline, p.runs, r.id AS run_id, j.id, j.name, r.system, runner_class(j.runner) AS runner,
      j.queued_at, j.started_at, j.finished_at, j.steps
    FROM pipelines p
    CROSS JOIN LATERAL (
      SELECT r.id, r.system, r.queued_at FROM run r
      WHERE r.tenant = p.tenant AND r.repository = p.repository AND r.name = p.name AND r.display_status = 'success'
        AND r.queued_at >= ${period.from} AND r.queued_at < ${period.to}
      ORDER BY r.queued_at DESC LIMIT ${RUNS}) r
    CROSS JOIN LATERAL (
      SELECT * FROM job j
      WHERE j.tenant = p.tenant AND j.run_id = r.id AND j.started_at IS NOT NULL AND j.finished_at IS NOT NULL AND NOT j.retried
      ORDER BY j.finished_at - j.started_at DESC LIMIT ${JOBS}) j
    ORDER BY p.repository, p.name, r.queued_at DESC, j.id`.execute(db);
  const samples = new Map<string, Sample>();
  for (const row of rows) {
    const key = JSON.stringify([row.repository, row.pipeline]);
    const sample: Sample = samples.get(key) ?? {
      repository: row.repository,
      pipeline: row.pipeline,
      runsInPeriod: row.runs,
      runs: [],
    };
    samples.set(key, sample);
    const last = sample.runs.at(-1);
    const run = last?.id === row.run_id ? last : { id: row.run_id, jobs: [] };
    if (run !== last) sample.runs.push(run);
    run.jobs.push(toJob(row, price));
  }
  return [...samples.values()];
}

/** A sample that is being filled. */
interface Sample extends PipelineSample {
  runs: { id: string; jobs: SampledJob[] }[];
}

function toJob(row: JobRow, price: PricePerMs): SampledJob {
  const start = row.started_at.getTime();
  return {
    id: row.id,
    name: row.name,
    ready: Math.min(start, row.queued_at.getTime()),
    start,
    end: Math.max(start, row.finished_at.getTime()),
    pricePerMs: price(row.system, row.runner),
    steps: (Steps.safeParse(row.steps).data ?? []).flatMap(({ name, startedAt, finishedAt }) =>
      startedAt === undefined || finishedAt === undefined
        ? []
        : [{ name, workedMs: Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt)) }],
    ),
  };
}

import { DisplayStatus, type Run, type RunDetail, type RunSpan } from '@summit/contracts';
import { sql } from 'kysely';
import { jobOfRow, runOfRow, spansOf } from '../../domain/run';
import type { Database } from '../../store/database';
import { declaredJobs } from '../../store/declaredJobs';
import { costOfRun } from '../cost/run';
import type { ApiDeps } from '../deps';
import { notFound } from '../errors';
import { failureOfRun } from '../failures/failedJobs';
import { predictionsOf } from '../prediction/serve';
import { walkFrom } from '../graph/walk';
import { textOf } from '../validId';
import { pathOfRun } from './criticalPath';
import { selectRuns, toRun, type RunRow } from './rows';

/** Runs that the typical duration is taken from. */
const TYPICAL_OF = 20;

export async function findRun(db: Database, tenant: string, id: string): Promise<RunRow> {
  const [row] = textOf(id) ? await selectRuns(db, tenant, (build) => build('run.id', '=', id), 1) : [];
  if (!row) throw notFound('run');
  return row;
}

/** Jobs beyond this many make a run nobody can look at, and an answer nobody can send. */
const MAX_JOBS = 5_000;

/** The bars of a run's Gantt, live or finished. */
export async function spansOfRun(db: Database, row: RunRow, now: Date): Promise<RunSpan[]> {
  const jobs = await db
    .selectFrom('job')
    .selectAll()
    .where('tenant', '=', row.tenant)
    .where('run_id', '=', row.id)
    .orderBy('queued_at')
    .orderBy('id')
    .limit(MAX_JOBS)
    .execute();
  return spansOf(runOfRow(row), jobs.map(jobOfRow), now);
}

export async function runDetail(deps: ApiDeps, tenant: string, id: string): Promise<RunDetail> {
  const row = await findRun(deps.db, tenant, id);
  const run = toRun(row);
  const broken = row.jobs_failed > 0 || broke({ status: run.displayStatus });
  const [spans, declarations, attempts, typicalMs, cost, predictions, failure, walk] = await Promise.all([
    spansOfRun(deps.db, row, deps.now()),
    declaredJobs(deps.db, tenant, id),
    attemptsOf(deps.db, row),
    typicalOf(deps.db, row),
    costOfRun(deps.db, tenant, id),
    run.status === 'completed' ? [] : predictionsOf(deps.db, tenant, [id]),
    broken ? failureOfRun(deps.db, tenant, id, deps.now()) : null,
    walkFrom(deps.db, tenant, {
      kind: 'run',
      id,
      repository: row.repository,
      sha: row.sha,
      changeNumber: row.change_number,
      traceId: row.trace_id,
    }),
  ]);
  return {
    ...run,
    attempts,
    typicalMs,
    failedFirst: failedFirst(run, spans),
    criticalPath: pathOfRun(run, spans, declarations),
    cost,
    prediction: predictions[0] ?? null,
    sourceTraceId: runOfRow(row).sourceTrace?.traceId ?? null,
    failure,
    ...walk,
  };
}

async function attemptsOf(db: Database, row: RunRow): Promise<RunDetail['attempts']> {
  const rows = await db
    .selectFrom('run')
    .select(['id', 'attempt', 'display_status'])
    .where('tenant', '=', row.tenant)
    .where('system', '=', row.system)
    .where('host', '=', row.host)
    .where('provider_run_id', '=', row.provider_run_id)
    .where('repository', '=', row.repository)
    .orderBy('attempt')
    .limit(200)
    .execute();
  return rows.map((one) => ({
    id: one.id,
    attempt: one.attempt,
    displayStatus: DisplayStatus.parse(one.display_status),
  }));
}

/** Median duration of the last successful runs of the same pipeline, this one left out. */
async function typicalOf(db: Database, row: RunRow): Promise<number | null> {
  const last = db
    .selectFrom('run')
    .select('duration_ms')
    .where('tenant', '=', row.tenant)
    .where('repository', '=', row.repository)
    .where('name', '=', row.name)
    .where('display_status', '=', 'success')
    .where('duration_ms', 'is not', null)
    .where('id', '<>', row.id)
    .orderBy('queued_at', 'desc')
    .limit(TYPICAL_OF);
  const median = await db
    .selectFrom(last.as('last'))
    .select(sql<number | null>`percentile_cont(0.5) WITHIN GROUP (ORDER BY last.duration_ms)`.as('ms'))
    .executeTakeFirst();
  return median?.ms ?? null;
}

const broke = ({ status }: Pick<RunSpan, 'status'>): boolean => status === 'failed' || status === 'timed_out';
const byEnd = (a: RunSpan, b: RunSpan): number => (a.end ?? '').localeCompare(b.end ?? '');

/** What to look at first: the job that broke first, and the first step that broke in it. */
function failedFirst(run: Run, spans: readonly RunSpan[]): RunDetail['failedFirst'] {
  const job = spans.filter((span) => span.kind === 'job' && broke(span)).sort(byEnd)[0];
  if (!job) return null;
  const step = spans.find((span) => span.kind === 'step' && span.parentSpanId === job.spanId && broke(span));
  return {
    job: job.name,
    step: step?.name ?? null,
    spanId: (step ?? job).spanId,
    url: step?.url ?? job.url ?? run.url,
  };
}

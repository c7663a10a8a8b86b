import type { CiFact, JobFact, RunFact } from '@summit/contracts';
import { z } from 'zod';
import { runIdOfFact } from '../../domain/run';
import { rawQuery, type Database, type Tx } from '../../store/database';
import type { AnyApi } from '../apis';
import type { Scope } from '../provider';
import type { NewTask } from '../queue';

/** A log still to be asked for: whose it is here, and where the provider has it. */
export const LogTask = z.object({
  kind: z.literal('log'),
  run: z.string(),
  /** The job's number in its system; '' where the log is the run's as a whole. */
  job: z.string(),
  name: z.string(),
  path: z.string(),
  endedAt: z.string(),
});
export type LogTask = z.output<typeof LogTask>;

const DAY_MS = 86_400_000;

type Ended = (RunFact | JobFact) & { finishedAt: string };

/** What ended and worked, so that it wrote a log. */
function hasLog(fact: CiFact, kind: 'run' | 'job'): fact is Ended {
  if (fact.kind !== kind || (fact.kind !== 'run' && fact.kind !== 'job')) return false;
  const worked = fact.kind === 'run' || fact.startedAt !== undefined;
  return worked && fact.status === 'completed' && fact.result !== 'skipped' && fact.finishedAt !== undefined;
}

/** The logs of what was told of, each once, and how many are older than is wanted. */
export function logsOf(
  facts: readonly CiFact[],
  api: AnyApi,
  scope: Scope,
  days: number | null,
): { tasks: NewTask[]; tooOld: number } {
  if (days === null) return { tasks: [], tooOld: 0 };
  const byKey = new Map<string, { fact: Ended; task: LogTask }>();
  for (const fact of facts) {
    if (!hasLog(fact, api.logs.of)) continue;
    const task = logTask(api, scope, {
      run: runIdOfFact(fact),
      providerRunId: fact.providerRunId,
      job: fact.kind === 'job' ? fact.providerJobId : '',
      name: fact.kind === 'job' ? fact.name : '',
      endedAt: fact.finishedAt,
    });
    if (task) byKey.set(`${task.run}/${task.job}`, { fact, task });
  }
  const found = [...byKey.values()];
  const since = scope.now.getTime() - days * DAY_MS;
  const young = found.filter(({ fact }) => Date.parse(fact.finishedAt) >= since);
  return { tasks: young.map(({ task }) => newTask(task)), tooOld: found.length - young.length };
}

interface Job {
  run: string;
  providerRunId: string;
  job: string;
  name: string;
  endedAt: string;
}

function logTask(api: AnyApi, scope: Scope, { run, providerRunId, job, name, endedAt }: Job): LogTask | null {
  const path = api.logs.pathOf({ kind: api.logs.of, providerRunId, providerJobId: job }, scope);
  return path === null ? null : { kind: 'log', run, job, name, path, endedAt };
}

const newTask = (task: LogTask): NewTask => ({ task, ofRun: false, late: 'log' });

/** Whether somebody sent that log, or is sending it: by the job's number or by its name. */
export async function isThere(db: Database, tenant: string, { run, job, name }: LogTask): Promise<boolean> {
  const [found] = await rawQuery<{ there: boolean }>(
    db,
    `SELECT EXISTS (SELECT FROM build_log WHERE tenant = $1 AND run_id = $2 AND job = ANY($3))
       OR EXISTS (SELECT FROM inbox WHERE tenant = $1 AND source = 'log' AND meta ->> 'run' = $2 AND meta ->> 'job' = ANY($3)) AS there`,
    [tenant, run, job === '' ? [''] : [job, name]],
  );
  return found?.there === true;
}

/** A repair asks for no more at once; the next asks for more. */
const MAX_UNLOGGED = 500;

interface Unlogged {
  id: string;
  tenant: string;
  system: string;
  host: string | null;
  repository: string | null;
}

/**
 * Logs of jobs that ended since then, of runs that webhooks told of or the backfill fetched, and that nobody sent. Newest first.
 */
export async function unlogged(
  tx: Tx,
  api: AnyApi,
  scope: Scope,
  { id, tenant, system, host, repository }: Unlogged,
  since: Date,
): Promise<NewTask[]> {
  const ofJob = api.logs.of === 'job';
  const rows = await rawQuery<{ run: string; provider_run_id: string; job: string; name: string; ended_at: Date }>(
    tx,
    `SELECT w.* FROM (
       ${
         ofJob
           ? `SELECT r.id AS run, r.provider_run_id, j.provider_job_id AS job, j.name, j.finished_at AS ended_at
              FROM run r JOIN job j ON j.tenant = r.tenant AND j.run_id = r.id
              WHERE r.tenant = $1 AND r.system = $2 AND r.host = $3 AND r.repository = $4
                AND r.queued_at >= $5::timestamptz - interval '3 days' AND j.status = 'completed'
                AND j.started_at IS NOT NULL AND j.result IS DISTINCT FROM 'skipped' AND j.finished_at >= $5`
           : // Jenkins' runs are named by their job; their repository is where the code is.
             `SELECT r.id AS run, r.provider_run_id, '' AS job, '' AS name, r.finished_at AS ended_at
              FROM run r
              WHERE r.tenant = $1 AND r.system = $2 AND r.host = $3
                AND (r.repository = $4 OR starts_with(r.provider_run_id, replace($4, '/', ':') || ':'))
                AND r.status = 'completed' AND r.finished_at >= $5`
       }) w
     WHERE NOT EXISTS (SELECT FROM build_log l WHERE l.tenant = $1 AND l.run_id = w.run AND l.job IN (w.job, w.name))
       AND NOT EXISTS (SELECT FROM backfill_task t WHERE t.backfill_id = $6 AND t.late = 'log' AND t.task ->> 'run' = w.run AND t.task ->> 'job' = w.job)
     ORDER BY ended_at DESC LIMIT $7`,
    [tenant, system, host, repository, since, id, MAX_UNLOGGED],
  );
  return rows.flatMap(({ run, provider_run_id, job, name, ended_at }) => {
    const task = logTask(api, scope, {
      run,
      providerRunId: provider_run_id,
      job,
      name,
      endedAt: ended_at.toISOString(),
    });
    return task ? [newTask(task)] : [];
  });
}

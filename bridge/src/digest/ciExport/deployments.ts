import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import {
  ATTR_DEPLOYMENT_ENVIRONMENT_NAME,
  ATTR_DEPLOYMENT_ID,
  ATTR_DEPLOYMENT_NAME,
  ATTR_DEPLOYMENT_STATUS,
  ATTR_VCS_REF_HEAD_NAME,
  ATTR_VCS_REF_HEAD_REVISION,
  DEPLOYMENT_STATUS_VALUE_FAILED,
  DEPLOYMENT_STATUS_VALUE_SUCCEEDED,
} from '@opentelemetry/semantic-conventions/incubating';
import { scopeOfRun } from '../../domain/run';
import { runTraceIds } from '../../domain/traceIds';
import type { EmitLog, EmitResource } from '../../emit/model';
import { rawQuery, type Tx } from '../../store/database';
import { readEach } from '../../store/readEach';
import { repositoryAttributes } from '../ciAttributes';
import type { DigestContext } from '../context';
import { emitLogs } from './emit';
import { isHistory, type Take } from './rows';
import { leftOut } from './unreadable';

/** `event.name` of the log line of a deployment that ended. */
export const DEPLOYMENT_FINISHED = 'summit.deployment.finished';

interface DueDeployment {
  tenant: string;
  id: string;
  provider: string;
  repository: string;
  environment: string;
  production: boolean;
  result: string;
  sha: string;
  ref: string | null;
  task: string | null;
  run_id: string | null;
  system: string | null;
  host: string | null;
  provider_run_id: string | null;
  attempt: number | null;
  created_at: Date;
  finished_at: Date;
}

/** A log line for each deployment that ended, in the trace of the run that deployed. */
export async function exportDeployments(tx: Tx, context: DigestContext, take: Take): Promise<number> {
  const rows = await rawQuery<DueDeployment>(
    tx,
    `WITH due AS (
       SELECT tenant, id FROM deployment WHERE exported_at IS NULL AND finished_at IS NOT NULL
       ORDER BY finished_at LIMIT $2 FOR UPDATE SKIP LOCKED),
     exported AS (
       UPDATE deployment d SET exported_at = $1 FROM due WHERE d.tenant = due.tenant AND d.id = due.id RETURNING d.*)
     SELECT e.*, r.system, r.host, r.provider_run_id, r.attempt FROM exported e
     LEFT JOIN run r ON r.tenant = e.tenant AND r.id = e.run_id ORDER BY e.finished_at`,
    [context.now(), take.limit],
  );
  if (!take.exporting) return rows.length;
  const read = (row: DueDeployment) => ({ resource: resourceOf(row), log: logOf(row, context.now()) });
  const recent = rows.filter((row) => !isHistory(take, row.finished_at));
  emitLogs(context, readEach(recent, read, leftOut('deployment', take.unreadable)));
  return rows.length;
}

function resourceOf(row: DueDeployment): EmitResource {
  return {
    tenant: row.tenant,
    attributes: {
      [ATTR_SERVICE_NAME]: row.repository,
      [ATTR_DEPLOYMENT_ENVIRONMENT_NAME]: row.environment,
      ...repositoryAttributes({ provider: row.provider, fullName: row.repository, url: '' }),
    },
  };
}

function logOf(row: DueDeployment, now: Date): EmitLog {
  const succeeded = row.result === 'success';
  const ids =
    row.system === null || row.host === null || row.provider_run_id === null || row.attempt === null
      ? undefined
      : runTraceIds(
          scopeOfRun({ system: row.system, host: row.host, repository: row.repository }),
          row.provider_run_id,
          row.attempt,
        );
  return {
    timeMs: row.finished_at.getTime(),
    observedMs: now.getTime(),
    severity: succeeded ? 'info' : 'error',
    body: `${row.repository} ${row.ref ?? row.sha.slice(0, 7)} to ${row.environment}: ${row.result}`,
    attributes: {
      'event.name': DEPLOYMENT_FINISHED,
      [ATTR_DEPLOYMENT_ID]: row.id,
      [ATTR_DEPLOYMENT_NAME]: row.task ?? 'deploy',
      [ATTR_DEPLOYMENT_STATUS]: succeeded ? DEPLOYMENT_STATUS_VALUE_SUCCEEDED : DEPLOYMENT_STATUS_VALUE_FAILED,
      [ATTR_VCS_REF_HEAD_REVISION]: row.sha,
      ...(row.ref !== null && { [ATTR_VCS_REF_HEAD_NAME]: row.ref }),
      ...(row.run_id !== null && { 'summit.run.id': row.run_id }),
      'summit.deployment.id': row.id,
      'summit.deployment.production': row.production,
      'summit.deployment.duration_ms': Math.max(0, row.finished_at.getTime() - row.created_at.getTime()),
    },
    traceId: ids?.traceId,
    spanId: ids?.rootSpanId,
  };
}

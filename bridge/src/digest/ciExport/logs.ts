import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import { ATTR_CICD_PIPELINE_RESULT } from '@opentelemetry/semantic-conventions/incubating';
import { isFailure, type RunState, scopeOfRun } from '../../domain/run';
import { runTraceIds } from '../../domain/traceIds';
import type { AttributeValue, EmitLog } from '../../emit/model';
import { resultAttribute } from '../ciAttributes';
import { errorType } from './spans';

/** `event.name` of the log line of a finished run. */
export const RUN_FINISHED = 'summit.run.finished';

/** One small line for each finished run: dashboards list them and draw annotations from them without asking the bridge. */
export function runLog(run: RunState, now: Date): EmitLog {
  const result = resultAttribute(run.result, run.providerResult);
  const error = errorType(run.result, run.providerResult);
  const attributes: Record<string, AttributeValue> = {
    'event.name': RUN_FINISHED,
    'summit.run.attempt': run.attempt,
    'summit.run.number': run.number,
    'summit.run.status': run.displayStatus,
    ...(result !== undefined && { [ATTR_CICD_PIPELINE_RESULT]: result }),
    ...(error !== undefined && { [ATTR_ERROR_TYPE]: error }),
    ...(run.durationMs !== null && { 'summit.run.duration_ms': run.durationMs }),
    ...(run.queueMs !== null && { 'summit.run.queue_ms': run.queueMs }),
    ...(run.actor && { 'summit.run.actor': run.actor.name }),
  };
  return {
    timeMs: (run.finishedAt ?? now).getTime(),
    observedMs: now.getTime(),
    severity: isFailure(run.result) ? 'error' : 'info',
    body: runLine(run),
    attributes,
    traceId: run.traceId,
    spanId: runTraceIds(scopeOfRun(run), run.providerRunId, run.attempt).rootSpanId,
  };
}

function runLine(run: RunState): string {
  const attempt = run.attempt > 1 ? ` (attempt ${run.attempt})` : '';
  const where = run.branch === null ? '' : ` on ${run.branch}`;
  const time = run.durationMs === null ? '' : ` after ${Math.round(run.durationMs / 1000)} s`;
  return `${run.repository} ${run.name} #${run.number}${attempt}${where}: ${run.displayStatus}${time}`;
}

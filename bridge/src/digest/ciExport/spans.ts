import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import type { RunResult, RunSpan } from '@summit/contracts';
import {
  ATTR_CICD_PIPELINE_ACTION_NAME,
  ATTR_CICD_PIPELINE_RESULT,
  ATTR_CICD_PIPELINE_RUN_STATE,
  ATTR_CICD_PIPELINE_TASK_NAME,
  ATTR_CICD_PIPELINE_TASK_RUN_ID,
  ATTR_CICD_PIPELINE_TASK_RUN_RESULT,
  ATTR_CICD_PIPELINE_TASK_RUN_URL_FULL,
  ATTR_CICD_PIPELINE_TASK_TYPE,
  ATTR_CICD_WORKER_ID,
  ATTR_CICD_WORKER_NAME,
  CICD_PIPELINE_ACTION_NAME_VALUE_RUN,
  CICD_PIPELINE_RUN_STATE_VALUE_PENDING,
} from '@opentelemetry/semantic-conventions/incubating';
import { type JobState, type RunState, scopeOfRun, spansOf } from '../../domain/run';
import { runTraceIds } from '../../domain/traceIds';
import type { AttributeValue, EmitSpan } from '../../emit/model';
import { resultAttribute } from '../ciAttributes';
import { taskType } from './attributes';

/** The run's own span and its wait, final. Jobs and steps are exported with their job. */
export function runSpans(run: RunState, now: Date): EmitSpan[] {
  return spansOf(run, [], now).map((span): EmitSpan => {
    if (span.kind === 'queue') return queueSpan(span);
    return {
      ...base(span, run.providerResult),
      name: `${CICD_PIPELINE_ACTION_NAME_VALUE_RUN} ${run.name}`,
      kind: 'server',
      attributes: present({
        'summit.kind': 'run',
        [ATTR_CICD_PIPELINE_ACTION_NAME]: CICD_PIPELINE_ACTION_NAME_VALUE_RUN,
        [ATTR_CICD_PIPELINE_RESULT]: resultAttribute(run.result, run.providerResult),
        [ATTR_ERROR_TYPE]: errorType(run.result, run.providerResult),
        'summit.run.attempt': run.attempt,
        'summit.run.number': run.number,
      }),
      // The attempt before this one, and what the system itself sent of this run: it may be in Tempo, too.
      links: [...(run.attempt > 1 ? [previousAttempt(run)] : []), ...(run.sourceTrace ? [run.sourceTrace] : [])],
    };
  });
}

function previousAttempt(run: RunState): { traceId: string; spanId: string } {
  const { traceId, rootSpanId } = runTraceIds(scopeOfRun(run), run.providerRunId, run.attempt - 1);
  return { traceId, spanId: rootSpanId };
}

/** A finished job, its wait and its steps; nothing for a job that an earlier attempt ran. */
export function jobSpans(run: RunState, job: JobState, now: Date): EmitSpan[] {
  const rootSpanId = runTraceIds(scopeOfRun(run), run.providerRunId, run.attempt).rootSpanId;
  return spansOf(run, [job], now)
    .filter((span) => span.kind === 'job' || (span.kind !== 'run' && span.parentSpanId !== rootSpanId))
    .map((span) => (span.kind === 'queue' ? queueSpan(span) : taskSpan(span, job)));
}

function taskSpan(span: RunSpan, job: JobState): EmitSpan {
  const isJob = span.kind === 'job';
  const providerResult = isJob ? job.providerResult : null;
  const result = finalResult(span);
  const jobId = job.providerJobId;
  return {
    ...base(span, providerResult),
    name: span.name,
    kind: 'internal',
    attributes: present({
      'summit.kind': span.kind,
      [ATTR_CICD_PIPELINE_TASK_NAME]: span.name,
      [ATTR_CICD_PIPELINE_TASK_RUN_ID]: isJob ? jobId : `${jobId}/${span.attributes['step.number']}`,
      [ATTR_CICD_PIPELINE_TASK_RUN_RESULT]: resultAttribute(result, providerResult),
      [ATTR_CICD_PIPELINE_TASK_RUN_URL_FULL]: span.url ?? undefined,
      [ATTR_ERROR_TYPE]: errorType(result, providerResult),
      ...(isJob && {
        [ATTR_CICD_PIPELINE_TASK_TYPE]: taskType(job.name),
        [ATTR_CICD_WORKER_ID]: job.runner?.id,
        [ATTR_CICD_WORKER_NAME]: job.runner?.name,
        'summit.job.stage': job.stage ?? undefined,
        'summit.job.retried': job.retried || undefined,
        'summit.worker.group': job.runner?.group,
        'summit.worker.labels': job.runner?.labels,
      }),
    }),
  };
}

function queueSpan(span: RunSpan): EmitSpan {
  return {
    ...base(span, null),
    name: span.name,
    kind: 'internal',
    status: 'unset',
    attributes: {
      'summit.kind': 'queue',
      [ATTR_CICD_PIPELINE_RUN_STATE]: CICD_PIPELINE_RUN_STATE_VALUE_PENDING,
    },
  };
}

type Base = Pick<EmitSpan, 'traceId' | 'spanId' | 'parentSpanId' | 'startMs' | 'endMs' | 'status' | 'statusMessage'>;

function base(span: RunSpan, providerResult: string | null): Base {
  const failed = span.status === 'failed' || span.status === 'timed_out';
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId ?? undefined,
    startMs: Date.parse(span.start),
    endMs: Date.parse(span.end ?? span.start),
    status: failed ? 'error' : span.status === 'success' ? 'ok' : 'unset',
    statusMessage: failed ? (providerResult ?? span.status) : undefined,
  };
}

function finalResult(span: RunSpan): RunResult | null {
  return span.status === 'queued' || span.status === 'running' ? null : span.status;
}

/** The provider's own word where there is one: `failure`, `timed_out`, `startup_failure`. */
export function errorType(result: RunResult | null, providerResult: string | null): string | undefined {
  return result === 'failed' || result === 'timed_out' ? (providerResult ?? result) : undefined;
}

function present(values: Record<string, AttributeValue | undefined>): Record<string, AttributeValue> {
  const attributes: Record<string, AttributeValue> = {};
  for (const [key, value] of Object.entries(values)) if (value !== undefined) attributes[key] = value;
  return attributes;
}

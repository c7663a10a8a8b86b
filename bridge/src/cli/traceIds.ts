import { githubJobIds, githubRunIds, githubStepId } from '../domain/traceIds';

export interface TraceIdOptions {
  run: string;
  attempt: number;
  job?: string;
  step?: string;
  occurrence: number;
}

/** The ids of a run, and of a job and a step where they are asked for, one `name=value` a line; `traceparent` is of the innermost. */
export function traceIdLines({ run, attempt, job, step, occurrence }: TraceIdOptions): string[] {
  const { traceId, rootSpanId } = githubRunIds(run, attempt);
  const spans: [string, string][] = [['run_span_id', rootSpanId]];
  if (job !== undefined) spans.push(['job_span_id', githubJobIds(job).spanId]);
  if (job !== undefined && step !== undefined) spans.push(['step_span_id', githubStepId(job, step, occurrence)]);
  const innermost = spans[spans.length - 1]?.[1] ?? rootSpanId;
  return [
    `trace_id=${traceId}`,
    ...spans.map(([name, id]) => `${name}=${id}`),
    `traceparent=00-${traceId}-${innermost}-01`,
  ];
}

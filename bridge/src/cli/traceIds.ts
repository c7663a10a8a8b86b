import { type CiScope, jobSpanIds, runTraceIds, stepSpanId } from '../domain/traceIds';

/** A run, and a job and a step of it where they are asked for. */
export interface TraceIdOptions {
  scope: CiScope;
  run: string;
  attempt: number;
  job?: string;
  step?: string;
  occurrence: number;
}

/** The ids of a run, and of a job and a step where they are asked for, one `name=value` a line; `traceparent` is of the innermost. */
export function traceIdLines({ scope, run, attempt, job, step, occurrence }: TraceIdOptions): string[] {
  const { traceId, rootSpanId } = runTraceIds(scope, run, attempt);
  const spans: [string, string][] = [['run_span_id', rootSpanId]];
  if (job !== undefined) spans.push(['job_span_id', jobSpanIds(scope, job).spanId]);
  if (job !== undefined && step !== undefined) spans.push(['step_span_id', stepSpanId(scope, job, step, occurrence)]);
  const innermost = spans[spans.length - 1]?.[1] ?? rootSpanId;
  return [
    `trace_id=${traceId}`,
    ...spans.map(([name, id]) => `${name}=${id}`),
    `traceparent=00-${traceId}-${innermost}-01`,
  ];
}

/** What a CI system tells a job about itself; `run` is missing outside of one. */
export interface JobEnvironment {
  scope: CiScope;
  run: string | undefined;
  attempt: string | undefined;
  job: string | undefined;
}

/** Reads the variables that GitHub Actions and GitLab CI set in a job. GitHub does not tell a job its own id. */
export function jobEnvironment(env: Readonly<Record<string, string | undefined>>): JobEnvironment {
  if (env['GITLAB_CI'] !== undefined)
    return {
      scope: {
        provider: 'gitlab',
        host: hostOf(env['CI_SERVER_URL']) ?? 'gitlab.com',
        repository: env['CI_PROJECT_PATH'] ?? '',
      },
      run: env['CI_PIPELINE_ID'],
      attempt: undefined,
      job: env['CI_JOB_ID'],
    };
  return {
    scope: {
      provider: 'github',
      host: hostOf(env['GITHUB_SERVER_URL']) ?? 'github.com',
      repository: env['GITHUB_REPOSITORY'] ?? '',
    },
    run: env['GITHUB_RUN_ID'],
    attempt: env['GITHUB_RUN_ATTEMPT'],
    job: undefined,
  };
}

const hostOf = (url: string | undefined): string | undefined =>
  url !== undefined && URL.canParse(url) ? new URL(url).host : undefined;

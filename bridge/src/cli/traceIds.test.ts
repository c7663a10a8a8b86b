import { jobSpanIds, runTraceIds, stepSpanId } from '../domain/traceIds';
import { jobEnvironment, traceIdLines } from './traceIds';

const github = { provider: 'github', host: 'github.com', repository: 'demo/shop' };

const run = runTraceIds(github, '6454805877', 1);
const job = jobSpanIds(github, '99').spanId;

test('of a run', () => {
  expect(traceIdLines({ scope: github, run: '6454805877', attempt: 1, occurrence: 1 })).toEqual([
    `trace_id=${run.traceId}`,
    `run_span_id=${run.rootSpanId}`,
    `traceparent=00-${run.traceId}-${run.rootSpanId}-01`,
  ]);
});

test('of a step: the traceparent is the innermost', () => {
  const step = stepSpanId(github, '99', 'Run tests', 2);
  expect(
    traceIdLines({ scope: github, run: '6454805877', attempt: 1, job: '99', step: 'Run tests', occurrence: 2 }),
  ).toEqual([
    `trace_id=${run.traceId}`,
    `run_span_id=${run.rootSpanId}`,
    `job_span_id=${job}`,
    `step_span_id=${step}`,
    `traceparent=00-${run.traceId}-${step}-01`,
  ]);
});

test('a GitLab job is told its server, project, pipeline and id', () => {
  const env = {
    GITLAB_CI: 'true',
    CI_SERVER_URL: 'https://git.example.org:8443',
    CI_PROJECT_PATH: 'group/sub/shop',
    CI_PIPELINE_ID: '31',
    CI_JOB_ID: '380',
  };
  expect(jobEnvironment(env)).toEqual({
    scope: { provider: 'gitlab', host: 'git.example.org:8443', repository: 'group/sub/shop' },
    run: '31',
    attempt: undefined,
    job: '380',
  });
});

test('a GitHub job is told its run and attempt, but not its own id', () => {
  const env = { GITHUB_REPOSITORY: 'demo/shop', GITHUB_RUN_ID: '1001', GITHUB_RUN_ATTEMPT: '2' };
  expect(jobEnvironment(env)).toEqual({ scope: github, run: '1001', attempt: '2', job: undefined });
});

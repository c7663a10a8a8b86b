import { githubJobIds, githubRunIds, githubStepId } from '../domain/traceIds';
import { traceIdLines } from './traceIds';

const run = githubRunIds('6454805877', 1);
const job = githubJobIds('99').spanId;

test('of a run', () => {
  expect(traceIdLines({ run: '6454805877', attempt: 1, occurrence: 1 })).toEqual([
    `trace_id=${run.traceId}`,
    `run_span_id=${run.rootSpanId}`,
    `traceparent=00-${run.traceId}-${run.rootSpanId}-01`,
  ]);
});

test('of a step: the traceparent is the innermost', () => {
  const step = githubStepId('99', 'Run tests', 2);
  expect(traceIdLines({ run: '6454805877', attempt: 1, job: '99', step: 'Run tests', occurrence: 2 })).toEqual([
    `trace_id=${run.traceId}`,
    `run_span_id=${run.rootSpanId}`,
    `job_span_id=${job}`,
    `step_span_id=${step}`,
    `traceparent=00-${run.traceId}-${step}-01`,
  ]);
});

import { RunSpan } from '@summit/contracts';
import { jobSpanIds, runTraceIds, stepSpanId } from '../traceIds';
import { foldRun, spansOf, type RunOrJobFact } from './index';
import { at, completedJob, completedRun, dateAt, queuedJob, queuedRun, runningJob, runningRun, step } from './testing';

const github = { provider: 'github', host: 'github.com', repository: 'demo/shop' };

const now = dateAt(200);
const bars = (...facts: RunOrJobFact[]): RunSpan[] => {
  const { run, jobs } = foldRun(facts);
  return spansOf(run, jobs, now);
};
const brief = (span: RunSpan): unknown[] => [span.kind, span.name, span.status, span.start, span.end, span.durationMs];

test('a finished run: run, job, steps, and the waits beside them', () => {
  const spans = bars(completedRun(), completedJob('7'));
  expect(spans.map(brief)).toEqual([
    ['run', 'CI', 'success', at(10), at(100), 90_000],
    ['queue', 'Queued: CI', 'success', at(0), at(10), 10_000],
    ['job', 'job 7', 'success', at(10), at(90), 80_000],
    ['queue', 'Queued: job 7', 'success', at(1), at(10), 9_000],
    ['step', 'Set up job', 'success', at(10), at(12), 2_000],
    ['step', 'Test', 'success', at(12), at(90), 78_000],
  ]);
  for (const span of spans) expect(RunSpan.parse(span)).toEqual(span);
});

test('parents: all lead to the run, under ids that the job can compute', () => {
  const [run, runQueue, job, jobQueue, setUp] = bars(completedRun(), completedJob('7'));
  const ids = runTraceIds(github, '1001', 1);
  expect(run).toMatchObject({ traceId: ids.traceId, spanId: ids.rootSpanId, parentSpanId: null });
  expect(runQueue).toMatchObject({ parentSpanId: ids.rootSpanId });
  expect(job).toMatchObject({ spanId: jobSpanIds(github, '7').spanId, parentSpanId: ids.rootSpanId });
  expect(jobQueue).toMatchObject({ spanId: jobSpanIds(github, '7').queueSpanId, parentSpanId: job?.spanId });
  expect(setUp).toMatchObject({ spanId: stepSpanId(github, '7', 'Set up job', 1), parentSpanId: job?.spanId });
});

test('live: no end and no duration, steps to come are not there yet', () => {
  expect(bars(queuedRun(), runningRun(), runningJob('7'), queuedJob('8')).map(brief)).toEqual([
    ['run', 'CI', 'running', at(10), null, null],
    ['queue', 'Queued: CI', 'success', at(0), at(10), 10_000],
    ['job', 'job 8', 'queued', at(1), null, null],
    ['queue', 'Queued: job 8', 'queued', at(1), null, null],
    ['job', 'job 7', 'running', at(10), null, null],
    ['queue', 'Queued: job 7', 'success', at(1), at(10), 9_000],
    ['step', 'Set up job', 'running', at(10), null, null],
  ]);
});

test('skipped jobs and steps take no time and did not wait', () => {
  const skipped = completedJob('8', { result: 'skipped', startedAt: at(50), finishedAt: at(40), steps: [] });
  const job = completedJob('7', {
    steps: [
      step(1, 'Test', 10, 80, 'failed'),
      { ...step(2, 'Deploy', 85, 82, 'skipped') },
      { number: 3, name: 'Tell', status: 'completed', result: 'skipped' },
    ],
  });
  const spans = bars(completedRun(), job, skipped);
  expect(spans.filter((span) => span.status === 'skipped').map(brief)).toEqual([
    ['job', 'job 8', 'skipped', at(40), at(40), null],
    ['step', 'Deploy', 'skipped', at(85), at(85), null],
    ['step', 'Tell', 'skipped', at(85), at(85), null],
  ]);
  expect(spans.map((span) => span.name)).not.toContain('Queued: job 8');
});

test('startup failure: one bar without duration, and the wait', () => {
  const failed = completedRun({ result: 'failed', providerResult: 'startup_failure', startedAt: undefined });
  expect(bars(failed).map(brief)).toEqual([
    ['run', 'CI', 'failed', at(0), at(0), null],
    ['queue', 'Queued: CI', 'cancelled', at(0), at(100), 100_000],
  ]);
});

test('cancelled while it waited: the wait ends with it', () => {
  const cancelled = completedJob('7', { result: 'cancelled', startedAt: undefined, finishedAt: at(60), steps: [] });
  expect(
    bars(completedRun({ result: 'cancelled', startedAt: undefined }), cancelled)
      .slice(2)
      .map(brief),
  ).toEqual([
    ['job', 'job 7', 'cancelled', at(60), at(60), null],
    ['queue', 'Queued: job 7', 'cancelled', at(1), at(60), 59_000],
  ]);
});

test('a step that was cut off ends with its job', () => {
  const cut = completedJob('7', { result: 'cancelled', finishedAt: at(40), steps: [step(1, 'Test', 12, null)] });
  expect(bars(completedRun(), cut).at(-1)).toMatchObject({ name: 'Test', status: 'cancelled', end: at(40) });
  const lost = completedJob('7', { result: 'failed', finishedAt: at(40), steps: [step(1, 'Test', 12, null)] });
  expect(bars(completedRun(), lost).at(-1)).toMatchObject({ status: 'unknown', end: at(40) });
});

test('equal step names are steps of their own', () => {
  const steps = [step(1, 'Run tests', 10, 20), step(2, 'Run tests', 20, 30), step(3, 'Run tests-2', 30, 40)];
  const ids = bars(completedRun(), completedJob('7', { steps })).map((span) => span.spanId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('jobs carried over from an earlier attempt have no bar in this one', () => {
  const late = {
    queuedAt: at(1000),
    startedAt: at(1000),
    finishedAt: at(1200),
    updatedAt: at(1200),
    attempt: 2,
  } as const;
  expect(bars(completedRun(late), completedJob('7', { attempt: 2 })).map((span) => span.kind)).toEqual([
    'run',
    'queue',
  ]);
});

test('each step links to its log', () => {
  expect(bars(completedRun(), completedJob('7')).at(-1)?.url).toBe(
    'https://github.com/demo/shop/actions/runs/1001/job/7#step:2:1',
  );
});

import type { DisplayStatus, LogSummary, RunSpan } from '@summit/contracts';
import { failedSteps, inOrder, logOfSpan } from './order';

const span = (spanId: string, name: string, status: DisplayStatus, more: Partial<RunSpan> = {}): RunSpan => ({
  spanId,
  parentSpanId: 'run',
  traceId: 't',
  kind: 'job',
  name,
  service: 's',
  status,
  start: '2026-01-01T00:00:00.000Z',
  end: null,
  durationMs: null,
  url: null,
  attributes: { 'summit.job.id': `id-${spanId}` },
  ...more,
});
const log = (id: string, jobName: string, more: Partial<LogSummary> = {}): LogSummary => ({
  id,
  jobId: null,
  jobName,
  lines: 1,
  bytes: 1,
  final: true,
  errors: 0,
  warnings: 0,
  firstAt: null,
  lastAt: null,
  ...more,
});

const spans = [
  span('a', 'build', 'success', { start: '2026-01-01T00:00:09.000Z' }),
  span('b', 'test', 'failed', { start: '2026-01-01T00:00:20.000Z' }),
  span('c', 'lint', 'success'),
  span('b1', 'npm test', 'failed', { kind: 'step', parentSpanId: 'b', attributes: {} }),
  span('b2', 'setup', 'success', { kind: 'step', parentSpanId: 'b', attributes: {} }),
];

test('the log of the failed job comes first, the others as their jobs began', () => {
  const logs = [log('1', 'build'), log('2', 'lint'), log('3', 'test'), log('4', 'unknown', { errors: 3 })];
  expect(inOrder(logs, spans).map(({ log: { id } }) => id)).toEqual(['3', '4', '2', '1']);
});

test('a job is known by its id before its name', () => {
  const [first] = inOrder([log('1', 'test', { jobId: 'id-a' })], spans);
  expect(first?.job?.spanId).toBe('a');
});

test('a step and a wait belong to the log of their job', () => {
  const logs = inOrder([log('1', 'build'), log('3', 'test')], spans);
  expect(logOfSpan('b1', logs, spans)?.log.id).toBe('3');
  expect(logOfSpan('a', logs, spans)?.log.id).toBe('1');
  expect(logOfSpan('c', logs, spans)).toBeUndefined();
  expect(logOfSpan('run', logs, spans)).toBeUndefined();
});

test('knows which steps failed', () => {
  expect([...failedSteps(spans[1], spans)]).toEqual(['npm test']);
  expect([...failedSteps(undefined, spans)]).toEqual([]);
});

import type { RunSpan } from '@summit/contracts';
import { byRunner, hasRunners } from './lanes';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
const span = (spanId: string, more: Partial<RunSpan> = {}): RunSpan => ({
  spanId,
  parentSpanId: 'run',
  traceId: 't',
  kind: 'job',
  name: spanId,
  service: 's',
  status: 'success',
  start: at(0),
  end: at(10),
  durationMs: 10_000,
  url: null,
  attributes: {},
  ...more,
});
const on = (name: string) => ({ attributes: { 'cicd.worker.name': name } });

const spans = [
  span('run', { kind: 'run', parentSpanId: null }),
  span('build', on('r-1')),
  span('compile', { kind: 'step', parentSpanId: 'build' }),
  span('test', { ...on('r-1'), start: at(20), end: at(50), status: 'failed' }),
  span('lint', { ...on('r-2'), end: null, durationMs: null, status: 'running' }),
  span('gate', { status: 'skipped' }),
];
const lanes = new Map(byRunner(spans).map((one) => [one.spanId, one]));

test('a lane holds the jobs of its runner, from the first start to the last end', () => {
  expect(lanes.get('runner:r-1')).toMatchObject({
    name: 'r-1 (2 jobs)',
    parentSpanId: 'run',
    start: at(0),
    end: at(50),
    durationMs: 50_000,
    kind: 'runner',
    status: 'unknown',
  });
  expect(lanes.get('test')?.parentSpanId).toBe('runner:r-1');
});

test('steps stay under their jobs', () => expect(lanes.get('compile')?.parentSpanId).toBe('build'));

test('a lane whose job runs still goes on', () => {
  expect(lanes.get('runner:r-2')).toMatchObject({
    end: null,
    durationMs: null,
    status: 'running',
    name: 'r-2 (1 job)',
  });
});

test('what no runner took has a lane of its own', () => {
  expect(lanes.get('runner:')).toMatchObject({ name: 'No runner (1 job)', status: 'unknown' });
});

test('knows whether there are runners to tell of', () => {
  expect(hasRunners(spans)).toBe(true);
  expect(hasRunners(spans.filter(({ kind }) => kind === 'run'))).toBe(false);
});

import { formatDuration } from '../format/duration';
import { queueSegments } from '../layout/queues';
import { spansOf } from '../model/testSpans';
import { STATUSES } from '../model/status';
import { countSpans, describeChart, describeCounted, describeSpan } from './describe';

const spans = spansOf([
  { id: 'run', name: 'main-ci', status: 'failed', start: 0, end: 100_000 },
  { id: 'job', parent: 'run', name: 'test', service: 'shop', status: 'failed', start: 10_000, end: 90_000 },
  { id: 'wait', parent: 'job', kind: 'queue', status: 'success', start: 0, end: 10_000 },
  { id: 'lost', parent: 'gone', start: 50_000, end: 40_000, status: 'success' },
]);
const say = (id: string, collapsed = false, critical = false): string =>
  describeSpan(spans, queueSegments(spans), spans.indexOf(id), collapsed, critical, formatDuration);

it('says everything a row shows', () => {
  expect(say('job')).toBe('test, shop, Failed, queued 10 s, took 1m 20s, starts at 10 s, level 2');
});

it('says whether a parent is open, and what is on the critical path', () => {
  expect(say('run')).toMatch(/level 1, expanded$/);
  expect(say('run', true, true)).toMatch(/on the critical path, level 1, collapsed$/);
});

it('says what is wrong with the data', () => {
  expect(say('lost')).toMatch(/its parent is not in the data, its times are incomplete$/);
});

it('sums the chart up', () => {
  expect(describeChart(countSpans(spans), 100_000, formatDuration)).toBe('3 spans over 1m 40s, 2 failed');
});

it('names what is counted, and leaves waits to the row they are drawn in', () => {
  const build = spansOf([
    { id: 'run', kind: 'run', status: 'failed', start: 0, end: 100 },
    { id: 'a', parent: 'run', kind: 'job', status: 'success', start: 0, end: 50 },
    { id: 'b', parent: 'run', kind: 'job', status: 'failed', start: 10, end: 90 },
    { id: 'wait', parent: 'b', kind: 'queue', status: 'success', start: 0, end: 10 },
    { id: 'test', parent: 'b', kind: 'step', status: 'failed', start: 10, end: 90 },
  ]);
  expect(describeCounted(countSpans(build))).toBe('1 run, 2 jobs, 1 step');
  expect(describeCounted(countSpans(spans))).toBe('3 spans');
  const counts = countSpans(build).statuses;
  expect(counts[STATUSES.indexOf('success')]).toBe(1);
  expect(counts[STATUSES.indexOf('failed')]).toBe(3);
});

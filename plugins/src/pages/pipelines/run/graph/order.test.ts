import type { RunSpan } from '@summit/contracts';
import { stagesOf } from './order';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();

const span = (name: string, kind: RunSpan['kind'], from: number, to: number | null, parent = 'run'): RunSpan => ({
  spanId: kind === 'queue' ? `queue of ${parent}` : name,
  parentSpanId: parent,
  traceId: 't',
  kind,
  name,
  service: 's',
  status: to === null ? 'running' : 'success',
  start: at(from),
  end: to === null ? null : at(to),
  durationMs: to === null ? null : (to - from) * 1000,
  url: null,
  attributes: {},
});

/** A job that became ready, began and ended at these seconds. */
const job = (name: string, ready: number, from: number, to: number | null): RunSpan[] => [
  span(name, 'job', from, to),
  span(name, 'queue', ready, from, name),
];

const named = (spans: readonly RunSpan[]) =>
  stagesOf(spans).map(({ jobs, waitsFor }) => [jobs.map(({ name }) => name), waitsFor.map(({ name }) => name)]);

test('jobs that begin with the run wait for nobody, and what follows waits for them', () => {
  expect(
    named([
      ...job('build', 0, 5, 60),
      ...job('lint', 0, 5, 30),
      ...job('test', 60, 65, 200),
      ...job('ship', 200, 202, 240),
    ]),
  ).toEqual([
    [['lint', 'build'], []],
    [['test'], ['lint', 'build']],
    [['ship'], ['test']],
  ]);
});

test('a job that became ready before others ended does not wait for them', () => {
  expect(named([...job('a', 0, 0, 10), ...job('b', 0, 0, 100), ...job('c', 10, 12, 50)])).toEqual([
    [['a', 'b'], []],
    [['c'], ['a']],
  ]);
});

test('an end and what it sets free may be told a second the wrong way round, but nobody waits in a circle', () => {
  expect(named([...job('a', 0, 0, 61), ...job('b', 60, 62, 90)])).toEqual([
    [['a'], []],
    [['b'], ['a']],
  ]);
  expect(named([...job('a', 0, 0, 1), ...job('b', 0, 0, 1)])).toEqual([
    [['a'], []],
    [['b'], ['a']],
  ]);
});

test('what still runs waits as others do, and nobody waits for it', () => {
  expect(named([...job('a', 0, 0, 10), ...job('b', 10, 11, null), ...job('c', 10, 12, null)])).toEqual([
    [['a'], []],
    [['b', 'c'], ['a']],
  ]);
});

test('what was skipped is left out', () => {
  const skipped = { ...span('s', 'job', 10, 10), durationMs: null };
  expect(named([...job('a', 0, 0, 10), skipped])).toEqual([[['a'], []]]);
  expect(stagesOf([])).toEqual([]);
});

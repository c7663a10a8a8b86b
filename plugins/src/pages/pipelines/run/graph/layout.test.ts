import type { RunSpan } from '@summit/contracts';
import { neighbourOf, NODE, placeStages } from './layout';

const job = (name: string): RunSpan => ({
  spanId: name,
  parentSpanId: 'run',
  traceId: 't',
  kind: 'job',
  name,
  service: 's',
  status: 'success',
  start: '2026-01-01T00:00:00.000Z',
  end: '2026-01-01T00:00:01.000Z',
  durationMs: 1000,
  url: null,
  attributes: {},
});
const [a, b, c, d] = [job('a'), job('b'), job('c'), job('d')];
const graph = placeStages([
  { jobs: [a, b], waitsFor: [] },
  { jobs: [c], waitsFor: [a] },
  { jobs: [d], waitsFor: [b, c] },
]);
const at = (name: string) => graph.jobs.find((one) => one.job.name === name);

test('each job stands right of all that it waited for', () => {
  expect(['a', 'b', 'c', 'd'].map((name) => at(name)?.column)).toEqual([0, 0, 1, 2]);
  expect(at('b')?.y).toBe(NODE.height + NODE.gapY);
  expect(graph.width).toBe(3 * NODE.width + 2 * NODE.gapX);
  expect(graph.height).toBe(2 * NODE.height + NODE.gapY);
});

test('lines meet before the jobs that wait together', () => {
  expect(
    graph.junctions.map(({ from, to }) => [from.map(({ job: { name } }) => name), to.map(({ job: { name } }) => name)]),
  ).toEqual([
    [['a'], ['c']],
    [['b', 'c'], ['d']],
  ]);
});

test('a hundred that wait for a hundred are two hundred lines', () => {
  const many = (name: string) => Array.from({ length: 100 }, (_, n) => job(`${name}${n}`));
  const first = many('x');
  const { junctions } = placeStages([
    { jobs: first, waitsFor: [] },
    { jobs: many('y'), waitsFor: first },
  ]);
  expect(junctions.reduce((sum, { from, to }) => sum + from.length + to.length, 0)).toBe(200);
});

test('the arrows follow the lines and the columns', () => {
  expect(neighbourOf(graph, 'a', 'right')).toBe('c');
  expect(neighbourOf(graph, 'd', 'left')).toBe('c');
  expect(neighbourOf(graph, 'a', 'down')).toBe('b');
  expect(neighbourOf(graph, 'a', 'up')).toBeUndefined();
  expect(neighbourOf(graph, 'a', 'left')).toBeUndefined();
  expect(neighbourOf(graph, 'nobody', 'up')).toBeUndefined();
});

test('nothing makes an empty graph', () => {
  expect(placeStages([])).toMatchObject({ jobs: [], junctions: [] });
});

import { spansOf } from '../model/testSpans';
import { parseDuration, parseQuery } from './query';
import { failures, findMatches, firstAbove, neighbour } from './search';

const spans = spansOf([
  { id: 'run', name: 'main-ci', status: 'failed', kind: 'run', start: 0, end: 100_000 },
  {
    id: 'build',
    parent: 'run',
    name: 'Build image',
    service: 'shop',
    status: 'success',
    kind: 'job',
    start: 0,
    end: 30_000,
  },
  { id: 'wait', parent: 'build', name: 'queue', kind: 'queue', start: 0, end: 5000 },
  {
    id: 'test',
    parent: 'run',
    name: 'unit test',
    service: 'payments',
    status: 'failed',
    kind: 'job',
    start: 30_000,
    end: 90_000,
  },
  {
    id: 'step',
    parent: 'test',
    name: 'npm test',
    status: 'failed',
    kind: 'step',
    start: 31_000,
    end: 31_500,
    attributes: { 'runner.name': 'Runner-7' },
  },
  {
    id: 'e2e',
    parent: 'run',
    name: 'e2e',
    service: 'shop',
    status: 'timed_out',
    kind: 'job',
    start: 30_000,
    end: 95_000,
  },
]);

const find = (search: string): string[] =>
  Array.from(findMatches(spans, search)?.spans ?? [], (span) => spans.ids[span] ?? '');

it.each([
  ['TEST', ['test', 'step']],
  ['shop', ['build', 'e2e']],
  ['"unit test"', ['test']],
  ['unit image', []],
  ['name:image', ['build']],
  ['service:pay', ['test']],
  ['kind:step', ['step']],
  ['id:e2e', ['e2e']],
  ['status:failed', ['run', 'test', 'step']],
  ['status:failure', ['run', 'test', 'step']],
  ['status:timed_out', ['e2e']],
  ['status:nonsense', []],
  ['error', ['run', 'test', 'step', 'e2e']],
  ['is:error -kind:run', ['test', 'step', 'e2e']],
  ['-test', ['run', 'build', 'e2e']],
  ['>1m', ['run', 'e2e']],
  ['>=1m', ['run', 'test', 'e2e']],
  ['<1s', ['step']],
  ['duration<=500ms', ['step']],
  ['>1m <1m40s', ['e2e']],
  ['runner.name:runner-7', ['step']],
  ['runner.name=7', ['step']],
  ['runner.name:8', []],
])('finds with %s', (search, expected) => {
  expect(find(search)).toEqual(expected);
});

it('does not search with nothing', () => {
  expect(findMatches(spans, '  ')).toBeUndefined();
});

it.each(['"', '-', ':', 'a:', ':b', '>', '<=x', '((', '\\', '"open quote', '> 10s'])(
  'takes %s for text rather than an error',
  (search) => {
    expect(() => findMatches(spans, search)).not.toThrow();
  },
);

it.each([
  ['10', 10_000],
  ['1m30s', 90_000],
  ['2.5s', 2500],
  ['250us', 0.25],
  ['1h', 3_600_000],
  ['s', undefined],
  ['10x', undefined],
  ['', undefined],
])('reads a duration of %s', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

it('keeps quoted words together in a field', () => {
  expect(parseQuery('name:"a b" c')).toEqual([
    { type: 'field', field: 'name', text: 'a b', not: false },
    { type: 'text', text: 'c', not: false },
  ]);
});

describe('going through what was found', () => {
  const found = Int32Array.of(2, 5, 9);
  it.each([
    [-1, 1, 2],
    [2, 1, 5],
    [3, 1, 5],
    [9, 1, 2],
    [9, -1, 5],
    [3, -1, 2],
    [2, -1, 9],
    [-1, -1, 9],
  ] as const)('from %i by %i goes to %i', (from, step, to) => {
    expect(neighbour(found, from, step)).toBe(to);
  });
  it('goes nowhere when there is nothing', () => {
    expect(neighbour(new Int32Array(0), 3, 1)).toBe(-1);
  });
  it('numbers what was found from one', () => {
    expect([firstAbove(found, 2), firstAbove(found, 9), firstAbove(found, 1)]).toEqual([1, 3, 0]);
  });
});

it('lists failures where they happened, not every parent they failed', () => {
  expect(Array.from(failures(spans), (span) => spans.ids[span])).toEqual(['step', 'e2e']);
});

import { declaredOrderOf, orderOf, stagesOf, type Worked } from '.';

const MOST = 1000;
const job = (id: string, ready: number, start: number, end: number | null): Worked => ({
  id,
  ready: ready * 1000,
  start: start * 1000,
  end: end === null ? Infinity : end * 1000,
});
const stages = (jobs: readonly Worked[]) =>
  stagesOf(orderOf(jobs), MOST)?.map(({ jobs: together, waitsFor }) => [together, waitsFor]);

test('jobs that begin with the run wait for nobody, and what follows waits for them', () => {
  expect(
    stages([job('build', 0, 5, 60), job('lint', 0, 5, 30), job('test', 60, 65, 200), job('ship', 200, 202, 240)]),
  ).toEqual([
    [['lint', 'build'], []],
    [['test'], ['lint', 'build']],
    [['ship'], ['test']],
  ]);
});

test('a job that became ready before others ended does not wait for them', () => {
  expect(stages([job('a', 0, 0, 10), job('b', 0, 0, 100), job('c', 10, 12, 50)])).toEqual([
    [['a', 'b'], []],
    [['c'], ['a']],
  ]);
});

test('an end and what it sets free may be told a second the wrong way round, but nobody waits in a circle', () => {
  expect(stages([job('a', 0, 0, 61), job('b', 60, 62, 90)])).toEqual([
    [['a'], []],
    [['b'], ['a']],
  ]);
  expect(stages([job('a', 0, 0, 1), job('b', 0, 0, 1)])).toEqual([
    [['a'], []],
    [['b'], ['a']],
  ]);
});

test('what still runs waits as others do, and nobody waits for it', () => {
  expect(stages([job('a', 0, 0, 10), job('b', 10, 11, null), job('c', 10, 12, null)])).toEqual([
    [['a'], []],
    [['b', 'c'], ['a']],
  ]);
});

test('what is declared is drawn as it is declared', () => {
  const jobs = [job('build', 0, 0, 60), job('lint', 0, 0, 20), job('test', 60, 61, 90), job('docs', 60, 61, 70)];
  const needs = ['build'];
  const order = declaredOrderOf(
    jobs,
    new Map([
      ['test', { rank: 1, waitsFor: needs }],
      ['docs', { rank: 1, waitsFor: needs }],
    ]),
  );
  expect(stagesOf(order, MOST)).toEqual([
    { jobs: ['lint', 'build'], waitsFor: [] },
    { jobs: ['docs', 'test'], waitsFor: ['build'] },
  ]);
});

test('nothing is nothing, and more lines than make sense are no picture', () => {
  expect(stagesOf([], MOST)).toEqual([]);
  // Each second one follows another one: no two wait for the same.
  const pairs = Array.from({ length: 100 }, (_, n) => [
    job(`a${n}`, 0, 0, 10 + 10 * n),
    job(`b${n}`, 11 + 10 * n, 11 + 10 * n, 2000),
  ]);
  expect(stagesOf(orderOf(pairs.flat()), 5050)).toHaveLength(101);
  expect(stagesOf(orderOf(pairs.flat()), 5000)).toBeNull();
});

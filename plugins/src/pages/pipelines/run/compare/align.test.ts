import type { RunSpan } from '@summit/contracts';
import { alignRuns, bySlowdown } from './align';

interface Plan {
  name: string;
  seconds: number | null;
  queue?: number;
  steps?: readonly (readonly [name: string, seconds: number])[];
}

const at = (second: number): string => new Date(Date.UTC(2026, 9, 1) + second * 1000).toISOString();
const base = { traceId: 'a'.repeat(32), service: '', status: 'success', url: null, attributes: {} } as const;

/** Jobs one second after the other, with ids of their own. */
const runOf = (run: string, jobs: readonly Plan[]): RunSpan[] =>
  jobs.flatMap(({ name, seconds, queue, steps = [] }, n): RunSpan[] => {
    const spanId = `${run}${n}`;
    const span = (kind: RunSpan['kind'], id: string, of: string, started: number, length: number | null): RunSpan => ({
      ...base,
      kind,
      spanId: id,
      parentSpanId: kind === 'job' ? 'run' : spanId,
      name: of,
      start: at(started),
      end: length === null ? null : at(started + length),
      durationMs: length === null ? null : length * 1000,
    });
    return [
      span('job', spanId, name, n, seconds),
      ...(queue === undefined ? [] : [span('queue', `${spanId}q`, 'queue', n - queue, queue)]),
      ...steps.map(([step, length], s) => span('step', `${spanId}${s}`, step, n + s, length)),
    ];
  });

const shown = (mine: readonly Plan[], others: readonly Plan[]) =>
  alignRuns(runOf('a', mine), runOf('b', others)).map(({ name, ms, otherMs, growthMs, in: where }) => [
    name,
    ms,
    otherMs,
    growthMs,
    where,
  ]);

describe('two runs side by side', () => {
  test('find each other’s jobs by name, in the order of the first', () => {
    expect(
      shown(
        [
          { name: 'build', seconds: 30 },
          { name: 'test', seconds: 90 },
        ],
        [
          { name: 'test', seconds: 60 },
          { name: 'build', seconds: 31 },
        ],
      ),
    ).toEqual([
      ['build', 30_000, 31_000, -1000, 'both'],
      ['test', 90_000, 60_000, 30_000, 'both'],
    ]);
  });

  test('say what only one of them has', () => {
    expect(shown([{ name: 'lint', seconds: 5 }], [{ name: 'deploy', seconds: 7 }])).toEqual([
      ['lint', 5000, null, null, 'this'],
      ['deploy', null, 7000, null, 'other'],
    ]);
    expect(shown([], [])).toEqual([]);
  });

  test('tell jobs of one name apart by their order, and compare none that has not ended', () => {
    const twice = [
      { name: 'test', seconds: 10 },
      { name: 'test', seconds: 20 },
    ];
    expect(shown(twice, [{ name: 'test', seconds: 10 }])).toEqual([
      ['test', 10_000, 10_000, 0, 'both'],
      ['test (2)', 20_000, null, null, 'this'],
    ]);
    expect(shown([{ name: 'test', seconds: null }], [{ name: 'test', seconds: 10 }])).toEqual([
      ['test', null, 10_000, null, 'both'],
    ]);
  });

  test('compare steps within their job, and what it waited', () => {
    const [job] = alignRuns(
      runOf('a', [
        {
          name: 'test',
          seconds: 60,
          queue: 12,
          steps: [
            ['Run npm test', 50],
            ['Run npm test', 4],
          ],
        },
      ]),
      runOf('b', [
        {
          name: 'test',
          seconds: 40,
          queue: 2,
          steps: [
            ['Set up', 3],
            ['Run npm test', 30],
          ],
        },
      ]),
    );
    expect([job?.queueMs, job?.otherQueueMs]).toEqual([12_000, 2000]);
    expect(job?.steps.map(({ name, growthMs, in: where }) => [name, growthMs, where])).toEqual([
      ['Run npm test', 20_000, 'both'],
      ['Run npm test (2)', null, 'this'],
      ['Set up', null, 'other'],
    ]);
  });

  test('are ordered by what slowed most', () => {
    const rows = alignRuns(
      runOf('a', [
        { name: 'a', seconds: 1 },
        { name: 'b', seconds: 9 },
        { name: 'new', seconds: 5 },
      ]),
      runOf('b', [
        { name: 'a', seconds: 3 },
        { name: 'b', seconds: 3 },
      ]),
    );
    expect([...rows].sort(bySlowdown).map(({ name }) => name)).toEqual(['b', 'a', 'new']);
  });
});

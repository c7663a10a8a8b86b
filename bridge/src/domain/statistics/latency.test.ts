import { compareLatency, latencyPieces, latencyQuery, type LatencyPiece } from '@summit/contracts';

const bounds = [0.1, 0.25, 0.5, 1, Infinity];
const piece = (counts: readonly number[]): LatencyPiece => ({ bounds, counts });
const twelve = (counts: readonly number[]): LatencyPiece[] => Array.from({ length: 12 }, () => piece(counts));

describe('latency before and after', () => {
  test('the same is not shown to differ, and its quantiles are those of histogram_quantile', () => {
    const { verdict, slower, before } = compareLatency(twelve([50, 30, 15, 5, 0]), twelve([50, 30, 15, 5, 0]));
    expect([verdict, slower]).toEqual(['no_difference', 0.5]);
    expect(before).toEqual({ requests: 1200, p50: 0.1, p95: 0.5 });
  });

  test('slower is worse, faster is better', () => {
    const [fast, slow] = [twelve([50, 30, 15, 5, 0]), twelve([30, 30, 20, 15, 5])];
    expect(compareLatency(fast, slow)).toMatchObject({ verdict: 'worse' });
    expect(compareLatency(slow, fast)).toMatchObject({ verdict: 'better' });
    expect(compareLatency(fast, slow).low).toBeGreaterThan(0.5);
  });

  test('agrees with Mann and Whitney where the pieces vary no more than chance', () => {
    const result = compareLatency(twelve([50, 30, 15, 5, 0]), twelve([30, 30, 20, 15, 5]));
    // By hand, of a hundred each: those below it, and half of those in the same bucket.
    expect(result.slower).toBeCloseTo((30 * 25 + 30 * 65 + 20 * 87.5 + 15 * 97.5 + 5 * 100) / 10_000, 10);
    // The root of the variance with the correction for ties, 0.011199, times t of 22 degrees of freedom, 2.073873.
    expect(((result.high ?? 0) - (result.low ?? 0)) / 2).toBeCloseTo(0.0232253, 5);
  });

  test('one slow piece among many requests is not a difference: its requests resemble each other', () => {
    const after = [piece([0, 0, 0, 0, 100_000]), ...twelve([50_000, 30_000, 15_000, 5000, 0]).slice(1)];
    expect(compareLatency(twelve([50_000, 30_000, 15_000, 5000, 0]), after)).toMatchObject({
      verdict: 'no_difference',
    });
  });

  test.each<[string, LatencyPiece[], LatencyPiece[]]>([
    ['nothing', [], []],
    ['nothing after', twelve([50, 0, 0, 0, 0]), []],
    ['too few requests', twelve([1, 1, 0, 0, 0]), twelve([0, 0, 0, 50, 50])],
    ['too few pieces', twelve([50, 0, 0, 0, 0]).slice(0, 3), twelve([0, 0, 0, 0, 50])],
    ['pieces without requests', [...twelve([0, 0, 0, 0, 0]), piece([900, 0, 0, 0, 0])], twelve([0, 0, 0, 0, 50])],
  ])('%s is too little', (_name, before, after) => {
    expect(compareLatency(before, after)).toMatchObject({ verdict: 'too_little_data', slower: null, low: null });
  });

  test('beyond the last bound nothing is known but that bound', () => {
    expect(compareLatency(twelve([0, 0, 0, 0, 10]), []).before).toEqual({ requests: 120, p50: 1, p95: 1 });
    expect(compareLatency([], []).before).toEqual({ requests: 0, p50: null, p95: null });
  });

  test('a verdict where nothing changed is wrong about as often as its confidence says', () => {
    // A linear congruential generator, so that each run of the test is the same.
    let seed = 42;
    const random = () => (seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    // Each piece has a level of its own, as minutes do.
    const drawn = () => {
      const level = normal() * 0.5;
      const counts = [0, 0, 0, 0, 0];
      for (let i = 0; i < 40; i++) {
        const seconds = Math.exp(level + normal()) / 5;
        const bucket = bounds.findIndex((bound) => seconds <= bound);
        counts[bucket] = (counts[bucket] ?? 0) + 1;
      }
      return piece(counts);
    };
    const many = () => Array.from({ length: 12 }, drawn);
    const wrong = { 0.95: 0, 0.99: 0 };
    const rounds = 250;
    for (let round = 0; round < rounds; round++) {
      const [before, after] = [many(), many()];
      for (const confidence of [0.95, 0.99] as const)
        if (compareLatency(before, after, confidence).verdict !== 'no_difference') wrong[confidence]++;
    }
    expect(wrong[0.95] / rounds).toBeLessThan(0.08);
    expect(wrong[0.95] / rounds).toBeGreaterThan(0.02);
    expect(wrong[0.99] / rounds).toBeLessThan(0.02);
  });
});

describe('span metrics', () => {
  const served = { service: 'shop "1"', environment: 'prod.eu', production: false };
  const hour = { before: { from: 0, to: 3_600_000 }, after: { from: 7_200_000, to: 10_800_000 } };

  test('are asked for in pieces with their times, and names are data', () => {
    const query = latencyQuery(served, hour);
    expect(query.split(' or ')).toHaveLength(24);
    expect(query.split(' or ')[0]).toBe(
      'label_replace(sum by (le) (increase({__name__=~"traces_span_metrics_duration(_seconds)?_bucket", service_name="shop \\"1\\"", span_kind=~"SPAN_KIND_SERVER|SPAN_KIND_CONSUMER", deployment_environment_name=~"(?i:prod\\\\.eu)"}[300s] @ 300)), "piece", "before-0", "", "")',
    );
    expect(latencyQuery({ ...served, production: true }, hour)).toContain('(?i:prod\\\\.eu)|"');
    // Five minutes are five pieces of a minute: less holds too few samples.
    expect(
      latencyQuery(served, { before: { from: 0, to: 300_000 }, after: { from: 0, to: 330_000 } }).split(' or '),
    ).toHaveLength(10);
  });

  test('are read into pieces, from cumulative counts in any order', () => {
    const sample = (piece: string, le: string, value: number) => ({ labels: { piece, le }, value });
    const read = latencyPieces([
      ...[sample('after-0', '+Inf', 10), sample('after-0', '0.5', 4), sample('after-0', '0.1', 4.5)],
      ...[sample('before-1', '0.1', NaN), sample('before-1', '+Inf', 2)],
    ]);
    expect(read).toEqual({
      before: [{ bounds: [0.1, 0.5, Infinity], counts: [0, 0, 2] }],
      after: [{ bounds: [0.1, 0.5, Infinity], counts: [4.5, 0, 5.5] }],
    });
  });
});

import fc from 'fast-check';
import { nameOf, scaleOf } from './picture';

test.each([
  [1400, 900, 1, 1],
  [1400, 900, 2, 2],
  [1400, 900, 3, 2],
  [1400, 900, 0.5, 1],
  [0, 900, 2, 2],
  [1000, 32_768, 2, 0.5],
])('%d × %d on a screen of %d has a scale of %d', (width, height, screen, scale) => {
  expect(scaleOf(width, height, screen)).toBe(scale);
});

test('no picture is more than a browser draws', () => {
  const side = fc.integer({ min: 1, max: 1_000_000 });
  fc.assert(
    fc.property(side, side, fc.double({ min: 0.1, max: 8, noNaN: true }), (width, height, screen) => {
      const scale = scaleOf(width, height, screen);
      expect(scale).toBeGreaterThan(0);
      expect(Math.max(width, height) * scale).toBeLessThanOrEqual(16_384.001);
      expect(width * height * scale * scale).toBeLessThanOrEqual(64_000_001);
    }),
  );
});

test.each([
  ['/a/summit-observability-app/pipelines/cost', 'summit-pipelines-cost'],
  ['/grafana/a/summit-observability-app/pipelines/runs/github-1-1', 'summit-pipelines-runs-github-1-1'],
  ['/a/summit-observability-app/errors/issues/a%20b', 'summit-errors-issues-a_20b'],
  ['/a/summit-observability-app/', 'summit'],
])('%s is saved as %s', (path, name) => {
  expect(nameOf(path)).toBe(name);
});

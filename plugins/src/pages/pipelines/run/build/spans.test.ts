import type { RunProfile } from '@summit/contracts';
import { spansOfProfile } from './spans';

const profile: RunProfile = {
  id: '1',
  job: 'build',
  name: 'cargo-timing.html',
  format: 'cargo-timings',
  tool: 'cargo',
  durationMs: 5000,
  startedAt: '2026-11-22T02:12:43.882Z',
  cache: null,
  before: null,
  kinds: [],
  units: [
    { name: 'prices 0.3.0', kind: 'compile', startMs: 500, durationMs: 4000 },
    { name: 'unknown', kind: 'compile', durationMs: 100 },
    { name: 'cart 1.2.0', kind: 'compile', startMs: 4500, durationMs: 400.5 },
  ],
  unitCount: 3,
  receivedAt: '2026-11-22T03:00:00.000Z',
};

test('units with a start are bars below one of the build, each with an id of its own', () => {
  const spans = spansOfProfile(profile);
  expect(spans.map(({ name, start, end, parentSpanId }) => [name, start, end, parentSpanId])).toEqual([
    ['cargo', '2026-11-22T02:12:43.882Z', '2026-11-22T02:12:48.882Z', null],
    ['prices 0.3.0', '2026-11-22T02:12:44.382Z', '2026-11-22T02:12:48.382Z', '0000000000000001'],
    ['cart 1.2.0', '2026-11-22T02:12:48.382Z', '2026-11-22T02:12:48.782Z', '0000000000000001'],
  ]);
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(3);
});

test('without a length of its own the build lasts as long as its units', () => {
  const [whole] = spansOfProfile({ ...profile, durationMs: null, startedAt: null });
  expect(whole).toMatchObject({ start: '2026-11-22T03:00:00.000Z', durationMs: 4900.5 });
});

test('a tool that tells no starts has no bars', () => {
  expect(spansOfProfile({ ...profile, units: [{ name: ':check', kind: 'task', durationMs: 1 }] })).toEqual([]);
});

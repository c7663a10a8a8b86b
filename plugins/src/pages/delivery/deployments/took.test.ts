import { tookMs } from './took';

const createdAt = '2026-01-31T10:00:00Z';

test.each([
  ['2026-01-31T10:00:12Z', 12_000],
  [null, null],
  ['2026-01-31T09:59:59Z', 0],
])('until %s it took %s ms', (finishedAt, ms) => expect(tookMs({ createdAt, finishedAt })).toBe(ms));

import { beginOf, choice, dayOf } from './until';

const now = new Date(2026, 0, 31, 22, 30);

test('14 days is usual, tomorrow the first and 89 days the last', () => {
  expect(choice(now)).toEqual({ first: '2026-02-01', usual: '2026-02-14', last: '2026-04-30' });
});

test.each([
  ['2026-02-01', new Date(2026, 1, 1)],
  ['2026-04-30', new Date(2026, 3, 30)],
])('%s begins in the morning', (day, expected) => {
  expect(beginOf(day, now)).toBe(expected.toISOString());
});

test.each(['2026-01-31', '2026-05-01', '', 'soon'])('%s cannot be chosen', (day) => {
  expect(beginOf(day, now)).toBeNull();
});

test('whatever may be chosen lies ahead, and within 90 days', () => {
  for (const at of [new Date(2026, 2, 28, 23, 59), new Date(2026, 9, 24, 0, 1), now]) {
    const { first, last } = choice(at);
    expect(Date.parse(beginOf(first, at) ?? '')).toBeGreaterThan(at.getTime());
    expect(Date.parse(beginOf(last, at) ?? '')).toBeLessThanOrEqual(at.getTime() + 90 * 86_400_000);
  }
  expect(dayOf(new Date(2026, 8, 5))).toBe('2026-09-05');
});

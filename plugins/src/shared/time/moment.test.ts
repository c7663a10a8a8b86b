import { moment } from './moment';

const now = Date.parse('2026-01-02T00:00:00Z');

test.each([
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z'],
  ['1767225600000', '2026-01-01T00:00:00.000Z'],
  ['now', undefined],
  ['', undefined],
  [undefined, undefined],
  ['yesterday', undefined],
  ['99999999999999999999', undefined],
])('moment(%p) is %p', (text, expected) => expect(moment(text, now)).toBe(expected));

test('a relative time counts from the present', () => {
  const at = Date.parse(moment('now-24h', now) ?? '');
  expect(Math.abs(Date.now() - 86_400_000 - at)).toBeLessThan(5000);
});

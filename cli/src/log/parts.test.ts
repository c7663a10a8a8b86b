import fc from 'fast-check';
import { collector } from './parts';

const now = new Date('2026-01-31T09:00:00.123Z');

test('lines are taken whole, each with its time, and the last when all is over', () => {
  const lines = collector(true);
  lines.add(Buffer.from('one\ntw'), now);
  expect(lines.take(1_000)).toBe('2026-01-31T09:00:00.123Z one\n');
  lines.add(Buffer.from('o\nthree'), new Date(now.getTime() + 1_000));
  expect(lines.take(1_000)).toBe('2026-01-31T09:00:01.123Z two\n');
  expect(lines.take(1_000)).toBe('');
  lines.end(now);
  expect(lines.take(1_000)).toBe('2026-01-31T09:00:00.123Z three\n');
  expect(lines.size()).toBe(0);
});

test.each([
  '2026-01-31T08:00:00.1234567Z hello',
  '[2026-01-31T08:00:00Z] hello',
  '\u001b_bk;t=1769850000123\u0007hello',
])('a line keeps a time of its own: %j', (line) => {
  const lines = collector(true);
  lines.add(Buffer.from(`${line}\n`), now);
  expect(lines.take(1_000)).toBe(`${line}\n`);
});

test('parts are of about the size that is asked for, and end where lines do', () => {
  const lines = collector(false);
  lines.add(Buffer.from('12345678\n'.repeat(10)), now);
  expect(lines.take(20)).toBe('12345678\n'.repeat(3));
  expect(lines.size()).toBe(63);
});

test('a line that never ends does not wait for ever', () => {
  const lines = collector(false, 10);
  lines.add(Buffer.from('12345678901'), now);
  expect(lines.take(100)).toBe('12345678901\n');
});

test('however the output comes, nothing of it is lost or broken', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ''))),
      fc.array(fc.nat(5)),
      (texts, cuts) => {
        const all = Buffer.from(texts.map((text) => `${text}\n`).join(''));
        const lines = collector(false);
        let from = 0;
        for (const cut of cuts) {
          lines.add(all.subarray(from, from + cut), now);
          from += cut;
        }
        lines.add(all.subarray(from), now);
        lines.end(now);
        expect(lines.take(Infinity)).toBe(all.toString());
      },
    ),
  );
});

import fc from 'fast-check';
import { toCsv, type Cell } from './csv';

const one = [{ head: 'value', value: (cell: Cell) => cell }];
const cellOf = (cell: Cell): string => toCsv(one, [cell]).slice('value\r\n'.length, -2);

describe('CSV', () => {
  test('has a head and a line a row', () => {
    const columns = [
      { head: 'name', value: ({ name }: { name: string; ms: number | null }) => name },
      { head: 'duration_ms', value: ({ ms }: { name: string; ms: number | null }) => ms },
    ];
    expect(
      toCsv(columns, [
        { name: 'build', ms: 1200 },
        { name: 'test', ms: null },
      ]),
    ).toBe('name,duration_ms\r\nbuild,1200\r\ntest,\r\n');
    expect(toCsv(columns, [])).toBe('name,duration_ms\r\n');
  });

  test.each<[Cell, string]>([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    [-3, '-3'],
    [false, 'false'],
    [undefined, ''],
    ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
    ['+1', "'+1"],
    ['-1+2', "'-1+2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
  ])('writes %j as %j', (cell, text) => {
    expect(cellOf(cell)).toBe(text);
  });

  test('gives no text that begins a formula, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(cellOf(text)).not.toMatch(/^"?[=+\-@\t\r]/);
      }),
    );
  });
});

import fc from 'fast-check';
import { plainText, styledText, type TextStyle } from './sgr';

const esc = '\u001b[';

test.each<[string, [string, TextStyle][]]>([
  ['plain', [['plain', {}]]],
  ['', []],
  [
    `${esc}31mred${esc}0m not`,
    [
      ['red', { fg: 1 }],
      [' not', {}],
    ],
  ],
  [
    `${esc}1;4;92mloud${esc}mplain`,
    [
      ['loud', { bold: true, underline: true, fg: 10 }],
      ['plain', {}],
    ],
  ],
  [
    `${esc}41;97mboth${esc}39mback${esc}49mnone`,
    [
      ['both', { bg: 1, fg: 15 }],
      ['back', { bg: 1 }],
      ['none', {}],
    ],
  ],
  [
    `${esc}1m${esc}2mtwo${esc}22mnone`,
    [
      ['two', { bold: true, dim: true }],
      ['none', {}],
    ],
  ],
  [`${esc}38;5;208morange`, [['orange', { fg: 208 }]]],
  [`${esc}48;2;1;2;255mdeep`, [['deep', { bg: '#0102ff' }]]],
  [`${esc}38:2::10:20:30mcolons`, [['colons', { fg: '#0a141e' }]]],
  [`${esc}38:2:10:20:30mcolons`, [['colons', { fg: '#0a141e' }]]],
  [`${esc}38;5;208;1mafter a colour`, [['after a colour', { fg: 208, bold: true }]]],
  [
    `${esc}3;7;9mx${esc}23;27;29my`,
    [
      ['x', { italic: true, inverse: true, strike: true }],
      ['y', {}],
    ],
  ],
  // Broken or unknown: nothing changes, and nothing is lost.
  [`${esc}38;5;999mx`, [['x', {}]]],
  [`${esc}38mx`, [['x', {}]]],
  [`${esc}38;2;1;2mx`, [['x', {}]]],
  [`${esc}73mx`, [['x', {}]]],
  [`a${esc}31`, [['a\u001b[31', {}]]],
])('%j', (line, expected) => {
  expect(styledText(line).map(({ text, style }) => [text, style])).toEqual(expected);
});

test('loses no word and keeps no sequence, whatever the codes', () => {
  const codes = fc.array(fc.nat(300), { maxLength: 6 }).map((list) => `${esc}${list.join(';')}m`);
  const words = fc.string().map((text) => text.replaceAll('\u001b', ''));
  fc.assert(
    fc.property(fc.array(fc.tuple(codes, words)), (parts) => {
      const line = parts.map(([code, text]) => code + text).join('');
      expect(plainText(line)).toBe(parts.map(([, text]) => text).join(''));
    }),
  );
});

test('stops to count colours in a line that has thousands', () => {
  const line = Array.from({ length: 5000 }, (_, n) => `${esc}3${n % 8}mx`).join('');
  expect(
    new Set(
      styledText(line)
        .slice(2000)
        .map(({ style }) => style.fg),
    ).size,
  ).toBe(1);
  expect(plainText(line)).toHaveLength(5000);
});

import { inRange, nextLine, rangeOf, rangeText, spanning } from './range';

test.each([
  ['120', { from: 120, to: 120 }],
  ['120-140', { from: 120, to: 140 }],
  ['140-120', { from: 120, to: 140 }],
  ['0', undefined],
  ['', undefined],
  ['1-', undefined],
  ['-3', undefined],
  ['1e3', undefined],
  ['99999999999', undefined],
])('%p of a link is %j', (text, range) => expect(rangeOf(text)).toEqual(range));

test('goes back into the link', () => {
  expect(rangeText({ from: 3, to: 3 })).toBe('3');
  expect(rangeText(spanning(9, 4))).toBe('4-9');
  expect(inRange(spanning(9, 4), 9)).toBe(true);
  expect(inRange(undefined, 9)).toBe(false);
});

test('goes from one line to the next and around', () => {
  expect(nextLine([3, 7], 3, 1)).toBe(7);
  expect(nextLine([3, 7], 7, 1)).toBe(3);
  expect(nextLine([3, 7], 3, -1)).toBe(7);
  expect(nextLine([], 3, 1)).toBeUndefined();
});

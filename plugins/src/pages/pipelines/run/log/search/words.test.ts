import { foundWords, troubleWords } from './words';

test.each<[number | undefined, number[], number | undefined, string]>([
  [undefined, [], undefined, ''],
  [0, [], 5, 'None'],
  [12, [3, 9], undefined, '12 found'],
  [12, [3, 9], 4, '12 found'],
  [12000, [3, 9], 9, '2 of 12,000'],
])('%p found at %j, now at %p: "%s"', (total, lines, cursor, words) =>
  expect(foundWords(total, lines, cursor)).toBe(words),
);

test.each([
  [12, 3, '12 errors, 3 warnings'],
  [1, 0, '1 error'],
  [0, 1, '1 warning'],
  [0, 0, ''],
])('%p and %p are "%s"', (errors, warnings, words) => expect(troubleWords(errors, warnings)).toBe(words));

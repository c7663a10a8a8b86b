import { foundWords, troubleWords } from './words';

test.each<[number | undefined, number[], boolean, number | undefined, string]>([
  [undefined, [], false, undefined, ''],
  [0, [], false, 5, 'None'],
  [12, [3, 9], false, undefined, '12 found'],
  [12, [3, 9], false, 4, '12 found'],
  [12000, [3, 9], false, 9, '2 of 12,000'],
  [10000, [3, 9], true, 9, '2 of 10,000+'],
  [10000, [3, 9], true, undefined, '10,000+ found'],
])('%p found at %j (more: %p), now at %p: "%s"', (total, lines, more, cursor, words) =>
  expect(foundWords({ total, lines, more }, cursor)).toBe(words),
);

test.each([
  [12, 3, '12 errors, 3 warnings'],
  [1, 0, '1 error'],
  [0, 1, '1 warning'],
  [0, 0, ''],
])('%p and %p are "%s"', (errors, warnings, words) => expect(troubleWords(errors, warnings)).toBe(words));

import { chance } from './chance';

test.each([
  [0, '<1%'],
  [0.0149, '1%'],
  [0.335, '34%'],
  [0.989, '99%'],
  [0.999, '>99%'],
])('a probability of %d is %s', (probability, expected) => {
  expect(chance(probability)).toBe(expected);
});

import { seeded } from './random';

test('the same seed gives the same numbers, another seed others', () => {
  const draw = (seed: string) => Array.from({ length: 5 }, seeded(seed, 1).next);
  expect(draw('a')).toEqual(draw('a'));
  expect(draw('a')).not.toEqual(draw('b'));
});

test('integer reaches both ends and nothing outside', () => {
  const random = seeded('ends');
  const seen = new Set(Array.from({ length: 1000 }, () => random.integer(2, 4)));
  expect([...seen].sort()).toEqual([2, 3, 4]);
});

test('hex gives that many digits', () => {
  expect(seeded('x').hex(40)).toMatch(/^[0-9a-f]{40}$/);
});

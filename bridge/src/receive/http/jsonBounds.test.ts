import fc from 'fast-check';
import { jsonCost } from './jsonBounds';

test('values and depth of what is nested', () => {
  expect(jsonCost('{"a":[1,2,{"b":null}],"c":"x"}')).toEqual({ values: 7, depth: 3 });
  expect(jsonCost('1')).toEqual({ values: 1, depth: 0 });
});

test('what is inside of strings does not count', () => {
  expect(jsonCost('{"a":"[[[{{{,,,\\"[[["}')).toEqual({ values: 2, depth: 1 });
  expect(jsonCost('"no end [[[')).toEqual({ values: 1, depth: 0 });
});

test('of any JSON it is at least what there is, and at most twice that', () => {
  const count = (value: unknown): number =>
    typeof value === 'object' && value !== null
      ? 1 + Object.values(value).reduce<number>((sum, one) => sum + count(one), 0)
      : 1;
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const { values } = jsonCost(JSON.stringify(value));
      expect(values).toBeLessThanOrEqual(2 * count(value));
      expect(2 * values).toBeGreaterThanOrEqual(count(value));
    }),
  );
});

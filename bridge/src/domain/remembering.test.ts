import { remembering } from './remembering';

test('works a text out once, and again when much else was asked meanwhile', () => {
  const work = jest.fn((text: string) => (text === '' ? undefined : text.length));
  const lengthOf = remembering(work);
  expect([lengthOf('abc'), lengthOf('abc'), lengthOf(''), lengthOf('')]).toEqual([3, 3, undefined, undefined]);
  expect(work).toHaveBeenCalledTimes(2);
  for (let n = 0; n < 1000; n++) lengthOf(`text ${n}`);
  expect(lengthOf('abc')).toBe(3);
  expect(work).toHaveBeenCalledTimes(1003);
});

import fc from 'fast-check';

import { createTextFitter } from './text';

/** Ten pixels a letter. */
const fitter = () => createTextFitter((text) => [...text].length * 10);

it('leaves text that fits, shortens what does not, and gives up where nothing fits', () => {
  const { fit } = fitter();
  expect(fit('checkout', 'f', 80)).toBe('checkout');
  expect(fit('checkout', 'f', 79)).toBe('checko…');
  expect(fit('checkout', 'f', 20)).toBe('c…');
  expect(fit('checkout', 'f', 19)).toBe('');
  expect(fit('checkout', 'f', -5)).toBe('');
});

it('does not cut a character in two', () => {
  expect(fitter().fit('🚀🚀🚀', 'f', 20)).toBe('🚀…');
});

it('measures a text once', () => {
  const measure = jest.fn((text: string) => text.length);
  const { width } = createTextFitter(measure);
  width('a', 'f');
  width('a', 'f');
  width('a', 'other font');
  expect(measure).toHaveBeenCalledTimes(2);
});

it('never exceeds the room it was given', () => {
  const { fit } = fitter();
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 0, max: 300 }), (text, room) => {
      expect([...fit(text, 'f', room)].length * 10).toBeLessThanOrEqual(room);
    }),
  );
});

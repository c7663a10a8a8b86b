import fc from 'fast-check';
import { storable } from './decode';

describe('what PostgreSQL can store', () => {
  test('comes back as it is, and not as a copy', () => {
    const value = { a: ['x', 1, null, { b: 'ü 🚀' }], c: true };
    expect(storable(value)).toBe(value);
  });

  test('loses NUL and halves of surrogate pairs, wherever they are', () => {
    expect(storable({ a: ['x\0y', { b: 'cut \ud83d' }], c: 'kept' })).toEqual({
      a: ['xy', { b: 'cut \ufffd' }],
      c: 'kept',
    });
    expect(storable('\udc00')).toBe('\ufffd');
    expect(storable('\0')).toBe('');
    expect(storable({ '\0': false, 'cut \ud83d': 1 })).toEqual({ '': false, 'cut \ufffd': 1 });
  });

  test('is found in deep bodies without walking them again at each depth', () => {
    let deep: unknown = '\0';
    for (let n = 0; n < 2000; n++) deep = n % 2 === 0 ? [deep] : { deep };
    expect(JSON.stringify(storable(deep))).not.toContain('\\u0000');
  });

  test('is all that is left of any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = JSON.stringify(storable(value));
        expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/);
        expect(storable(storable(value))).toEqual(storable(value));
      }),
    );
  });
});

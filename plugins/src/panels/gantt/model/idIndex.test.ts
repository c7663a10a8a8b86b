import fc from 'fast-check';

import { idIndex } from './idIndex';

describe('idIndex', () => {
  test('keeps the first row of each id, as a Map would', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 200 }), fc.string(), (ids, other) => {
        const index = idIndex(ids, ids.length);
        const expected = new Map<string, number>();
        ids.forEach((id, row) => {
          const kept = expected.get(id) ?? row;
          expected.set(id, kept);
          expect(index.add(id, row)).toBe(kept);
        });
        for (const id of [...ids, other]) {
          expect(index.find(id)).toBe(expected.get(id) ?? -1);
        }
      }),
    );
  });

  test('finds nothing where nothing is', () => {
    expect(idIndex([], 0).find('')).toBe(-1);
  });
});

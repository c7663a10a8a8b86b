import { z } from 'zod';
import { thrownBy } from '../testing/thrown';
import { normaliseQuery } from './query';

const shape = {
  limit: z.coerce.number().default(50),
  status: z.array(z.string()).optional(),
  q: z.string().optional(),
};

test.each([
  [{ status: 'a' }, { status: ['a'] }],
  [{ status: ['a', 'b'] }, { status: ['a', 'b'] }],
  [{ status: 'a,b' }, { status: ['a', 'b'] }],
  [{ status: ['a,b', 'c'] }, { status: ['a', 'b', 'c'] }],
  [{ status: '' }, {}],
  [{ status: ',' }, {}],
  [{ q: 'a,b' }, { q: 'a,b' }],
  [{ q: '' }, {}],
  [{ limit: '5' }, { limit: '5' }],
  [{ other: '' }, { other: '' }],
  [JSON.parse('{"__proto__":"x"}'), {}],
])('%j is %j', (raw: Record<string, unknown>, expected) => {
  expect(Object.entries(normaliseQuery(shape, raw)).filter(([name]) => name !== '__proto__')).toEqual(
    Object.entries(expected),
  );
});

test('what comes once must not come twice', () => {
  expect(thrownBy(() => normaliseQuery(shape, { q: ['a', 'b'], limit: ['1', '2'] }))).toMatchObject({
    causes: ['q: given 2 times', 'limit: given 2 times'],
  });
});

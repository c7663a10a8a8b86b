import fc from 'fast-check';
import { thrownBy } from '../testing/thrown';
import { ApiError } from '../errors';
import { countKey, decodeCursor, encodeCursor, numberId, textId, timeKey, toPage } from './cursor';

describe('a cursor', () => {
  test('is read back as it was written', () => {
    const time = fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((at) => `${at.toISOString().slice(0, 23)}456Z`);
    fc.assert(
      fc.property(time, fc.stringMatching(/^[\x20-\x7e]{1,100}$/), (key, id) => {
        const cursor = { sort: 'queuedAt', key, id };
        expect(decodeCursor(encodeCursor(cursor), 'queuedAt', { key: timeKey, id: textId })).toEqual(cursor);
      }),
    );
  });

  test('that is absent is none', () => {
    expect(decodeCursor(undefined, 'count', { key: countKey, id: numberId })).toBeNull();
  });

  test.each([
    ['no base64', '%%%'],
    ['no JSON', Buffer.from('hello').toString('base64url')],
    ['too few parts', Buffer.from('["count","1"]').toString('base64url')],
    ['numbers', Buffer.from('["count",1,2]').toString('base64url')],
    ['a key of another form', encodeCursor({ sort: 'count', key: '1e5', id: '1' })],
    ['an id of another form', encodeCursor({ sort: 'count', key: '1', id: "1' OR '1'='1" })],
    ['an id past 64 bits', encodeCursor({ sort: 'count', key: '1', id: '9'.repeat(19) })],
  ])('of %s is refused', (_what, text) => {
    expect(thrownBy(() => decodeCursor(text, 'count', { key: countKey, id: numberId }))).toMatchObject({ status: 400 });
  });

  test.each([
    '2026-13-01T00:00:00.000000Z',
    '2026-02-30T00:00:00.000000Z',
    '0000-01-01T00:00:00.000000Z',
    '2026-01-01T25:00:00.000000Z',
  ])('at %s, which is no time, is refused before PostgreSQL sees it', (key) => {
    expect(() =>
      decodeCursor(encodeCursor({ sort: 'at', key, id: '1' }), 'at', { key: timeKey, id: numberId }),
    ).toThrow(ApiError);
  });

  test('of any text is read or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), (text) => {
        try {
          decodeCursor(text, 'at', { key: timeKey, id: numberId });
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
        }
      }),
    );
  });
});

describe('a page', () => {
  const cursorOf = (row: number) => ({ sort: 'n', key: String(row), id: String(row) });
  test('is cut from one row more than it holds', () => {
    expect(toPage([1, 2, 3], 2, cursorOf)).toEqual({ rows: [1, 2], next: encodeCursor(cursorOf(2)) });
    expect(toPage([1, 2], 2, cursorOf)).toEqual({ rows: [1, 2], next: null });
    expect(toPage([], 2, cursorOf)).toEqual({ rows: [], next: null });
  });
});

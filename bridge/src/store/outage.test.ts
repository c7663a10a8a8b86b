import { isOutage } from './outage';

const coded = (code: string): Error => Object.assign(new Error('connect'), { code });

test.each(['ECONNREFUSED', 'EAGAIN', 'EMFILE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'EPIPE'])(
  '%s of the socket is one',
  (code) => expect(isOutage(coded(code))).toBe(true),
);

test.each(['08006', '53100', '53300', '57P01', '57P03', '58030'])('%s of PostgreSQL is one', (code) =>
  expect(isOutage(coded(code))).toBe(true),
);

test.each([
  'Connection terminated unexpectedly',
  'timeout exceeded when trying to connect',
  'Client was closed and is not queryable',
])('so is “%s”', (message) => expect(isOutage(new Error(message))).toBe(true));

test.each(['22P05', '23505', '23514', '40P01', '42P01', '57014', 'ERR_OUT_OF_RANGE', 'FST_ERR'])('%s is none', (code) =>
  expect(isOutage(coded(code))).toBe(false),
);

test('an error of the program, and what is no error, is none', () => {
  expect(isOutage(new TypeError('x is not a function'))).toBe(false);
  expect(isOutage('Connection terminated')).toBe(false);
});

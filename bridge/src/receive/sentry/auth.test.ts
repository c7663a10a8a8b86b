import { Refusal } from '../http/refusal';
import { authenticate, parseDsn, requestKey } from './auth';
import { tokenBuckets } from './quota';

const key = 'a'.repeat(32);
const none = new URLSearchParams();
const keys = {
  dsn: (given: string) => (given === key ? { tenant: 't', projectId: '7' } : undefined),
  hook: () => undefined,
};

function statusOf(work: () => unknown): number | null {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof Refusal ? error.status : -1;
  }
}

describe('the key of a Sentry request', () => {
  test.each([
    ['X-Sentry-Auth', { 'x-sentry-auth': `Sentry sentry_version=7, sentry_client=x/1, sentry_key=${key}` }, ''],
    ['Authorization', { authorization: `sentry sentry_key=${key},sentry_version=7` }, ''],
    ['Basic', { authorization: `Basic ${Buffer.from(`${key}:secret`).toString('base64')}` }, ''],
    ['the query', {}, `sentry_version=7&sentry_key=${key}`],
  ])('is read from %s', (_name, headers, query) => {
    expect(requestKey(headers, new URLSearchParams(query))).toBe(key);
  });

  test('is none without a form, and a proxy’s bearer token is none', () => {
    expect(requestKey({}, none)).toBeNull();
    expect(requestKey({ authorization: 'Bearer x' }, none)).toBeNull();
  });

  test('a form without a key is a wrong key, not none', () => {
    expect(
      statusOf(() => authenticate(keys, requestKey({ 'x-sentry-auth': 'Sentry sentry_version=7' }, none), '7')),
    ).toBe(403);
  });

  test('two forms at once are refused, also when they agree', () => {
    const headers = { 'x-sentry-auth': `Sentry sentry_key=${key}` };
    expect(statusOf(() => requestKey(headers, new URLSearchParams({ sentry_key: key })))).toBe(401);
  });

  test.each([
    ['right', key, '7', null],
    ['in capitals', key.toUpperCase(), '7', null],
    ['right, without a project in the path', key, null, null],
    ['none', null, '7', 401],
    ['unknown', 'b'.repeat(32), '7', 403],
    ['another project’s', key, '8', 400],
  ])('%s', (_name, given, project, status) => {
    expect(statusOf(() => authenticate(keys, given, project))).toBe(status);
  });
});

describe('a DSN', () => {
  test.each([
    [`https://${key}@host/7`, { key, projectId: '7' }],
    [`http://${key}:secret@host:4180/base/path/7`, { key, projectId: '7' }],
    [`https://host/7`, null],
    [`https://${key}@host/`, null],
    [`https://${key}@host/seven`, null],
    ['not a dsn', null],
  ])('%s', (dsn, parsed) => {
    expect(parseDsn(dsn)).toEqual(parsed);
  });
});

describe('the quota', () => {
  test('lets a burst pass, then its rate, for each project by itself', () => {
    const clock = { ms: 0 };
    const quota = tokenBuckets(2, 3, () => clock.ms);
    expect([quota.take('1'), quota.take('1'), quota.take('1')]).toEqual([0, 0, 0]);
    expect(quota.take('1')).toBe(1);
    expect(quota.take('2')).toBe(0);
    clock.ms = 500;
    expect([quota.take('1'), quota.take('1')]).toEqual([0, 1]);
  });

  test('a clock that steps back takes nothing away; 0 is no quota', () => {
    const clock = { ms: 10_000 };
    const quota = tokenBuckets(1, 1, () => clock.ms);
    expect(quota.take('1')).toBe(0);
    clock.ms = 0;
    expect(quota.take('1')).toBeGreaterThan(0);
    clock.ms = 1_000;
    expect(quota.take('1')).toBe(0);
    const open = tokenBuckets(0, 1, () => 0);
    expect([open.take('1'), open.take('1')]).toEqual([0, 0]);
  });
});

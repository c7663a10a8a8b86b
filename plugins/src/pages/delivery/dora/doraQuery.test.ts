import { doraUrl } from '../../../shared/dora/evidenceUrl';
import { doraParams, scopeParams } from './doraQuery';
import { evidenceParams } from './evidenceQuery';

const now = Date.parse('2026-03-31T12:00:00Z');

test('without filters it is the last thirty days, from the first commit, against the levels of 2024', () => {
  const asked = doraParams({}, now, 'Europe/Berlin');
  expect(asked).toMatchObject({ leadTimeStart: 'first_commit', benchmark: '2024', timeZone: 'Europe/Berlin' });
  expect(asked['step']).toBeUndefined();
  expect(typeof asked['from']).toBe('string');
  expect(asked['to']).toBeUndefined();
});

test('the URL chooses, and what it cannot mean is left', () => {
  const values = {
    start: ['merged'],
    benchmark: ['1999'],
    step: ['week'],
    from: ['2026-01-01T00:00:00Z'],
    repository: ['a/b'],
  };
  expect(doraParams(values, now, 'UTC')).toMatchObject({
    leadTimeStart: 'merged',
    benchmark: '2024',
    step: 'week',
    from: '2026-01-01T00:00:00.000Z',
    repository: ['a/b'],
  });
});

test('the list behind a number is cut as the page is, and to what the number is about', () => {
  const scope = scopeParams({ from: ['2026-03-01T00:00:00Z'], repository: ['a/b', 'a/c'] }, now);
  expect(evidenceParams('changeFailRate', { repository: 'a/b', environment: 'production' }, scope, now)).toEqual({
    repository: ['a/b'],
    environment: ['production'],
    from: '2026-03-01T00:00:00.000Z',
    to: undefined,
    kind: ['deploy', 'rollback'],
    failed: 'true',
  });
});

test('of the first step, which begins before the period, only what is in the period', () => {
  const scope = scopeParams({ from: ['2026-03-04T00:00:00Z'] }, now);
  const step = { from: '2026-03-02T00:00:00Z', to: '2026-03-09T00:00:00Z' };
  expect(evidenceParams('leadTime', step, scope, now)).toMatchObject({
    from: '2026-03-04T00:00:00.000Z',
    to: '2026-03-09T00:00:00.000Z',
  });
});

test('a link to the list of a number keeps the filters, and leaves the places of a data link open', () => {
  expect(doraUrl({ repository: ['a/b'], start: 'merged' }, { metric: '${__data.fields.metric}' })).toMatch(
    /\/delivery\/dora\?repository=a%2Fb&start=merged&evidence=\$\{__data\.fields\.metric\}$/,
  );
  expect(doraUrl({})).toMatch(/\/delivery\/dora$/);
});

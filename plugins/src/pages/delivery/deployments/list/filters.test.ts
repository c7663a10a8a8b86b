import type { Deployment } from '@summit/contracts';
import { apiParams, refreshed } from './filters';

const deployment = (id: string, change: Partial<Deployment> = {}): Deployment => ({
  id,
  provider: 'github',
  repository: 'demo/shop',
  environment: 'production',
  production: true,
  state: 'in_progress',
  commit: 'a'.repeat(40),
  ref: 'main',
  task: null,
  service: null,
  version: null,
  strategy: null,
  region: null,
  runId: null,
  actor: null,
  createdAt: '2026-01-31T10:00:00Z',
  finishedAt: null,
  url: null,
  ...change,
});

test('the URL says what the API is asked, a relative time as of now', () => {
  const now = Date.parse('2026-01-31T10:00:00Z');
  expect(apiParams({ environment: ['staging'], state: ['success', 'failure'], from: [], to: [] }, now)).toEqual({
    environment: ['staging'],
    state: ['success', 'failure'],
    from: undefined,
    to: undefined,
  });
  expect(apiParams({ from: [String(now)] }, now).from).toBe('2026-01-31T10:00:00.000Z');
});

test('a known deployment is replaced where it stands, a new one is told and not moved in', () => {
  const rows = [deployment('2'), deployment('1')];
  const told = refreshed(rows, [deployment('3'), deployment('1', { state: 'success' })]);
  expect(told.rows.map(({ id, state }) => [id, state])).toEqual([
    ['2', 'in_progress'],
    ['1', 'success'],
  ]);
  expect(told.fresh).toEqual(['3']);
});

test('a page that says nothing leaves everything', () => {
  const rows = [deployment('1')];
  expect(refreshed(rows, [])).toEqual({ rows, fresh: [] });
});

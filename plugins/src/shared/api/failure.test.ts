import { explain } from './failure';
import { NoDataSourceError } from './client';

const answer = (status: number, data: unknown) => ({ status, statusText: 'Text', data, config: { url: '/x' } });

test("the bridge's own words are told with their causes", () => {
  const failure = explain(answer(400, { detail: 'A parameter is wrong.', causes: ['q: level:loud is none of fatal'] }));
  expect(failure.detail).toBe('A parameter is wrong. q: level:loud is none of fatal');
  expect(failure.missing).toBe(false);
});

test.each([
  [400, 'Bridge'],
  [403, 'Bridge access'],
  [502, 'Grafana → bridge'],
  [503, 'Bridge database'],
  [504, 'Grafana → bridge'],
  [418, 'Bridge'],
])('status %p names the hop %p', (status, hop) => {
  const failure = explain(answer(status, {}));
  expect(failure.hop).toBe(hop);
  expect(failure.detail).toBe('Text');
  expect(failure.advice).not.toBe('');
});

test('what is not there is told apart from a proxy without a route', () => {
  expect(explain(answer(404, { detail: 'There is no such run.' })).missing).toBe(true);
  expect(explain(answer(404, 'nginx')).missing).toBe(false);
});

test('a missing data source and a Grafana that does not answer are hops of their own', () => {
  expect(explain(new NoDataSourceError('none')).hop).toBe('Data source');
  expect(explain(new TypeError('Failed to fetch'))).toMatchObject({
    hop: 'Browser → Grafana',
    detail: 'Failed to fetch',
  });
  expect(explain('odd').detail).toBe('odd');
});

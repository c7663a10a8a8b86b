import type { DeploymentErrors } from '@summit/contracts';
import { reach, sentence, times } from './words';

const errors = (before: number, after: number, more: Partial<DeploymentErrors> = {}): DeploymentErrors => ({
  windows: {
    before: { from: '2026-05-10T08:00:00.000Z', to: '2026-05-10T09:00:00.000Z', events: before },
    after: { from: '2026-05-10T09:05:00.000Z', to: '2026-05-10T10:05:00.000Z', events: after },
  },
  reason: null,
  around: null,
  cutBy: 'length',
  nextId: null,
  projects: [],
  verdict: 'too_little_data',
  ratio: null,
  low: null,
  high: null,
  dispersion: null,
  newIssues: 0,
  regressedIssues: 0,
  issues: [],
  issuesTotal: 0,
  ...more,
});

test.each([
  [errors(0, 0), 'No errors before or after it.'],
  [
    errors(24, 72, { ratio: 3, low: 1.87, high: 4.96 }),
    '72 after it, 24 in as long before: 3 times as many (95 % between 1.9 and 5).',
  ],
  [errors(0, 20, { low: 4.95 }), '20 after it, 0 in as long before (at least 5 times, at 95 %).'],
  [
    errors(20, 0, { ratio: 0, low: 0, high: 0.204 }),
    '0 after it, 20 in as long before: 0 times as many (95 % between 0 and 0.2).',
  ],
  [errors(0, 0, { projects: [{ id: '1', slug: 'shop', compared: true }] }), 'No errors before or after it.'],
  [errors(0, 0, { projects: [{ id: '1', slug: 'shop', compared: false }] }), ''],
  [{ ...errors(0, 0), windows: null }, ''],
])('says what the counts come to', (given, expected) => {
  expect(sentence(given)).toBe(expected);
});

test('says how far it reaches', () => {
  expect(reach(errors(0, 0))).toBe('1h each');
  expect(reach(errors(0, 0, { cutBy: 'now' }))).toBe('1h each, until now');
  expect(reach({ ...errors(0, 0), windows: null })).toBe('');
});

test('numbers have two figures that count', () => {
  expect([0, 0.0432, 1.26, 9.96, 24.4, 1234].map(times)).toEqual([
    '0',
    '0.043',
    '1.3',
    '10',
    '24',
    (1234).toLocaleString(),
  ]);
});

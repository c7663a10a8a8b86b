import { emptyRule, listOf, template, typed, wrongWith } from './rules';

const seen = (labels: string[], rule: number | null = null) => ({
  system: 'github',
  labels,
  jobs: 1,
  workedMs: 1,
  rule,
});

test('a template has a rule for each kind of runner without one, and no prices of its own', () => {
  expect(
    template([seen(['ubuntu-latest', 'group:GitHub Actions']), seen(['macos'], 0), seen(['linux', 'self-hosted'])]),
  ).toEqual([
    { system: 'github', labels: 'ubuntu-latest group:GitHub*Actions', perMinute: '', rounding: 'minute' },
    { system: 'github', labels: 'linux self-hosted', perMinute: '0', rounding: 'minute' },
  ]);
});

test.each([
  ['', 'A price per minute is a number from 0'],
  ['free', 'A price per minute is a number from 0'],
  ['-1', 'A price per minute is a number from 0'],
  ['0', null],
  ['0.008', null],
])('a price of "%s" is wrong with: %s', (perMinute, expected) => {
  expect(wrongWith({ ...emptyRule, perMinute })).toBe(expected);
});

test('what is typed is what is sent, and comes back as it was', () => {
  const rules = [
    { system: null, labels: ['self-hosted'], perMinute: 0, rounding: 'minute' as const },
    { system: 'gitlab', labels: ['medium', 'linux-*'], perMinute: 0.0125, rounding: 'second' as const },
  ];
  expect(listOf('EUR', rules.map(typed))).toEqual({ currency: 'EUR', rules });
});

import { testsLabel } from './label';

const counts = { passed: 0, failed: 0, error: 0, skipped: 0, retried: 0 };

test.each([
  ['nothing is known yet', undefined, 'Tests'],
  ['there are none', counts, 'Tests'],
  ['some failed', { ...counts, passed: 1408, failed: 1, error: 1 }, 'Tests 2✗ 1,408✓'],
  ['all passed, some late', { ...counts, passed: 3, retried: 2 }, 'Tests 3✓'],
  ['all failed', { ...counts, failed: 3 }, 'Tests 3✗'],
  ['all were skipped', { ...counts, skipped: 3 }, 'Tests 0✓'],
])('the tab when %s', (_, given, label) => {
  expect(testsLabel(given && { counts: given })).toBe(label);
});

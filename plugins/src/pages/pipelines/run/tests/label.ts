import type { RunTests } from '@summit/contracts';
import { count } from '../../../../shared/time/format';

/** What the tab says before it is opened: what did not pass, and what did. */
export function testsLabel(sums: Pick<RunTests, 'counts'> | undefined): string {
  if (!sums) return 'Tests';
  const { passed, failed, error, skipped } = sums.counts;
  const bad = failed + error;
  if (passed + bad + skipped === 0) return 'Tests';
  return [
    'Tests',
    ...(bad > 0 ? [`${count(bad)}✗`] : []),
    ...(passed > 0 || bad === 0 ? [`${count(passed)}✓`] : []),
  ].join(' ');
}

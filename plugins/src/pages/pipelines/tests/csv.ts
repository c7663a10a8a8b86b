import type { TestSummary } from '@summit/contracts';
import type { Column } from '../../../shared/csv/csv';

/** What a file of tests has. */
export const testColumns: readonly Column<TestSummary>[] = [
  { head: 'id', value: (test) => test.id },
  { head: 'repository', value: (test) => test.repository },
  { head: 'suite', value: (test) => test.suite },
  { head: 'name', value: (test) => test.name },
  { head: 'file', value: (test) => test.file },
  { head: 'last_outcome', value: (test) => test.lastOutcome },
  { head: 'flaky', value: (test) => test.flaky.state },
  { head: 'flaky_ratio', value: (test) => test.flaky.score },
  { head: 'quarantined_until', value: (test) => test.quarantine?.until ?? null },
  { head: 'owners', value: (test) => test.owners.join(' ') },
  { head: 'broken_by_run', value: (test) => test.broken?.run.id ?? null },
  { head: 'first_bad_commit', value: (test) => test.broken?.run.commit ?? null },
  { head: 'last_good_commit', value: (test) => test.broken?.lastPass?.commit ?? null },
  { head: 'failures_30d', value: (test) => test.failures },
  { head: 'duration_ms', value: (test) => test.durationMs },
  { head: 'first_seen', value: (test) => test.firstSeen },
  { head: 'last_seen', value: (test) => test.lastSeen },
];

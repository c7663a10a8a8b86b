import type { Run } from '@summit/contracts';
import type { Column } from '../../../shared/csv/csv';

/** What a file of runs has. */
export const runColumns: readonly Column<Run>[] = [
  { head: 'id', value: (run) => run.id },
  { head: 'repository', value: (run) => run.repository },
  { head: 'pipeline', value: (run) => run.name },
  { head: 'number', value: (run) => run.number },
  { head: 'attempt', value: (run) => run.attempt },
  { head: 'status', value: (run) => run.displayStatus },
  { head: 'title', value: (run) => run.title ?? run.commitMessage },
  { head: 'branch', value: (run) => run.branch },
  { head: 'commit', value: (run) => run.commit },
  { head: 'change', value: (run) => run.change?.number },
  { head: 'author', value: (run) => run.actor?.name },
  { head: 'queued_at', value: (run) => run.queuedAt },
  { head: 'started_at', value: (run) => run.startedAt },
  { head: 'finished_at', value: (run) => run.finishedAt },
  { head: 'queue_ms', value: (run) => run.queueMs },
  { head: 'duration_ms', value: (run) => run.durationMs },
  { head: 'jobs', value: (run) => run.jobCounts.total },
  { head: 'jobs_failed', value: (run) => run.jobCounts.failed },
  { head: 'url', value: (run) => run.url },
];

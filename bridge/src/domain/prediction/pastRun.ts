import type { PastRun } from './model';

/** What rows of runs say, by the columns of the database. */
interface Row {
  id: string;
  repository: string;
  name: string;
  branch: string | null;
  is_default: boolean | null;
  author: string | null;
  event: string | null;
  attempt: number;
  queued: number;
  ended: number | null;
  display_status: string;
  files: number | null;
}

const outcomes: ReadonlyMap<string, boolean> = new Map([
  ['success', false],
  ['failed', true],
  ['timed_out', true],
]);

/** Cancelled and skipped runs are neither. */
export const pastRunOf = (row: Row): PastRun => ({
  id: row.id,
  pipeline: JSON.stringify([row.repository, row.name]),
  branch: row.branch,
  isDefaultBranch: row.is_default === true,
  author: row.author,
  event: row.event,
  attempt: row.attempt,
  queuedAt: row.queued,
  endedAt: row.ended,
  failed: outcomes.get(row.display_status) ?? null,
  files: row.files,
});

import type { RunRow } from '../../domain/run';
import type { UnreadableRow } from './unreadable';

/** How much of what is due one transaction takes. */
export interface Take {
  limit: number;
  /** False measures and marks only: there is nothing to send spans and log lines to, so none are encoded. */
  exporting: boolean;
  /** What ended before then is marked and neither measured nor sent: metrics would place it at now, and Tempo and Loki refuse it. */
  since: Date | null;
  /** Told of each row that is left out because it breaks its contract. */
  unreadable: (row: UnreadableRow) => void;
}

/** Whether something that ended then is left out. */
export const isHistory = ({ since }: Take, finishedAt: Date | null): boolean =>
  since !== null && finishedAt !== null && finishedAt < since;

/** A run with what its resource attributes need from other tables. */
export interface ExportedRunRow extends RunRow {
  tenant: string;
  repository_url: string | null;
}

/** Columns of a run `r` as ExportedRunRow. */
export const RUN_COLUMNS = `r.tenant, r.id, r.provider, r.system, r.host, r.provider_run_id, r.attempt, r.repository, r.name, r.title, r.number, r.event,
  r.status, r.result, r.display_status, r.provider_result, r.branch, r.sha, r.change_number, r.actor, r.queued_at, r.started_at,
  r.finished_at, r.queue_ms, r.duration_ms, r.url, r.trace_id, r.source_trace, r.jobs_total, r.jobs_failed, r.jobs_running, r.jobs_queued,
  (SELECT p.url FROM repository p WHERE p.tenant = r.tenant AND p.provider = r.provider AND p.full_name = r.repository) AS repository_url`;

import { BackfillProvider, type Backfill, type BackfillRepository } from '@summit/contracts';
import { z } from 'zod';
import { rawQuery, type Database, type Tx } from '../../store/database';
import { isoOf } from '../rows';

export interface BackfillRow {
  id: string;
  provider: string;
  name: string;
  url: string;
  since: Date;
  repair_hours: number;
  requests_per_second: number;
  logs_days: number | null;
  logs_max_bytes: number | null;
  created_at: Date;
  created_by: string;
  paused_at: Date | null;
  requests: string;
  waiting_until: Date | null;
  waiting_for: string | null;
  error: string | null;
}

/** All but the token, which leaves the database only to be sent to its provider. */
export const BACKFILL_COLUMNS = [
  'id',
  'provider',
  'name',
  'url',
  'since',
  'repair_hours',
  'requests_per_second',
  'logs_days',
  'logs_max_bytes',
  'created_at',
  'created_by',
  'paused_at',
  'requests',
  'waiting_until',
  'waiting_for',
  'error',
] as const;

interface RepositoryRow {
  backfill_id: string;
  name: string;
  state: string;
  full_name: string | null;
  runs: string;
  jobs: string;
  changes: string;
  deployments: string;
  commits: string;
  logs: string;
  log_bytes: string;
  logs_missing: string;
  logs_skipped: string;
  too_old: string;
  oldest_at: Date | null;
  unlisted: string | null;
  notes: string[];
  error: string | null;
  retry_at: Date | null;
  repaired_at: Date | null;
  tasks: number;
  runs_waiting: number;
  logs_waiting: number;
  graphs_waiting: number;
}

export async function readRepositories(
  db: Database | Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, RepositoryRow[]>> {
  const rows = await rawQuery<RepositoryRow>(
    db,
    `SELECT r.*, t.tasks, t.runs_waiting, t.logs_waiting, t.graphs_waiting
     FROM backfill_repository r
     CROSS JOIN LATERAL (
       SELECT (count(*) FILTER (WHERE late = ''))::int AS tasks, (count(*) FILTER (WHERE of_run))::int AS runs_waiting,
         (count(*) FILTER (WHERE late = 'log'))::int AS logs_waiting,
         (count(*) FILTER (WHERE late = 'graph'))::int AS graphs_waiting
       FROM backfill_task t WHERE t.backfill_id = r.backfill_id AND t.repository = r.name) t
     WHERE r.tenant = $1 AND r.backfill_id = ANY($2::text[]) ORDER BY r.backfill_id, r.position`,
    [tenant, ids],
  );
  const byId = new Map<string, RepositoryRow[]>();
  for (const row of rows) byId.set(row.backfill_id, [...(byId.get(row.backfill_id) ?? []), row]);
  return byId;
}

const WaitingFor = z.enum(['limit', 'digest']).nullable();

export function toBackfill(row: BackfillRow, repositories: readonly RepositoryRow[], now: Date): Backfill {
  const waits = row.waiting_until !== null && row.waiting_until > now && row.paused_at === null && row.error === null;
  return {
    id: row.id,
    provider: BackfillProvider.parse(row.provider),
    name: row.name,
    url: row.url,
    since: row.since.toISOString(),
    repairHours: row.repair_hours,
    requestsPerSecond: row.requests_per_second,
    logs:
      row.logs_days === null || row.logs_max_bytes === null
        ? null
        : { days: row.logs_days, maxBytes: row.logs_max_bytes },
    state: stateOf(row, repositories, waits),
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    requests: Number(row.requests),
    waitingUntil: waits ? isoOf(row.waiting_until) : null,
    waitingFor: waits ? WaitingFor.parse(row.waiting_for) : null,
    error: row.error,
    repositories: repositories.map(toRepository),
  };
}

function stateOf(row: BackfillRow, repositories: readonly RepositoryRow[], waits: boolean): Backfill['state'] {
  if (row.paused_at !== null) return 'paused';
  if (row.error !== null) return 'failed';
  if (repositories.some(isUnderWay)) return waits ? 'waiting' : 'running';
  return repositories.some(({ state }) => state === 'failed') ? 'failed' : 'done';
}

const isUnderWay = ({ state, logs_waiting: logs, graphs_waiting: graphs }: RepositoryRow): boolean =>
  state === 'importing' || state === 'repairing' || (state === 'done' && logs + graphs > 0);

const RepositoryState = z.enum(['importing', 'repairing', 'done', 'failed']);

function toRepository(row: RepositoryRow): BackfillRepository {
  const state = RepositoryState.parse(row.state);
  return {
    name: row.name,
    fullName: row.full_name,
    state: state === 'importing' && row.full_name === null ? 'waiting' : state,
    runs: Number(row.runs),
    jobs: Number(row.jobs),
    changes: Number(row.changes),
    deployments: Number(row.deployments),
    commits: Number(row.commits),
    logs: {
      fetched: Number(row.logs),
      bytes: Number(row.log_bytes),
      missing: Number(row.logs_missing),
      skipped: Number(row.logs_skipped),
      waiting: row.logs_waiting,
    },
    graphsWaiting: row.graphs_waiting,
    tooOld: Number(row.too_old),
    oldestAt: isoOf(row.oldest_at),
    remaining: remainingOf(row),
    notes: row.notes,
    error: row.error,
    retryAt: isoOf(row.retry_at),
    repairedAt: isoOf(row.repaired_at),
  };
}

/** Those listed and not yet fetched, and those not yet listed. */
function remainingOf(row: RepositoryRow): number | null {
  if (row.tasks === 0) return 0;
  return row.unlisted === null ? null : Number(row.unlisted) + row.runs_waiting;
}

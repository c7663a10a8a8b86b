import { DisplayStatus, Run, RunResult, RunStatus } from '@summit/contracts';
import {
  type ExpressionBuilder,
  type Selectable,
  type SelectQueryBuilder,
  type SqlBool,
  type Expression,
} from 'kysely';
import type { Database } from '../../store/database';
import type { RunTable, Tables } from '../../store/tables';
import { exactTime } from '../paging/keyset';
import { actorOf, isoOf, numberOf } from '../rows';
import { readableRows, type Unreadable } from '../unreadable';

export type RunRow = Selectable<RunTable> & {
  cursor_key: string;
  commit_message: string | null;
  change_title: string | null;
  change_state: string | null;
  change_url: string | null;
};

export type RunBuilder = ExpressionBuilder<Tables, 'run'>;

/**
 * Runs of a tenant that satisfy `where`, newest first, with the words of their commit and change. The page is cut before the joins, so
 * that these are looked up for its rows alone.
 */
export async function selectRuns(
  db: Database,
  tenant: string,
  where: (build: RunBuilder) => Expression<SqlBool>,
  limit: number,
): Promise<RunRow[]> {
  const page = db
    .selectFrom('run')
    .selectAll('run')
    .select(exactTime('run.queued_at').as('cursor_key'))
    .where('run.tenant', '=', tenant)
    .where(where)
    .orderBy('run.queued_at', 'desc')
    .orderBy('run.id', 'desc')
    .limit(limit);
  return joined(db, page);
}

type RunPageQuery = SelectQueryBuilder<Tables, 'run', Selectable<RunTable> & { cursor_key: string }>;

function joined(db: Database, page: RunPageQuery): Promise<RunRow[]> {
  return db
    .selectFrom(page.as('r'))
    .leftJoin('commit as c', (join) =>
      join.onRef('c.tenant', '=', 'r.tenant').onRef('c.repository', '=', 'r.repository').onRef('c.sha', '=', 'r.sha'),
    )
    .leftJoin('change as ch', (join) =>
      join
        .onRef('ch.tenant', '=', 'r.tenant')
        .onRef('ch.provider', '=', 'r.provider')
        .onRef('ch.repository', '=', 'r.repository')
        .onRef('ch.number', '=', 'r.change_number'),
    )
    .selectAll('r')
    .select([
      'c.message as commit_message',
      'ch.title as change_title',
      'ch.state as change_state',
      'ch.url as change_url',
    ])
    .orderBy('r.queued_at', 'desc')
    .orderBy('r.id', 'desc')
    .execute();
}

export function toRun(row: RunRow): Run {
  return {
    id: row.id,
    provider: row.system,
    repository: row.repository,
    name: row.name,
    title: row.title,
    number: Number(row.number),
    attempt: row.attempt,
    event: row.event,
    status: RunStatus.parse(row.status),
    result: row.result === null ? null : RunResult.parse(row.result),
    displayStatus: DisplayStatus.parse(row.display_status),
    providerResult: row.provider_result,
    branch: row.branch,
    commit: row.sha,
    commitMessage: row.commit_message,
    change: changeOf(row),
    actor: actorOf(row.actor),
    queuedAt: row.queued_at.toISOString(),
    startedAt: isoOf(row.started_at),
    finishedAt: isoOf(row.finished_at),
    queueMs: numberOf(row.queue_ms),
    durationMs: numberOf(row.duration_ms),
    url: row.url,
    traceId: row.trace_id,
    jobCounts: { total: row.jobs_total, failed: row.jobs_failed, running: row.jobs_running, queued: row.jobs_queued },
    updatedAt: row.updated_at.toISOString(),
  };
}

/** The runs of rows, without those that break their contract. */
export const toRuns = (rows: readonly RunRow[], unreadable: Unreadable): Run[] =>
  readableRows(rows, { kind: 'run', schema: Run, read: toRun }, unreadable);

const changeOf = (row: RunRow): Run['change'] =>
  row.change_number === null
    ? null
    : { number: Number(row.change_number), title: row.change_title, state: row.change_state, url: row.change_url };

/** Current state of the runs with these ids, in no particular order. */
export async function runsById(
  db: Database,
  tenant: string,
  ids: readonly string[],
  unreadable: Unreadable,
): Promise<Run[]> {
  if (ids.length === 0) return [];
  const rows = await selectRuns(db, tenant, (build) => build('run.id', 'in', ids), ids.length);
  return toRuns(rows, unreadable);
}

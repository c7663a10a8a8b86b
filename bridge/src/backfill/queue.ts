import { rawQuery, type Database, type Tx } from '../store/database';
import type { Counts } from './provider';

/** A source as it is worked on. */
export interface Source {
  id: string;
  tenant: string;
  provider: string;
  url: string;
  token: Buffer;
  since: Date;
  repair_hours: number;
  requests_per_second: number;
  /** Null where no logs are wanted. */
  logs_days: number | null;
  logs_max_bytes: number | null;
  waiting_until: Date | null;
}

/** The next answer to ask for, with the repository it is of. */
export interface DueTask {
  id: string;
  repository: string;
  task: unknown;
  failures: number;
  state: string;
  late: string;
  full_name: string | null;
  host: string | null;
  project: unknown;
  round_at: Date;
}

/**
 * Sources that this worker may ask: those it has, those nobody has, and those of a worker that is gone, which is one whose connections are. Two
 * that ask at once would lose nothing, for only one of them can take the task out; they would only ask too often.
 */
export async function claimSources(db: Database, worker: string, now: Date): Promise<Source[]> {
  return rawQuery<Source>(
    db,
    `UPDATE backfill b SET worker = $1, worked_at = $2
     FROM (
       SELECT id FROM backfill s
       WHERE paused_at IS NULL AND error IS NULL
         AND (worker IS NULL OR worker = $1
           OR worker NOT IN (SELECT application_name FROM pg_stat_activity WHERE datname = current_database()))
         AND EXISTS (SELECT FROM backfill_task t WHERE t.backfill_id = s.id)
       ORDER BY id FOR UPDATE SKIP LOCKED) free
     WHERE b.id = free.id
     RETURNING b.id, b.tenant, b.provider, b.url, b.token, b.since, b.repair_hours, b.requests_per_second, b.logs_days, b.logs_max_bytes,
       b.waiting_until`,
    [worker, now],
  );
}

/** What is to be asked next: the repositories in their order, and of each the newest task; logs after all else. Null while all that is left waits for its next try. */
export async function nextTask(db: Database, backfillId: string, now: Date): Promise<DueTask | null> {
  const [task] = await rawQuery<DueTask>(
    db,
    `SELECT t.id, t.repository, t.task, t.failures, t.late, r.state, r.full_name, r.host, r.project, r.round_at
     FROM backfill s JOIN backfill_repository r ON r.backfill_id = s.id
     CROSS JOIN LATERAL (
       SELECT * FROM backfill_task t WHERE t.backfill_id = r.backfill_id AND t.repository = r.name
       ORDER BY t.late, t.id DESC LIMIT 1) t
     WHERE s.id = $1 AND s.paused_at IS NULL AND s.error IS NULL
       AND r.state <> 'failed' AND (r.retry_at IS NULL OR r.retry_at <= $2)
     ORDER BY t.late, r.state = 'importing', r.position LIMIT 1`,
    [backfillId, now],
  );
  return task ?? null;
}

/** Takes the task out, in the transaction that stores what it said. False where another has done it, or the source is gone. */
export async function takeOut(tx: Tx, taskId: string): Promise<boolean> {
  const gone = await rawQuery(tx, 'DELETE FROM backfill_task WHERE id = $1 RETURNING id', [taskId]);
  return gone.length === 1;
}

export interface NewTask {
  task: object;
  ofRun: boolean;
  /** It comes after all that is not: graphs, then logs. */
  late?: 'graph' | 'log';
}

/** Puts tasks before all that wait, in the order given. */
export async function addTasks(
  tx: Tx,
  backfillId: string,
  repository: string,
  tasks: readonly NewTask[],
): Promise<void> {
  if (tasks.length === 0) return;
  const lastFirst = [...tasks].reverse();
  await rawQuery(
    tx,
    `INSERT INTO backfill_task (backfill_id, repository, task, of_run, late)
     SELECT $1, $2, task, of_run, late
     FROM unnest($3::jsonb[], $4::boolean[], $5::text[]) WITH ORDINALITY AS n(task, of_run, late, n) ORDER BY n`,
    [
      backfillId,
      repository,
      lastFirst.map(({ task }) => JSON.stringify(task)),
      lastFirst.map(({ ofRun }) => ofRun),
      lastFirst.map(({ late }) => late ?? ''),
    ],
  );
}

/** What became of logs; `bytes` of their text. */
export interface LogCounts {
  fetched: number;
  bytes: number;
  missing: number;
  skipped: number;
}

export interface Progress {
  counts: Partial<Counts>;
  logs?: Partial<LogCounts>;
  tooOld: number;
  oldestAt: Date | null;
  /** Undefined leaves it as it is. */
  unlisted: number | null | undefined;
  learned: { fullName: string | null; host: string | null; project: unknown } | undefined;
  note: string | null;
}

/** Adds to what is known of a repository, and ends its round where nothing but logs is left to ask. */
export async function addProgress(tx: Tx, backfillId: string, repository: string, progress: Progress): Promise<void> {
  const { counts, learned } = progress;
  await rawQuery(
    tx,
    `UPDATE backfill_repository SET
       runs = runs + $3, jobs = jobs + $4, changes = changes + $5, deployments = deployments + $6, commits = commits + $7,
       too_old = too_old + $8, oldest_at = least(oldest_at, $9::timestamptz),
       unlisted = CASE WHEN $10 THEN $11::bigint ELSE unlisted END,
       full_name = CASE WHEN $12 THEN coalesce($13, full_name) ELSE full_name END,
       host = CASE WHEN $12 THEN coalesce($14, host) ELSE host END,
       project = CASE WHEN $12 THEN $15::jsonb ELSE project END,
       notes = CASE WHEN $16::text IS NULL OR $16 = ANY(notes) OR cardinality(notes) >= 20 THEN notes ELSE notes || $16::text END,
       logs = logs + $17, log_bytes = log_bytes + $18, logs_missing = logs_missing + $19, logs_skipped = logs_skipped + $20,
       error = NULL, retry_at = NULL
     WHERE backfill_id = $1 AND name = $2`,
    [
      backfillId,
      repository,
      counts.runs ?? 0,
      counts.jobs ?? 0,
      counts.changes ?? 0,
      counts.deployments ?? 0,
      counts.commits ?? 0,
      progress.tooOld,
      progress.oldestAt,
      progress.unlisted !== undefined,
      progress.unlisted ?? null,
      learned !== undefined,
      learned?.fullName ?? null,
      learned?.host ?? null,
      learned === undefined ? null : JSON.stringify(learned.project),
      progress.note,
      ...logColumns(progress.logs),
    ],
  );
  await rawQuery(
    tx,
    `UPDATE backfill_repository r SET state = 'done', unlisted = NULL, repaired_at = round_at
     WHERE backfill_id = $1 AND name = $2 AND state IN ('importing', 'repairing')
       AND NOT EXISTS (
         SELECT FROM backfill_task t WHERE t.backfill_id = r.backfill_id AND t.repository = r.name AND t.late = '')`,
    [backfillId, repository],
  );
}

const logColumns = ({ fetched = 0, bytes = 0, missing = 0, skipped = 0 }: Partial<LogCounts> = {}): number[] => [
  fetched,
  bytes,
  missing,
  skipped,
];

/** Nothing of the source is asked until then. */
export async function holdSource(
  db: Database | Tx,
  backfillId: string,
  until: Date | null,
  reason: 'limit' | 'digest' | null,
): Promise<void> {
  await rawQuery(
    db,
    `UPDATE backfill SET waiting_until = $2, waiting_for = $3 WHERE id = $1
       AND (waiting_until IS DISTINCT FROM $2::timestamptz OR waiting_for IS DISTINCT FROM $3)`,
    [backfillId, until, reason],
  );
}

/** Graphs of the repository are not asked for any more. */
export async function dropGraphs(db: Database, backfillId: string, repository: string): Promise<void> {
  await rawQuery(db, `DELETE FROM backfill_task WHERE backfill_id = $1 AND repository = $2 AND late = 'graph'`, [
    backfillId,
    repository,
  ]);
}

export async function countRequest(db: Database | Tx, backfillId: string): Promise<void> {
  await rawQuery(db, 'UPDATE backfill SET requests = requests + 1 WHERE id = $1', [backfillId]);
}

/** Stops the source until somebody acts. */
export async function stopSource(db: Database, backfillId: string, error: string): Promise<void> {
  await rawQuery(db, 'UPDATE backfill SET error = $2, waiting_until = NULL, waiting_for = NULL WHERE id = $1', [
    backfillId,
    error,
  ]);
}

/** The repository is tried again at `retryAt`; with null, when somebody resumes the source. Its tasks stay. */
export async function failRepository(
  db: Database,
  task: { id: string; repository: string },
  backfillId: string,
  error: string,
  retryAt: Date | null,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await rawQuery(tx, 'UPDATE backfill_task SET failures = failures + 1 WHERE id = $1', [task.id]);
    await rawQuery(
      tx,
      `UPDATE backfill_repository SET error = $3, retry_at = $4::timestamptz, state = CASE WHEN $4::timestamptz IS NULL THEN 'failed' ELSE state END
       WHERE backfill_id = $1 AND name = $2`,
      [backfillId, task.repository, error, retryAt],
    );
  });
}

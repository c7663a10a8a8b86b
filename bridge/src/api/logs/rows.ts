import type { LogSummary } from '@summit/contracts';
import { sql } from 'kysely';
import { askedOf } from '../../domain/logs/trigrams';
import type { Blobs } from '../../store/blobs';
import type { Database } from '../../store/database';
import type { Caller } from '../auth/caller';
import { ApiError, notFound } from '../errors';
import { isoOf } from '../rows';
import { findRun } from '../runs/detail';

/** Logs of a run beyond these make a list that nobody reads. */
const MAX_LOGS = 1_000;

export interface LogRow {
  id: string;
  job: string;
  job_id: string | null;
  job_name: string | null;
  steps: unknown;
  lines: number;
  bytes: string;
  final: boolean;
  errors: number;
  warnings: number;
  first_at: Date | null;
  last_at: Date | null;
}

/** A job that was killed sends no last part. */
const isFinal = sql`(l.final OR (l.received_at < now() - interval '1 minute' AND EXISTS (
  SELECT FROM run r WHERE r.tenant = l.tenant AND r.id = l.run_id AND r.status = 'completed')))`;
/** The job that a sender named: by its number in its system, else by its name where only one has it. */
const columns = sql`l.id, l.job, j.id AS job_id, j.name AS job_name, j.steps, l.lines, l.bytes, ${isFinal} AS final, l.errors, l.warnings, l.first_at, l.last_at`;
const withJob = sql`build_log l LEFT JOIN LATERAL (
  SELECT * FROM (
    SELECT j.id, j.name, j.steps, j.provider_job_id = l.job AS exact, count(*) OVER () AS namesakes
    FROM job j WHERE j.tenant = l.tenant AND j.run_id = l.run_id AND l.job <> '' AND NOT j.retried
      AND (j.provider_job_id = l.job OR j.name = l.job)) found
  WHERE exact OR namesakes = 1 ORDER BY exact DESC LIMIT 1) j ON true`;

export async function logsOfRun(db: Database, caller: Caller, runId: string): Promise<LogSummary[]> {
  const run = await findRun(db, caller.tenant, runId);
  const { rows } = await sql<LogRow>`
    SELECT ${columns} FROM ${withJob} WHERE l.tenant = ${caller.tenant} AND l.run_id = ${run.id}
    ORDER BY l.first_at NULLS LAST, l.id LIMIT ${MAX_LOGS}`.execute(db);
  return rows.map(toSummary);
}

/** One log of a run. Throws 404. */
export async function findLog(db: Database, caller: Caller, runId: string, logId: string): Promise<LogRow> {
  if (!/^\d{1,18}$/.test(logId)) throw notFound('log');
  const { rows } = await sql<LogRow>`
    SELECT ${columns} FROM ${withJob}
    WHERE l.id = ${logId}::bigint AND l.tenant = ${caller.tenant} AND l.run_id = ${runId}`.execute(db);
  const [row] = rows;
  if (!row) throw notFound('log');
  return row;
}

const toSummary = (row: LogRow): LogSummary => ({
  id: row.id,
  jobId: row.job_id,
  jobName: row.job_name ?? row.job,
  lines: row.lines,
  bytes: Number(row.bytes),
  final: row.final,
  errors: row.errors,
  warnings: row.warnings,
  firstAt: isoOf(row.first_at),
  lastAt: isoOf(row.last_at),
});

export interface ChunkRow {
  first_line: number;
  last_line: number;
  received_at: Date;
  blob_id: string;
  /** Of the blob, what is to be read; all of it where it is left out. */
  text_bytes?: number | null;
}

/** The chunks that hold lines `from` to `to`, in order. */
export async function chunksOf(db: Database, logId: string, from = 1, to = 2 ** 31 - 1): Promise<ChunkRow[]> {
  return db
    .selectFrom('log_chunk')
    .select(['first_line', 'last_line', 'received_at', 'blob_id'])
    .where('log_id', '=', logId)
    .where('first_line', '<=', to)
    .where('last_line', '>=', from)
    .orderBy('first_line')
    .execute();
}

/** The texts of the chunks that may hold the words, in order; of those without a filter nobody knows. */
export async function chunksWith(db: Database, logId: string, words: string): Promise<ChunkRow[]> {
  const { rows } = await sql<ChunkRow>`
    SELECT first_line, last_line, received_at, blob_id, text_bytes FROM log_chunk
    WHERE log_id = ${logId} AND (trigrams IS NULL OR NOT EXISTS (
      SELECT FROM unnest(${askedOf(words)}::int[]) bit WHERE get_bit(trigrams, bit & (length(trigrams) * 8 - 1)) = 0))
    ORDER BY first_line`.execute(db);
  return rows;
}

/** The blobs of chunks, in their order. Throws 410 where one's time is over. */
export async function readChunks(
  db: Database,
  blobs: Blobs,
  tenant: string,
  chunks: readonly ChunkRow[],
): Promise<Buffer[]> {
  const stored = await blobs.getAll(
    db,
    tenant,
    chunks.map((chunk) => ({ id: chunk.blob_id, receivedAt: chunk.received_at, bytes: chunk.text_bytes ?? undefined })),
  );
  return chunks.map(({ blob_id }) => {
    const blob = stored.get(blob_id);
    if (blob) return blob.body;
    throw new ApiError(410, 'This part of the log is no longer kept.', ['Its retention has ended.']);
  });
}

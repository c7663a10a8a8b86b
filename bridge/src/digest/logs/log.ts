import { z } from 'zod';
import type { Seal } from '../../store/sealed';
import { rawQuery, type Tx } from '../../store/database';
import { LogState, newLog } from '../../translate/logs/reader';

/** A log as it stands before a part is added to it, and after. */
export interface BuildLog {
  id: string;
  tenant: string;
  runId: string;
  job: string;
  nextPart: number;
  final: boolean;
  bytes: number;
  errors: number;
  warnings: number;
  /** Kept of each. */
  annotations: number;
  groups: number;
  exported: number;
  firstAt: number | null;
  lastAt: number | null;
  state: LogState;
}

interface Row {
  id: string;
  next_part: number;
  final: boolean;
  bytes: string;
  errors: number;
  warnings: number;
  annotations: number;
  groups: number;
  exported: number;
  first_at: Date | null;
  last_at: Date | null;
  state: Buffer | null;
}

/** The log of a job, made where there is none. The caller holds its lock. */
export async function readLog(
  tx: Tx,
  { tenant, runId, job, receivedAt }: { tenant: string; runId: string; job: string; receivedAt: Date },
  seal: Seal,
): Promise<BuildLog> {
  const [row] = await rawQuery<Row>(
    tx,
    `INSERT INTO build_log AS l (tenant, run_id, job, received_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (tenant, run_id, job) DO UPDATE SET received_at = greatest(l.received_at, excluded.received_at)
     RETURNING id, next_part, final, bytes, errors, warnings, annotations, groups, exported, first_at, last_at, state`,
    [tenant, runId, job, receivedAt],
  );
  if (row === undefined) throw new Error('a log that was just made is not there');
  const { next_part, bytes, first_at, last_at, state, ...rest } = row;
  return {
    ...rest,
    tenant,
    runId,
    job,
    nextPart: next_part,
    bytes: Number(bytes),
    firstAt: first_at?.getTime() ?? null,
    lastAt: last_at?.getTime() ?? null,
    state: state === null ? newLog() : opened(seal.open(state)),
  };
}

const opened = (json: Buffer): LogState => LogState.parse(z.json().parse(JSON.parse(json.toString('utf8'))));

/** Writes back what a part made of its log. Once nothing follows, nothing is gone on from. */
export async function writeLog(tx: Tx, log: BuildLog, seal: Seal): Promise<void> {
  const time = (ms: number | null) => (ms === null ? null : new Date(ms));
  await rawQuery(
    tx,
    `UPDATE build_log SET next_part = $2, final = $3, lines = $4, bytes = $5, errors = $6, warnings = $7, annotations = $8, groups = $9,
       exported = $10, first_at = $11, last_at = $12, state = $13 WHERE id = $1`,
    [
      log.id,
      log.nextPart,
      log.final,
      log.state.lines,
      log.bytes,
      log.errors,
      log.warnings,
      log.annotations,
      log.groups,
      log.exported,
      time(log.firstAt),
      time(log.lastAt),
      log.final ? null : seal.seal(Buffer.from(JSON.stringify(log.state))),
    ],
  );
}

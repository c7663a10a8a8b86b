import { runOfRow, type RunState } from '../../domain/run';
import { rawQuery, type Tx } from '../../store/database';
import { readEach } from '../../store/readEach';
import type { DigestContext } from '../context';
import { runResource } from './attributes';
import { emitLogs, emitSpans } from './emit';
import { runLog } from './logs';
import { countError, measureRun } from './metrics';
import { notePace } from './pace';
import { type ExportedRunRow, isHistory, RUN_COLUMNS, type Take } from './rows';
import { runSpans } from './spans';
import { leftOut } from './unreadable';

/** Span, log line and metrics of runs whose grace is over. What is reported of them later is served by the bridge, not exported again. */
export async function exportRuns(tx: Tx, context: DigestContext, take: Take): Promise<number> {
  const now = context.now();
  const rows = await rawQuery<ExportedRunRow>(
    tx,
    `WITH due AS (
       SELECT tenant, id FROM run WHERE exported_at IS NULL AND export_after <= $1
       ORDER BY export_after LIMIT $2 FOR UPDATE SKIP LOCKED)
     UPDATE run r SET exported_at = $1 FROM due WHERE r.tenant = due.tenant AND r.id = due.id
     RETURNING ${RUN_COLUMNS}`,
    [now, take.limit],
  );
  // Within reading, as a row may keep its columns' words and still make no span; without an export its words are all that is needed.
  const exported = (row: ExportedRunRow, run: RunState) => ({
    resource: runResource(row.tenant, run, row.repository_url),
    spans: runSpans(run, now),
    log: runLog(run, now),
  });
  const read = (row: ExportedRunRow) => {
    const run = runOfRow(row);
    return { tenant: row.tenant, run, exported: take.exporting ? exported(row, run) : null };
  };
  const recent = rows.filter((row) => !isHistory(take, row.finished_at));
  const runs = readEach(recent, read, leftOut('run', take.unreadable));
  for (const { tenant, run } of runs) {
    measureRun(context, tenant, run);
    // Failed jobs are counted one by one; a failure without any is the run's own.
    if (run.jobsFailed === 0) countError(context, tenant, run, run.result, run.providerResult);
  }
  await notePace(tx, runs, now);
  const toSend = runs.map((run) => run.exported).filter((run) => run !== null);
  emitSpans(context, toSend);
  emitLogs(context, toSend);
  return rows.length;
}
